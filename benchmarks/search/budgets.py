"""Fewer weights for tokens: indices shifted right, so that more tokens share one.

The dataset keeps no token that a single site or campaign uses, but serving meets them, and in a small space they fall on
weights that other tokens have learnt. So tested pages get as many random indices as they have lost tokens.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.search.variant import Decided, Method, Pages, Variant, bytes_of
from benchmarks.search.variants_shape import linear
from detector.features.tokens import BITS, SPACE, Indices
from detector.features.vector import FIELDS
from detector.model.linear import Values
from detector.training.rows import Rows

_BUDGETS = (BITS, 18, 16, 14)


def folded(bits: int) -> Method:
    """The shipped shape with 2^bits weights for tokens, and with rare tokens on the tested pages."""
    inside = linear()

    def method(fit: Pages, weights: Values, test: Pages) -> Decided:
        met = test._replace(data=with_rare_tokens(test.data))
        found = inside(*(_shifted(fit, BITS - bits), weights, _shifted(met, BITS - bits)))
        return Decided(found.log_odds, found.size - bytes_of(0, SPACE - (1 << bits)))

    return method


def with_rare_tokens(data: Rows) -> Rows:
    """The rows with a random index for each token that was dropped as rare; the same each time."""
    chance = np.random.default_rng(0)
    grown: list[dict[str, Indices]] = []
    for tokens, lengths in zip(data.tokens, data.lengths, strict=True):
        lost = [max(length - len(tokens[field]), 0) for field, length in zip(FIELDS, lengths, strict=True)]
        drawn = (chance.integers(SPACE, size=count, dtype=np.uint32) for count in lost)
        grown.append({f: np.concatenate((tokens[f], d)) for f, d in zip(FIELDS, drawn, strict=True)})
    return data._replace(tokens=grown)


def _shifted(pages: Pages, shift: int) -> Pages:
    by = np.uint32(shift)
    tokens = [{field: found >> by for field, found in tokens.items()} for tokens in pages.data.tokens]
    return pages._replace(data=pages.data._replace(tokens=tokens))


def _variants() -> Iterator[Variant]:
    for bits in _BUDGETS:
        about = f"2^{bits} = {1 << bits:,} token weights; random indices for the rare tokens of tested pages"
        yield Variant(f"2^{bits} tokens", "token budget", about, folded(bits))


VARIANTS = tuple(_variants())
