"""The ways out that may be the scam link.

A candidate leaves for a host nobody vouches for, hides where it leads, passes on through the site's own path, or invites.
Where links were lost (plain text), a short inviting line stands in for the link it once held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detector import bounds
from detector.features.evidence import BAIT, Evidence, Passage, WayOut, way_out
from detector.features.relations import AWAY, Exit, Relation
from detector.page import Hidden, Link, LinkKind

UNSEEN = frozenset((Hidden.ATTRIBUTE, Hidden.DISPLAY, Hidden.OFFSCREEN, Hidden.TINY, Hidden.CONTRAST))
_SUSPECTED = AWAY | {Relation.HOP}
_BUILT = (LinkKind.HANDLER, LinkKind.FORM, LinkKind.REFRESH)
_NO_EXIT = frozenset((Relation.OFFICIAL, Relation.PLATFORM, Relation.SHARE, Relation.ASSET))
_OWN = frozenset((Relation.NONE, Relation.SELF, Relation.SITE))
_BAITS = frozenset(BAIT)
_CLOSING_LINES = 4


class Candidate(NamedTuple):
    """One possible scam link and the page around it."""

    way: WayOut
    page: Evidence
    twins: int
    """How many links of the page lead to the same host."""
    beside: frozenset[str]
    """Phrase lists found in the short lines just before and behind it."""


def candidates(page: Evidence) -> Sequence[Candidate]:
    """The page's candidates, one for each destination host, words, region and build; inviting ones first."""
    chosen: dict[tuple[object, ...], WayOut] = {}
    for way in (*filter(_suspect, page.ways), *_lines(page)):
        link = way.exit.link
        place = way.landing.domain if way.landing is not None else link.target[:80]
        chosen.setdefault((place, tuple(way.words[:12]), link.region, link.kind, link.hidden in UNSEEN), way)
    found = [Candidate(way, page, _twins(page, way), page.beside(way)) for way in chosen.values()]
    return sorted(found, key=_rank)[: bounds.CANDIDATES]


def _rank(candidate: Candidate) -> int:
    way = candidate.way
    if way.baits:
        return 0
    return 1 if not candidate.beside.isdisjoint(BAIT) or way.exit.link.kind is not LinkKind.ANCHOR else 2


def _suspect(way: WayOut) -> bool:
    relation = way.relation
    if relation in _SUSPECTED:
        return True
    if relation in _NO_EXIT:
        return False
    return way.exit.link.kind in _BUILT or (bool(way.hits) and relation in _OWN and not _BAITS.isdisjoint(way.hits))


def _lines(page: Evidence) -> Iterator[WayOut]:
    """Short inviting passages without a link, as ways out without a destination; in plain text the last lines too."""
    plain = page.page.form == "text"
    short = [number for number, p in enumerate(page.passages) if p.short and (plain or p.baits)]
    if not short:
        return
    linked = {way.exit.link.block for way in page.ways}
    short = [number for number in short if number not in linked]
    closing = set(short[-_CLOSING_LINES:]) if plain else set()
    for number in short:
        passage = page.passages[number]
        if passage.baits or number in closing:
            found = Exit(_line_link(passage, number), Relation.NONE, None, False)
            place = number / max(len(page.passages) - 1, 1)
            yield way_out(found, passage.words, passage.hits, place, passage)


def _line_link(passage: Passage, number: int) -> Link:
    block = passage.block
    return Link(LinkKind.TEXT, "", None, block.text, "text", block.region, block.hidden, block=number, before=number)


def _twins(page: Evidence, way: WayOut) -> int:
    return page.away_hosts.get(way.landing.domain, 1) if way.landing is not None else 1
