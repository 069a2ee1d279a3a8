"""Broken pages by number: the same number is always the same page."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.mutated.mutations import MUTATIONS
from tests.fuzz.pages import TYPES
from tests.nasty.corpus import BIG, CORPUS, SMALL

_WRITTEN = Path(__file__).resolve().parents[2] / "datasets" / "authored"
_NASTY, _HUGE, _RAW = 0.15, 0.004, 0.02
"""Shares of pages that begin as a nasty one, as one of megabytes, and of those that are left as they were."""
_TYPE = "text/html; charset=utf-8"


class Broken(NamedTuple):
    """One page, and how it is made."""

    number: int
    recipe: str
    body: bytes
    content_type: str | None


def broken(count: int, seed: int = 0) -> Iterator[Broken]:
    """So many pages."""
    for number in range(count):
        yield page(number, seed)


def page(number: int, seed: int = 0) -> Broken:
    """One page: something to begin with, and up to four mutations."""
    dice = random.Random(f"{seed} {number}")
    name = _begin(dice)
    body, names = _body(name), [name]
    if dice.random() >= _RAW:
        for mutation in dice.choices(tuple(MUTATIONS), k=dice.randrange(1, 5)):
            other = dice.choice(tuple(_written()))
            body = MUTATIONS[mutation](body, dice, _body(other))
            names.append(mutation)
    content_type = dice.choice(TYPES) if dice.random() < 0.2 else _TYPE
    return Broken(number, " + ".join(names), body, content_type)


def _begin(dice: random.Random) -> str:
    chance = dice.random()
    if chance < _HUGE:
        return dice.choice(BIG).name
    return dice.choice(SMALL).name if chance < _NASTY else dice.choice(tuple(_written()))


def _body(name: str) -> bytes:
    return CORPUS[name].make() if name in CORPUS else _written()[name].read_bytes()


@cache
def _written() -> Mapping[str, Path]:
    """Written pages by batch and name."""
    return {f"{path.parents[1].name}/{path.name}": path for path in sorted(_WRITTEN.glob("*/pages/*"))}
