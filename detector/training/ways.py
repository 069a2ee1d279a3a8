"""Fit the scorer of candidates: which way out is the scam link?

Written pages and inserted blocks say it exactly. Of a found spam page it is only known that some way out is to blame (multiple-
instance learning, Dietterich et al. 1997): there the likeliest candidate of the round before counts as the scam link, and the
others, whose truth is unknown, count little.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from detector.features.tokens import SPACE
from detector.model.linear import Linear, Values
from detector.model.weights import WAY_FOLD
from detector.training.calibrate import Curve, fit_curve, logistic, reachable
from detector.training.design import WAY_FACTOR, WAY_TOKEN_WEIGHT, kept_tokens, scale_of, way_matrix
from detector.training.metrics import Scored, damped, threshold_at
from detector.training.rows import Rows
from detector.training.split import group

STRENGTH = 1.0
"""Inverse penalty."""
ROUNDS = 2
_DOUBTFUL = 0.05
"""Weight of a spam page's other candidates, whose truth nobody knows."""
_SURE = 0.9
FLAGGED_RATE = 0.01
"""Share of honest pages (damped) on which any way out may be named."""


def fit_ways(data: Rows, weights: Values) -> Linear:
    """The candidate scorer fitted on these rows, each page weighted as given."""
    values = np.concatenate(data.ways)
    owner = np.repeat(np.arange(len(data.rows)), [len(ways) for ways in data.ways])
    spam = np.array([row.label == "spam" for row in data.rows])[owner]
    truth = np.concatenate(data.truth)
    each = weights[owner] / np.sqrt(np.bincount(owner, minlength=len(data.rows)))[owner]
    scale = scale_of(values, each)
    groups = [group(row) for row in data.rows]
    folded = [[found >> WAY_FOLD for found in tokens] for tokens in data.way_tokens]
    kept = kept_tokens(data.rows, folded, groups, SPACE >> WAY_FOLD)
    matrix = way_matrix(data, values, scale, kept)
    target, mass = _first_guess(spam, truth, each)
    for step in range(ROUNDS + 1):
        fitted = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=200, random_state=0)
        fitted.fit(matrix, target, sample_weight=_balanced(target, mass))
        if step < ROUNDS:
            target, mass = _next_guess(fitted.decision_function(matrix), owner, spam, truth, each)
    return _linear(fitted, scale.mean, scale.spread)


def _first_guess(spam: NDArray[np.bool_], truth: NDArray[np.int8], each: Values) -> tuple[NDArray[np.bool_], Values]:
    known = truth >= 0
    return np.where(known, truth == 1, spam), np.where(known | ~spam, each, each * _DOUBTFUL)


def _next_guess(
    log_odds: Values, owner: NDArray[np.int64], spam: NDArray[np.bool_], truth: NDArray[np.int8], each: Values
) -> tuple[NDArray[np.bool_], Values]:
    best = np.full(owner.max() + 1, -np.inf)
    np.maximum.at(best, owner, log_odds)
    unknown = spam & (truth < 0)
    blamed = unknown & ((log_odds >= best[owner]) | (log_odds > np.log(_SURE / (1 - _SURE))))
    target = np.where(unknown, blamed, truth == 1)
    return target, np.where(unknown & ~blamed, each * _DOUBTFUL, each)


def _balanced(target: NDArray[np.bool_], mass: Values) -> Values:
    """Both sides to the same weight, one a candidate on average."""
    sides = np.where(target, mass / mass[target].sum(), mass / mass[~target].sum())
    result: Values = sides * len(target) / 2
    return result


def _linear(fitted: Any, mean: Values, spread: Values) -> Linear:
    weight = fitted.coef_[0]
    tokens = weight[len(mean) :].astype(np.float16)
    fields = {"way": WAY_TOKEN_WEIGHT}
    return Linear(float(fitted.intercept_[0]), mean, spread, weight[: len(mean)] * WAY_FACTOR, tokens, fields)


def way_decisions(linear: Linear, data: Rows) -> list[Values]:
    """Log-odds of each row's candidates, as serving computes them."""
    found = []
    for ways, tokens, lengths in zip(data.ways, data.way_tokens, data.way_lengths, strict=True):
        words = [
            linear.tokens[one >> WAY_FOLD].sum(dtype=np.float64) * linear.fields["way"] / np.sqrt(max(length, 1))
            for one, length in zip(tokens, lengths, strict=True)
        ]
        found.append(
            linear.intercept + linear.dense_shares(ways).sum(axis=1) + np.array(words) if len(ways) else np.zeros(0)
        )
    return found


def known_candidates(data: Rows, decisions: Sequence[Values]) -> Scored:
    """Candidates of found and written pages whose truth is known, one vote a page and side."""
    log_odds, truth, weights, sites = [], [], [], []
    names = {name: number for number, name in enumerate(dict.fromkeys(map(group, data.rows)))}
    for position, row in enumerate(data.rows):
        known = data.truth[position] >= 0
        if row.variant or not known.any():
            continue
        log_odds.append(decisions[position][known])
        truth.append(data.truth[position][known] == 1)
        weights.append(np.full(known.sum(), 1 / known.sum()))
        sites.append(np.full(known.sum(), names[group(row)]))
    return Scored(*map(np.concatenate, (log_odds, truth, weights, sites)))


def way_curve(data: Rows, decisions: Sequence[Values]) -> Curve:
    """The calibration of candidates' out-of-fold decisions."""
    return fit_curve(known_candidates(data, decisions))


def way_threshold(data: Rows, log_odds: Sequence[Values]) -> float:
    """The score from which a candidate is named: at most one honest page in a hundred has any (damped).

    That must hold for found pages and, by themselves, for written ones: those hold the honest links that look most like lures.
    """
    rows = [i for i, row in enumerate(data.rows) if not row.variant]
    kinds = ([i for i in rows if (data.rows[i].split == "authored") is written] for written in (False, True))
    return max(_threshold(data, log_odds, chosen) for chosen in kinds if chosen)


def _threshold(data: Rows, log_odds: Sequence[Values], chosen: Sequence[int]) -> float:
    best = np.array([max(log_odds[i], default=-np.inf) for i in chosen])
    spam = np.array([data.rows[i].label == "spam" for i in chosen])
    weights = damped([data.rows[i].source for i in chosen], spam)
    pages = Scored(logistic(best), spam, weights, np.zeros(len(chosen), np.int64))
    return reachable(threshold_at(pages, FLAGGED_RATE))
