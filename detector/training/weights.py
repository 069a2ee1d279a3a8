"""How much each row counts in a fit: no site, campaign or way of collecting may dominate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detector.training.rows import Row

SOURCE_POWER = 0.4
"""A source of n pages weighs n to the power of one minus this."""
VARIANT_SHARE = 0.3
"""Augmented copies make up this share of each class."""
AUTHORED_SHARE = 0.25
"""Written pages make up this share of each class."""


def page_weights(rows: Sequence[Row]) -> NDArray[np.float64]:
    """A weight for each row; both classes weigh one half of the number of rows."""
    sizes = Counter((row.label, row.source, row.variant != "") for row in rows)
    weights = np.array([sizes[row.label, row.source, row.variant != ""] ** -SOURCE_POWER for row in rows])
    parts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        parts[row.label, _part(row)].append(position)
    for label in {row.label for row in rows}:
        shares = {part: _SHARES[part] for part in _SHARES if (label, part) in parts}
        for part, part_share in shares.items():
            chosen = parts[label, part]
            weights[chosen] *= part_share / sum(shares.values()) / weights[chosen].sum()
    return weights * len(rows) / 2


_SHARES = {"found": 1 - VARIANT_SHARE - AUTHORED_SHARE, "variant": VARIANT_SHARE, "authored": AUTHORED_SHARE}


def _part(row: Row) -> str:
    if row.variant:
        return "variant"
    return "authored" if row.split == "authored" else "found"
