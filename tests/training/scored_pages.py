"""Rows with scores, made up for tests of what is counted: their vectors are empty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detector.features import FEATURES
from detector.training.rows import Row, Rows
from detector.training.slices import Judged


def rows_of(rows: Sequence[Row], truth: Sequence[Sequence[int]] | None = None) -> Rows:
    """Rows of these pages; `truth` tells of each page's candidates which are scam links."""
    count = len(rows)
    known = [np.array(each, np.int8) for each in (truth or [()] * count)]
    return Rows(
        rows,
        np.zeros((count, len(FEATURES)), np.float32),
        np.zeros((count, 3), bool),
        [{}] * count,
        np.zeros((count, 0), np.int32),
        [np.zeros((len(each), 0), np.float32) for each in known],
        [[]] * count,
        [np.zeros(len(each), np.int32) for each in known],
        known,
    )


def judged(rows: Sequence[Row], scores: Sequence[float], name: str = "dev") -> Judged:
    """These pages with their scores."""
    return Judged(name, rows_of(rows), np.array(scores, np.float64))


def page(id: str, label: str, **said: str) -> Row:
    """A dev page on a site of its own."""
    return Row(**{"id": id, "label": label, "source": f"s-{id}", "split": "dev", "site": f"{id}.example", **said})
