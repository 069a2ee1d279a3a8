"""What the pages of one campaign have in common: sketches of their text and of their skeleton, and where they lead.

A sketch is a MinHash (Broder 1997) under one permutation (Li, Owen & Zhang 2012). Shingles are hashed onto a ring; at each
of 16 fixed points the next shingle is noted, folded to 16 bits. Two sketches agree at a point with the probability
that two pages share a shingle (the Jaccard index), so that their equal places estimate it. An equal place is also an
exact key to look up by. `benchmarks/campaigns.py` compares this with SimHash (Charikar 2002), which finds fewer pages of
a campaign with as many bits.

Nothing here is a feature: no score rests on a fingerprint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector import bounds, lexicon
from detector.features.evidence import Evidence, WayOut
from detector.features.relations import Relation
from detector.features.tokens import indexed
from detector.page import Block, Link, Page, Region
from detector.urls import Address
from detector.verdict import Fingerprint

PLACES = 16
"""Places of a sketch, four hexadecimal digits each."""
DIGITS = 16
"""Hexadecimal digits of a digest."""
FEWEST_WORDS = 20
"""A shorter text says too little about where it comes from."""
_FEWEST_PARTS = 12
_SHINGLE = 3

_Hashes = NDArray[np.uint64]
_POINTS = np.arange(PLACES, dtype=np.uint64) << np.uint64(60)
_ODD, _FIRST_FACTOR, _SECOND_FACTOR = map(np.uint64, (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_THIRTY, _TWENTY_SEVEN, _THIRTY_ONE = map(np.uint64, (30, 27, 31))
_PLACE_VALUES, _ONE = map(np.uint64, (0xFFFF, 1))
_TAG_AND_REGION = itemgetter(Block._fields.index("tag"), Block._fields.index("region"))
_FIRST = itemgetter(0)
_KIND_AND_REGION = itemgetter(Link._fields.index("kind"), Link._fields.index("region"))
_FURNITURE = frozenset((Region.HEADER, Region.NAV, Region.FOOTER, Region.COMMENTS))
# Our own lists: messengers, where an account is a path, and advertisements, which stand on pages of all kinds.
_MESSENGERS = frozenset("line.me m.me t.me telegram.me viber.com wa.me whatsapp.com zalo.me".split())
_ADVERTISEMENTS = frozenset("adnxs.com doubleclick.net googlesyndication.com".split())


def fingerprint(page: Evidence, lure: WayOut | None = None) -> Fingerprint:
    """The fingerprint of a page, of which `lure` is the likeliest scam link where one is likely."""
    return Fingerprint(
        text=_text(page.words[: bounds.SKETCH_WORDS]),
        template=_template(page.page),
        exits=_digest(sorted(_exits(page))),
        lure=_digest([destination(lure)] if lure is not None else []),
    )


def sketch(shingles: _Hashes) -> str:
    """The next shingle behind each point of the ring, in hexadecimal: four digits a place.

    >>> sketch(np.array([5], np.uint64))[:12]
    '000600060006'
    """
    ranked = np.sort(shingles)
    following = ranked.searchsorted(_POINTS) % len(ranked)
    # From 1 on: no place is 0, which stands for an empty sketch where sketches are compared as numbers.
    return (ranked[following] % _PLACE_VALUES + _ONE).astype(">u2").tobytes().hex()


def destination(way: WayOut) -> str:
    """What somebody had to get hold of to lead visitors there: a domain, a host or a path lent out, a paid or short link.

    Empty where there is no address or it says nothing, as that of an advertisement.

    >>> [destination(way) for way in look('<a href=https://www.lure.example/a/b>Go</a><a href=https://t.me/lure>Join</a>').ways]
    ['lure.example', 't.me/lure']
    """
    landing = way.landing
    if landing is None or landing.domain in _ADVERTISEMENTS:
        return ""
    return _owned(landing) if way.relation is Relation.UNKNOWN else landing.url


def _owned(landing: Address) -> str:
    if landing.domain in _MESSENGERS or landing.host in lexicon.hosts("free_hosting"):
        return landing.host + landing.path
    return landing.host if lexicon.host_in("free_hosting", landing.host) else landing.domain


def _text(words: Sequence[str]) -> str:
    # Prices, dates and counts change from copy to copy.
    lasting = [word for word in words if not word.isdecimal()]
    if len(lasting) < FEWEST_WORDS:
        return ""
    (found,) = indexed([("body", lasting)])
    return sketch(shingles(found, _SHINGLE))


def _template(page: Page) -> str:
    """A sketch of how blocks and links follow one another, and of how often each element occurs, to a power of two."""
    if page.form == "text":
        return ""
    outline = [*_runs(page.blocks, _TAG_AND_REGION), *_runs(page.links, _KIND_AND_REGION)]
    counts = [f"{tag[:20]} {count.bit_length()}" for tag, count in islice(page.tags.items(), bounds.SKETCH_PARTS)]
    if len(outline) + len(counts) < _FEWEST_PARTS:
        return ""
    parts, elements = indexed([("outline", outline), ("tags", counts)])
    return sketch(np.concatenate((shingles(parts, _SHINGLE), shingles(elements, 1))))


def _runs(parts: Sequence[Block] | Sequence[Link], key: Callable[[Any], tuple[str, str]]) -> list[str]:
    """What stands where, neighbours that are alike once: a list is a list, however long."""
    return list(map(" ".join, map(_FIRST, groupby(map(key, parts[: bounds.SKETCH_PARTS])))))


def _exits(page: Evidence) -> set[str]:
    """Where the page's own text leads outside, services that anybody links to left out."""
    away = (way for way in page.away if way.relation is Relation.UNKNOWN)
    return {destination(way) for way in away if way.exit.link.region not in _FURNITURE} - {""}


def shingles(tokens: NDArray[np.uint32], size: int) -> _Hashes:
    """Hashes of all runs of `size` tokens, in order; none where there are fewer tokens."""
    count = max(len(tokens) - size + 1, 0)
    hashed, room = np.zeros(count, np.uint64), np.empty(count, np.uint64)
    for start in range(size):
        hashed += tokens[start : start + count]
        _mix(hashed, room)
    return hashed


def _mix(values: _Hashes, room: _Hashes) -> None:
    """The finalizer of SplitMix64 (Steele, Lea & Flood 2014), in place: every bit of the input moves every bit of the output."""
    values += _ODD
    values ^= np.right_shift(values, _THIRTY, out=room)
    values *= _FIRST_FACTOR
    values ^= np.right_shift(values, _TWENTY_SEVEN, out=room)
    values *= _SECOND_FACTOR
    values ^= np.right_shift(values, _THIRTY_ONE, out=room)


def _digest(destinations: Iterable[str]) -> str:
    text = "\n".join(destinations)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS] if text else ""
