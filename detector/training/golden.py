"""Golden pages: written pages whose scores a model must reproduce wherever it is loaded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from detector.features.vector import read
from detector.model.linear import probability
from detector.model.scorer import page_log_odds, way_log_odds
from detector.model.weights import Model
from detector.page import Document
from detector.parsing import parse
from detector.training.pages import Source, read_authored

FIRST = ("film/ts01", "film/s01", "film/th01", "film/h01")
"""The first ones are scored whenever the model is loaded: small, and of both sides."""
MOST = 24


def choose_golden(authored: Path) -> Sequence[Source]:
    """Written pages that cover batches, languages, labels and forms."""
    pages = {source.row.id: source for source in read_authored(authored)}
    chosen = [pages[name] for name in FIRST if name in pages]
    seen = set()
    for source in pages.values():
        trait = (source.row.label, source.row.lang, source.row.form)
        if trait not in seen and len(source.body) < 12_000 and len(chosen) < MOST and source not in chosen:
            seen.add(trait)
            chosen.append(source)
    return chosen


def write_golden(model: Model, pages: Sequence[Source], path: Path) -> None:
    """Pages with the scores that this model gives them, one JSON object a line."""
    lines = []
    for source in pages:
        said = {"id": source.row.id, "url": source.url, "form": source.row.form, "body": source.body}
        lines.append(json.dumps({**said, "score": _score(model, source)}, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _score(model: Model, source: Source) -> float:
    kind = "text/plain" if source.row.form == "text" else "text/html"
    vector = read(parse(Document(source.body.encode(), source.url, f"{kind}; charset=utf-8"))).vector
    return probability(page_log_odds(model, vector, way_log_odds(model, vector.ways, vector.way_tokens)))
