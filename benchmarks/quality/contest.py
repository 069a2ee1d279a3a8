"""Let a peer choose its setting by cross-validation, learn from all pages it may learn from, and score the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from benchmarks.quality.peer import Lesson, Peer, Setting, is_spam, seconds
from benchmarks.quality.split import Pages, folds
from detector.model.linear import Values
from detector.training.metrics import Scored, average_precision, damped
from detector.training.pages import Source
from detector.training.rows import Row
from detector.training.split import group


class Result(NamedTuple):
    """What a system made of the pages."""

    name: str
    about: str
    setting: str
    dev: Values
    """Scores of the held-out pages."""
    written: Mapping[str, float] | None
    """Out-of-fold scores of the written pages by id; None where the folds would take too long."""
    learning: float
    """Milliseconds for each page it learned from, reading it included."""
    scoring: float
    """The same for each page it was asked about."""
    tried: Mapping[str, float]
    """Damped PR-AUC of each setting out of fold."""


def hold(peer: Peer[Any], pages: Pages) -> Result:
    """Choose, learn, score. Raises PeerFailed where the peer breaks."""
    fitted, learn_read = _read(peer, pages.fitted)
    asked, score_read = _read(peer, pages.dev)
    lesson = Lesson([source.row for source in pages.fitted], fitted)
    decided = _out_of_fold(peer, lesson) if peer.folds else {}
    tried = {say(peer.settings[number]): _merit(lesson.rows, scores) for number, scores in decided.items()}
    chosen = int(np.argmax(list(tried.values()))) if tried else 0
    judged = next(iter(peer.judge([peer.settings[chosen]], lesson, asked)))
    return Result(
        peer.name,
        peer.about,
        say(peer.settings[chosen]),
        judged.scores,
        _written(lesson.rows, decided[chosen]) if decided else None,
        1_000 * (learn_read / len(fitted) + judged.learning / judged.learned),
        1_000 * (score_read + judged.scoring) / len(asked),
        tried,
    )


def _read(peer: Peer[Any], sources: Sequence[Source]) -> tuple[list[Any], float]:
    start = seconds()
    return [peer.read(source) for source in sources], seconds() - start


def _out_of_fold(peer: Peer[Any], lesson: Lesson[Any]) -> dict[int, Values]:
    """Scores under each setting, NaN for the pages that no fold tests."""
    decided = {number: np.full(len(lesson.rows), np.nan) for number in range(len(peer.settings))}
    for fit, test in folds(lesson.rows):
        part = Lesson([lesson.rows[i] for i in fit], [lesson.pages[i] for i in fit])
        for number, judged in enumerate(peer.judge(peer.settings, part, [lesson.pages[i] for i in test])):
            decided[number][test] = judged.scores
    return decided


def _merit(rows: Sequence[Row], scores: Values) -> float:
    tested = np.flatnonzero(~np.isnan(scores)).tolist()
    return average_precision(scored([rows[i] for i in tested], scores[tested]))


def _written(rows: Sequence[Row], scores: Values) -> dict[str, float]:
    return {row.id: float(score) for row, score in zip(rows, scores, strict=True) if row.split == "authored"}


def scored(rows: Sequence[Row], scores: Values) -> Scored:
    """Rows as the metrics read them: damped weights, sites numbered."""
    spam = is_spam(rows)
    sites = np.unique([group(row) for row in rows], return_inverse=True)[1]
    return Scored(scores, spam, damped([row.source for row in rows], spam), sites.astype(np.int64))


def say(setting: Setting) -> str:
    """A setting for the reader."""
    return ", ".join(f"{name} {value}" for name, value in setting.items())
