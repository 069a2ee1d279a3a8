"""Rows -> the matrix a linear fit reads, scaled as serving scales it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.features import FEATURES
from detector.features.tokens import SPACE
from detector.features.vector import FIELDS
from detector.model.linear import standardised
from detector.model.weights import SUMMARY, WAY_FOLD
from detector.training.rows import GROUPS, Row, Rows

FIELD_WEIGHTS: Mapping[str, float] = {
    "title": 1.0,
    "heading": 0.7,
    "body": 2.0,
    "closing": 1.0,
    "away": 1.0,
    "known": 0.5,
    "site": 0.7,
    "hidden": 0.5,
    "host": 0.7,
}
"""How freely each field may speak: a larger factor is a weaker penalty on its weights."""
DENSE_WEIGHT = 0.06
"""The same for standardised dense values."""
SUMMARY_WEIGHT = 0.2
"""The same for what the candidates' scores come to."""
PAGE_FACTORS = np.array([DENSE_WEIGHT] * len(FEATURES) + [SUMMARY_WEIGHT] * len(SUMMARY))
WAY_FACTOR = 0.15
WAY_TOKEN_WEIGHT = 0.7
SPREAD_FLOOR = 0.05
"""A value that hardly varies in training must not explode when it does vary in the wild."""
LEAST_GROUPS = 3
"""Tokens of fewer sites or campaigns are dropped: they name a site, not a habit."""

Values = NDArray[np.float64]
Matrix = Any  # scipy publishes no types


class Scale(NamedTuple):
    """Mean and spread of dense values over the rows where they apply."""

    mean: Values
    spread: Values


def page_values(data: Rows, summaries: NDArray[np.float64]) -> Values:
    """The dense values of each row with the summary of its candidates behind them."""
    return np.hstack((data.dense, summaries))


def applicable(data: Rows) -> NDArray[np.bool_]:
    """Rows × dense values: does the value's group say anything there?"""
    names = [feature.group for feature in FEATURES] + ["ways"] * len(SUMMARY)
    columns = [
        data.absent[:, GROUPS.index(name)] if name in GROUPS else np.zeros(len(data.rows), bool) for name in names
    ]
    return ~np.array(columns).T


def scale_of(values: NDArray[Any], weights: Values, applies: NDArray[np.bool_] | None = None) -> Scale:
    """Weighted mean and spread of each column."""
    mass = weights[:, None] * (applies if applies is not None else 1.0)
    total = np.maximum(mass.sum(axis=0) * np.ones(values.shape[1]), 1e-12)
    mean = (mass * values).sum(axis=0) / total
    spread = np.sqrt((mass * (values - mean) ** 2).sum(axis=0) / total)
    return Scale(mean, np.maximum(spread, SPREAD_FLOOR))


def page_matrix(
    data: Rows,
    values: Values,
    scale: Scale,
    kept: NDArray[np.bool_],
    factors: Values = PAGE_FACTORS,
    fields: Mapping[str, float] = FIELD_WEIGHTS,
) -> Matrix:
    """Standardised dense values beside unit-length token fields; `factors` and `fields` are how freely they may speak."""
    dense = standardised(values, scale.mean, scale.spread) * applicable(data) * factors
    return sparse.hstack([sparse.csr_matrix(dense), _token_matrix(data, kept, fields)], format="csr")


def _token_matrix(data: Rows, kept: NDArray[np.bool_], fields: Mapping[str, float]) -> Matrix:
    columns, values, ends = [], [], [0]
    for row, tokens in enumerate(data.tokens):
        for number, field in enumerate(FIELDS):
            found = tokens[field][kept[tokens[field]]]
            columns.append(found)
            values.append(np.full(len(found), fields[field] / np.sqrt(max(data.lengths[row, number], 1))))
        ends.append(ends[-1] + sum(map(len, columns[-len(FIELDS) :])))
    flat = np.concatenate([*columns, np.zeros(0, np.uint32)]).astype(np.int64)
    return sparse.csr_matrix((np.concatenate([*values, np.zeros(0)]), flat, ends), shape=(len(data.rows), SPACE))


def way_matrix(data: Rows, values: NDArray[Any], scale: Scale, kept: NDArray[np.bool_]) -> Matrix:
    """The same for the candidates of all rows, one below the other."""
    dense = standardised(values, scale.mean, scale.spread) * WAY_FACTOR
    found = [tokens >> WAY_FOLD for group in data.way_tokens for tokens in group]
    lengths = np.concatenate([*data.way_lengths, np.zeros(0, np.int32)])
    chosen = [tokens[kept[tokens]] for tokens in found]
    ends = np.concatenate(([0], np.cumsum([len(tokens) for tokens in chosen]))).astype(np.int64)
    flat = np.concatenate([*chosen, np.zeros(0, np.uint32)]).astype(np.int64)
    each = WAY_TOKEN_WEIGHT / np.sqrt(np.maximum(lengths, 1))
    tokens = sparse.csr_matrix((np.repeat(each, np.diff(ends)), flat, ends), shape=(len(found), SPACE >> WAY_FOLD))
    return sparse.hstack([sparse.csr_matrix(dense), tokens], format="csr")


def kept_tokens(
    rows: Sequence[Row], tokens: Sequence[Sequence[NDArray[Any]]], groups: Sequence[str], space: int
) -> NDArray[np.bool_]:
    """Which tokens are used by enough different groups among these rows."""
    by_group: dict[str, list[NDArray[Any]]] = {}
    for row, found, name in zip(rows, tokens, groups, strict=True):
        if not row.variant:
            by_group.setdefault(name, []).extend(found)
    counts = np.zeros(space, np.int32)
    for found in by_group.values():
        counts[np.unique(np.concatenate([*found, np.zeros(0, np.uint32)]).astype(np.int64))] += 1
    return counts >= LEAST_GROUPS
