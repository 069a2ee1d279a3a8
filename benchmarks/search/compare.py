"""Figures of a variant, and what they differ from the shipped shape's on the same resamples of the sites."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from detector.model.linear import Values
from detector.training.figures import scored
from detector.training.metrics import Interval, Scored, interval, recall_at, resampled, roc_auc
from detector.training.rows import Rows
from detector.training.slices import plain

FOUND, WRITTEN = "found pages", "written pages"
SPLITS = {FOUND: "train", WRITTEN: "authored"}
RATES = {FOUND: (0.005, 0.01, 0.02), WRITTEN: (0.02,)}
"""Shares of honest pages (damped) flagged where recall is told."""
Samples = Mapping[str, Values]
"""Figure -> its value, then its value on each resample; the mean over seeds."""


def figures_of(split: str) -> Mapping[str, Callable[[Scored], float]]:
    """The figures told of found or of written pages."""
    recalls = {f"{split}: recall at {100 * rate:g} % false positives": recall_at(rate) for rate in RATES[split]}
    return {f"{split}: ROC-AUC": roc_auc, **recalls}


FIGURES = tuple(name for split in SPLITS for name in figures_of(split))


def samples_of(data: Rows, decided: Values) -> Samples:
    """Of decisions as seeds × rows, NaN where a row was not tested. A set that lacks a label has no figures."""
    return dict(_samples(data, decided))


def _samples(data: Rows, decided: Values) -> Iterator[tuple[str, Values]]:
    for name, split in SPLITS.items():
        chosen = [i for i, row in enumerate(data.rows) if row.split == split and not row.variant]
        found = scored(data.select(chosen), decided[0, chosen])
        if not found.spam.any() or found.spam.all():
            continue
        weights = np.vstack((found.weights, resampled(found)))
        seeds = [found._replace(scores=log_odds[chosen]) for log_odds in decided]
        for figure, measure in figures_of(name).items():
            values = [[measure(seed._replace(weights=drawn)) for drawn in weights] for seed in seeds]
            yield figure, np.mean(values, axis=0)


def compared(own: Samples, shipped: Samples) -> dict[str, Any]:
    """Every figure with its interval, and its paired difference to the shipped shape's; JSON-able."""
    return {name: {**plain(_told(own[name])), "difference": plain(_told(own[name] - shipped[name]))} for name in own}


def _told(values: Values) -> Interval:
    return interval(float(values[0]), values[1:])


def sizes(data: Rows) -> dict[str, dict[str, int]]:
    """Pages of either label in each set that is judged."""
    return {
        name: {
            label: sum(row.split == split and row.label == label and not row.variant for row in data.rows)
            for label in ("spam", "ham")
        }
        for name, split in SPLITS.items()
    }
