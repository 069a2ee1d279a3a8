"""What a variant is: which rows are fitted and what they count, and how they become decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from detector.model.linear import Values
from detector.training.rows import Row, Rows
from detector.training.split import Positions
from detector.training.weights import page_weights


class Pages(NamedTuple):
    """Rows, and what the scores of their candidates come to."""

    data: Rows
    summaries: Values
    """Rows × `SUMMARY`."""

    def select(self, positions: Positions) -> Pages:
        """The rows of these positions."""
        return Pages(self.data.select(positions), self.summaries[positions])


class Decided(NamedTuple):
    """Decisions of one fit."""

    log_odds: Values
    size: int
    """Bytes of the arrays that serving would load for the page's decision."""


def bytes_of(numbers: int, tokens: int) -> int:
    """Bytes of so many numbers and weights of tokens, as a model folder stores them."""
    return 8 * numbers + 2 * tokens


Method = Callable[[Pages, Values, Pages], Decided]
"""Fit on these pages, weighted so, and decide about those."""


def everything(row: Row) -> bool:
    """Every row is fitted."""
    return True


@dataclass(frozen=True)
class Lesson:
    """Rows to fit, and what each of them counts; the defaults are those of the shipped shape."""

    name: str = "all rows"
    takes: Callable[[Row], bool] = everything
    weigh: Callable[[Sequence[Row]], Values] = page_weights

    def taken(self, data: Rows, positions: Positions) -> Positions:
        """Those of these positions that are fitted."""
        return np.array([i for i in positions if self.takes(data.rows[i])], np.int64)


WHOLE = Lesson()


@dataclass(frozen=True)
class Variant:
    """One way to fit a page's decision."""

    name: str
    theme: str
    """The table it stands in."""
    about: str
    """What differs from the shipped shape, with its settings: a result is kept as long as this sentence stands."""
    method: Method
    lesson: Lesson = WHOLE
