"""Dense values as curves: bins or splines of each in place of the value, in the same linear model beside the same tokens.

Columns are weighted so that a straight line costs about the same penalty as in the shipped shape, and a curve costs more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.preprocessing import SplineTransformer

from benchmarks.search.matrices import Side, regressed, sides, spam
from benchmarks.search.variant import Decided, Method, Pages, Variant, bytes_of
from detector.features.tokens import SPACE
from detector.model.linear import Values
from detector.training.design import PAGE_FACTORS, Matrix

_KNOTS = np.linspace(-3.0, 3.0, 5)
"""In deviations from the mean."""


class Curves(NamedTuple):
    """Columns that stand for each value."""

    expand: Callable[[Values], Matrix]
    owner: NDArray[np.int64]
    """The value that each column stands for."""
    factor: float
    """How freely the columns may speak, in terms of their value."""


def additive(learn: Callable[[Values], Curves]) -> Method:
    """The shipped shape with curves, learnt on the standardised values of the fitted rows, in place of dense values."""

    def method(fit: Pages, weights: Values, test: Pages) -> Decided:
        known, asked = sides(fit, weights, test)
        curves = learn(known.values)
        log_odds = regressed(_columns(known, curves), spam(fit), weights, _columns(asked, curves))
        return Decided(log_odds, bytes_of(2 * len(curves.owner), SPACE))

    return method


def _columns(side: Side, curves: Curves) -> Matrix:
    weight = side.applies[:, curves.owner] * (PAGE_FACTORS[curves.owner] * curves.factor)
    return sparse.hstack([curves.expand(side.values).multiply(weight), side.tokens], format="csr")


def bins(count: int) -> Callable[[Values], Curves]:
    """One bin for what lies below the commonest value, one for that value, and quantile bins of what lies above.

    Most features are 0 on most pages: quantiles of all values would put everything into one bin.
    """

    def learn(values: Values) -> Curves:
        edges = [_edges(column, count) for column in values.T]
        sizes = np.array([len(found) + 1 for found in edges])
        owner = np.repeat(np.arange(len(edges)), sizes)
        return Curves(lambda values: _one_hot(values, edges, sizes), owner, float(np.sqrt(sizes.mean())))

    return learn


def _edges(column: Values, count: int) -> Values:
    found, pages = np.unique(column, return_counts=True)
    commonest = found[np.argmax(pages)]
    above = column[column > commonest]
    steps = np.quantile(above, np.linspace(0, 1, count - 1)[:-1]) if len(above) else np.zeros(0)
    return np.unique([commonest, *steps])


def _one_hot(values: Values, edges: Sequence[Values], sizes: NDArray[np.int64]) -> Matrix:
    places = np.stack([np.searchsorted(e, column, side="right") for e, column in zip(edges, values.T, strict=True)], 1)
    columns = places + np.concatenate(([0], np.cumsum(sizes)[:-1]))
    ends = np.arange(len(values) + 1) * values.shape[1]
    return sparse.csr_matrix((np.ones(columns.size), columns.ravel(), ends), shape=(len(values), int(sizes.sum())))


def splines(values: Values) -> Curves:
    """Piecewise linear splines with a few knots, which serving would read by interpolation."""
    width = values.shape[1]
    knots = np.tile(_KNOTS[:, None], (1, width))
    fitted = SplineTransformer(knots=knots, degree=1, extrapolation="linear", sparse_output=True).fit(values)
    # A line of slope 1 has the knots themselves for its coefficients.
    return Curves(fitted.transform, np.repeat(np.arange(width), len(_KNOTS)), float(np.sqrt((_KNOTS**2).sum())))


def _variant(name: str, about: str, learn: Callable[[Values], Curves]) -> Variant:
    return Variant(name, "additive", about, additive(learn))


VARIANTS = (
    *(_variant(f"{n} bins", f"up to {n} bins of each dense value in place of the value", bins(n)) for n in (4, 8)),
    _variant(
        "splines", f"piecewise linear splines of {len(_KNOTS)} knots of each dense value in place of the value", splines
    ),
)
