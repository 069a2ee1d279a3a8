"""What tests of several rooms share: a small model with known weights, and pages to put before it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from detector import lexicon
from detector.features import FEATURES
from detector.features.measures import MEASURES
from detector.features.vector import FIELDS, schema
from detector.model import golden, store, weights
from detector.model.folder import digest_of
from detector.model.kinds import KINDS, OTHER
from detector.model.linear import Linear
from detector.model.scorer import score
from detector.parsing import parse

SPAM = """<!doctype html><html lang=en><title>Alita: Battle Angel 2 (2025)</title>
<h1>Alita: Battle Angel 2 (2025)</h1><p>The sequel picks up where the first film ended, and it is a joy to look at.</p>
<p><a href="https://films.pipe-fittings.example/go"><img src=play.jpg alt="Watch Full Movie"></a></p>
<p>Preview Image – Click to Watch on Our Partner Site</p><p>Watch full: <a href="https://streams.example/a2">FULL MOVIE</a></p>
"""
HAM = """<!doctype html><html lang=en><title>Alita: Battle Angel, a review</title><h1>Alita: Battle Angel</h1>
<p>Robert Rodriguez films the fights with care, and Rosa Salazar carries the rest. It is worth an evening.</p>
<p>Available on <a href="https://www.netflix.com/title/1">Netflix</a>. <a href="/about">About me</a></p>
"""
TEXT = "Alita: Battle Angel 2 (2025)\n\nThe sequel picks up where the first film ended.\n\nWatch full movie here\nFULL MOVIE: click to watch on our partner site\n"
DENSE = {
    "text.watch_lines": 1.5,
    "text.partner_lines": 2.0,
    "links.watch_baits": 1.5,
    "links.known_share": -1.0,
    "ways.best": 2.0,
}
WAYS = {"way.watch": 3.0, "way.partner": 2.0, "way.watch_near": 1.0, "way.to_unknown": 1.0}
GOLDEN = (
    {"id": "spam", "url": "https://films.example/12130", "form": "html", "body": SPAM},
    {"id": "ham", "url": None, "form": "html", "body": HAM},
    {"id": "text", "url": None, "form": "text", "body": TEXT},
)


@pytest.fixture(scope="session")
def _toy_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "toy")


@pytest.fixture
def toy_model(_toy_model: Path, tmp_path: Path) -> Path:
    """A model folder of the test's own: hand-set dense weights, small seeded token weights, three golden pages."""
    folder = tmp_path / "toy"
    folder.mkdir()
    for file in _toy_model.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


@pytest.fixture
def seal() -> Callable[..., None]:
    """Make a changed model folder vouch for itself again: `seal(folder, schema="other")`."""
    return reseal


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with a spam page, an honest page and a text."""
    folder = tmp_path / "pages"
    (folder / "deep").mkdir(parents=True)
    (folder / "spam.html").write_text(SPAM, "utf-8")
    (folder / "ham.HTM").write_text(HAM, "utf-8")
    (folder / "deep" / "spam.txt").write_text(TEXT, "utf-8")
    (folder / "notes.csv").write_text("a,b", "utf-8")
    return folder


def write_model(folder: Path) -> Path:
    """Write the toy model through the functions of the store."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = np.random.default_rng(0)
    plain = _dense((*(feature.name for feature in FEATURES), *weights.SUMMARY), DENSE)
    arrays: dict[str, NDArray[Any]] = {
        "dense.npy": plain,
        "ways.npy": _dense(tuple(MEASURES), WAYS),
        "tokens.npy": chance.normal(0, 0.05, store.shapes()["tokens.npy"][0]).astype(np.float16),
        "way_tokens.npy": chance.normal(0, 0.05, store.shapes()["way_tokens.npy"][0]).astype(np.float16),
        "kinds.npy": np.vstack((plain[:2], *(plain[2] * (kind == "fake-stream") for kind in KINDS))),
        "kind_tokens.npy": chance.normal(0, 0.05, store.shapes()["kind_tokens.npy"][0]).astype(np.float16),
    }
    for file, array in arrays.items():
        np.save(folder / file, array, allow_pickle=False)
    manifest: dict[str, Any] = {
        "format": store.FORMAT,
        "name": "toy",
        "schema": schema(),
        "lexicons": lexicon.digest(),
        "python": "3",
        "libraries": {"numpy": np.__version__},
        "page": {"intercept": -3.0, "fields": dict.fromkeys(FIELDS, 1.0)},
        "ways": {"intercept": -3.0, "fields": {"way": 1.0}},
        "kinds": {
            "intercepts": dict.fromkeys(KINDS, -3.0),
            "fields": dict.fromkeys(FIELDS, 1.0),
            "rest": {"slope": 1.0, "offset": -2.0},
            "thresholds": dict.fromkeys((*KINDS, OTHER), 0.5),
        },
        "thresholds": {"review": 0.4, "spam": 0.8, "way": 0.5},
    }
    page = Linear(-3.0, *arrays["dense.npy"], arrays["tokens.npy"], manifest["page"]["fields"])
    ways = Linear(-3.0, *arrays["ways.npy"], arrays["way_tokens.npy"], manifest["ways"]["fields"])
    kinds = store.kinds_of(manifest["kinds"], arrays["kinds.npy"], arrays["kind_tokens.npy"])
    model = weights.Model(folder, manifest, page, ways, kinds)
    lines = [json.dumps({**said, "score": score(model, parse(golden.document(said)))}) for said in GOLDEN]
    (folder / golden.FILE).write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "card.md").write_text("# Model toy\n\nFor tests.\n", "utf-8")
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    reseal(folder)
    return folder


def reseal(folder: Path, **changes: Any) -> None:
    """Give the manifest the digests of the files as they are, and these other values; None takes a key out."""
    path = folder / "manifest.json"
    manifest = {**json.loads(path.read_text("utf-8")), **changes}
    manifest = {key: value for key, value in manifest.items() if value is not None}
    files = [*store.shapes(), golden.FILE]
    manifest["files"] = {file: digest_of(folder / file) for file in files if (folder / file).exists()}
    manifest["digest"] = store.manifest_digest(manifest)
    path.write_text(json.dumps(manifest), "utf-8")


def _dense(names: Sequence[str], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Mean 0 and scale 1, so that a weight is a share for each unit measured."""
    missing = weights.keys() - set(names)
    assert not missing, f"the toy model weighs features that are gone: {missing}"
    return np.stack((np.zeros(len(names)), np.ones(len(names)), [weights.get(name, 0.0) for name in names]))
