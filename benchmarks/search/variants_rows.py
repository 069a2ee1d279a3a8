"""The shipped shape fitted on fewer rows, or on rows that count otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.search.variant import Lesson, Variant
from benchmarks.search.variants_shape import linear
from detector.training.rows import Row
from detector.training.weights import SOURCE_POWER, UNSURE, page_weights

_POWERS = (0.0, 0.4, 1.0)
_STRIPPED = ("no address", "no head", "text only")
"""Variants that take something away from a page."""


def _block(row: Row) -> bool:
    return row.variant.endswith(" block")


def _stripped(row: Row) -> bool:
    return row.variant in _STRIPPED


def _unsure(row: Row) -> bool:
    return row.variant == UNSURE


def _written(row: Row) -> bool:
    return row.split == "authored"


def _without(name: str, about: str, left_out: Callable[[Row], bool]) -> Variant:
    title = f"without {name}"
    return Variant(title, "rows", about, linear(), Lesson(title, lambda row: not left_out(row)))


def _copy(row: Row) -> bool:
    return _block(row) or _stripped(row)


COPIES = (
    _without("inserted blocks", "without copies of pages with a block inserted", _block),
    _without("stripped copies", "without copies that lack the address, the head or the mark-up", _stripped),
    _without("copies", "without either kind of copy", _copy),
    _without("unsure pages", "without the pages that stand on both sides", _unsure),
    _without("written pages", "without written pages and their copies", _written),
)


def _powers() -> Iterator[Variant]:
    for power in _POWERS:
        if power != SOURCE_POWER:
            yield Variant(
                f"source power {power:g}",
                "settings",
                f"a source of n pages weighs n^{1 - power:g} in place of n^{1 - SOURCE_POWER:g}",
                linear(),
                Lesson(f"source power {power:g}", weigh=partial(page_weights, power=power)),
            )


POWERS = tuple(_powers())
