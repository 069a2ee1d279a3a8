"""Log-odds -> calibrated probability, and the thresholds of the bands.

Both are chosen on out-of-fold decisions of training pages. The curve is Platt's (a slope and an offset), so that it folds into the
weights and every reason stays an exact share of the log-odds a user sees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from detector.model.linear import Linear, Values
from detector.training.metrics import Scored, at_prevalence
from detector.training.queries import Aim, Query, search, swept

PREVALENCE = 0.1
"""Scores are probabilities where one page in ten is spam."""
SPAM_RATE, REVIEW_RATE = 0.005, 0.02
"""Shares of honest pages (damped) that may reach the spam band and the review band."""
SURE = 0.9
"""Nine resamples of the sites in ten must keep the rates: other sites than these flag more."""
BANDS = (
    Query(Aim.FALSE_POSITIVES, REVIEW_RATE, PREVALENCE, SURE),
    Query(Aim.FALSE_POSITIVES, SPAM_RATE, PREVALENCE, SURE),
)
"""What the thresholds of the review band and of the spam band are chosen for."""
Note = Callable[[str], None]


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


class Choice(NamedTuple):
    """A query and the score from which it is answered."""

    query: Query
    threshold: float


def choose(scored: Scored, bands: Sequence[Query] = BANDS, note: Note = lambda sentence: None) -> tuple[Choice, ...]:
    """Each query with its threshold.

    One that asks to be sure of its limit, where no threshold that finds spam is, is answered for the pages as they are; the
    note says so, and the choice holds the query that was answered.
    """
    sweep = swept(scored)
    chosen = []
    for query in bands:
        column = search(query, sweep)
        if query.sure is not None and not sweep.recall[0, column]:
            note(f"No threshold finds spam for: {query}. Chosen for the pages as they are.")
            query = replace(query, sure=None)
            column = search(query, sweep)
        chosen.append(Choice(query, reachable(float(sweep.lowest[column]))))
    return tuple(chosen)


def chosen_for(bands: Sequence[Query] = BANDS) -> dict[str, Any]:
    """What the bands of a model are chosen for, as its manifest tells it."""
    review, spam = (f"{query}; found pages, damped, out of fold" for query in bands)
    return {"prevalence": PREVALENCE, "spam": spam, "review": review}


def reachable(threshold: float) -> float:
    """The threshold as a score can reach it: above an honest page of score 1 lies none, and no model may hold such a one."""
    return min(threshold, 1.0)
