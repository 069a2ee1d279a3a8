"""The shares of many fields at once are those of each field alone, to the last bit."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detector.model.linear import CLIP, Linear, standardised

FIELDS = {"title": 0.7, "body": 1.3, "host": 2.0}
SPACE = 512
chance = np.random.default_rng(3)
LINEAR = Linear(0.0, np.zeros(1), np.ones(1), np.ones(1), chance.normal(size=SPACE).astype(np.float16), FIELDS)
indices = st.lists(st.integers(0, SPACE - 1), max_size=300).map(lambda found: np.array(found, np.uint32))


@given(st.lists(st.tuples(st.sampled_from(sorted(FIELDS)), indices), max_size=5))
def test_fields_together_are_the_fields_alone(fields):
    found = LINEAR.shares([field for field, _ in fields], [tokens for _, tokens in fields])
    assert len(found.sums) == len(found.ends) == len(fields)
    for number, (field, tokens) in enumerate(fields):
        alone = LINEAR.tokens[tokens].astype(np.float64) * (FIELDS[field] / math.sqrt(max(len(tokens), 1)))
        assert found.of(number).tobytes() == alone.tobytes()
        assert found.sums[number] == float(alone.sum())
    assert len(found.each) == sum(len(tokens) for _, tokens in fields)


@given(st.lists(st.floats(-1e300, 1e300), min_size=1))
def test_standardised_values_are_clipped_and_the_given_ones_are_left_alone(values):
    given_values = np.array(values)
    found = standardised(given_values, np.full(len(values), 2.0), np.full(len(values), 0.5))
    assert given_values.tolist() == values
    assert found.tolist() == [min(max((value - 2.0) / 0.5, -CLIP), CLIP) for value in values]
