"""Score held-out rows with a model and say how well it does, by source, language, kind and form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from detector.errors import DatasetError
from detector.model.linear import Values
from detector.model.weights import Model
from detector.training.calibrate import logistic
from detector.training.figures import Figures, ranking_figures, scored, threshold_figures
from detector.training.fit import decide, summarise
from detector.training.rows import Row, Rows, load
from detector.training.ways import way_decisions

SPLITS = ("dev", "train", "grey")


def score_rows(model: Model, data: Rows) -> Values:
    """Probability of spam of each row."""
    summaries = summarise(way_decisions(model.ways, data))
    return logistic(decide(model.page, data, summaries))


def evaluate(model: Model, datasets: Path, split: str = "dev") -> dict[str, Any]:
    """Every figure of a model on one split, JSON-able. Raises DatasetError where the split has not both labels."""
    base = load(datasets / "base")
    data = base.select(
        i for i, row in enumerate(base.rows) if row.split == split and row.label in ("spam", "ham") and not row.variant
    )
    found = scored(data, score_rows(model, data))
    if found.spam.all() or not found.spam.any():
        raise DatasetError(f"The split {split!r} holds no pages of one label: evaluate on dev.")
    review, spam, _ = model.thresholds
    figures = {**ranking_figures(found), **threshold_figures(found, {"spam": spam, "review": review})}
    unsure = base.select(i for i, row in enumerate(base.rows) if row.label == "unsure")
    grey = base.select(i for i, row in enumerate(base.rows) if row.split == "grey")
    return {
        "model": model.name,
        "split": split,
        "pages": {"spam": int(found.spam.sum()), "ham": int((~found.spam).sum())},
        "thresholds": dict(model.manifest["thresholds"]),
        "figures": _plain(figures),
        "cross_validation": model.manifest["cross_validation"],
        "sources": _by(data, found.scores, model, lambda row: row.source),
        "languages": _by(data, found.scores, model, lambda row: row.lang or "?"),
        "kinds": _by(data, found.scores, model, lambda row: row.kind),
        "forms": _by(data, found.scores, model, lambda row: row.form),
        "unsure": _by(unsure, score_rows(model, unsure), model, lambda row: row.source),
        "grey": _by(grey, score_rows(model, grey), model, lambda row: row.source),
    }


def _plain(figures: Figures) -> dict[str, dict[str, float]]:
    return {name: {key: round(value, 4) for key, value in figure._asdict().items()} for name, figure in figures.items()}


def _by(data: Rows, scores: Values, model: Model, name: Callable[[Row], str]) -> list[Mapping[str, Any]]:
    """How many pages of each group fall into each band."""
    review, spam, _ = model.thresholds
    groups: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row, score in zip(data.rows, scores, strict=True):
        groups[row.label, name(row)].append(float(score))
    sites = Counter(
        (row.label, name(row)) for row in {(r.label, name(r), r.site or r.campaign): r for r in data.rows}.values()
    )
    return [
        {
            "label": label,
            "name": group,
            "pages": len(values),
            "sites": sites[label, group],
            "spam": round(float(np.mean(np.array(values) >= spam)), 4),
            "review": round(float(np.mean((np.array(values) >= review) & (np.array(values) < spam))), 4),
            "median": round(float(np.median(values)), 4),
        }
        for (label, group), values in sorted(groups.items())
    ]
