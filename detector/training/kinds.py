"""Fit what kind of spam a page is: one decision a kind, each against all other spam.

Every kind weighs the same in a fit, however many pages it has, and campaigns are damped as in the page's own fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from detector.features.tokens import SPACE
from detector.features.vector import FIELDS
from detector.model.kinds import KIND_FOLD, KINDS, OTHER, Kinds, Rest, named, none_of, scores
from detector.model.linear import Values
from detector.training.design import (
    FIELD_WEIGHTS,
    PAGE_FACTORS,
    applicable,
    kept_tokens,
    page_matrix,
    page_values,
    scale_of,
)
from detector.training.figures import kind_confusion
from detector.training.kind_curves import BALANCE, GRID, NEVER, curves, masses, rest_curve, threshold_of
from detector.training.metrics import damped
from detector.training.rows import Row, Rows
from detector.training.split import FOLDS, cross_validation, group
from detector.training.weights import UNSURE, page_weights

STRENGTH = 4.0
"""Inverse penalty."""
_SAME = {
    "fake-stream-sport": "fake-stream",
    "fake-leak": "fake-stream",
    "iptv": "fake-stream",
    "pharmacy": "supplement",
    "hidden": "injection",
}
"""Finer names of rows and of inserted fragments."""
_TOKENS = SPACE >> KIND_FOLD
Note = Callable[[str], None]


class Learned(NamedTuple):
    """Fitted kinds and how they do on pages that a fit had not seen."""

    kinds: Kinds
    confusion: Sequence[Mapping[str, Any]]
    """Out of fold: see `figures.kind_confusion`."""


def kind_of(row: Row) -> str:
    """The kind a spam row counts as.

    >>> kind_of(Row("a", "spam", "x", "train", kind="pharmacy")), kind_of(Row("a", "spam", "x", "train", kind="fake-shop"))
    ('supplement', 'other')
    """
    kind = _SAME.get(row.kind, row.kind)
    return kind if kind in KINDS else OTHER


def learn_kinds(data: Rows, summaries: Values, note: Note, seed: int = 0) -> Learned:
    """Cross-validate, calibrate, choose thresholds, and fit on all spam pages that have a kind."""
    decided = _cross_validated(data, summaries, note, seed)
    found = np.flatnonzero(~np.isnan(decided[:, 0])).tolist()
    rows = [data.rows[i] for i in found]
    truth = np.array([kind_of(row) for row in rows])
    weights = damped([group(row) for row in rows], np.ones(len(rows), bool))
    balanced = weights * masses(truth, weights) ** -BALANCE
    slope, offsets = curves(decided[found], truth, balanced)
    calibrated = decided[found] * slope + offsets
    rest = rest_curve(none_of(calibrated), truth == OTHER, balanced)
    told = scores(calibrated, rest)
    thresholds = {
        kind: threshold_of(told[:, number], truth == kind, balanced) for number, kind in enumerate((*KINDS, OTHER))
    }
    note("kinds, on all pages")
    taught = _taught(data.rows)
    kinds = fit_kinds(data.select(taught), summaries[taught])
    kinds = replace(
        kinds,
        intercepts=kinds.intercepts * slope + offsets,
        weights=kinds.weights * slope,
        fields={field: factor * slope for field, factor in kinds.fields.items()},
        rest=rest,
        thresholds=thresholds,
    )
    return Learned(kinds, kind_confusion(truth.tolist(), _names(told, thresholds)))


def fit_kinds(data: Rows, summaries: Values) -> Kinds:
    """Decisions fitted on these spam rows, neither calibrated nor with thresholds."""
    truth = np.array([kind_of(row) for row in data.rows])
    weights = kind_weights(data.rows, truth)
    values = page_values(data, summaries)
    scale = scale_of(values, weights, applicable(data))
    shift = np.uint32(KIND_FOLD)
    folded = [{field: found >> shift for field, found in tokens.items()} for tokens in data.tokens]
    kept = kept_tokens(data.rows, [list(t.values()) for t in folded], [group(row) for row in data.rows], SPACE)
    matrix = page_matrix(data._replace(tokens=folded), values, scale, kept)[:, : values.shape[1] + _TOKENS]
    matrix.sum_duplicates()
    fits = [_one(matrix, truth == kind, weights) for kind in KINDS]
    weight = np.array([weight for _, weight in fits])
    return Kinds(
        np.array([intercept for intercept, _ in fits]),
        scale.mean,
        scale.spread,
        weight[:, : values.shape[1]] * PAGE_FACTORS,
        np.ascontiguousarray(weight[:, values.shape[1] :].T, np.float16),
        FIELD_WEIGHTS,
        Rest(1.0, 0.0),
        dict.fromkeys((*KINDS, OTHER), GRID[0]),
    )


def kind_weights(rows: Sequence[Row], truth: NDArray[Any]) -> Values:
    """A weight for each row, 1 on average: all kinds weigh the same, and within them campaigns are damped."""
    weights = page_weights(rows)
    balanced: Values = weights * len(rows) / masses(truth, weights) / len(set(truth))
    return balanced


def _one(matrix: Any, target: NDArray[np.bool_], weights: Values) -> tuple[float, Values]:
    if target.all() or not target.any():
        return (-NEVER if target.all() else NEVER), np.zeros(matrix.shape[1])
    fitted = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=200, random_state=0)
    fitted.fit(matrix, target, sample_weight=weights)
    return float(fitted.intercept_[0]), fitted.coef_[0]


def kind_decisions(kinds: Kinds, data: Rows, summaries: Values) -> Values:
    """Rows × log-odds of each of `KINDS`, as serving computes them."""
    dense = kinds.dense_part(page_values(data, summaries), applicable(data))
    words = [
        sum(kinds.token_part(field, tokens[field], int(length)) for field, length in zip(FIELDS, lengths, strict=True))
        for tokens, lengths in zip(data.tokens, data.lengths, strict=True)
    ]
    result: Values = kinds.intercepts + dense + np.array(words).reshape(dense.shape)
    return result


def kinds_said(kinds: Kinds, data: Rows, summaries: Values) -> list[list[str]]:
    """The kinds that a verdict names of each row, likeliest first, were it not clean."""
    return _names(scores(kind_decisions(kinds, data, summaries), kinds.rest), kinds.thresholds)


def _names(told: Values, thresholds: Mapping[str, float]) -> list[list[str]]:
    return [[kind.kind for kind in named(found, thresholds)] for found in told]


def _taught(rows: Sequence[Row]) -> NDArray[np.int64]:
    """Places of the spam rows whose kind is known: a user's own pages may come without one, and are `other` then."""
    known = (row.label == "spam" and row.variant != UNSURE and not (row.own and kind_of(row) == OTHER) for row in rows)
    return np.flatnonzero(np.fromiter(known, bool, len(rows)))


def _cross_validated(data: Rows, summaries: Values, note: Note, seed: int) -> Values:
    """Rows × decisions of each kind, by fits that saw neither the row nor its copies; NaN for copies and rows that teach nothing."""
    taught = _taught(data.rows)
    decided = np.full((len(data.rows), len(KINDS)), np.nan)
    for number, (chosen, test) in enumerate(cross_validation(data.rows, seed)):
        note(f"kinds, fold {number + 1} of {FOLDS}")
        fit, out = np.intersect1d(chosen, taught), np.intersect1d(test, taught)
        kinds = fit_kinds(data.select(fit), summaries[fit])
        decided[out] = kind_decisions(kinds, data.select(out), summaries[out])
    return decided
