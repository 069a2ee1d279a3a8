"""The linear shape with less in it, and with other freedoms for what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from benchmarks.search.variant import Decided, Method, Pages, Variant, bytes_of
from detector.features.vector import FIELDS
from detector.model.linear import Linear, Values
from detector.model.weights import GROUPS
from detector.training.design import DENSE_WEIGHT, FIELD_WEIGHTS, PAGE_FACTORS
from detector.training.fit import STRENGTH, decide, fit_page

SILENT: Mapping[str, float] = dict.fromkeys(FIELDS, 0.0)
"""No tokens."""


def linear(
    fields: Mapping[str, float] = FIELD_WEIGHTS, factors: Values = PAGE_FACTORS, strength: float = STRENGTH
) -> Method:
    """The shipped shape; a field or dense value of factor 0 is left out."""

    def method(fit: Pages, weights: Values, test: Pages) -> Decided:
        page = fit_page(fit.data, fit.summaries, weights, fields=fields, factors=factors, strength=strength)
        return Decided(decide(page, test.data, test.summaries), size_of(page, factors))

    return method


def size_of(page: Linear, factors: Values) -> int:
    """Bytes of what a decision needs: three numbers a dense value, and the weights of the tokens where there are any."""
    return bytes_of(3 * int((factors > 0).sum()), len(page.tokens) if any(page.fields.values()) else 0)


def only_groups(*wanted: str) -> Values:
    """The factors of the dense values of these groups, the others 0; the candidate summary's group is `ways`."""
    return np.where(np.isin(GROUPS, wanted), PAGE_FACTORS, 0.0)


def without_fields(*silent: str) -> Mapping[str, float]:
    """The weights of the fields, these at 0."""
    return {field: 0.0 if field in silent else weight for field, weight in FIELD_WEIGHTS.items()}


_ALL = tuple(dict.fromkeys(GROUPS))
_DENSE = tuple(name for name in _ALL if name != "ways")
_NO_VALUES = np.zeros_like(PAGE_FACTORS)


def _ablation(name: str, about: str, method: Method) -> Variant:
    return Variant(name, "ablation", about, method)


def _ablations() -> Iterator[Variant]:
    for name in _DENSE:
        left = only_groups(*(other for other in _ALL if other != name))
        yield _ablation(
            f"without {name} features", f"without the dense features of the group {name}", linear(factors=left)
        )
    yield _ablation(
        "without candidate summary",
        "without what the scores of the page's ways out come to",
        linear(factors=only_groups(*_DENSE)),
    )
    yield _ablation("without tokens", "dense features and candidate summary", linear(SILENT))
    for field in FIELDS:
        yield _ablation(
            f"without {field} tokens", f"without the tokens of the field {field}", linear(without_fields(field))
        )
    yield _ablation(
        "without title and host tokens",
        "without the two fields that hold runs of characters",
        linear(without_fields("title", "host")),
    )
    yield _ablation(
        "dense only", "dense features, neither tokens nor candidate summary", linear(SILENT, only_groups(*_DENSE))
    )
    yield _ablation("tokens only", "tokens, neither dense features nor candidate summary", linear(factors=_NO_VALUES))
    yield _ablation(
        "candidate summary only", "the four numbers of the candidate summary", linear(SILENT, only_groups("ways"))
    )


def _freedoms() -> Iterator[Variant]:
    for times in (0.3, 3.0):
        strength = STRENGTH * times
        yield Variant(
            f"strength × {times:g}",
            "settings",
            f"inverse penalty {strength:g} in place of {STRENGTH:g}",
            linear(strength=strength),
        )
    for times in (0.5, 2.0):
        factors = np.where(np.array(GROUPS) == "ways", PAGE_FACTORS, PAGE_FACTORS * times)
        yield Variant(
            f"dense weight × {times:g}",
            "settings",
            f"dense features with factor {DENSE_WEIGHT * times:g} in place of {DENSE_WEIGHT:g}",
            linear(factors=factors),
        )


ABLATIONS = tuple(_ablations())
FREEDOMS = tuple(_freedoms())
