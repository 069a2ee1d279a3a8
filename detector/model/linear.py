"""A linear decision over standardised dense values and hashed tokens: every share of it is exact."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

CLIP = 5.0
"""Standardised values beyond so many deviations count no further: one wild number must not decide."""

Values = NDArray[np.float64]


class Shares(NamedTuple):
    """What the tokens of several fields add to a decision."""

    each: Values
    """The share of every token, field after field."""
    ends: Sequence[int]
    """Where in `each` the shares of each field end."""
    sums: Sequence[float]
    """What each field comes to."""

    def of(self, number: int) -> Values:
        """The shares of one field's tokens."""
        return self.each[self.ends[number - 1] if number else 0 : self.ends[number]]


NO_SHARES = Shares(np.zeros(0), (), ())


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

    def shares(self, fields: Sequence[str], tokens: Sequence[NDArray[np.integer[Any]]]) -> Shares:
        """Each token's share of the log-odds; the tokens of a field are scaled to unit length together."""
        if not tokens:
            return NO_SHARES
        # One look into the table for all fields: a call of numpy costs more than the arithmetic on a field.
        each: Values = self.tokens.take(np.concatenate(tokens)).astype(np.float64)
        ends: list[int] = []
        sums: list[float] = []
        start = 0
        for field, found in zip(fields, tokens, strict=True):
            end = start + len(found)
            part = each[start:end]
            part *= self.fields[field] / math.sqrt(max(len(found), 1))
            sums.append(float(np.add.reduce(part)))
            ends.append(end)
            start = end
        return Shares(each, ends, sums)


def standardised(values: NDArray[Any], mean: Values, scale: Values) -> Values:
    """Values in deviations from the training mean, clipped."""
    deviations: Values = values - mean
    deviations /= scale
    # What np.clip does, without the function around it, which costs more than this.
    np.maximum(deviations, -CLIP, out=deviations)
    return np.minimum(deviations, CLIP, out=deviations)


def probability(log_odds: float) -> float:
    """The logistic function, without overflow.

    >>> probability(0.0), probability(-800.0)
    (0.5, 0.0)
    """
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -700 else 0.0
