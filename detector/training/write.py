"""A fitted model -> a model folder, and what changed against another one."""

from __future__ import annotations

import gzip
import json
import os
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector import lexicon
from detector.errors import ModelError
from detector.features import FEATURES
from detector.features.measures import MEASURES
from detector.features.vector import schema
from detector.model.folder import digest_of
from detector.model.kinds import KINDS
from detector.model.linear import Linear
from detector.model.store import FORMAT, OUT_OF_FOLD, find, load, manifest_digest, read_manifest
from detector.model.store import out_of_fold as kept_out_of_fold
from detector.model.weights import SUMMARY, Model
from detector.training import calibrate
from detector.training.card import write_card
from detector.training.figures import ranking_figures, scored
from detector.training.golden import write_golden
from detector.training.kinds import Learned
from detector.training.metrics import Interval
from detector.training.pages import Source
from detector.training.report import compared
from detector.training.train import Trained, cross_validation_figures, out_of_fold

LIBRARIES = ("numpy", "scikit-learn", "scipy", "selectolax", "can-ada", "publicsuffixlist", "xxhash")


def write(trained: Trained, output: Path, golden: Sequence[Source]) -> None:
    """Write the model folder; each file takes its place complete, the manifest that vouches for them last.

    A program that has the model loaded keeps the files it mapped: none is written into.
    """
    output.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{output.name}-", dir=output) as made:
        _write_files(trained, Path(made), output.resolve().name, golden)
        for file in sorted(Path(made).iterdir(), key=lambda file: file.name == "manifest.json"):
            os.replace(file, output / file.name)


def _write_files(trained: Trained, output: Path, name: str, golden: Sequence[Source]) -> None:
    page, ways = trained.fitted
    kinds = trained.kinds.kinds
    arrays: dict[str, NDArray[Any]] = {
        "dense.npy": np.stack((page.mean, page.scale, page.weight)),
        "tokens.npy": page.tokens.astype(np.float16),
        "ways.npy": np.stack((ways.mean, ways.scale, ways.weight)),
        "way_tokens.npy": ways.tokens.astype(np.float16),
        "kinds.npy": np.vstack((kinds.mean, kinds.scale, kinds.weights)),
        "kind_tokens.npy": kinds.tokens,
    }
    for file, array in arrays.items():
        np.save(output / file, array, allow_pickle=False)
    decided = json.dumps(out_of_fold(trained)).encode()
    (output / OUT_OF_FOLD).write_bytes(gzip.compress(decided, mtime=0))
    manifest = _manifest(trained, name)
    write_golden(Model(output, manifest, page, ways, kinds), golden, output / "golden.jsonl")
    manifest["files"] = {file: digest_of(output / file) for file in (*arrays, "golden.jsonl", OUT_OF_FOLD)}
    manifest["digest"] = manifest_digest(manifest)
    (output / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
    write_card(manifest, output / "card.md")


def _manifest(trained: Trained, name: str) -> dict[str, Any]:
    rows = Counter(f"{row.split} {row.label}" for row in trained.data.rows if not row.variant)
    return {
        "format": FORMAT,
        "name": name,
        "schema": schema(),
        "lexicons": lexicon.digest(),
        "python": platform.python_version(),
        "libraries": {library: version(library) for library in LIBRARIES},
        "features": [f"{feature.name}@{feature.version}" for feature in FEATURES] + list(SUMMARY),
        "measures": list(MEASURES),
        "page": _said(trained.fitted.page),
        "ways": _said(trained.fitted.ways),
        "kinds": _kinds_said(trained.kinds),
        "thresholds": dict(trained.thresholds),
        "chosen_for": calibrate.chosen_for(trained.bands),
        "rows": dict(sorted(rows.items())),
        "cross_validation": plain(cross_validation_figures(trained)),
    }


def plain(figures: Mapping[str, Interval]) -> dict[str, dict[str, float]]:
    """Figures as JSON holds them."""
    return {name: {key: round(value, 4) for key, value in f._asdict().items()} for name, f in figures.items()}


def _said(linear: Linear) -> dict[str, Any]:
    return {"intercept": linear.intercept, "fields": dict(linear.fields)}


def _kinds_said(learned: Learned) -> dict[str, Any]:
    kinds = learned.kinds
    return {
        "intercepts": dict(zip(KINDS, kinds.intercepts.tolist(), strict=True)),
        "fields": dict(kinds.fields),
        "rest": kinds.rest._asdict(),
        "thresholds": dict(kinds.thresholds),
        "confusion": list(learned.confusion),
    }


def summary(output: Path) -> str:
    """What a written model came to, for a terminal."""
    model = load(output)
    bands = model.manifest["thresholds"]
    lines = [f"{model.name} in {output}", f"  spam from {bands['spam']:.3f}, review from {bands['review']:.3f}"]
    return "\n".join(lines)


def rival(name: str | None) -> Path | None:
    """The folder of the model to compare with; None where none is asked for and none is shipped.

    Raises ModelError where the one asked for is missing or keeps no out-of-fold decisions.
    """
    try:
        folder = find(name)
    except ModelError:
        if name is not None:
            raise
        return None
    if not (folder / OUT_OF_FOLD).is_file():
        raise ModelError(f"{folder} keeps no out-of-fold decisions to compare with: name another one with --against.")
    return folder


def compared_with(trained: Trained, folder: Path) -> str:
    """What changed against another model, both out of fold on the pages that both were fitted on."""
    before = kept_out_of_fold(folder, read_manifest(folder))
    now = out_of_fold(trained)
    chosen = [i for i, row in enumerate(trained.data.rows) if row.id in before and row.id in now]
    part = trained.data.select(chosen)
    was = np.array([before[row.id] for row in part.rows])
    figures = [plain(ranking_figures(scored(part, log_odds))) for log_odds in (was, trained.decided[chosen])]
    head = f"Against {folder.name}, out of fold, on the {len(chosen):,} pages both know:"
    return head + "\n" + compared(*figures)
