"""Columns of a page: what several features read of its passages, ways out and words, worked out once for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from itertools import pairwise
from operator import itemgetter
from typing import TypeVar

from detector.features.evidence import Evidence, Passage, WayOut
from detector.features.relations import AWAY, Exit, Relation
from detector.page import Block, Link, LinkKind, Region
from detector.urls import Address

FIRST_WORDS = 2_000
"""Words that `Evidence.first_counts` counts."""
PAIRED_WORDS = 1_500
"""Words whose neighbours are counted."""

Value = TypeVar("Value")

# Fields by their place: read in C, for all rows of a column at a time.
_EXIT = itemgetter(WayOut._fields.index("exit"))
_LANDING = itemgetter(WayOut._fields.index("landing"))
_SAID = itemgetter(WayOut._fields.index("words"))
_LINK = itemgetter(Exit._fields.index("link"))
_KIND = itemgetter(Link._fields.index("kind"))
_BLOCK = itemgetter(Passage._fields.index("block"))
_WORDS = itemgetter(Passage._fields.index("words"))
_TEXT = itemgetter(Block._fields.index("text"))
_TAG = itemgetter(Block._fields.index("tag"))
_REGION = itemgetter(Block._fields.index("region"))
_PATH = itemgetter(Address._fields.index("path"))


def once(work: Callable[[Evidence], Value]) -> Callable[[Evidence], Value]:
    """Work a value out when the first feature asks for it and keep it with the page, as `cached_property` does."""
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def kept(page: Evidence) -> Value:
        known = page.__dict__
        if name in known:
            found: Value = known[name]
            return found
        found = known[name] = work(page)
        return found

    return kept


@once
def blocks(page: Evidence) -> Sequence[Block]:
    """The blocks of the passages a reader sees, aligned with `Evidence.shown`."""
    return list(map(_BLOCK, page.shown))


def texts_of(passages: Sequence[Passage]) -> Sequence[str]:
    """The texts of some passages."""
    return list(map(_TEXT, map(_BLOCK, passages)))


@once
def lengths(page: Evidence) -> Sequence[int]:
    """Their numbers of words."""
    return list(map(len, map(_WORDS, page.shown)))


@once
def regions(page: Evidence) -> Counter[Region]:
    """How many of them stand in each region."""
    return Counter(map(_REGION, blocks(page)))


@once
def short(page: Evidence) -> Sequence[Passage]:
    """The short ones."""
    return [p for p in page.shown if p.short]


@once
def headings(page: Evidence) -> Sequence[Passage]:
    """Those whose element begins with an h: headings, and a few that a feature has to leave out."""
    return [p for p, tag in zip(page.shown, map(_TAG, blocks(page)), strict=True) if tag[:1] == "h"]


@once
def counts(page: Evidence) -> Mapping[str, int]:
    """How often each visible word occurs; most pages have no more words than are counted anyway."""
    return page.first_counts if len(page.words) <= FIRST_WORDS else page.counts


@once
def pairs(page: Evidence) -> Counter[tuple[str, str]]:
    """How often each pair of neighbours occurs among the first words."""
    return Counter(pairwise(page.words[:PAIRED_WORDS]))


@once
def links(page: Evidence) -> Sequence[Link]:
    """The links of the ways out, aligned with `Evidence.ways`."""
    return list(map(_LINK, map(_EXIT, page.ways)))


@once
def kinds(page: Evidence) -> Counter[LinkKind]:
    """How many of them are built in each way."""
    return Counter(map(_KIND, links(page)))


@once
def away_links(page: Evidence) -> Sequence[Link]:
    """The links to unknown hosts, aligned with `Evidence.away`."""
    return list(map(_LINK, map(_EXIT, page.away)))


def paths(page: Evidence) -> Sequence[str]:
    """The paths that all ways out with an address lead to."""
    return list(map(_PATH, filter(None, map(_LANDING, page.ways))))


def said(ways: Sequence[WayOut]) -> Iterator[Sequence[str]]:
    """The words on some ways out."""
    return map(_SAID, ways)


@once
def by_relation(page: Evidence) -> Mapping[Relation, Sequence[WayOut]]:
    """The ways out by where they lead."""
    found: dict[Relation, list[WayOut]] = {relation: [] for relation in Relation}
    for way in page.ways:
        found[way.relation].append(way)
    return found


@once
def spoken(page: Evidence) -> Sequence[WayOut]:
    """The ways out with phrases in their own words."""
    return [way for way in page.ways if way.hits]


@once
def inviting(page: Evidence) -> Sequence[WayOut]:
    """The ways out that invite to leave, by themselves or in their short passages."""
    return [way for way in page.ways if way.baits]


@once
def away_inviting(page: Evidence) -> Sequence[WayOut]:
    """Those of them that lead to unknown hosts."""
    return [way for way in inviting(page) if way.relation in AWAY]
