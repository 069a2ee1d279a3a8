"""Which pages belong to one campaign, by their fingerprints.

Two pages belong together when they share much of their text; some of it and the skeleton; the skeleton and every
destination; or the destination of the scam link. `benchmarks/campaigns.py` shows what each bound was chosen for.
Campaigns are what such pairs connect, however long the chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.features.fingerprint import DIGITS, PLACES
from detector.verdict import Fingerprint

SAME_TEXT = 5
"""Equal places of the text that suffice alone."""
NEAR_TEXT = 3
"""Equal places of the text that suffice with a near template."""
NEAR_TEMPLATE = 6
"""Equal places of a near template."""
NEIGHBOURS = 16
"""Fingerprints with equal keys are compared with so many of those behind them, the most alike first."""

Numbers = NDArray[np.intp]


class Columns(NamedTuple):
    """Fingerprints as numbers, a row each; 0 where a part is empty."""

    text: NDArray[np.uint16]
    template: NDArray[np.uint16]
    exits: NDArray[np.uint64]
    lure: NDArray[np.uint64]


def distance(left: str, right: str) -> int:
    """In how many of the 16 places two sketches differ; in all where one is empty.

    >>> distance("00ff" * 16, "00ff" * 15 + "1234"), distance("", "")
    (1, 16)
    """
    if not (left and right):
        return PLACES
    return sum(left[start : start + 4] != right[start : start + 4] for start in range(0, 4 * PLACES, 4))


def same_campaign(left: Fingerprint, right: Fingerprint) -> bool:
    """Do two pages belong to one campaign by themselves, no third page between them?"""
    return bool(alike(columns_of([left, right]), np.array([0]), np.array([1]))[0])


def group(fingerprints: Sequence[Fingerprint]) -> list[int]:
    """The number of each page's campaign, from 0 in the order of their first pages.

    The campaigns are the same in whatever order pages come. Only pages with an equal key are compared, and of a key that
    very many share only neighbours, so that time grows little faster than the number of pages.
    """
    distinct = sorted({one for one in fingerprints if _tells(one)})
    columns = columns_of(distinct)
    campaign = np.arange(len(distinct))
    for key, order in _look_ups(columns):
        for step in range(1, NEIGHBOURS + 1):
            left, right = order[:-step], order[step:]
            met = (key[left] == key[right]) & (key[left] != 0)
            if not met.any():
                break
            met &= campaign[left] != campaign[right]
            left, right = left[met], right[met]
            same = alike(columns, left, right)
            campaign = _joined(campaign, left[same], right[same])
    known = dict(zip(distinct, campaign.tolist(), strict=True))
    numbers: dict[int, int] = {}
    # A page that nothing is known of is alone, also beside its like.
    return [numbers.setdefault(known.get(one, ~place), len(numbers)) for place, one in enumerate(fingerprints)]


def _tells(one: Fingerprint) -> bool:
    """Would a page belong together with its own copy? A skeleton alone is that of a publishing system."""
    return bool(one.text or one.lure or (one.template and one.exits))


def columns_of(fingerprints: Sequence[Fingerprint]) -> Columns:
    """Fingerprints in columns, a row each."""
    text, template, exits, lure = zip(*fingerprints, strict=True) if fingerprints else ((), (), (), ())
    return Columns(_sketches(text), _sketches(template), _digests(exits), _digests(lure))


def _sketches(parts: Iterable[str]) -> NDArray[np.uint16]:
    joined = "".join(part or "0" * 4 * PLACES for part in parts)
    return np.frombuffer(bytes.fromhex(joined), ">u2").astype(np.uint16).reshape(-1, PLACES)


def _digests(parts: Iterable[str]) -> NDArray[np.uint64]:
    joined = "".join(part or "0" * DIGITS for part in parts)
    return np.frombuffer(bytes.fromhex(joined), ">u8").astype(np.uint64)


def _look_ups(columns: Columns) -> Iterator[tuple[NDArray[np.unsignedinteger[Any]], Numbers]]:
    """Every key that pages of one campaign may share, with an order that puts pages of one key together, like to like."""
    text, template = columns.text.T, columns.template.T
    for number in range(PLACES):
        yield text[number], np.lexsort((text[number - 2], text[number - 1], text[number]))
    yield columns.exits, np.lexsort((template[1], template[0], columns.exits))
    yield columns.lure, np.argsort(columns.lure, kind="stable")


def alike(columns: Columns, left: Numbers, right: Numbers) -> NDArray[np.bool_]:
    """Whether the pages of each pair belong together by themselves."""
    text = equal_places(columns.text[left], columns.text[right])
    template = equal_places(columns.template[left], columns.template[right]) >= NEAR_TEMPLATE
    exits, lure = ((column[left] == column[right]) & (column[left] != 0) for column in (columns.exits, columns.lure))
    same: NDArray[np.bool_] = lure | (text >= SAME_TEXT) | template & (exits | (text >= NEAR_TEXT))
    return same


def equal_places(left: NDArray[np.uint16], right: NDArray[np.uint16]) -> Numbers:
    """How many places of sketches are equal, by row."""
    # No place of a sketch is 0: an empty one equals nothing.
    count: Numbers = np.count_nonzero((left == right) & (left != 0), axis=1)
    return count


def _joined(campaign: Numbers, left: Numbers, right: Numbers) -> Numbers:
    """The campaigns after these pairs of pages are joined; each bears the least number of its pages."""
    while True:
        first, second = campaign[left], campaign[right]
        if (first == second).all():
            return campaign
        np.minimum.at(campaign, np.maximum(first, second), np.minimum(first, second))
        while (campaign[campaign] != campaign).any():
            campaign = campaign[campaign]
