"""What the candidates of every row come to, out of fold: made once for all variants that fit the same rows."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np

from benchmarks.search.variant import Lesson
from detector.model.linear import Values
from detector.training.fit import summarise
from detector.training.rows import Rows
from detector.training.split import FOLDS, cross_validation, fold_of_each
from detector.training.ways import fit_ways, way_curve, way_decisions

Note = Callable[[str], None]


class Summaries:
    """Summaries by lesson and seed: in memory, and in a folder where one is given."""

    def __init__(self, data: Rows, key: str, folder: Path | None, note: Note) -> None:
        """`key` tells the rows and the settings of the candidates' fit apart; files carry it in their names."""
        self._data, self._key, self._folder, self._note = data, key, folder, note
        self._known: dict[tuple[str, int], Values] = {}

    def of(self, lesson: Lesson, seed: int) -> Values:
        """Rows × `SUMMARY`, each row by a scorer that saw neither it nor its copies."""
        known = self._known.get((lesson.name, seed))
        if known is None:
            known = self._known[lesson.name, seed] = self._kept(lesson, seed)
        return known

    def _kept(self, lesson: Lesson, seed: int) -> Values:
        if self._folder is None:
            return out_of_fold(self._data, lesson, seed, self._note)
        name = sha256(f"{self._key} {seed} {lesson.name}".encode()).hexdigest()[:16]
        path = self._folder / f"candidates-{name}.npy"
        if path.exists():
            found: Values = np.load(path, allow_pickle=False)
            return found
        made = out_of_fold(self._data, lesson, seed, self._note)
        self._folder.mkdir(parents=True, exist_ok=True)
        np.save(path, made, allow_pickle=False)
        return made


def out_of_fold(data: Rows, lesson: Lesson, seed: int, note: Note) -> Values:
    """As `fit.ways_out_of_fold` and its calibration, where a lesson may leave rows out and weigh them otherwise.

    Every row gets a summary, those left out of the fits as well.
    """
    log_odds: list[Values] = [np.zeros(0)] * len(data.rows)
    own = fold_of_each(data.rows, seed)
    for number, (chosen, _) in enumerate(cross_validation(data.rows, seed)):
        note(f"  candidates of {lesson.name}, fold {number + 1} of {FOLDS}")
        part = data.select(lesson.taken(data, chosen))
        places = np.flatnonzero(own == number)
        found = way_decisions(fit_ways(part, lesson.weigh(part.rows)), data.select(places))
        for place, decided in zip(places, found, strict=True):
            log_odds[place] = decided
    curve = way_curve(data, log_odds)
    return summarise([curve.apply(decided) for decided in log_odds])
