"""Features of the URLs behind the ways out: names, numbers, borrowed hosting, look-alikes."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from detector import lexicon
from detector.features.columns import once, paths
from detector.features.evidence import Evidence
from detector.features.names import brand_abused, random_looking, subjects
from detector.features.registry import feature, log

PAID = re.compile(
    r"(?:^|[&?/])(?:aff(?:iliate)?(?:_?id)?|hop|tid|sub_?id\d?|s[12]|clickid|click_id|pid|ref(?:erral)?|partner|tracker|campaign|src|source|promo)=",
    re.IGNORECASE,
)
_TAGGED = re.compile(r"(?:^|&)utm_[a-z]+=", re.IGNORECASE)
PROGRAM = re.compile(r"\.(?:apk|xapk|exe|msi|dmg|scr|bat|jar|zip|rar|7z|iso|ipa)$", re.IGNORECASE)
_PROGRAMS = re.compile(PROGRAM.pattern, re.IGNORECASE | re.MULTILINE)  # of many paths, a line each
_BOOK = re.compile(r"\.(?:pdf|epub|mobi|azw3|djvu)$", re.IGNORECASE)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


@once
def _lists(page: Evidence) -> Sequence[Set[str]]:
    """The host lists that the destinations are in, of those in any."""
    return [found for place in page.landings if (found := _lists_with(place.host))]


@lru_cache(maxsize=16_384)
def _lists_with(host: str) -> Set[str]:
    return frozenset(name for name in ("free_hosting", "tunnels") if lexicon.host_in(name, host))


@once
def _subjects(page: Evidence) -> Sequence[Set[str]]:
    """What the destinations are about by their names, of those about something."""
    return [found for place in page.landings if (found := subjects(place.host, place.path))]


@once
def _queries(page: Evidence) -> Sequence[str]:
    """The destinations' queries, of those that have one."""
    return [place.query for place in page.landings if place.query]


@feature("links")
def ip_hosts(page: Evidence) -> float:
    """Links to bare IP addresses (log).

    >>> ip_hosts(look('<a href=http://192.0.2.7/x>x</a>')) == log(1)
    True
    """
    return log(sum([place.ip for place in page.landings]))


@feature("links")
def userinfo(page: Evidence) -> float:
    """Links with a name before the host, made to be misread (log).

    >>> userinfo(look('<a href=https://netflix.com@unheard.example/>x</a>')) == log(1)
    True
    """
    return log(sum([place.userinfo for place in page.landings]))


@feature("links")
def punycode(page: Evidence) -> float:
    """Links to hosts in punycode (log).

    >>> punycode(look('<a href=https://xn--ntflix-s1a.example/>x</a>')) == log(1)
    True
    """
    return log(sum(["xn--" in place.host for place in page.landings]))


@feature("links")
def ports(page: Evidence) -> float:
    """Links to unusual ports (log).

    >>> ports(look('<a href=https://unheard.example:8443/>x</a>')) == log(1)
    True
    """
    return log(len([place for place in page.landings if place.port]))


@feature("links")
def insecure_share(page: Evidence) -> float:
    """Share of the unknown destinations without encryption.

    >>> insecure_share(look('<a href=http://unheard.example/>x</a>'))
    1.0
    """
    return _mean([place.url.startswith("http:") for place in page.landings])


@feature("links")
def free_hosting(page: Evidence) -> float:
    """Links to pages on free hosting (log).

    >>> free_hosting(look('<a href=https://unheard.weebly.com/>x</a>')) == log(1)
    True
    """
    return log(sum(["free_hosting" in found for found in _lists(page)]))


@feature("links")
def tunnels(page: Evidence) -> float:
    """Links to tunnels and dynamic-DNS names (log).

    >>> tunnels(look('<a href=https://unheard.ngrok.io/>x</a>')) == log(1)
    True
    """
    return log(sum(["tunnels" in found for found in _lists(page)]))


@once
def _weights(page: Evidence) -> Sequence[float]:
    """How much the destinations' top-level domains are abused."""
    return [lexicon.suffix_weight(place.suffix) for place in page.landings]


@feature("links")
def worst_suffix(page: Evidence) -> float:
    """The most abused top-level domain among the unknown hosts.

    >>> worst_suffix(look('<a href=https://unheard.example/>x</a>'))
    0.0
    """
    return max(_weights(page), default=0.0)


@feature("links")
def mean_suffix(page: Evidence) -> float:
    """How much the top-level domains of the unknown hosts are abused, on average.

    >>> mean_suffix(look('<a href=https://unheard.example/>x</a>'))
    0.0
    """
    return _mean(_weights(page))


def _about(page: Evidence, *wanted: str) -> float:
    return log(len([1 for found in _subjects(page) if not found.isdisjoint(wanted)]))


@feature("links")
def stream_names(page: Evidence) -> float:
    """Unknown hosts or paths with streaming words in their names (log).

    >>> stream_names(look('<a href=https://123movies-unheard.example/>x</a>')) == log(1)
    True
    """
    return _about(page, "about_streams")


@feature("links")
def gambling_names(page: Evidence) -> float:
    """Unknown hosts or paths with gambling words in their names (log).

    >>> gambling_names(look('<a href=https://casino-unheard.example/>x</a>')) == log(1)
    True
    """
    return _about(page, "about_gambling")


@feature("links")
def other_lure_names(page: Evidence) -> float:
    """Unknown hosts or paths with download, pharmacy, crypto or prize words in their names (log).

    >>> other_lure_names(look('<a href=https://unheard.example/>x</a>'))
    0.0
    """
    return _about(page, "about_programs", "about_remedies", "about_earning")


@feature("links")
def long_names(page: Evidence) -> float:
    """Mean length of the unknown hosts' names (characters / 40).

    >>> long_names(look('<a href=https://unheard.example/>x</a>'))
    0.175
    """
    return _mean([len(place.label) / 40 for place in page.landings])


@feature("links")
def hyphens(page: Evidence) -> float:
    """Mean number of hyphens in the unknown hosts' names.

    >>> hyphens(look('<a href=https://un-heard-of.example/>x</a>'))
    2.0
    """
    return _mean([place.host.count("-") for place in page.landings])


@feature("links")
def digits(page: Evidence) -> float:
    """Share of the unknown hosts with digits in their names.

    >>> digits(look('<a href=https://unheard24.example/>x</a>'))
    1.0
    """
    return _mean([not place.label.isalpha() and any(map(str.isdigit, place.label)) for place in page.landings])


@feature("links")
def subdomains(page: Evidence) -> float:
    """Share of the unknown hosts that are sub-domains other than www.

    >>> subdomains(look('<a href=https://play.unheard.example/>x</a>'))
    1.0
    """
    return _mean([place.host != place.domain and place.subdomain not in ("", "www") for place in page.landings])


@feature("links")
def random_names(page: Evidence) -> float:
    """Share of the unknown hosts whose names look drawn by chance.

    >>> random_names(look('<a href=https://xkqzt7w.example/>x</a>'))
    1.0
    """
    return _mean([random_looking(place.label) for place in page.landings])


@feature("links")
def brand_names(page: Evidence) -> float:
    """Unknown hosts that carry or imitate a well-known brand's name (log).

    >>> brand_names(look('<a href=https://netflix-login.example/>x</a>')) == log(1)
    True
    """
    return log(len([place for place in page.landings if brand_abused(place)]))


@feature("links")
def paid_parameters(page: Evidence) -> float:
    """Links to unknown hosts that carry affiliate or click identifiers (log).

    >>> paid_parameters(look('<a href=https://unheard.example/?aff=7>x</a>')) == log(1)
    True
    """
    return log(len([query for query in _queries(page) if PAID.search(query)]))


@feature("links")
def campaign_tags(page: Evidence) -> float:
    """Links to unknown hosts with campaign tags, utm_ and the like (log).

    >>> campaign_tags(look('<a href="https://unheard.example/?utm_source=a">x</a>')) == log(1)
    True
    """
    return log(len([query for query in _queries(page) if _TAGGED.search(query)]))


@feature("links")
def programs(page: Evidence) -> float:
    """Links to program or archive files (log).

    >>> programs(look('<a href=https://unheard.example/mod.apk>x</a>')) == log(1)
    True
    """
    return log(len(_PROGRAMS.findall("\n".join(paths(page)))))


@feature("links")
def books(page: Evidence) -> float:
    """Links to book files on unknown hosts (log).

    >>> books(look('<a href=https://unheard.example/novel.pdf>x</a>')) == log(1)
    True
    """
    return log(len([place for place in page.landings if _BOOK.search(place.path)]))


@feature("links")
def front_pages(page: Evidence) -> float:
    """Share of the unknown destinations that are front pages.

    >>> front_pages(look('<a href=https://unheard.example/>x</a>'))
    1.0
    """
    return _mean([place.path == "/" for place in page.landings])


@feature("links")
def deep_paths(page: Evidence) -> float:
    """Mean depth of the unknown destinations' paths.

    >>> deep_paths(look('<a href=https://unheard.example/a/b>x</a>'))
    2.0
    """
    return _mean([min(place.path.rstrip("/").count("/"), 6) for place in page.landings])
