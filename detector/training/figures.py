"""The figures of a model on some rows: one set of names for cross-validation, dev and everything printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from detector.model.linear import Values
from detector.training import metrics
from detector.training.calibrate import PREVALENCE
from detector.training.metrics import Interval, Scored, damped, with_interval
from detector.training.rows import Rows
from detector.training.split import group

PREVALENCES = (0.01, 0.05, 0.2)
Figures = Mapping[str, Interval]


def scored(data: Rows, scores: Values) -> Scored:
    """Rows as the metrics read them: damped weights, sites numbered."""
    spam = np.array([row.label == "spam" for row in data.rows], bool)
    names = {name: number for number, name in enumerate(dict.fromkeys(map(group, data.rows)))}
    sites = np.array([names[group(row)] for row in data.rows], np.int64)
    return Scored(scores, spam, damped([row.source for row in data.rows], spam), sites)


def ranking_figures(found: Scored) -> Figures:
    """Figures that need no threshold."""
    each = with_interval(found._replace(weights=np.ones(len(found.scores))), metrics.roc_auc)
    return {
        "ROC-AUC": with_interval(found, metrics.roc_auc),
        "ROC-AUC, every page alike": each,
        "PR-AUC, classes of equal mass": with_interval(found, metrics.average_precision),
        "recall at 0.5 % false positives": with_interval(found, metrics.recall_at(0.005)),
        "recall at 1 % false positives": with_interval(found, metrics.recall_at(0.01)),
        "recall at 2 % false positives": with_interval(found, metrics.recall_at(0.02)),
    }


def threshold_figures(found: Scored, thresholds: Mapping[str, float]) -> Figures:
    """Figures at a model's own thresholds."""
    figures: dict[str, Interval] = {}
    for name, threshold in thresholds.items():
        figures[f"recall, {name} band"] = with_interval(found, partial(metrics.recall, threshold=threshold))
        figures[f"false positives, {name} band"] = with_interval(
            found, partial(metrics.false_positives, threshold=threshold)
        )
    for prevalence in PREVALENCES:
        measure = partial(metrics.precision, threshold=thresholds["spam"], prevalence=prevalence)
        figures[f"precision of the spam band where {prevalence:.0%} is spam"] = with_interval(found, measure)
    error = metrics.calibration_error(PREVALENCE)
    figures[f"calibration error where {PREVALENCE:.0%} is spam"] = with_interval(found, error)
    return figures


def first_link_right(data: Rows, decisions: Sequence[Values]) -> Interval:
    """Share of the spam pages with known scam links on which the likeliest candidate is one of them."""
    known = [
        (i, bool(data.truth[i][int(np.argmax(decisions[i]))] == 1))
        for i, row in enumerate(data.rows)
        if row.label == "spam" and not row.variant and (data.truth[i] == 1).any()
    ]
    return _share([right for _, right in known], [group(data.rows[i]) for i, _ in known])


def _share(right: Sequence[bool], groups: Sequence[str]) -> Interval:
    names = {name: number for number, name in enumerate(dict.fromkeys(groups))}
    sites = np.array([names[name] for name in groups], np.int64)
    drawn = np.random.default_rng(0).integers(len(names), size=(metrics.RESAMPLES, len(names)))
    values = np.array(right, float)
    samples = [np.average(values, weights=w) for w in map(_counts(sites, len(names)), drawn) if w.sum()]
    low, high = np.percentile(samples, [2.5, 97.5])
    return Interval(float(values.mean()), float(low), float(high))


def _counts(sites: NDArray[np.int64], size: int) -> Callable[[Values], Values]:
    return lambda drawn: np.bincount(drawn.astype(np.int64), minlength=size)[sites].astype(np.float64)
