"""Features of the URLs behind the ways out: names, numbers, borrowed hosting, look-alikes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from detector import lexicon
from detector.features.evidence import Evidence
from detector.features.names import brand_abused, path_topics, random_looking, topics
from detector.features.registry import feature, log
from detector.urls import Address

PAID = re.compile(
    r"(?:^|[&?/])(?:aff(?:iliate)?(?:_?id)?|hop|tid|sub_?id\d?|s[12]|clickid|click_id|pid|ref(?:erral)?|partner|tracker|campaign|src|source|promo)=",
    re.IGNORECASE,
)
_TAGGED = re.compile(r"(?:^|&)utm_[a-z]+=", re.IGNORECASE)
PROGRAM = re.compile(r"\.(?:apk|xapk|exe|msi|dmg|scr|bat|jar|zip|rar|7z|iso|ipa)$", re.IGNORECASE)
_BOOK = re.compile(r"\.(?:pdf|epub|mobi|azw3|djvu)$", re.IGNORECASE)


def _landings(page: Evidence) -> Sequence[Address]:
    return page.landings


def _count(page: Evidence, test: Callable[[Address], bool]) -> float:
    return log(sum(map(test, _landings(page))))


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


@feature("links")
def ip_hosts(page: Evidence) -> float:
    """Links to bare IP addresses (log).

    >>> ip_hosts(look('<a href=http://192.0.2.7/x>x</a>')) == log(1)
    True
    """
    return _count(page, lambda place: place.ip)


@feature("links")
def userinfo(page: Evidence) -> float:
    """Links with a name before the host, made to be misread (log).

    >>> userinfo(look('<a href=https://netflix.com@unheard.example/>x</a>')) == log(1)
    True
    """
    return _count(page, lambda place: place.userinfo)


@feature("links")
def punycode(page: Evidence) -> float:
    """Links to hosts in punycode (log).

    >>> punycode(look('<a href=https://xn--ntflix-s1a.example/>x</a>')) == log(1)
    True
    """
    return _count(page, lambda place: "xn--" in place.host)


@feature("links")
def ports(page: Evidence) -> float:
    """Links to unusual ports (log).

    >>> ports(look('<a href=https://unheard.example:8443/>x</a>')) == log(1)
    True
    """
    return _count(page, lambda place: bool(place.port))


@feature("links")
def insecure_share(page: Evidence) -> float:
    """Share of the unknown destinations without encryption.

    >>> insecure_share(look('<a href=http://unheard.example/>x</a>'))
    1.0
    """
    return _mean(place.url.startswith("http:") for place in _landings(page))


@feature("links")
def free_hosting(page: Evidence) -> float:
    """Links to pages on free hosting (log).

    >>> free_hosting(look('<a href=https://unheard.weebly.com/>x</a>')) == log(1)
    True
    """
    return _count(page, lambda place: lexicon.host_in("free_hosting", place.host))


@feature("links")
def tunnels(page: Evidence) -> float:
    """Links to tunnels and dynamic-DNS names (log).

    >>> tunnels(look('<a href=https://unheard.ngrok.io/>x</a>')) == log(1)
    True
    """
    return _count(page, lambda place: lexicon.host_in("tunnels", place.host))


@feature("links")
def worst_suffix(page: Evidence) -> float:
    """The most abused top-level domain among the unknown hosts.

    >>> worst_suffix(look('<a href=https://unheard.example/>x</a>'))
    0.0
    """
    return max((lexicon.suffix_weight(place.suffix) for place in _landings(page)), default=0.0)


@feature("links")
def mean_suffix(page: Evidence) -> float:
    """How much the top-level domains of the unknown hosts are abused, on average.

    >>> mean_suffix(look('<a href=https://unheard.example/>x</a>'))
    0.0
    """
    return _mean(lexicon.suffix_weight(place.suffix) for place in _landings(page))


def _topic(page: Evidence, *wanted: str) -> float:
    return _count(page, lambda place: not (topics(place.host) | path_topics(place.path)).isdisjoint(wanted))


@feature("links")
def stream_names(page: Evidence) -> float:
    """Unknown hosts or paths with streaming words in their names (log).

    >>> stream_names(look('<a href=https://123movies-unheard.example/>x</a>')) == log(1)
    True
    """
    return _topic(page, "stream")


@feature("links")
def gambling_names(page: Evidence) -> float:
    """Unknown hosts or paths with gambling words in their names (log).

    >>> gambling_names(look('<a href=https://casino-unheard.example/>x</a>')) == log(1)
    True
    """
    return _topic(page, "gambling")


@feature("links")
def other_lure_names(page: Evidence) -> float:
    """Unknown hosts or paths with download, pharmacy, crypto or prize words in their names (log).

    >>> other_lure_names(look('<a href=https://unheard.example/>x</a>'))
    0.0
    """
    return _topic(page, "download", "pharma", "crypto", "prize")


@feature("links")
def long_names(page: Evidence) -> float:
    """Mean length of the unknown hosts' names (characters / 40).

    >>> long_names(look('<a href=https://unheard.example/>x</a>'))
    0.175
    """
    return _mean(len(place.label) / 40 for place in _landings(page))


@feature("links")
def hyphens(page: Evidence) -> float:
    """Mean number of hyphens in the unknown hosts' names.

    >>> hyphens(look('<a href=https://un-heard-of.example/>x</a>'))
    2.0
    """
    return _mean(place.host.count("-") for place in _landings(page))


@feature("links")
def digits(page: Evidence) -> float:
    """Share of the unknown hosts with digits in their names.

    >>> digits(look('<a href=https://unheard24.example/>x</a>'))
    1.0
    """
    return _mean(any(map(str.isdigit, place.label)) for place in _landings(page))


@feature("links")
def subdomains(page: Evidence) -> float:
    """Share of the unknown hosts that are sub-domains other than www.

    >>> subdomains(look('<a href=https://play.unheard.example/>x</a>'))
    1.0
    """
    return _mean(place.subdomain not in ("", "www") for place in _landings(page))


@feature("links")
def random_names(page: Evidence) -> float:
    """Share of the unknown hosts whose names look drawn by chance.

    >>> random_names(look('<a href=https://xkqzt7w.example/>x</a>'))
    1.0
    """
    return _mean(random_looking(place.label) for place in _landings(page))


@feature("links")
def brand_names(page: Evidence) -> float:
    """Unknown hosts that carry or imitate a well-known brand's name (log).

    >>> brand_names(look('<a href=https://netflix-login.example/>x</a>')) == log(1)
    True
    """
    return _count(page, lambda place: brand_abused(place) != "")


@feature("links")
def paid_parameters(page: Evidence) -> float:
    """Links to unknown hosts that carry affiliate or click identifiers (log).

    >>> paid_parameters(look('<a href=https://unheard.example/?aff=7>x</a>')) == log(1)
    True
    """
    return _count(page, lambda place: bool(PAID.search(place.query)))


@feature("links")
def campaign_tags(page: Evidence) -> float:
    """Links to unknown hosts with campaign tags, utm_ and the like (log).

    >>> campaign_tags(look('<a href="https://unheard.example/?utm_source=a">x</a>')) == log(1)
    True
    """
    return _count(page, lambda place: bool(_TAGGED.search(place.query)))


@feature("links")
def programs(page: Evidence) -> float:
    """Links to program or archive files (log).

    >>> programs(look('<a href=https://unheard.example/mod.apk>x</a>')) == log(1)
    True
    """
    return log(sum(bool(PROGRAM.search(way.landing.path)) for way in page.ways if way.landing is not None))


@feature("links")
def books(page: Evidence) -> float:
    """Links to book files on unknown hosts (log).

    >>> books(look('<a href=https://unheard.example/novel.pdf>x</a>')) == log(1)
    True
    """
    return _count(page, lambda place: bool(_BOOK.search(place.path)))


@feature("links")
def front_pages(page: Evidence) -> float:
    """Share of the unknown destinations that are front pages.

    >>> front_pages(look('<a href=https://unheard.example/>x</a>'))
    1.0
    """
    return _mean(place.path == "/" for place in _landings(page))


@feature("links")
def deep_paths(page: Evidence) -> float:
    """Mean depth of the unknown destinations' paths.

    >>> deep_paths(look('<a href=https://unheard.example/a/b>x</a>'))
    2.0
    """
    return _mean(min(place.path.rstrip("/").count("/"), 6) for place in _landings(page))
