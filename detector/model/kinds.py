"""What kind of spam a page is: one linear decision a kind over the page's own vector, independent of the others.

A page may be of several kinds. `other` has no decision of its own, as what it gathers has nothing in common: it is the likelier, the
less likely all named kinds are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.features.tokens import Indices
from detector.model.linear import Values, standardised
from detector.verdict import KindScore

KINDS = (
    "fake-stream",
    "fake-review",
    "thin-affiliate",
    "gambling",
    "phishing",
    "download-lure",
    "supplement",
    "crypto",
    "survey",
    "injection",
)
"""Kinds with a decision of their own, in the order of the arrays."""
OTHER = "other"
KIND_FOLD = 4
"""Tokens share the page's indices, shifted right by so many bits."""
_FARTHEST = 30.0
"""Log-odds beyond which nothing changes but the rounding."""


class Rest(NamedTuple):
    """Log-odds of `other` = slope · log-odds that the page is of no named kind + offset."""

    slope: float
    offset: float


@dataclass(frozen=True)
class Kinds:
    """Weights of all decisions."""

    intercepts: Values
    mean: Values
    scale: Values
    weights: Values
    """Kinds × dense values."""
    tokens: NDArray[np.float16]
    """Folded token space × kinds: the weights of a token lie together, so that few pages of the file are read."""
    fields: Mapping[str, float]
    """How freely each field of tokens was let to speak."""
    rest: Rest
    thresholds: Mapping[str, float]
    """Score from which each kind is named, and `other`."""

    def dense_part(self, values: NDArray[Any], applies: NDArray[np.bool_]) -> Values:
        """What dense values say of each kind (last axis: values, then kinds); values that do not apply say nothing."""
        part: Values = (standardised(values, self.mean, self.scale) * applies) @ self.weights.T
        return part

    def token_part(self, field: str, found: Indices, length: int) -> Values:
        """What the tokens of a field say of each kind; `length` is their number before any was dropped."""
        total: Values = self.tokens.take(found >> KIND_FOLD, axis=0).sum(axis=0, dtype=np.float64)
        return total * (self.fields[field] / math.sqrt(max(length, 1)))


def log_odds(kinds: Kinds, values: Values, applies: NDArray[np.bool_], tokens: Mapping[str, Indices]) -> Values:
    """Log-odds of each of `KINDS` for one spam page."""
    words = [kinds.token_part(field, found, len(found)) for field, found in tokens.items()]
    result: Values = kinds.intercepts + kinds.dense_part(values, applies) + np.sum(words, axis=0)
    return result


def none_of(decided: Values) -> Values:
    """Log-odds that a page is of none of the kinds, taken as independent (last axis: kinds)."""
    none = -np.logaddexp(0.0, np.clip(decided, -_FARTHEST, _FARTHEST)).sum(axis=-1)
    result: Values = none - np.log(-np.expm1(none))
    return result


def scores(decided: Values, rest: Rest) -> Values:
    """Probabilities of each of `KINDS`, then of `OTHER` (last axis)."""
    other = rest.slope * none_of(decided) + rest.offset
    every = np.concatenate((decided, other[..., None]), axis=-1)
    result: Values = 1 / (1 + np.exp(-np.clip(every, -_FARTHEST, _FARTHEST)))
    return result


def named(found: Values, thresholds: Mapping[str, float]) -> tuple[KindScore, ...]:
    """The likeliest kind and all that reach their threshold, likeliest first."""
    ranked = sorted(map(KindScore, (*KINDS, OTHER), found.tolist()), key=lambda kind: -kind.score)
    return tuple(kind for kind in ranked if kind is ranked[0] or kind.score >= thresholds[kind.kind])
