"""Model folders from strangers: whatever their bytes, loading gives a model or says what is wrong."""

from __future__ import annotations

import json
import math
import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path

from detector.errors import ModelError
from detector.model import judge, load
from detector.model.golden import FILE
from detector.page import Document
from detector.parsing import parse
from tests.conftest import SPAM, reseal, write_model
from tests.fuzz import files
from tests.fuzz.cutting import Cut

_FILES = ("manifest.json", FILE, "dense.npy", "ways.npy", "kinds.npy", "tokens.npy")


@cache
def _sound() -> Path:
    return write_model(files.home() / "sound")


def check(given: bytes) -> None:
    """A model folder of which one file is changed; which and how is told by the first two bytes."""
    cut = Cut(given)
    file, ways = cut.one_of(_FILES), cut.number()
    folder = files.home() / "strange"
    folder.mkdir(exist_ok=True)
    for path in _sound().iterdir():
        target = folder / path.name
        target.unlink(missing_ok=True)
        if path.name == file or path.name == "manifest.json":
            shutil.copy(path, target)
        else:
            target.hardlink_to(path)
    _change(folder / file, cut.rest(), bool(ways & 1))
    if ways & 2:
        # What is no manifest cannot vouch for itself.
        with suppress(ValueError, TypeError, AttributeError, RecursionError):
            reseal(folder)
    try:
        model = load(folder)
    except ModelError:
        return
    verdict = judge(model, parse(Document(SPAM.encode(), "https://films.example/1")))
    assert math.isfinite(verdict.score), "a model was taken that gives no score"


def _change(path: Path, body: bytes, whole: bool) -> None:
    """Put these bytes in the place of the file, of a manifest's value, or of the file's first bytes."""
    if whole:
        path.write_bytes(body)
    elif path.name == "manifest.json":
        _change_value(path, body)
    else:
        path.write_bytes(body + path.read_bytes()[len(body) :])


def _change_value(path: Path, body: bytes) -> None:
    """`key.key=JSON` a line: put this value there."""
    manifest = json.loads(path.read_text("utf-8"))
    for line in body.decode("utf-8", "replace").split("\n"):
        names, _, said = line.partition("=")
        *above, name = names.split(".")
        place = manifest
        for key in above:
            place = place.get(key) if isinstance(place, dict) else None
        try:
            value = json.loads(said)
        except (ValueError, RecursionError):
            continue
        if isinstance(place, dict):
            place[name] = value
    with suppress(RecursionError):
        path.write_text(json.dumps(manifest), "utf-8")
