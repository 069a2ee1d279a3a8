"""The pages that every system learns from and is asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.training.pages import Source, read_authored, read_corpus
from detector.training.rows import Row
from detector.training.split import cross_validation

TESTED_A_SOURCE = 20
"""Found pages of a source that the folds ask about: enough for damped figures, which hardly count the rest."""
Positions = NDArray[np.int64]


class Pages(NamedTuple):
    """Labelled pages, leaks masked as for the detector's own fit."""

    fitted: Sequence[Source]
    """Training pages and written pages, without copies."""
    dev: Sequence[Source]


def read_pages(corpus: Path, authored: Path, known: Container[str]) -> Pages:
    """The pages of both labels whose ids are known. Raises DatasetError where the folders cannot be read."""
    found = chain(read_corpus(corpus, ("train", "dev")), read_authored(authored))
    clear = [source for source in found if source.row.label in ("spam", "ham") and source.row.id in known]
    fitted = [source for source in clear if source.row.split in ("train", "authored")]
    return Pages(fitted, [source for source in clear if source.row.split == "dev"])


def folds(rows: Sequence[Row]) -> Iterator[tuple[Positions, Positions]]:
    """(fit, test) positions of each of the detector's own folds; of found pages only some are tested."""
    tested = np.zeros(len(rows), bool)
    tested[capped(rows, TESTED_A_SOURCE)] = True
    tested |= np.array([row.split == "authored" for row in rows])
    for fit, test in cross_validation(rows):
        yield fit, test[tested[test]]


def capped(rows: Sequence[Row], most: int) -> list[int]:
    """Positions of at most so many pages of each source and label, in an order that mixes all of them.

    For systems that cannot weigh a page: as no source may dominate, it must not bring more pages.
    """
    taken: Counter[tuple[str, str]] = Counter()
    chosen = []
    for position in sorted(range(len(rows)), key=lambda i: sha256(rows[i].id.encode()).digest()):
        key = (rows[position].label, rows[position].source)
        taken[key] += 1
        if taken[key] <= most:
            chosen.append(position)
    return chosen
