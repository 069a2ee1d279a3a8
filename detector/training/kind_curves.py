"""Decisions about kinds -> probabilities, and the scores from which a kind is named.

Decisions become probabilities by one slope for all kinds and an offset of each: the rare kinds have too few pages for a slope of their own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from detector.model.kinds import KINDS, Rest
from detector.model.linear import Values

BALANCE = 0.5
"""Probabilities are for kinds as common as their share of the pages to one minus this: the shares are the collectors' choice."""
GRID = (0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2)
"""Thresholds to choose from: few and near each other, as some kinds have a dozen pages."""
NEVER = -5.0
"""Decision about a kind of which no page was seen; its negative where no other was."""
_RIDGE = 10.0
"""Inverse penalty of the curves, which holds them where a kind has no page at all."""


def masses(truth: NDArray[Any], weights: Values) -> Values:
    """For each row, the weight of all rows of its kind."""
    names, number = np.unique(truth, return_inverse=True)
    total: Values = np.bincount(number, weights, len(names)).astype(np.float64)[number]
    return total


def curves(decided: Values, truth: NDArray[Any], weights: Values) -> tuple[float, Values]:
    """Slope and offsets: log-odds of a kind = slope · decision + its offset."""
    size = len(KINDS)
    columns = np.hstack((decided.reshape(-1, 1), np.tile(np.eye(size), (len(truth), 1))))
    target = (truth[:, None] == np.array(KINDS)).ravel()
    mass = np.repeat(weights * len(truth) / weights.sum(), size)
    fitted = LogisticRegression(C=_RIDGE, fit_intercept=False, max_iter=500).fit(columns, target, sample_weight=mass)
    return float(fitted.coef_[0, 0]), fitted.coef_[0, 1:]


def rest_curve(none: Values, other: NDArray[np.bool_], weights: Values) -> Rest:
    """The curve that makes a probability of `other` from log-odds that a page is of no named kind."""
    if other.all() or not other.any():
        return Rest(1.0, -NEVER if other.all() else NEVER)
    mass = weights * len(other) / weights.sum()
    fitted = LogisticRegression().fit(none[:, None], other, sample_weight=mass)
    return Rest(float(fitted.coef_[0, 0]), float(fitted.intercept_[0]))


def threshold_of(told: Values, true: NDArray[np.bool_], weights: Values) -> float:
    """The score from which a kind is named beside a likelier one: the best balance of precision and recall, the highest of equal ones.

    Precision counts double (F½), as the likeliest kind is named in any case.
    """

    def balance(threshold: float) -> float:
        said = told >= threshold
        return float(weights[said & true].sum() / max(weights[said].sum() + weights[true].sum() / 4, 1e-12))

    return max(GRID, key=balance)
