"""Written pages out of fold: how much spam is found, and does the deceiving side of a pair score above its honest twin?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from detector.training.figures import scored
from detector.training.metrics import Interval, recall_at, share, threshold_at, with_interval
from detector.training.rows import Row
from detector.training.slices import Judged, plain, slice_of, slices_by
from detector.training.split import group

RATE = 0.02
"""Share of the written honest pages (damped) that is flagged where recall is told."""
ALL = "all batches"


def written_figures(judged: Judged) -> list[Mapping[str, Any]]:
    """Each batch, then all: pages, recall where `RATE` of all written honest pages is flagged, pairs told apart.

    Batches share one threshold. In the line of all, every resample sets its own.
    """
    found = scored(judged.data, judged.scores)
    thresholds = {"rate": threshold_at(found, RATE)}
    parts = [*slices_by(judged, thresholds, lambda row: row.batch), slice_of(judged, thresholds, ALL)]
    pairs = pairs_right(judged)
    overall = plain(with_interval(found, recall_at(RATE)))
    return [
        {
            "name": part["name"],
            "spam pages": _of(part, "spam", "pages"),
            "honest pages": _of(part, "ham", "pages"),
            "recall": overall if part["name"] == ALL else _of(part, "spam", "rate"),
            "false positives": _of(part, "ham", "rate"),
            "pairs": pairs.get(part["name"]),
        }
        for part in parts
    ]


def _of(part: Mapping[str, Any], side: str, name: str) -> Any:
    return part[side][name] if part[side] else None


def pairs_right(judged: Judged) -> dict[str, Mapping[str, Any]]:
    """By batch, and of all: how many pairs there are, and on what share the spam side scores above its honest twin."""
    sides: dict[tuple[str, str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for position, row in enumerate(judged.data.rows):
        if row.pair:
            # A page and its text are twins of the other side's page and text.
            sides[row.batch, row.pair, row.form][row.label == "spam"].append(position)
    compared = [
        (
            judged.data.rows[spam[0]],
            float(np.mean([judged.scores[s] > judged.scores[h] for s, h in product(spam, honest)])),
        )
        for honest, spam in sides.values()
        if honest and spam
    ]
    batches = {row.batch for row, _ in compared}
    parts = {name: [pair for pair in compared if pair[0].batch == name] for name in sorted(batches)}
    return {name: _told(pairs) for name, pairs in {**parts, ALL: compared}.items() if pairs}


def _told(pairs: Sequence[tuple[Row, float]]) -> Mapping[str, Any]:
    right: Interval = share([won for _, won in pairs], np.ones(len(pairs)), [group(row) for row, _ in pairs])
    return {"pairs": len(pairs), "right": plain(right)}
