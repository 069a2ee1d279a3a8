"""What a crawl comes to: pages by band, kind, host and campaign, and the hosts that suspected links lead to.

A tally is counted chunk by chunk; its parts are plain values that a chunk keeps with its rows, and are put together in any
order. Of clean pages only their number is kept, so memory grows with what is suspected: 1.2 KB a page in review or spam.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from detector import lexicon, urls
from detector.sinks.rows import Placed, storable
from detector.verdict import Band, Verdict

Partial = Mapping[str, Any]

OUTCOMES = ("spam", "review", "clean", "errors")


class Suspect(NamedTuple):
    """A page in review or spam, by itself: what campaigns are found by."""

    input: str
    record: int
    id: str | None
    url: str | None
    band: str
    kind: str | None
    text: str
    template: str
    exits: str
    lure: str


class Tally:
    """The running count; `partial` is its plain form, and `take` puts one in."""

    def __init__(self) -> None:
        self._pages = dict.fromkeys(OUTCOMES, 0)
        self._kinds: dict[str, dict[str, int]] = {}
        self._hosts: dict[str, dict[str, Any]] = {}
        self._exits: dict[str, dict[str, Any]] = {}
        self._suspects: list[Suspect] = []

    def add(self, verdict: Verdict, input: str, record: Placed) -> None:
        """Count a page; `input` is the name of what it was read from."""
        self._pages["errors" if verdict.error else str(verdict.band)] += 1
        if verdict.error or verdict.band not in (Band.REVIEW, Band.SPAM):
            return
        band, host = str(verdict.band), site(verdict.url)
        _count(self._kinds, verdict.kind or "unknown", {"spam": 0, "review": 0, band: 1})
        _count(self._hosts, host, {"spam": 0, "review": 0, band: 1, "score": verdict.score})
        for target, found in _exits(verdict, host).items():
            _count(self._exits, target, found)
        place = (input, record.place.number, verdict.id, verdict.url)
        self._suspects.append(Suspect(*place, band, verdict.kind, *verdict.fingerprint))

    def take(self, partial: Partial) -> None:
        """Count what another tally has counted."""
        for outcome, count in partial["pages"].items():
            self._pages[outcome] += count
        for name, table in (("kinds", self._kinds), ("hosts", self._hosts), ("exits", self._exits)):
            for key, found in partial[name].items():
                _count(table, key, found)
        self._suspects += (Suspect(*page) for page in partial["suspects"])

    def partial(self) -> dict[str, Any]:
        """All counts as plain values, fit for JSON."""
        return {
            "pages": self._pages,
            "kinds": self._kinds,
            "hosts": self._hosts,
            "exits": self._exits,
            "suspects": self._suspects,
        }


def merge(left: Partial, right: Partial) -> dict[str, Any]:
    """Two partial counts as one; for many, one `Tally` that takes each is quicker."""
    tally = Tally()
    tally.take(left)
    tally.take(right)
    return tally.partial()


def site(url: str | None) -> str:
    """Whose an address is: its registrable domain, private suffixes respected; empty where there is no address.

    On free hosting it is the host lent out: who blocked the domain there would block everybody.

    >>> site("https://movies.pipes.blogspot.com/1"), site("https://sites.google.com/view/x"), site("watch.mp4")
    ('pipes.blogspot.com', 'sites.google.com', '')
    """
    try:
        place = urls.address(url or "")
    except (ValueError, TypeError):  # TypeError: half a pair of surrogates, which no address can hold
        return ""
    lent = lexicon.host_in("free_hosting", place.host) and not lexicon.host_in("free_hosting", place.suffix)
    return place.host if lent else place.domain


def _exits(verdict: Verdict, own: str) -> Mapping[str, dict[str, Any]]:
    """Where the suspected links of a page lead to outside its own site, redirect wrappers opened."""
    spam = int(verdict.band is Band.SPAM)
    found: dict[str, dict[str, Any]] = {}
    for link in verdict.links:
        target = site(urls.unwrap(storable(link.url)))
        if target not in ("", own):
            _count(found, target, {"pages": 0, "spam": 0, "links": 1, "score": link.score, "url": link.url})
    for counted in found.values():
        counted.update(pages=1, spam=spam)
    return found


def _count(table: dict[str, dict[str, Any]], key: str, found: Mapping[str, Any]) -> None:
    """Add to a row of a table: figures are summed, of scores the highest stays, and the address that it belongs to."""
    known = table.get(key)
    table[key] = dict(found) if known is None else _joined(known, found)


def _joined(known: dict[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    if "url" in found:
        # Of equal scores the first address by the alphabet, so that the order of the pages says nothing.
        best = min((known, found), key=lambda row: (-row["score"], row["url"]))
        known["url"] = best["url"]
    for name, value in found.items():
        if name == "score":
            known[name] = max(known[name], value)
        elif name != "url":
            known[name] += value
    return known
