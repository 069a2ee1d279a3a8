"""How much each row counts in a fit: no site, campaign or way of collecting may dominate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detector.training.padding import PADDED
from detector.training.rows import Row

SOURCE_POWER = 0.4
"""A source of n pages weighs n to the power of one minus this."""
VARIANT_SHARE = 0.1
"""Augmented copies make up this share of each class."""
UNSURE = "unsure"
"""The variant of an unsure page, which stands on both sides."""
UNSURE_SHARES = {"spam": 0.06, "ham": 0.02}
"""Share of unsure pages in each class: three parts spam to one, which is where the review band lies."""
AUTHORED_SHARE = 0.25
"""Written pages, padded ones among them, make up this share of each class."""


def page_weights(rows: Sequence[Row], power: float = SOURCE_POWER) -> NDArray[np.float64]:
    """A weight for each row; both classes weigh one half of the number of rows."""
    sizes = Counter((row.label, row.source, row.variant != "") for row in rows)
    weights = np.array([sizes[row.label, row.source, row.variant != ""] ** -power for row in rows])
    parts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        parts[row.label, _part(row)].append(position)
    for label in {row.label for row in rows}:
        shares = {part: each for part, each in _shares(label).items() if (label, part) in parts}
        for part, part_share in shares.items():
            chosen = parts[label, part]
            weights[chosen] *= part_share / sum(shares.values()) / weights[chosen].sum()
    return weights * len(rows) / 2


def _shares(label: str) -> dict[str, float]:
    unsure = UNSURE_SHARES.get(label, 0.0)
    found = 1 - VARIANT_SHARE - AUTHORED_SHARE - unsure
    return {"found": found, "variant": VARIANT_SHARE, "authored": AUTHORED_SHARE, "unsure": unsure}


def _part(row: Row) -> str:
    if row.variant:
        return {UNSURE: "unsure", PADDED: "authored"}.get(row.variant, "variant")
    return "authored" if row.split == "authored" else "found"
