"""Features of where the ways out lead: how many, to whom, how concentrated."""

from __future__ import annotations

from functools import lru_cache

from detector import lexicon, urls
from detector.features.columns import by_relation, links
from detector.features.evidence import Evidence
from detector.features.registry import feature, log, share
from detector.features.relations import Relation
from detector.page import Region

_MENUS = frozenset((Region.HEADER, Region.NAV))
# Members by themselves: to reach one through its enumeration is a call of Python's until 3.12.
_OFFICIAL, _PLATFORM, _SITE, _HOP, _SHARE, _SHORT, _AFFILIATE, _NONE, _SELF = (
    Relation.OFFICIAL,
    Relation.PLATFORM,
    Relation.SITE,
    Relation.HOP,
    Relation.SHARE,
    Relation.SHORT,
    Relation.AFFILIATE,
    Relation.NONE,
    Relation.SELF,
)
_HEADER, _NAV, _MAIN, _BODY, _FOOTER, _COMMENTS = (
    Region.HEADER,
    Region.NAV,
    Region.MAIN,
    Region.BODY,
    Region.FOOTER,
    Region.COMMENTS,
)


@feature("links")
def total(page: Evidence) -> float:
    """Number of ways out (log).

    >>> round(total(look('<a href=/a>x</a><a href=/b>y</a>')), 2)
    1.1
    """
    return log(len(page.ways))


@feature("links")
def away_share(page: Evidence) -> float:
    """Share of the ways out that lead to hosts nobody vouches for.

    >>> away_share(look('<a href=https://unheard.example/>x</a><a href=/b>y</a>'))
    0.5
    """
    return share(len(page.away), len(page.ways))


@feature("links")
def away_count(page: Evidence) -> float:
    """Number of ways out to hosts nobody vouches for (log).

    >>> away_count(look('<a href=https://www.netflix.com/>x</a>'))
    0.0
    """
    return log(len(page.away))


@feature("links")
def away_hosts(page: Evidence) -> float:
    """Number of different hosts nobody vouches for (log).

    >>> away_hosts(look('<a href=https://a.unheard.example/>x</a><a href=https://unheard.example/2>x</a>')) == log(1)
    True
    """
    return log(len(page.away_hosts))


@feature("links")
def top_host_share(page: Evidence) -> float:
    """One unknown host holds most of the links that leave the site.

    >>> top_host_share(look('<a href=https://unheard.example/>x</a><a href=https://www.imdb.com/>y</a>'))
    0.5
    """
    return share(max(page.away_hosts.values(), default=0), len(page.offsite))


@feature("links")
def top_host_count(page: Evidence) -> float:
    """Number of links to the most linked unknown host (log).

    >>> round(top_host_count(look('<a href=https://unheard.example/>x</a>' * 3)), 2)
    1.39
    """
    return log(max(page.away_hosts.values(), default=0))


@feature("links")
def top_host_of_all(page: Evidence) -> float:
    """Share of all links that lead to one unknown host.

    >>> top_host_of_all(look('<a href=https://unheard.example/>x</a><a href=/y>y</a>'))
    0.5
    """
    return share(max(page.away_hosts.values(), default=0), len(page.ways))


@feature("links")
def single_exit(page: Evidence) -> float:
    """Every link that leaves the site goes to one unknown host.

    >>> single_exit(look('<a href=https://unheard.example/>x</a><a href=/y>y</a>'))
    1.0
    """
    return float(len(page.away_hosts) == 1 and len(page.away) == len(page.offsite))


@feature("links")
def no_exit(page: Evidence) -> float:
    """No link leaves the site.

    >>> no_exit(look('<a href=/y>y</a>'))
    1.0
    """
    return float(not page.offsite)


@feature("links")
def official_count(page: Evidence) -> float:
    """Number of links to official services such as Netflix or IMDb (log).

    >>> official_count(look('<a href=https://www.imdb.com/title/tt1/>x</a>')) == log(1)
    True
    """
    return log(page.relations[_OFFICIAL])


@feature("links")
def platform_count(page: Evidence) -> float:
    """Number of links to well-known platforms such as Wikipedia or YouTube (log).

    >>> platform_count(look('<a href=https://en.wikipedia.org/wiki/Film>x</a>')) == log(1)
    True
    """
    return log(page.relations[_PLATFORM])


@feature("links")
def known_share(page: Evidence) -> float:
    """Share of the links that leave the site which go to official services and well-known platforms.

    >>> known_share(look('<a href=https://unheard.example/>x</a><a href=https://www.imdb.com/>y</a>'))
    0.5
    """
    known = page.relations[_OFFICIAL] + page.relations[_PLATFORM]
    return share(known, len(page.offsite))


@feature("links")
def site_share(page: Evidence) -> float:
    """Share of the links that stay on the site.

    >>> site_share(look('<a href=https://unheard.example/>x</a><a href=/y>y</a>'))
    0.5
    """
    return share(page.relations[_SITE], len(page.ways))


@feature("links")
def hop_count(page: Evidence) -> float:
    """Number of links through the site's own pass-on paths such as /go/ (log).

    >>> hop_count(look('<a href=/go/offer>x</a>')) == log(1)
    True
    """
    return log(page.relations[_HOP])


@feature("links")
def share_buttons(page: Evidence) -> float:
    """Number of share buttons (log).

    >>> share_buttons(look('<a href="https://www.facebook.com/sharer.php?u=x">f</a>')) == log(1)
    True
    """
    return log(page.relations[_SHARE])


@feature("links")
def short_count(page: Evidence) -> float:
    """Number of shortened links whose destination is not known (log).

    >>> short_count(look('<a href=https://bit.ly/abc>x</a>')) == log(1)
    True
    """
    return log(page.relations[_SHORT])


@feature("links")
def affiliate_count(page: Evidence) -> float:
    """Number of links through affiliate networks (log).

    >>> affiliate_count(look('<a href=https://amzn.to/abc>x</a>')) == log(1)
    True
    """
    return log(page.relations[_AFFILIATE])


@feature("links")
def dead_share(page: Evidence) -> float:
    """Share of the links that lead nowhere: scripts, mail, empty targets.

    >>> dead_share(look('<a href="javascript:void(0)">x</a><a href=/y>y</a>'))
    0.5
    """
    return share(page.relations[_NONE] + page.relations[_SELF], len(page.ways))


@feature("links")
def wrapped(page: Evidence) -> float:
    """Number of links that hide their destination in a redirect wrapper (log).

    >>> wrapped(look('<a href="https://www.google.com/url?q=https://unheard.example/">x</a>')) == log(1)
    True
    """
    return log(sum([way.exit.wrapped for way in page.away]))


@feature("links")
def per_hundred_words(page: Evidence) -> float:
    """Links to unknown hosts for each hundred words (log).

    >>> per_hundred_words(look('<p>no links at all</p>'))
    0.0
    """
    return log(100 * len(page.away) / max(len(page.words), 20))


@feature("links")
def menu_exits(page: Evidence) -> float:
    """Share of the menu links that leave for unknown hosts.

    >>> menu_exits(look('<nav><a href=https://unheard.example/>x</a><a href=/y>y</a></nav>'))
    0.5
    """
    leaving = page.away_regions[_HEADER] + page.away_regions[_NAV]
    return share(leaving, len([link for link in links(page) if link.region in _MENUS])) if leaving else 0.0


@feature("links")
def text_exits(page: Evidence) -> float:
    """Number of links to unknown hosts within the page's own text (log).

    >>> text_exits(look('<footer><a href=https://unheard.example/>x</a></footer>'))
    0.0
    """
    return log(page.away_regions[_MAIN] + page.away_regions[_BODY])


@feature("links")
def footer_exits(page: Evidence) -> float:
    """Number of links to unknown hosts in the footer (log).

    >>> footer_exits(look('<footer><a href=https://unheard.example/>x</a></footer>')) == log(1)
    True
    """
    return log(page.away_regions[_FOOTER])


@feature("links")
def comment_exits(page: Evidence) -> float:
    """Number of links to unknown hosts in the comments (log).

    >>> comment_exits(look('<div class=comments><a href=https://unheard.example/>x</a></div>')) == log(1)
    True
    """
    return log(page.away_regions[_COMMENTS])


@feature("links")
def last_exit_place(page: Evidence) -> float:
    """How far down the page the last link to an unknown host stands.

    >>> last_exit_place(look('<p>one</p><p>two</p><p><a href=https://unheard.example/>x</a></p>'))
    1.0
    """
    return max([way.place for way in page.away], default=0.0)


@feature("links")
def foreign_canonical(page: Evidence) -> float:
    """The page names another site as its original.

    >>> foreign_canonical(look('<link rel=canonical href=https://unheard.example/>', url='https://own.example/'))
    1.0
    """
    url, canonical = page.page.url, page.page.canonical
    return float(bool(url and canonical) and urls.address(str(url)).domain != urls.address(str(canonical)).domain)


@feature("links")
def mail_links(page: Evidence) -> float:
    """Number of mail and telephone links (log).

    >>> mail_links(look('<a href=mailto:me@own.example>x</a>')) == log(1)
    True
    """
    # None of them leads to a web address.
    dead = by_relation(page)[_NONE]
    return log(sum([way.exit.link.target[:7].lower().startswith(("mailto:", "tel:")) for way in dead]))


@feature("links")
def listed_scam(page: Evidence) -> float:
    """A linked host is on a public list of scam, referrer-spam or piracy hosts.

    >>> listed_scam(look('<a href=https://unheard.example/>x</a>'))
    0.0
    """
    hosts = {way.landing.host for way in page.away if way.landing is not None}
    return float(any(map(_is_listed, hosts)))


@lru_cache(maxsize=16_384)
def _is_listed(host: str) -> bool:
    return lexicon.host_in("scam_hosts", host) or lexicon.host_in("stream_hosts", host)
