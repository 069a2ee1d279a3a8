"""Kinds of curves that make a probability of the shipped shape's decision, each fitted on the other folds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from detector.model.linear import Values
from detector.training.calibrate import PREVALENCE, fit_curve, logistic
from detector.training.figures import scored
from detector.training.metrics import Scored, at_prevalence, calibration_error, interval, resampled
from detector.training.rows import Rows
from detector.training.slices import plain
from detector.training.split import Positions, fold_of_each

LEAST = 0.001
"""Probabilities are kept so far from 0 and 1: an isotonic curve reaches both, and one error there would cost without end."""
Curve = Callable[[Values], Values]
"""Decisions -> probabilities."""


def raw(known: Scored) -> Curve:
    """The decision as it is fitted, on classes of equal weight."""
    return logistic


def platt(known: Scored) -> Curve:
    """A slope and an offset: the shipped kind."""
    curve = fit_curve(known)
    return lambda log_odds: logistic(curve.apply(log_odds))


def isotonic(known: Scored) -> Curve:
    """Any curve that rises."""
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    fitted.fit(known.scores, known.spam, sample_weight=at_prevalence(known, PREVALENCE))
    rising: Curve = fitted.predict
    return rising


def beta(known: Scored) -> Curve:
    """A slope for either end and an offset (Kull et al. 2017); an end whose slope would fall is left out."""
    weights, ends = at_prevalence(known, PREVALENCE) * len(known.scores), _ends(known.scores)
    used = np.array((True, True))
    while True:
        fitted = LogisticRegression(C=1e6, max_iter=1000).fit(ends * used, known.spam, sample_weight=weights)
        falling = fitted.coef_[0] * used < 0
        if not falling.any() or used.sum() == 1:
            return lambda log_odds: logistic(_ends(log_odds) @ (fitted.coef_[0] * used) + float(fitted.intercept_[0]))
        used &= np.arange(2) != int(np.argmin(fitted.coef_[0]))


def _ends(log_odds: Values) -> Values:
    # log p and -log(1 - p), without rounding where p is near 0 or 1
    return np.column_stack((-np.logaddexp(0, -log_odds), np.logaddexp(0, log_odds)))


KINDS: Mapping[str, Callable[[Scored], Curve]] = {"Platt": platt, "isotonic": isotonic, "beta": beta, "none": raw}


def log_loss(found: Scored) -> float:
    """Mean negative log-probability of the truth at the stated prevalence."""
    weights = at_prevalence(found, PREVALENCE)
    return float(-(weights * np.log(np.where(found.spam, found.scores, 1 - found.scores))).sum() / weights.sum())


FIGURES: Mapping[str, Callable[[Scored], float]] = {
    "calibration error": calibration_error(PREVALENCE),
    "log-loss": log_loss,
}


def calibrations(data: Rows, decided: Values) -> dict[str, Any]:
    """Each kind's figures over found and written pages, and their paired difference to Platt's; JSON-able."""
    tested = np.flatnonzero(~np.isnan(decided))
    found, folds = scored(data.select(tested), decided[tested]), fold_of_each(data.rows)[tested]
    weights = np.vstack((found.weights, resampled(found)))
    samples = {}
    for kind, fit in KINDS.items():
        told = found._replace(scores=crossed(fit, found, folds))
        samples[kind] = {
            name: np.array([measure(told._replace(weights=drawn)) for drawn in weights])
            for name, measure in FIGURES.items()
        }
    return {
        kind: {name: _told(values, samples["Platt"][name]) for name, values in figures.items()}
        for kind, figures in samples.items()
    }


def crossed(fit: Callable[[Scored], Curve], found: Scored, folds: Positions) -> Values:
    """Probabilities of each fold by a curve that was fitted on the other folds."""
    result = np.zeros(len(found.scores))
    for number in np.unique(folds):
        own = folds == number
        curve = fit(Scored(*(part[~own] for part in found)))
        result[own] = curve(found.scores[own])
    return np.clip(result, LEAST, 1 - LEAST)


def _told(values: Values, shipped: Values) -> dict[str, Any]:
    apart = values - shipped
    return {
        **plain(interval(float(values[0]), values[1:])),
        "difference": plain(interval(float(apart[0]), apart[1:])),
    }
