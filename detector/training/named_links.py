"""Is the right link named, and is none named on an honest page?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from detector.model.linear import Values
from detector.training.calibrate import logistic
from detector.training.figures import Figures
from detector.training.metrics import Interval, damped, share
from detector.training.rows import UNKNOWN_TRUTH, Row, Rows
from detector.training.split import group


def link_figures(data: Rows, candidates: Sequence[Values], threshold: float) -> Figures:
    """Figures of the links that are named from this score on, by the log-odds of each row's candidates; copies left out."""
    kinds: dict[str, Callable[[Row], bool]] = {
        "found honest pages without a named link": lambda row: row.split != "authored" and row.label == "ham",
        "written honest pages without a named link": lambda row: row.split == "authored" and row.label == "ham",
    }
    figures = {name: honest_unnamed(data, candidates, threshold, of) for name, of in kinds.items()}
    figures["named links of written pages that are scam links"] = named_right(data, candidates, threshold)
    return {name: figure for name, figure in figures.items() if figure is not None}


def named_right(data: Rows, candidates: Sequence[Values], threshold: float) -> Interval | None:
    """Share of the named links of written pages, spam and honest, that are scam links; None where none is named.

    Links whose truth is unknown count on neither side.
    """
    right: list[bool] = []
    groups: list[str] = []
    for row, truth, log_odds in zip(data.rows, data.truth, candidates, strict=True):
        if row.split == "authored" and not row.variant:
            named = truth[(logistic(log_odds) >= threshold) & (truth != UNKNOWN_TRUTH)]
            right += (named == 1).tolist()
            groups += [group(row)] * len(named)
    return share(right, np.ones(len(right)), groups) if right else None


def honest_unnamed(
    data: Rows, candidates: Sequence[Values], threshold: float, of: Callable[[Row], bool]
) -> Interval | None:
    """Share of these honest pages (damped) on which no link is named; None where there are no such pages."""
    chosen = [i for i, row in enumerate(data.rows) if of(row) and not row.variant]
    rows = [data.rows[i] for i in chosen]
    clean = [not bool((logistic(candidates[i]) >= threshold).any()) for i in chosen]
    weights = damped([row.source for row in rows], np.zeros(len(rows), bool))
    return share(clean, weights, [group(row) for row in rows]) if rows else None
