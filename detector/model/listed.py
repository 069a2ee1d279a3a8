"""What the user's own lists say of a page and of its ways out: shares of log-odds, like all others, and the words for them.

A list that has the page's address, a redirect on the way to it, or one of its ways out adds its weight to the page, once;
all lists together add no more than twice the heaviest. A way out on a list has the same added to its own log-odds. The
candidates' summary, kinds and fingerprints are left as they are: they were learnt, or are compared, without lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from detector import urls
from detector.features.evidence import WayOut
from detector.features.vector import Reading
from detector.page import Page
from detector.urls import Address
from detector.verdict import Reason

if TYPE_CHECKING:  # a start without lists does not wait for it
    from detector.reputation import Hit, Reputation

PREFIX = "reputation."
"""Begins the name of a reason that a list gives."""
_OWN, _HOP = "The page's own {thing} is", "The page was reached through {a} {thing}"
_A_LINK, _THIS_LINK = "A link leads to {a} {thing}", "The link leads to {a} {thing}"


class Listed(NamedTuple):
    """What of a page is on lists."""

    reasons: tuple[Reason, ...] = ()
    """The page's own shares."""
    hits: Mapping[str, Sequence[Hit]] = {}
    """Addresses of ways out, by URL."""
    cap: float = 0.0
    """Log-odds that all lists together may add."""

    @property
    def log_odds(self) -> float:
        """What all lists add to the page."""
        return sum(reason.contribution for reason in self.reasons)

    def way_reasons(self, way: WayOut) -> tuple[Reason, ...]:
        """The shares of a way out, empty where it is on no list."""
        return _reasons({hit.list: (hit, _THIS_LINK) for hit in reversed(self.of(way))}, self.cap)

    def way_log_odds(self, way: WayOut) -> float:
        """What all lists add to a way out."""
        return sum(reason.contribution for reason in self.way_reasons(way))

    def of(self, way: WayOut) -> Sequence[Hit]:
        """The hits of a way out: as it is written, then where it lands."""
        return [hit for address in _addresses(way) for hit in self.hits.get(address.url, ())]

    def beyond(self, reading: Reading) -> Sequence[WayOut]:
        """Listed ways out that are no candidates, one for the same entries."""
        seen = {self._entries(candidate.way) for candidate in reading.candidates}
        found = []
        for way in reading.page.ways:
            entries = self._entries(way)
            if entries and entries not in seen:
                seen.add(entries)
                found.append(way)
        return found

    def _entries(self, way: WayOut) -> frozenset[tuple[int, str]]:
        return frozenset(hit.entry for hit in self.of(way))


NOTHING = Listed()
"""Of a page of which no list has anything, or nobody gave one."""


def look_up(reputation: Reputation, reading: Reading) -> Listed:
    """Ask the lists about a page, the redirects that led to it, and all its ways out."""
    page = reading.page.page
    there = {address.url: address for address in _own(page)}
    ways = {address.url: address for way in reading.page.ways for address in _addresses(way)}
    hits = reputation.hits([*there.values(), *ways.values()])
    if not hits:
        return NOTHING
    own = {url: hits[url] for url in there if url in hits}
    # What lists the page itself lists its menus, too: said once is enough.
    entries = {hit.entry for hit in own.get(page.url or "", ())}
    others = {url: [hit for hit in hits[url] if hit.entry not in entries] for url in ways if url in hits}
    found = {url: kept for url, kept in others.items() if kept}
    said: dict[str, tuple[Hit, str]] = {}
    for url, kept in own.items():
        words = _OWN if url == page.url else _HOP
        said.update({hit.list: (hit, words) for hit in kept if hit.list not in said})
    for kept in found.values():
        said.update({hit.list: (hit, _A_LINK) for hit in kept if hit.list not in said})
    return Listed(_reasons(said, reputation.cap), found, reputation.cap)


def strongest_first(listed: Sequence[Reason], found: Sequence[Reason]) -> tuple[Reason, ...]:
    """The shares of lists among those of the model, which are in order."""
    return tuple(sorted((*listed, *found), key=lambda reason: -abs(reason.contribution)) if listed else found)


def _own(page: Page) -> Iterable[Address]:
    """The page's address, then those of the redirects to it."""
    return [urls.address(url) for url in (page.url, *(hop.url for hop in page.hops)) if url is not None]


def _addresses(way: WayOut) -> Sequence[Address]:
    """Where a way out leads: as it is written, and where it lands."""
    url, landing = way.exit.link.url, way.landing
    if url is None:
        return ()
    if landing is not None and landing.url == url:
        return (landing,)
    return (urls.address(url),) if landing is None else (urls.address(url), landing)


def _reasons(said: Mapping[str, tuple[Hit, str]], cap: float) -> tuple[Reason, ...]:
    """A share for each list, by its name; many lists share what two may add."""
    total = sum(hit.weight for hit, _ in said.values())
    scale = min(1.0, cap / total) if total else 1.0
    return tuple(Reason(PREFIX + name, _text(*said[name]), said[name][0].weight * scale) for name in sorted(said))


def _text(hit: Hit, words: str) -> str:
    thing, article = ("host", "a") if hit.host else ("address", "an")
    reason = f" ({hit.reason})" if hit.reason else ""
    return f"{words.format(thing=thing, a=article)} on your list “{hit.list}”{reason}"
