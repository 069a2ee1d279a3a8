"""Golden pages: pages that travel with a model and must score the same wherever it is loaded.

A line of `golden.jsonl` is `{"id", "url", "form": "html" | "text", "body", "score"}`. A score that moved means that another
parser, library or feature is at work than the one the model was fitted with, even where every version agrees.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from detector.errors import ModelError
from detector.model import folder as files
from detector.model import scorer
from detector.model.weights import Model
from detector.page import Document
from detector.parsing import parse

FILE = "golden.jsonl"
TOLERANCE = 1e-4
"""Room for the last bits of another processor's arithmetic, far below what changes a band."""
LARGEST, MOST, LONGEST = 5_000_000, 1_000, 100_000
"""Bytes of the file, pages in it, bytes of one of its lines: they are read where no watchdog is."""


def check(model: Model, most: int | None) -> int:
    """Score the first `most` golden pages (None: all) again; how many there were.

    Raises ModelError where the file is damaged or a page's score moved by more than `TOLERANCE`.
    """
    count = 0
    for line in _lines(model.folder / FILE, model.manifest)[:most]:
        _compare(model, line)
        count += 1
    if not count and most != 0:
        raise ModelError(
            f"{model.folder} has no golden pages, so nothing shows that it still scores as it did; retrain it with `detector train`."
        )
    return count


def document(said: Mapping[str, Any]) -> Document:
    """A golden page as it is received when it is scored.

    >>> document({"form": "text", "body": "Watch", "url": None, "id": "a"}).content_type
    'text/plain; charset=utf-8'
    """
    kind = "text/plain" if said["form"] == "text" else "text/html"
    return Document(said["body"].encode(), said["url"], f"{kind}; charset=utf-8", said["id"])


def _lines(path: Path, manifest: Mapping[str, Any]) -> Sequence[bytes]:
    damaged = f"{path} is damaged or was changed after training; restore the model folder from where you got it."
    try:
        body = files.read(path, LARGEST)
        if sha256(body).hexdigest() != manifest["files"][FILE]:
            raise ModelError(damaged)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(damaged) from error
    lines = body.splitlines()
    if len(lines) > MOST or any(len(line) > LONGEST for line in lines):
        raise ModelError(damaged)
    return lines


def _compare(model: Model, line: bytes) -> None:
    try:
        said = json.loads(line)
        name, expected = said["id"], files.number(said["score"])
        found = scorer.score(model, parse(document(said)))
    except Exception as error:  # whatever it holds is no page then
        raise ModelError(
            f"A golden page of {model.folder} cannot be scored; restore the model folder from where you got it."
        ) from error
    # Written so that a score that is no number fails as well.
    if not abs(found - expected) <= TOLERANCE:
        raise ModelError(
            f"Golden page {name!r} of {model.folder} scores {found:.4f} here and {expected:.4f} when the model was made: "
            "install the library versions its manifest names, or retrain it with `detector train`."
        )
