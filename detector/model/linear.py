"""A linear decision over standardised dense values and hashed tokens: every share of it is exact."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

CLIP = 5.0
"""Standardised values beyond so many deviations count no further: one wild number must not decide."""

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Linear:
    """Weights of one decision."""

    intercept: float
    mean: Values
    scale: Values
    weight: Values
    tokens: NDArray[np.float16]
    """One weight an index of the token space."""
    fields: Mapping[str, float]
    """How freely each field of tokens was let to speak."""

    def dense_shares(self, values: NDArray[Any]) -> Values:
        """Each dense value's share of the log-odds (last axis: values)."""
        shares: Values = standardised(values, self.mean, self.scale) * self.weight
        return shares

    def token_shares(self, field: str, found: NDArray[np.integer[Any]]) -> Values:
        """Each token's share of the log-odds; the tokens of a field are scaled to unit length together."""
        shares: Values = self.tokens[found].astype(np.float64) * (self.fields[field] / math.sqrt(max(len(found), 1)))
        return shares


def standardised(values: NDArray[Any], mean: Values, scale: Values) -> Values:
    """Values in deviations from the training mean, clipped."""
    return np.clip((values - mean) / scale, -CLIP, CLIP)


def probability(log_odds: float) -> float:
    """The logistic function, without overflow.

    >>> probability(0.0), probability(-800.0)
    (0.5, 0.0)
    """
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -700 else 0.0
