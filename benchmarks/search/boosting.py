"""Gradient-boosted trees on the dense values, alone, with a token score, beside the linear shape, and distilled into it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks.search.matrices import regressed, sides, spam
from benchmarks.search.variant import Decided, Method, Pages, Variant, bytes_of
from benchmarks.search.variants_shape import linear
from detector.features.tokens import SPACE
from detector.model.linear import Values
from detector.training.calibrate import logistic
from detector.training.design import PAGE_FACTORS, applicable, page_values
from detector.training.split import cross_validation, fold_of_each
from detector.training.weights import page_weights

_NODE = 16
"""Bytes of a node: the value's number, its threshold, where to go, and a score, four each."""
_TOKENS = linear(factors=np.zeros_like(PAGE_FACTORS))


class Growth(NamedTuple):
    """How trees are grown."""

    trees: int
    leaves: int
    rate: float = 0.1

    def fresh(self) -> Any:
        """An unfitted ensemble."""
        return HistGradientBoostingClassifier(
            learning_rate=self.rate,
            max_iter=self.trees,
            max_leaf_nodes=self.leaves,
            min_samples_leaf=20,
            l2_regularization=1.0,
            early_stopping=False,
            random_state=0,
        )

    @property
    def size(self) -> int:
        """Bytes of the trees, at most."""
        return self.trees * (2 * self.leaves - 1) * _NODE


TREES, STUMPS = Growth(150, 12), Growth(600, 2)


def boosted(growth: Growth) -> Method:
    """Trees on dense values and candidate summary; a value that does not apply is missing."""

    def method(fit: Pages, weights: Values, test: Pages) -> Decided:
        return Decided(_grown(growth, fit, _seen(fit), weights, _seen(test)), growth.size)

    return method


def stacked(growth: Growth) -> Method:
    """The same, with the log-odds of a linear model of the tokens as one more value, out of fold on the fitted pages."""

    def method(fit: Pages, weights: Values, test: Pages) -> Decided:
        words = _TOKENS(fit, weights, test)
        known = np.column_stack((_seen(fit), inner(fit, _TOKENS)))
        asked = np.column_stack((_seen(test), words.log_odds))
        return Decided(_grown(growth, fit, known, weights, asked), growth.size + words.size)

    return method


def averaged(first: Method, second: Method) -> Method:
    """The mean of the log-odds of both."""

    def method(fit: Pages, weights: Values, test: Pages) -> Decided:
        one, other = first(fit, weights, test), second(fit, weights, test)
        return Decided((one.log_odds + other.log_odds) / 2, one.size + other.size)

    return method


def distilled(teacher: Method) -> Method:
    """The linear shape fitted to what a teacher says of the fitted pages out of fold, in place of their labels."""

    def method(fit: Pages, weights: Values, test: Pages) -> Decided:
        known, asked = sides(fit, weights, test)
        matrix = sparse.hstack((known.dense, known.tokens), format="csr")
        # A page of probability p is spam with weight p and honest with the rest.
        taught = logistic(inner(fit, teacher))
        both = sparse.vstack((matrix, matrix), format="csr")
        target = np.repeat((True, False), len(taught))
        masses = np.concatenate((weights * taught, weights * (1 - taught)))
        log_odds = regressed(both, target, masses, sparse.hstack((asked.dense, asked.tokens), format="csr"))
        return Decided(log_odds, bytes_of(3 * len(PAGE_FACTORS), SPACE))

    return method


def inner(fit: Pages, method: Method) -> Values:
    """Log-odds of all rows, copies too, by fits that saw neither them nor their copies."""
    own, result = fold_of_each(fit.data.rows), np.zeros(len(fit.data.rows))
    for number, (chosen, _) in enumerate(cross_validation(fit.data.rows)):
        part, places = fit.select(chosen), np.flatnonzero(own == number)
        if len(places):
            result[places] = method(part, page_weights(part.data.rows), fit.select(places)).log_odds
    return result


def _seen(pages: Pages) -> Values:
    return np.where(applicable(pages.data), page_values(pages.data, pages.summaries), np.nan)


def _grown(growth: Growth, fit: Pages, values: Values, weights: Values, asked: Values) -> Values:
    log_odds: Values = growth.fresh().fit(values, spam(fit), sample_weight=weights).decision_function(asked)
    return log_odds


def _variant(name: str, about: str, method: Method) -> Variant:
    return Variant(name, "boosting", about, method)


def _said(growth: Growth) -> str:
    return f"{growth.trees} trees of {growth.leaves} leaves, rate {growth.rate:g}"


VARIANTS = (
    _variant("trees", f"{_said(TREES)}, on dense values and candidate summary", boosted(TREES)),
    _variant("trees with a token score", f"{_said(TREES)}, on these and a linear score of the tokens", stacked(TREES)),
    _variant(
        "mean of trees and linear",
        f"mean log-odds of {_said(TREES)} and of the shipped shape",
        averaged(boosted(TREES), linear()),
    ),
    _variant(
        "trees distilled", f"the linear shape fitted to what {_said(TREES)} say out of fold", distilled(boosted(TREES))
    ),
    _variant(
        "mean distilled",
        f"the linear shape fitted to the mean log-odds, out of fold, of {_said(TREES)} and of the shipped shape",
        distilled(averaged(boosted(TREES), linear())),
    ),
    _variant("stumps", f"{_said(STUMPS)}: additive, so that every reason stays exact", boosted(STUMPS)),
    _variant("stumps with a token score", f"{_said(STUMPS)}, with a linear score of the tokens", stacked(STUMPS)),
)
