"""The same figures for every part of some pages that is looked at apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from detector.model.linear import Values
from detector.training.figures import scored
from detector.training.metrics import Interval, Scored, Truth, recall_at, share, with_interval
from detector.training.rows import Row, Rows
from detector.training.split import group

RATE = 0.01
"""Share of a slice's own honest pages that is flagged where its recall is told."""
_FEWEST = 100
"""Honest pages below which such a rate is less than one page."""
OTHERS = "(others)"
"""What has too few pages for a slice of its own."""
Thresholds = Mapping[str, float]
Slice = Mapping[str, Any]


class Judged(NamedTuple):
    """Rows with their scores, and whose they are."""

    name: str
    data: Rows
    scores: Values

    def part(self, positions: Iterable[int]) -> Judged:
        """The rows of these positions."""
        chosen = list(positions)
        return Judged(self.name, self.data.select(chosen), self.scores[chosen])

    def where(self, wanted: Callable[[Row], bool]) -> Judged:
        """The rows of which this is true."""
        return self.part(i for i, row in enumerate(self.data.rows) if wanted(row))


def plain(figure: Interval) -> dict[str, float]:
    """A figure as JSON holds it."""
    return {key: round(value, 4) for key, value in figure._asdict().items()}


def slice_of(judged: Judged, thresholds: Thresholds, name: str | None = None) -> Slice:
    """Pages, groups and share at or above each threshold for either label, damped within the slice; JSON-able.

    A label without pages is None, and so is the recall at `RATE` where there are too few honest pages for it.
    """
    found = scored(judged.data, judged.scores)
    enough = found.spam.any() and (~found.spam).sum() >= _FEWEST
    return {
        "name": judged.name if name is None else name,
        "spam": _side(judged.data.rows, found, found.spam, thresholds),
        "ham": _side(judged.data.rows, found, ~found.spam, thresholds),
        "recall at rate": plain(with_interval(found, recall_at(RATE))) if enough else None,
    }


def _side(rows: Iterable[Row], found: Scored, side: Truth, thresholds: Thresholds) -> dict[str, Any] | None:
    if not side.any():
        return None
    groups = [group(row) for row, wanted in zip(rows, side, strict=True) if wanted]
    flagged = {
        name: plain(share(found.scores[side] >= threshold, found.weights[side], groups))
        for name, threshold in thresholds.items()
    }
    return {"pages": len(groups), "groups": len(set(groups)), **flagged}


def slices_by(judged: Judged, thresholds: Thresholds, name: Callable[[Row], str], fewest: int = 1) -> list[Slice]:
    """A slice for every name; those of fewer pages than `fewest` make up one together, `OTHERS`, the last."""
    pages = Counter(map(name, judged.data.rows))
    places: dict[str, list[int]] = defaultdict(list)
    for position, row in enumerate(judged.data.rows):
        places[name(row) if pages[name(row)] >= fewest else OTHERS].append(position)
    ordered = sorted(places.items(), key=lambda place: (place[0] == OTHERS, place[0]))
    return [slice_of(judged.part(chosen), thresholds, value) for value, chosen in ordered]


def flagged_sites(judged: Judged, threshold: float) -> list[tuple[str, int, float]]:
    """Name, pages and share at or above the threshold of each honest site, the worst first."""
    sites: dict[str, list[bool]] = defaultdict(list)
    for row, score in zip(judged.data.rows, judged.scores, strict=True):
        if row.label == "ham":
            sites[row.site or row.campaign or row.id].append(bool(score >= threshold))
    found = [(name, len(flags), float(np.mean(flags))) for name, flags in sites.items()]
    return sorted(found, key=lambda site: (-site[2], -site[1], site[0]))
