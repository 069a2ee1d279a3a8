"""Golden pages: pages that travel with a model and must score the same wherever it is loaded.

A line of `golden.jsonl` is `{"id", "url", "form": "html" | "text", "body", "score"}`. A score that moved means that another
parser, library or feature is at work than the one the model was fitted with, even where every version agrees.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from detector.errors import DetectorError, ModelError
from detector.model import scorer
from detector.model.weights import Model
from detector.page import Document
from detector.parsing import parse

FILE = "golden.jsonl"
TOLERANCE = 1e-4
"""Room for the last bits of another processor's arithmetic, far below what changes a band."""
_LARGEST = 5_000_000


def check(model: Model, most: int | None) -> int:
    """Score the first `most` golden pages (None: all) again; how many there were.

    Raises ModelError where the file is damaged or a page's score moved by more than `TOLERANCE`.
    """
    count = 0
    for said in islice(_read(model.folder / FILE, model.manifest), most):
        _compare(model, said)
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


def _read(path: Path, manifest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    damaged = f"{path} is damaged or was changed after training; restore the model folder from where you got it."
    try:
        if path.stat().st_size > _LARGEST or sha256(path.read_bytes()).hexdigest() != manifest["files"][FILE]:
            raise ModelError(damaged)
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError(damaged) from error


def _compare(model: Model, said: Mapping[str, Any]) -> None:
    try:
        expected = float(said["score"])
        found = scorer.score(model, parse(document(said)))
    except (DetectorError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(
            f"A golden page of {model.folder} cannot be scored; restore the model folder from where you got it."
        ) from error
    # Written so that a score that is no number fails as well.
    if not abs(found - expected) <= TOLERANCE:
        raise ModelError(
            f"Golden page {said['id']!r} of {model.folder} scores {found:.4f} here and {expected:.4f} when the model was made: "
            "install the library versions its manifest names, or retrain it with `detector train`."
        )
