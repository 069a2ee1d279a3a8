"""The shipped model beside its peers."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence

import numpy as np

from benchmarks.quality.contest import Result
from benchmarks.quality.peer import seconds
from benchmarks.quality.reading import parsed
from benchmarks.quality.split import Pages
from detector.errors import UnreadableInput
from detector.features.vector import read
from detector.model.scorer import score
from detector.model.store import OUT_OF_FOLD
from detector.model.weights import Model
from detector.training.fit import fit_page, summarise
from detector.training.pages import Source
from detector.training.rows import Rows
from detector.training.train import labelled
from detector.training.ways import fit_ways, way_decisions
from detector.training.weights import page_weights

NAME = "detector"
_SAMPLE = 10
"""Every so many-th training page is measured anew, for its time only."""


def ours(model: Model, base: Rows, pages: Pages) -> Result:
    """Scores of a model of this project, and what they cost."""
    start = seconds()
    dev = np.array([_score(model, source) for source in pages.dev])
    scoring = seconds() - start
    return Result(
        NAME,
        f"this project, model {model.name}: text, links and markup",
        "as shipped",
        dev,
        _written(model),
        1_000 * (_measuring(pages.fitted[::_SAMPLE]) + _fitting(base)),
        1_000 * scoring / len(pages.dev),
        {},
    )


def _score(model: Model, source: Source) -> float:
    try:
        return score(model, parsed(source))
    except UnreadableInput:
        return 0.0  # nobody is flagged for an empty page


def _written(model: Model) -> dict[str, float]:
    decided = json.loads(gzip.decompress((model.folder / OUT_OF_FOLD).read_bytes()))
    # Only a written page's name has a folder in it.
    return {name: float(log_odds) for name, log_odds in decided.items() if "/" in name}


def _measuring(sources: Sequence[Source]) -> float:
    start = seconds()
    for source in sources:
        read(parsed(source))
    return (seconds() - start) / len(sources)


def _fitting(base: Rows) -> float:
    """Seconds a row of one fit of both decisions, without the cross-validation around it, as for the peers."""
    data = labelled(base)
    weights = page_weights(data.rows)
    start = seconds()
    ways = fit_ways(data, weights)
    fit_page(data, summarise(way_decisions(ways, data)), weights)
    return (seconds() - start) / len(data.rows)
