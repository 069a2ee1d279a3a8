"""The model that fuzzed pages are judged with: the shipped one, or, where it is for other code, the toy of the tests."""

from __future__ import annotations

import atexit
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from detector.errors import ModelError
from detector.model import Model, load
from tests.conftest import write_model


@cache
def judging() -> Model:
    """The model as it is."""
    try:
        return load()
    except ModelError:
        home = TemporaryDirectory()
        atexit.register(home.cleanup)
        return load(write_model(Path(home.name) / "toy"))


@cache
def suspicious() -> Model:
    """The same, but it calls every page spam and names every way out, so that all there is to write is written."""
    model = judging()
    return replace(model, manifest={**model.manifest, "thresholds": {"review": 0.0, "spam": 0.0, "way": 0.0}})
