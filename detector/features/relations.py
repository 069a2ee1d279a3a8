"""How each way out of a page relates to the page: same site, official service, share button, unknown host, ..."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache, partial
from typing import NamedTuple, cast

from detector import lexicon, urls
from detector.page import Link, LinkKind, Page, Region
from detector.urls import Address

_FURNITURE = frozenset((Region.HEADER, Region.NAV, Region.FOOTER))
_ASSET = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif|bmp|ico|css|js|woff2?)$", re.IGNORECASE)
_SHARE = re.compile(
    r"/(?:sharer?(?:\.php|/|$)|share-offsite|intent/|pin/create|submit$|shareArticle|dialog/(?:share|feed)|share/url|bookmarklet|tumblr)"
    r"|^/(?:send|compose)$",
    re.IGNORECASE,
)
_LONGEST_ENDING = len(".woff2")
# Paths by which a site sends a visitor on to somewhere it does not name: pieces of these names, or files of them.
_HOP_NAMES = "go out goto visit redirect redir away exit click track trk hop jump link recommend recommends refer get offer offers play stream watch download r l c".split()
_HOP_ENDINGS = ("", ".php", ".htm", ".html", ".asp", ".aspx")
_HOPS = frozenset(name + ending for name in _HOP_NAMES for ending in _HOP_ENDINGS)
_HOP = re.compile(
    rf"/(?:{'|'.join(_HOP_NAMES)})(?:{'|'.join(map(re.escape, _HOP_ENDINGS[::-1]))})(?:/|$)", re.IGNORECASE
)
_SCHEME = re.compile(r"^\s*([A-Za-z][A-Za-z0-9+.-]*):")


class Relation(StrEnum):
    """Where a way out leads, seen from the page it stands on."""

    __hash__ = str.__hash__  # that of an enumeration is a call of Python's, and every way out is looked up in sets

    SELF = "self"
    """The page itself."""
    SITE = "site"
    """Another page of the same registrable domain."""
    HOP = "hop"
    """A path of the same site that looks made to pass a visitor on (`/go/...`)."""
    SHARE = "share"
    """A share button that carries the page's own address to a platform."""
    OFFICIAL = "official"
    """A known service that sells, rents, streams or lists works legally."""
    PLATFORM = "platform"
    """A large social, reference, code or infrastructure host."""
    AFFILIATE = "affiliate"
    """A known affiliate network or tracking host."""
    SHORT = "short"
    """A shortener or redirector whose destination cannot be read from the URL."""
    UNKNOWN = "unknown"
    """Any other host."""
    ASSET = "asset"
    """An image, style or script file: shows something, leads nowhere."""
    NONE = "none"
    """No web address: `mailto:`, `javascript:`, `data:`, or a relative target of a page without an address."""


AWAY = frozenset((Relation.UNKNOWN, Relation.SHORT, Relation.AFFILIATE))
"""Relations that leave for a host nobody vouches for."""


class Exit(NamedTuple):
    """A link with what is known of its destination."""

    link: Link
    relation: Relation
    landing: Address | None
    """The destination after unwrapping, None where there is no web address."""
    wrapped: bool
    """The destination was read out of a redirect wrapper."""


_Destination = tuple[Relation, Address | None, bool]
# A named tuple without the cost of passing each field by name: a page has hundreds of them.
_exit = cast("Callable[[tuple[object, ...]], Exit]", partial(tuple.__new__, Exit))


def own_address(page: Page) -> Address | None:
    """The page's address; where nobody knows it, the one the page gives for itself or its menus point to.

    Menus are believed only on pages that use absolute links throughout: a page with relative menus has another home.
    """
    if page.url:
        return urls.address(page.url)
    said = [url for url in (page.canonical, urls.resolve(None, page.meta.get("og:url", ""))) if url]
    if said and len({urls.address(url).domain for url in said}) == 1:
        return urls.address(said[0])
    return None if said else _from_menus(page.links)


def _from_menus(links: Sequence[Link]) -> Address | None:
    relative = sum(link.url is None and not _SCHEME.match(link.target) for link in links)
    menus = [urls.address(link.url) for link in links if link.url and link.region in _FURNITURE]
    strangers = [place for place in menus if not _known(place)]
    if len(strangers) < 3 or relative * 4 > len(links):
        return None
    domain, count = Counter(place.domain for place in strangers).most_common(1)[0]
    paths = {place.path for place in strangers if place.domain == domain}
    # Menus that all lead to one and the same place are bait, not a site.
    if count * 2 < len(strangers) or len(paths) < 3:
        return None
    return next(place for place in strangers if place.domain == domain)


def _known(place: Address) -> bool:
    return _by_host(place.host, True) in (Relation.OFFICIAL, Relation.PLATFORM)


def relate(page: Page, own: Address | None) -> tuple[Exit, ...]:
    """Every link of the page at this address with its relation and destination (unwrapped, or followed), in page order."""
    seen: dict[str, _Destination] = {}
    vouched: dict[str, bool] = {}
    exits = []
    for link in page.links:
        key = link.url or link.target
        found = seen.get(key)
        if found is None:
            found = seen[key] = _relation(link, own, vouched)
        exits.append(_exit((link, *found)))
    return tuple(exits)


def _relation(link: Link, own: Address | None, vouched: dict[str, bool]) -> _Destination:
    """Relation, landing and wrapping of a link; `vouched` keeps which of the page's hosts are known services."""
    if link.url is None:
        local = not _SCHEME.match(link.target) and bool(link.target.strip())
        return (_local(link.target) if local else Relation.NONE), None, False
    landing = first = urls.address(link.url)
    inner = link.landing or urls.unwrap(link.url)
    wrapped = inner != link.url
    if wrapped:
        landing = urls.address(inner)
    at_home = own is not None and landing.domain == own.domain
    known = vouched.get(first.host)
    if known is None:
        known = vouched[first.host] = _known(first)
    if known and ((wrapped and at_home) or _SHARE.search(first.path)):
        return Relation.SHARE, first, False
    if own is not None and at_home:
        return _on_site(landing, own), landing, wrapped
    if link.kind is LinkKind.ANCHOR and _is_asset(landing.path):
        return Relation.ASSET, landing, wrapped
    if "." not in landing.host and not landing.ip:
        return Relation.NONE, None, False
    return host_relation(landing, wrapped), landing, wrapped


def host_relation(place: Address, wrapped: bool) -> Relation:
    """The relation that a foreign host has to any page, from the host lists alone."""
    if lexicon.path_in("affiliate", place.host, place.path):
        return Relation.AFFILIATE
    if not wrapped and lexicon.path_in("redirectors", place.host, place.path):
        return Relation.SHORT
    return _by_host(place.host, wrapped)


@lru_cache(maxsize=8_192)
def _by_host(host: str, wrapped: bool) -> Relation:
    # The narrow lists first: `sites.google.com` is free hosting although `google.com` is a platform.
    if lexicon.host_in("affiliate", host):
        return Relation.AFFILIATE
    if lexicon.host_in("shorteners", host) or (not wrapped and lexicon.host_in("redirectors", host)):
        return Relation.SHORT
    if lexicon.host_in("free_hosting", host):
        return Relation.UNKNOWN
    if lexicon.host_in("official", host):
        return Relation.OFFICIAL
    return Relation.PLATFORM if lexicon.host_in("platforms", host) else Relation.UNKNOWN


def _on_site(landing: Address, own: Address) -> Relation:
    path = landing.path
    if path == own.path and landing.query == own.query and landing.host == own.host:
        return Relation.SELF
    if _is_asset(path):
        return Relation.ASSET
    return Relation.HOP if _is_hop(path) else Relation.SITE


def _local(target: str) -> Relation:
    if target.startswith("#"):
        return Relation.SELF
    path = target.partition("?")[0].partition("#")[0]
    if _ASSET.search(path):
        return Relation.ASSET
    # As written a path may hold anything; the expression knows more forms of a letter than the set does.
    return Relation.HOP if _HOP.search("/" + path.lstrip("/")) else Relation.SITE


def _is_asset(path: str) -> bool:
    """Does this canonical path end as a file does that is shown and leads nowhere?"""
    # Most paths end without a dot, which is told sooner than that the expression does not match.
    return "." in path[-_LONGEST_ENDING:] and bool(_ASSET.search(path))


def _is_hop(path: str) -> bool:
    """Is a piece of this canonical path made to pass a visitor on?"""
    return not _HOPS.isdisjoint(path.lower().split("/"))
