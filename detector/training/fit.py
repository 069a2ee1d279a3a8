"""Fit the page's decision, and score rows that a fit has not seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from detector.features.tokens import SPACE
from detector.features.vector import FIELDS
from detector.model.linear import Linear, Values
from detector.model.scorer import summary
from detector.training.design import (
    FIELD_WEIGHTS,
    PAGE_FACTORS,
    applicable,
    kept_tokens,
    page_matrix,
    page_values,
    scale_of,
)
from detector.training.rows import Rows
from detector.training.split import FOLDS, cross_validation, fold_of_each, group
from detector.training.ways import fit_ways, way_decisions
from detector.training.weights import page_weights

STRENGTH = 1.0
"""Inverse penalty of the page's fit."""
Note = Callable[[str], None]


class Fitted(NamedTuple):
    """Both decisions of a model."""

    page: Linear
    ways: Linear


def fit_page(
    data: Rows,
    summaries: Values,
    weights: Values,
    *,
    factors: Values = PAGE_FACTORS,
    fields: Mapping[str, float] = FIELD_WEIGHTS,
    strength: float = STRENGTH,
) -> Linear:
    """Fit the page's decision on these rows; `summaries` holds what their candidates' scores come to.

    `factors` and `fields` are how freely dense values and token fields may speak; one of 0 is left out.
    """
    values = page_values(data, summaries)
    scale = scale_of(values, weights, applicable(data))
    groups = [group(row) for row in data.rows]
    kept = kept_tokens(data.rows, [list(tokens.values()) for tokens in data.tokens], groups, SPACE)
    matrix = page_matrix(data, values, scale, kept, factors, fields)
    fitted = LogisticRegression(C=strength, solver="liblinear", max_iter=200, random_state=0)
    fitted.fit(matrix, [row.label == "spam" for row in data.rows], sample_weight=weights)
    weight, dense = fitted.coef_[0], values.shape[1]
    return Linear(
        float(fitted.intercept_[0]),
        scale.mean,
        scale.spread,
        weight[:dense] * factors,
        weight[dense:].astype(np.float16),
        fields,
    )


def ways_out_of_fold(data: Rows, note: Note, seed: int = 0) -> list[Values]:
    """Log-odds of every row's candidates by a scorer that saw neither the row nor its copies."""
    result: list[Values] = [np.zeros(0)] * len(data.rows)
    own = fold_of_each(data.rows, seed)
    for number, (chosen, _) in enumerate(cross_validation(data.rows, seed)):
        note(f"candidates, fold {number + 1} of {FOLDS}")
        part = data.select(chosen)
        places = np.flatnonzero(own == number)
        found = way_decisions(fit_ways(part, page_weights(part.rows)), data.select(places))
        for place, decisions in zip(places, found, strict=True):
            result[place] = decisions
    return result


def summarise(decisions: Sequence[Values]) -> Values:
    """Rows × what their candidates' log-odds come to."""
    return np.array([summary(log_odds) for log_odds in decisions]).reshape(len(decisions), 4)


def decide(page: Linear, data: Rows, summaries: Values) -> Values:
    """Log-odds of each row, as serving computes them."""
    dense = (page.dense_shares(page_values(data, summaries)) * applicable(data)).sum(axis=1)
    words = np.array([_words(page, data, row) for row in range(len(data.rows))])
    result: Values = page.intercept + dense + words
    return result


def _words(page: Linear, data: Rows, row: int) -> float:
    tokens, lengths = data.tokens[row], data.lengths[row]
    sums = (
        page.tokens[tokens[field]].sum(dtype=np.float64) * page.fields[field] / np.sqrt(max(lengths[i], 1))
        for i, field in enumerate(FIELDS)
    )
    return float(sum(sums))
