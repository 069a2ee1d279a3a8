"""Results on disk: one entry a variant, kept as long as the rows, the shipped settings and the variant stay what they were."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.search.table import markdown
from benchmarks.search.variant import Variant
from detector.training import design, fit, metrics, ways, weights
from detector.training.split import FOLDS

Results = dict[str, Any]
Order = Callable[[str], int]
_SETTINGS = (
    {**design.FIELD_WEIGHTS},
    design.PAGE_FACTORS.tolist(),
    (design.WAY_FACTOR, design.WAY_TOKEN_WEIGHT, design.SPREAD_FLOOR, design.LEAST_GROUPS),
    (fit.STRENGTH, ways.STRENGTH, ways.ROUNDS, FOLDS),
    (weights.SOURCE_POWER, weights.VARIANT_SHARE, weights.AUTHORED_SHARE, {**weights.UNSURE_SHARES}),
)


def key_of(base: Path, seeds: int) -> dict[str, Any]:
    """What results must agree in to stand in one table: rows, settings of the shipped shape, folds and resamples."""
    return {
        "base": sha256((base / "manifest.json").read_bytes()).hexdigest()[:16],
        "settings": sha256(repr(_SETTINGS).encode()).hexdigest()[:16],
        "seeds": seeds,
        "resamples": metrics.RESAMPLES,
    }


def read(folder: Path | None, key: dict[str, Any]) -> Results:
    """What an earlier run left in `search.json`; empty where there is none, or it was of another key."""
    path = folder / "search.json" if folder else None
    if path is not None and path.exists():
        found: Results = json.loads(path.read_text("utf-8"))
        if found["key"] == key:
            return found
    return {"key": key, "variants": {}}


def write(folder: Path, found: Results) -> None:
    """`search.json` and `search.md`, at no moment half written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("search.json", json.dumps(found, indent=1) + "\n"), ("search.md", markdown(found))):
        fresh = folder / f"{name}.new"
        fresh.write_text(text, "utf-8")
        fresh.replace(folder / name)


def stands(found: Results, variant: Variant) -> bool:
    """Is there a result of the variant as it is defined now?"""
    known = found["variants"].get(variant.name)
    return known is not None and known["about"] == variant.about
