"""Would another shape of the model be better? Every variant is cross-validated inside the training pages."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.search import additive, boosting, budgets, variants_rows, variants_shape
from benchmarks.search.variant import Variant

SHIPPED = Variant(
    "shipped",
    "shipped",
    "the linear shape of the model: dense values, tokens by field, candidate summary",
    variants_shape.linear(),
)
"""What every other variant is compared with."""

VARIANTS: Mapping[str, Variant] = {
    variant.name: variant
    for variant in (
        SHIPPED,
        *variants_shape.ABLATIONS,
        *variants_rows.COPIES,
        *variants_shape.FREEDOMS,
        *variants_rows.POWERS,
        *additive.VARIANTS,
        *boosting.VARIANTS,
        *budgets.VARIANTS,
    )
}
"""Every variant by its name, in the order of the tables."""
