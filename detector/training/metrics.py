"""Figures of merit on weighted scores, with bootstrap intervals over sites.

Weights are *damped*: an honest page weighs 1 / max(n, 20) in a source of n pages, a spam source weighs min(n, 5) altogether, so
that neither a large source nor a one-page source decides a figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Truth = NDArray[np.bool_]
RESAMPLES = 500


class Scored(NamedTuple):
    """Scores of labelled pages; all of one length."""

    scores: Values
    spam: Truth
    weights: Values
    sites: NDArray[np.int64]
    """A number for each site (or campaign): what the bootstrap draws."""


class Interval(NamedTuple):
    """A figure with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


def damped(sources: Sequence[str], spam: Truth) -> Values:
    """The damped weight of each page, by its source's size within its class."""
    counts = Counter(zip(sources, spam.tolist(), strict=True))
    sizes = np.array([counts[key] for key in zip(sources, spam.tolist(), strict=True)], np.float64)
    return np.where(spam, np.minimum(sizes, 5) / sizes, 1 / np.maximum(sizes, 20)) if len(sizes) else sizes


def threshold_at(scored: Scored, rate: float) -> float:
    """The lowest threshold at which at most `rate` of the honest weight is flagged (score ≥ threshold)."""
    honest = ~scored.spam
    order = np.argsort(-scored.scores[honest], kind="stable")
    ranked = scored.scores[honest][order]
    flagged = np.cumsum(scored.weights[honest][order]) / max(scored.weights[honest].sum(), 1e-12)
    allowed = int(np.searchsorted(flagged, rate, side="right"))
    return float(np.nextafter(ranked[allowed], np.inf)) if allowed < len(ranked) else -np.inf


def recall(scored: Scored, threshold: float) -> float:
    """Share of the spam weight at or above the threshold."""
    weights = scored.weights[scored.spam]
    return float(weights[scored.scores[scored.spam] >= threshold].sum() / max(weights.sum(), 1e-12))


def false_positives(scored: Scored, threshold: float) -> float:
    """Share of the honest weight at or above the threshold."""
    weights = scored.weights[~scored.spam]
    return float(weights[scored.scores[~scored.spam] >= threshold].sum() / max(weights.sum(), 1e-12))


def recall_at(rate: float) -> Callable[[Scored], float]:
    """Recall where `rate` of the honest weight is flagged."""
    return lambda scored: recall(scored, threshold_at(scored, rate))


def roc_auc(scored: Scored) -> float:
    """Chance that a spam page scores above an honest one, ties counted half."""
    values, position = np.unique(scored.scores, return_inverse=True)
    spam = np.bincount(position, scored.weights * scored.spam, len(values))
    honest = np.bincount(position, scored.weights * ~scored.spam, len(values))
    below = np.cumsum(honest) - honest
    return float((spam * (below + honest / 2)).sum() / max(spam.sum() * honest.sum(), 1e-12))


def average_precision(scored: Scored) -> float:
    """Area under the precision-recall curve, both classes weighted to the same mass."""
    spam, honest = _masses(scored)
    found, wrong = np.cumsum(spam), np.cumsum(honest)
    precision = found / np.maximum(found + wrong, 1e-12)
    return float((precision * spam).sum())


def _masses(scored: Scored) -> tuple[Values, Values]:
    order = np.argsort(-scored.scores, kind="stable")
    spam = (scored.weights * scored.spam)[order]
    honest = (scored.weights * ~scored.spam)[order]
    return spam / max(spam.sum(), 1e-12), honest / max(honest.sum(), 1e-12)


def precision(scored: Scored, threshold: float, prevalence: float) -> float:
    """Share of the flagged pages that are spam, where a share `prevalence` of all pages is."""
    true = prevalence * recall(scored, threshold)
    false = (1 - prevalence) * false_positives(scored, threshold)
    return true / (true + false) if true + false else 1.0


def calibration_error(prevalence: float, bins: int = 10) -> Callable[[Scored], float]:
    """Expected calibration error over equal-width bins, pages reweighted to a prevalence."""

    def measure(scored: Scored) -> float:
        weights = at_prevalence(scored, prevalence)
        place = np.minimum((scored.scores * bins).astype(int), bins - 1)
        mass = np.bincount(place, weights, bins)
        said = np.bincount(place, weights * scored.scores, bins)
        true = np.bincount(place, weights * scored.spam, bins)
        return float(np.abs(said - true).sum() / max(mass.sum(), 1e-12))

    return measure


def at_prevalence(scored: Scored, prevalence: float) -> Values:
    """Weights under which spam makes up `prevalence` of the whole."""
    spam = max(scored.weights[scored.spam].sum(), 1e-12)
    honest = max(scored.weights[~scored.spam].sum(), 1e-12)
    result: Values = scored.weights * np.where(scored.spam, prevalence / spam, (1 - prevalence) / honest)
    return result


def with_interval(scored: Scored, figure: Callable[[Scored], float], seed: int = 0) -> Interval:
    """A figure and its 95 % interval, sites drawn with replacement."""
    values = [figure(scored._replace(weights=weights)) for weights in resampled(scored, seed)]
    return interval(figure(scored), values)


def resampled(scored: Scored, seed: int = 0) -> Values:
    """Resamples × pages: the pages' weights where sites are drawn with replacement; draws of one label are left out."""
    random = np.random.default_rng(seed)
    names, position = np.unique(scored.sites, return_inverse=True)
    samples = []
    for _ in range(RESAMPLES):
        drawn = np.bincount(random.integers(len(names), size=len(names)), minlength=len(names))[position]
        weights = scored.weights * drawn
        if weights[scored.spam].sum() > 0 and weights[~scored.spam].sum() > 0:
            samples.append(weights)
    return np.array(samples).reshape(len(samples), len(scored.weights))


def share(right: Sequence[float] | Values | Truth, weights: Values, groups: Sequence[str]) -> Interval:
    """Weighted mean of what is 0 to 1 of each page, at least one; with its interval, groups drawn with replacement."""
    names = {name: number for number, name in enumerate(dict.fromkeys(groups))}
    sites = np.array([names[name] for name in groups], np.int64)
    drawn = np.random.default_rng(0).integers(len(names), size=(RESAMPLES, len(names)))
    counts = np.stack([np.bincount(draw, minlength=len(names)) for draw in drawn])
    mass = np.bincount(sites, weights, len(names))
    counted = np.bincount(sites, weights * np.asarray(right, np.float64), len(names))
    return interval(float(counted.sum() / mass.sum()), (counts @ counted) / (counts @ mass))


def interval(value: float, samples: Sequence[float] | Values) -> Interval:
    """A figure between the 2.5th and the 97.5th percentile of its resamples."""
    low, high = np.percentile(samples, [2.5, 97.5]) if len(samples) else (np.nan, np.nan)
    return Interval(float(value), float(low), float(high))
