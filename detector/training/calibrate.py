"""Log-odds -> calibrated probability, and the thresholds of the bands.

Both are chosen on out-of-fold decisions of training pages. The curve is Platt's (a slope and an offset), so that it folds into the
weights and every reason stays an exact share of the log-odds a user sees.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from detector.model.linear import Linear, Values
from detector.training.metrics import Scored, at_prevalence, threshold_at

PREVALENCE = 0.1
"""Scores are probabilities where one page in ten is spam."""
SPAM_RATE, REVIEW_RATE = 0.005, 0.05
"""Shares of honest pages (damped) that may reach the spam band and the review band."""


class Curve(NamedTuple):
    """Calibrated log-odds = slope · decision + offset."""

    slope: float
    offset: float

    def apply(self, decisions: Values) -> Values:
        """Calibrated log-odds."""
        return self.slope * decisions + self.offset


def fit_curve(decisions: Scored) -> Curve:
    """The curve that makes these decisions (in `scores`) probabilities at the stated prevalence."""
    weights = at_prevalence(decisions, PREVALENCE) * len(decisions.scores)
    fitted = LogisticRegression(C=1e6).fit(decisions.scores[:, None], decisions.spam, sample_weight=weights)
    return Curve(float(fitted.coef_[0, 0]), float(fitted.intercept_[0]))


def calibrated(linear: Linear, curve: Curve) -> Linear:
    """The decision with the curve folded into its weights."""
    return Linear(
        linear.intercept * curve.slope + curve.offset,
        linear.mean,
        linear.scale,
        linear.weight * curve.slope,
        linear.tokens,
        {field: factor * curve.slope for field, factor in linear.fields.items()},
    )


def logistic(log_odds: Values) -> Values:
    """The logistic function of each value."""
    result: Values = 1 / (1 + np.exp(-np.clip(log_odds, -60, 60)))
    return result


def thresholds(scored: Scored) -> tuple[float, float]:
    """Scores from which a page is for review, and spam, at the stated rates of honest pages."""
    return reachable(threshold_at(scored, REVIEW_RATE)), reachable(threshold_at(scored, SPAM_RATE))


def reachable(threshold: float) -> float:
    """The threshold as a score can reach it: above an honest page of score 1 lies none, and no model may hold such a one."""
    return min(threshold, 1.0)
