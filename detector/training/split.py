"""Folds for cross-validation: what belongs together is never torn apart.

Spam is grouped by source, as pages of one kit or collector resemble each other far beyond their sites; honest pages by site;
written pages by pair, so that the two sides of a counterfactual share a fold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from detector.training.rows import Row

FOLDS = 5
Positions = NDArray[np.int64]


def group(row: Row) -> str:
    """The name of what a row must stay together with."""
    if row.split == "authored":
        return "pair:" + row.campaign
    return "source:" + row.source if row.label == "spam" else "site:" + (row.site or row.campaign)


def fold(name: str, seed: int = 0) -> int:
    """A group's fold, by a hash: the same wherever and whenever it is asked for."""
    return int.from_bytes(sha256(f"{seed}:{name}".encode()).digest()[:8], "big") % FOLDS


def balanced(rows: Sequence[Row], seed: int = 0) -> dict[str, int]:
    """Fold of every group: large groups are dealt out first to the fold that has least of their class.

    A user's own pages are dealt last, so that the shipped ones keep their folds and two models can be compared.
    """
    found = [row for row in rows if not row.variant]
    shipped = {group(row) for row in found if not row.own}
    # An own page of a shipped site or source joins its fold, and neither its size nor its turn may change by that.
    sizes = Counter((group(row), row.label) for row in found if not row.own or group(row) not in shipped)
    filled = np.zeros((2, FOLDS))
    folds: dict[str, int] = {}
    for name, label in sorted(sizes, key=lambda key: (key[0] not in shipped, -sizes[key], fold(key[0], seed), key)):
        spam = int(label == "spam")
        if name not in folds:
            folds[name] = int(np.argmin(filled[spam]))
        filled[spam, folds[name]] += sizes[name, label] ** 0.5
    return folds


def fold_of_each(rows: Sequence[Row], seed: int = 0) -> Positions:
    """The fold of every row; a copy lies in its parent's."""
    folds = balanced(rows, seed)
    parent = {row.id: row for row in rows}
    names = [group(parent.get(row.parent, row)) for row in rows]
    # The parent of an unsure copy is no row of the fit; its group may be known nowhere else.
    return np.array([folds.get(name, fold(name, seed)) for name in names], np.int64)


def cross_validation(rows: Sequence[Row], seed: int = 0) -> Iterator[tuple[Positions, Positions]]:
    """(fit, test) positions of each fold; variants are never tested, nor fitted where a part of them is tested."""
    own = fold_of_each(rows, seed)
    blocks = np.array([fold(row.block, seed) if row.block else -1 for row in rows])
    found = np.array([row.variant == "" for row in rows])
    for number in range(FOLDS):
        test = np.flatnonzero((own == number) & found)
        fit = np.flatnonzero((own != number) & (blocks != number))
        yield fit, test
