"""Features of the page's own address. They say nothing where the address is unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detector import lexicon
from detector.features.columns import counts
from detector.features.evidence import Evidence
from detector.features.kinship import held
from detector.features.names import brand_abused, path_topics, random_looking, topics
from detector.features.registry import feature, log, share
from detector.features.relations import Relation, host_relation
from detector.urls import Address, address

_RECYCLED = frozenset(
    "movies movie news us film films cinema watch stream tv blog info live play online trend trending viral daily hot".split()
)
_NUMBER_PATH = re.compile(r"^/(?:p/|post/|index\.php/)?\d{2,9}/?$")
_POST_QUERY = re.compile(r"(?:^|&)p=\d+")
_DATE_PATH = re.compile(r"/(?:19|20)\d\d/\d{1,2}(?:/|$)")
_PIECE = re.compile(r"[a-z]{3,}")


@feature("site")
def host_length(page: Evidence) -> float:
    """Length of the page's host name (characters / 40).

    >>> host_length(look('<p>x</p>', url='https://pipes.example/'))
    0.325
    """
    return len(page.own.host) / 40 if page.own else 0.0


@feature("site")
def host_digits(page: Evidence) -> float:
    """The page's host name holds digits.

    >>> host_digits(look('<p>x</p>', url='https://pipes24.example/'))
    1.0
    """
    return float(page.own is not None and any(map(str.isdigit, page.own.host)))


@feature("site")
def host_hyphens(page: Evidence) -> float:
    """Number of hyphens in the page's host name.

    >>> host_hyphens(look('<p>x</p>', url='https://best-pipes.example/'))
    1.0
    """
    return float(page.own.host.count("-")) if page.own else 0.0


@feature("site")
def on_subdomain(page: Evidence) -> float:
    """The page lies on a sub-domain other than www.

    >>> on_subdomain(look('<p>x</p>', url='https://shop.pipes.example/'))
    1.0
    """
    return float(page.own is not None and page.own.subdomain not in ("", "www"))


@feature("site")
def borrowed_subdomain(page: Evidence) -> float:
    """The page lies on a sub-domain such as movies. or news. that its domain's name does not explain.

    >>> borrowed_subdomain(look('<p>x</p>', url='https://movies.brackenpipe.example/12130'))
    1.0
    """
    return float(page.own is not None and not _RECYCLED.isdisjoint(page.own.subdomain.split(".")))


@feature("site")
def numbered_page(page: Evidence) -> float:
    """The page's address is a bare number.

    >>> numbered_page(look('<p>x</p>', url='https://pipes.example/12130'))
    1.0
    """
    return float(page.own is not None and bool(_NUMBER_PATH.match(page.own.path) or _POST_QUERY.search(page.own.query)))


@feature("site")
def dated_path(page: Evidence) -> float:
    """The page's address carries a date, as blogs' do.

    >>> dated_path(look('<p>x</p>', url='https://pipes.example/2024/05/dune/'))
    1.0
    """
    return float(page.own is not None and bool(_DATE_PATH.search(page.own.path)))


@feature("site")
def path_depth(page: Evidence) -> float:
    """Depth of the page's path.

    >>> path_depth(look('<p>x</p>', url='https://pipes.example/a/b'))
    2.0
    """
    return float(min(page.own.path.rstrip("/").count("/"), 6)) if page.own else 0.0


@feature("site")
def path_words(page: Evidence) -> float:
    """Words in the page's path (log).

    >>> path_words(look('<p>x</p>', url='https://pipes.example/dune-review')) == log(2)
    True
    """
    return log(len(_PIECE.findall(page.own.path.lower()))) if page.own else 0.0


@feature("site")
def has_query(page: Evidence) -> float:
    """The page's address has a query.

    >>> has_query(look('<p>x</p>', url='https://pipes.example/?id=2'))
    1.0
    """
    return float(page.own is not None and page.own.query != "")


@feature("site")
def front_page(page: Evidence) -> float:
    """The page is a site's front page.

    >>> front_page(look('<p>x</p>', url='https://pipes.example/'))
    1.0
    """
    return float(page.own is not None and page.own.path in ("/", "/index.html", "/index.php") and not page.own.query)


@feature("site")
def insecure(page: Evidence) -> float:
    """The page came without encryption.

    >>> insecure(look('<p>x</p>', url='http://pipes.example/'))
    1.0
    """
    return float(page.own is not None and page.own.url.startswith("http:"))


@feature("site")
def own_suffix(page: Evidence) -> float:
    """How much the page's top-level domain is abused.

    >>> own_suffix(look('<p>x</p>', url='https://pipes.example/'))
    0.0
    """
    return lexicon.suffix_weight(page.own.suffix) if page.own else 0.0


@feature("site")
def own_free_hosting(page: Evidence) -> float:
    """The page lies on free hosting.

    >>> own_free_hosting(look('<p>x</p>', url='https://pipes.weebly.com/'))
    1.0
    """
    return float(page.own is not None and lexicon.host_in("free_hosting", page.own.host))


@feature("site")
def own_tunnel(page: Evidence) -> float:
    """The page lies on an IP address, a tunnel or a dynamic-DNS name.

    >>> own_tunnel(look('<p>x</p>', url='http://192.0.2.7/'))
    1.0
    """
    return float(page.own is not None and (page.own.ip or lexicon.host_in("tunnels", page.own.host)))


@feature("site")
def own_known(page: Evidence) -> float:
    """The page lies on a well-known service.

    >>> own_known(look('<p>x</p>', url='https://www.imdb.com/title/tt1/'))
    1.0
    """
    return float(
        page.own is not None
        and (lexicon.host_in("official", page.own.host) or lexicon.host_in("platforms", page.own.host))
    )


@feature("site")
def own_topic(page: Evidence) -> float:
    """The page's host has streaming, gambling or other lure words in its name.

    >>> own_topic(look('<p>x</p>', url='https://casino-pipes.example/'))
    1.0
    """
    return float(page.own is not None and bool(topics(page.own.host)))


@feature("site")
def own_path_topic(page: Evidence) -> float:
    """The page's path has streaming, gambling or other lure words.

    >>> own_path_topic(look('<p>x</p>', url='https://pipes.example/casino/'))
    1.0
    """
    return float(page.own is not None and bool(path_topics(page.own.path)))


@feature("site")
def own_random(page: Evidence) -> float:
    """The page's domain looks drawn by chance.

    >>> own_random(look('<p>x</p>', url='https://xkqzt7w.example/'))
    1.0
    """
    return float(page.own is not None and random_looking(page.own.label))


@feature("site")
def own_brand(page: Evidence) -> float:
    """The page's host carries or imitates a well-known brand's name.

    >>> own_brand(look('<p>x</p>', url='https://netflix-login.example/'))
    1.0
    """
    return float(page.own is not None and brand_abused(page.own) != "")


@feature("site")
def name_in_text(page: Evidence) -> float:
    """The site's name is explained by the words of its page: it is not a recycled domain.

    >>> name_in_text(look('<p>Bracken Pipe fits boilers</p>', url='https://brackenpipe.example/'))
    1.0
    """
    if page.own is None:
        return 0.0
    name = "".join(_PIECE.findall(page.own.label.lower()))
    covered = sum([len(word) for word in held(name, counts(page)) if len(word) >= 4])
    return min(share(covered, len(name)), 1.0)


@feature("site")
def path_in_title(page: Evidence) -> float:
    """Share of the path's words that stand in the title.

    >>> path_in_title(look('<title>Dune review</title>', url='https://pipes.example/dune-review'))
    1.0
    """
    if page.own is None:
        return 0.0
    pieces = set(_PIECE.findall(page.own.path.lower()))
    return share(len(pieces & set(page.title)), len(pieces))


@feature("site")
def links_home(page: Evidence) -> float:
    """Number of links to the page's own site (log).

    >>> links_home(look('<a href=/a>x</a>', url='https://pipes.example/')) == log(1)
    True
    """
    return log(page.relations[Relation.SITE] + page.relations[Relation.HOP])


@feature("site")
def hops(page: Evidence) -> float:
    """Redirects on the way to the page (log).

    >>> hops(look('<p>x</p>', url='https://pipes.example/', hops=['https://a.example/'])) == log(1)
    True
    """
    return log(len(page.page.hops))


@feature("site")
def foreign_hop(page: Evidence) -> float:
    """The address that was asked for redirected from another site to the page.

    >>> foreign_hop(look('<p>x</p>', url='https://pipes.example/', hops=['https://a.example/']))
    1.0
    """
    return float(page.own is not None and any(place.domain != page.own.domain for place in _passed(page)))


@feature("site")
def shortener_hop(page: Evidence) -> float:
    """A link shortener or redirector led to the page.

    >>> shortener_hop(look('<p>x</p>', url='https://pipes.example/', hops=['https://bit.ly/x']))
    1.0
    """
    return float(any(host_relation(place, False) is Relation.SHORT for place in _passed(page)))


def _passed(page: Evidence) -> Sequence[Address]:
    """Where a visitor came by."""
    return [address(hop.url) for hop in page.page.hops]
