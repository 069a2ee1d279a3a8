"""fastText's supervised classifier on the visible text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.quality.peer import Judged, Lesson, Peer, PeerFailed, Setting, needs_module, seconds
from benchmarks.quality.reading import visible_text
from benchmarks.quality.split import capped
from detector.model.linear import Values
from detector.training.pages import Source

_BUCKETS = 2_000_000


def words(source: Source) -> str:
    """The text on one line, lower-case, as fastText reads it."""
    return " ".join(visible_text(source).lower().split())


def judge(settings: Sequence[Setting], lesson: Lesson[str], asked: Sequence[str]) -> Iterable[Judged]:
    """It takes no weights, so `most` caps the pages of a source.

    Every fit has a process of its own. On one thread fastText draws only a tenth of its first weights and leaves the
    others as the memory was: zero in a young process with a large enough table, anything up to NaN in an old one.
    """
    for setting in settings:
        chosen = capped(lesson.rows, int(setting["most"]))
        lines = [f"__label__{lesson.rows[i].label} {lesson.pages[i]}\n" for i in chosen]
        try:
            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                judged = pool.submit(_judged, setting, lines, asked).result()
        except RuntimeError as error:
            raise PeerFailed(f"fastText: {error}") from error
        yield judged


def _judged(setting: Setting, lines: Sequence[str], asked: Sequence[str]) -> Judged:
    start = seconds()
    model = _fitted(setting, lines)
    learning, start = seconds() - start, seconds()
    return Judged(_margins(model, asked), len(lines), learning, seconds() - start)


def _fitted(setting: Setting, lines: Sequence[str]) -> Any:
    import fasttext  # type: ignore[import-not-found, import-untyped, unused-ignore]

    with TemporaryDirectory() as folder:
        path = Path(folder) / "pages.txt"
        path.write_text("".join(lines), "utf-8")
        return fasttext.train_supervised(
            str(path),
            wordNgrams=int(setting["n-grams"]),
            epoch=int(setting["epochs"]),
            lr=float(setting["rate"]),
            dim=16,
            bucket=_BUCKETS,
            minCount=2,
            # More threads share weights without locks, and no two runs agree.
            thread=1,
            seed=0,
            verbose=0,
        )


def _margins(model: Any, texts: Sequence[str]) -> Values:
    """Log-odds of spam. `predict` would round them to probabilities that end as plain 0 and 1."""
    weights = dict(zip(model.get_labels(), model.get_output_matrix(), strict=True))
    direction = np.asarray(weights["__label__spam"] - weights["__label__ham"], np.float64)
    return np.array([model.get_sentence_vector(text) @ direction for text in texts], np.float64)


PEER = Peer(
    name="fastText",
    about="fastText, supervised, on the visible text",
    missing=needs_module("fasttext"),
    read=words,
    judge=judge,
    settings=[
        {"most": 40, "n-grams": 2, "epochs": 20, "rate": 0.5},
        {"most": 40, "n-grams": 2, "epochs": 20, "rate": 1.0},
        {"most": 40, "n-grams": 3, "epochs": 20, "rate": 1.0},
    ],
)
