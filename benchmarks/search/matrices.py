"""The shipped shape's matrices, and a logistic regression on any of them, for methods that change the columns or the target."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.search.variant import Pages
from detector.features.tokens import SPACE
from detector.model.linear import Values, standardised
from detector.training.design import Matrix, applicable, kept_tokens, page_matrix, page_values, scale_of
from detector.training.fit import STRENGTH
from detector.training.split import group


class Side(NamedTuple):
    """The pages of one side of a fold."""

    values: Values
    """Rows × standardised dense values with the candidate summary behind them, not weighted."""
    applies: NDArray[np.bool_]
    """Rows × the same values: do they say anything there?"""
    dense: Matrix
    """The values as the shipped shape fits them: 0 where they do not apply, and weighted."""
    tokens: Matrix


def sides(fit: Pages, weights: Values, test: Pages) -> tuple[Side, Side]:
    """Both sides of a fold; scale and kept tokens are those of the fitted side."""
    values = page_values(fit.data, fit.summaries)
    scale = scale_of(values, weights, applicable(fit.data))
    names = [group(row) for row in fit.data.rows]
    kept = kept_tokens(fit.data.rows, [list(tokens.values()) for tokens in fit.data.tokens], names, SPACE)

    def side(pages: Pages) -> Side:
        values = page_values(pages.data, pages.summaries)
        matrix = page_matrix(pages.data, values, scale, kept)
        dense = values.shape[1]
        return Side(
            standardised(values, scale.mean, scale.spread), applicable(pages.data), matrix[:, :dense], matrix[:, dense:]
        )

    return side(fit), side(test)


def spam(pages: Pages) -> NDArray[np.bool_]:
    """Which rows are spam."""
    return np.array([row.label == "spam" for row in pages.data.rows])


def regressed(matrix: Matrix, target: NDArray[np.bool_], weights: Values, asked: Matrix) -> Values:
    """Log-odds of the rows of `asked` by the logistic regression that the shipped shape uses."""
    fitted = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=200, random_state=0)
    fitted.fit(matrix, target, sample_weight=weights)
    log_odds: Values = fitted.decision_function(asked)
    return log_odds
