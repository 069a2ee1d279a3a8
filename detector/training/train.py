"""Datasets -> model folder, the whole way."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector import lexicon
from detector.errors import UsageError
from detector.features import FEATURES
from detector.features.measures import MEASURES
from detector.features.vector import schema
from detector.model.linear import Linear, Values
from detector.model.store import FORMAT, SUMMARY, Model, file_digest, manifest_digest
from detector.training import calibrate
from detector.training.additions import read_additions
from detector.training.build import Source, measure
from detector.training.card import write_card
from detector.training.fit import Fitted, decide, fit_page, summarise, ways_out_of_fold
from detector.training.golden import write_golden
from detector.training.metrics import Scored, damped
from detector.training.rows import Rows, join, load
from detector.training.split import cross_validation, group
from detector.training.ways import fit_ways, way_curve, way_threshold
from detector.training.weights import page_weights

Note = Callable[[str], None]
LIBRARIES = ("numpy", "scikit-learn", "scipy", "selectolax", "can-ada", "publicsuffixlist", "xxhash")


@dataclass(frozen=True)
class Trained:
    """A fitted model before it is written."""

    fitted: Fitted
    thresholds: tuple[float, float, float]
    decided: Values
    """Calibrated out-of-fold log-odds of the rows it was fitted on, NaN for variants."""
    candidates: Sequence[Values]
    """Calibrated out-of-fold log-odds of each row's candidates."""
    data: Rows


def labelled(data: Rows) -> Rows:
    """The rows a model is fitted on: training and written pages with a clear label."""
    return data.select(
        i for i, row in enumerate(data.rows) if row.split in ("train", "authored") and row.label in ("spam", "ham")
    )


def scored(data: Rows, scores: Values) -> Scored:
    """Rows as the metrics read them: damped weights, sites numbered."""
    spam = np.array([row.label == "spam" for row in data.rows])
    names = {name: number for number, name in enumerate(dict.fromkeys(map(group, data.rows)))}
    sites = np.array([names[group(row)] for row in data.rows])
    return Scored(scores, spam, damped([row.source for row in data.rows], spam), sites)


def train(datasets: Path, additions: Sequence[Path], note: Note, seed: int = 0) -> Trained:
    """Fit on `datasets/base` and the user's own labelled pages."""
    data = labelled(load(datasets / "base"))
    if additions:
        own = measure(read_additions(additions))
        if not len(own.rows):
            raise UsageError(
                "None of the added pages could be read: give folders with spam/ and ham/, or JSON lines with a label."
            )
        note(f"{len(own.rows)} pages added")
        data = join(data, own)
    return fit_all(data, note, seed)


def fit_all(data: Rows, note: Note, seed: int = 0) -> Trained:
    """Cross-validate, calibrate, choose thresholds, and fit on everything."""
    raw = ways_out_of_fold(data, note, seed)
    curve = way_curve(data, raw)
    candidates = [curve.apply(found) for found in raw]
    summaries = summarise(candidates)
    decided = _cross_validated(data, summaries, note, seed)
    found = np.flatnonzero(~np.isnan(decided))
    page_curve = calibrate.fit_curve(scored(data.select(found), decided[found]))
    decided = page_curve.apply(decided)
    review, spam = calibrate.thresholds(scored(data.select(found), calibrate.logistic(decided[found])))
    note("the whole")
    weights = page_weights(data.rows)
    page = calibrate.calibrated(fit_page(data, summaries, weights), page_curve)
    ways = calibrate.calibrated(fit_ways(data, weights), curve)
    return Trained(Fitted(page, ways), (review, spam, way_threshold(data, candidates)), decided, candidates, data)


def _cross_validated(data: Rows, summaries: Values, note: Note, seed: int) -> Values:
    decisions = np.full(len(data.rows), np.nan)
    for number, (chosen, test) in enumerate(cross_validation(data.rows, seed)):
        note(f"pages, fold {number + 1}")
        part = data.select(chosen)
        page = fit_page(part, summaries[chosen], page_weights(part.rows))
        decisions[test] = decide(page, data.select(test), summaries[test])
    return decisions


def write(trained: Trained, output: Path, name: str, figures: Mapping[str, Any], golden: Sequence[Source]) -> None:
    """Write the model folder: arrays first, the manifest that vouches for them last."""
    output.mkdir(parents=True, exist_ok=True)
    page, ways = trained.fitted
    arrays: dict[str, NDArray[Any]] = {
        "dense.npy": np.stack((page.mean, page.scale, page.weight)),
        "tokens.npy": page.tokens.astype(np.float16),
        "ways.npy": np.stack((ways.mean, ways.scale, ways.weight)),
        "way_tokens.npy": ways.tokens.astype(np.float16),
    }
    for file, array in arrays.items():
        np.save(output / file, array, allow_pickle=False)
    manifest = {
        "format": FORMAT,
        "name": name,
        "schema": schema(),
        "lexicons": lexicon.digest(),
        "python": platform.python_version(),
        "libraries": {library: version(library) for library in LIBRARIES},
        "features": [f"{feature.name}@{feature.version}" for feature in FEATURES] + list(SUMMARY),
        "measures": list(MEASURES),
        "page": _said(page),
        "ways": _said(ways),
        "thresholds": dict(zip(("review", "spam", "way"), trained.thresholds, strict=True)),
        "chosen_for": {
            "prevalence": calibrate.PREVALENCE,
            "spam": f"at most {calibrate.SPAM_RATE:.1%} of honest pages, damped, out of fold",
            "review": f"at most {calibrate.REVIEW_RATE:.1%} of honest pages, damped, out of fold",
        },
        "rows": dict(
            sorted(Counter(f"{row.split} {row.label}" for row in trained.data.rows if not row.variant).items())
        ),
        "cross_validation": figures,
    }
    write_golden(Model(output, manifest, page, ways), golden, output / "golden.jsonl")
    manifest["files"] = {file: file_digest(output / file) for file in (*arrays, "golden.jsonl")}
    manifest["digest"] = manifest_digest(manifest)
    (output / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
    write_card(manifest, output / "card.md")


def _said(linear: Linear) -> dict[str, Any]:
    return {"intercept": linear.intercept, "fields": dict(linear.fields)}
