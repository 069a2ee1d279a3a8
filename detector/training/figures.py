"""The figures of a model on some rows: one set of names for cross-validation, dev and everything printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

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
    right, groups = [right for _, right in known], [group(data.rows[i]) for i, _ in known]
    return metrics.share(right, np.ones(len(known)), groups)


def kind_confusion(true: Sequence[str], said: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """A row for each true kind: pages, share on which it is among the kinds said, and how often each kind is said.

    Several kinds may be said of a page, and each counts; `none` counts the pages of which none is.

    >>> kind_confusion(["survey", "survey", "phishing"], [["survey", "phishing"], [], ["phishing"]])[1]
    {'kind': 'survey', 'pages': 2, 'right': 0.5, 'said': {'phishing': 1, 'survey': 1, 'none': 1}}
    """
    rows = []
    for kind, pages in sorted(Counter(true).items()):
        named = [kinds for known, kinds in zip(true, said, strict=True) if known == kind]
        counts = Counter(name for kinds in named for name in set(kinds))
        nothing = sum(not kinds for kinds in named)
        told = dict(sorted(counts.items())) | ({"none": nothing} if nothing else {})
        rows.append({"kind": kind, "pages": pages, "right": round(counts[kind] / pages, 4), "said": told})
    return rows
