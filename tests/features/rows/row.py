"""One row of the table, and the pieces that rows are made of."""

from __future__ import annotations

from math import log1p
from typing import NamedTuple

FILM = "<p>A quiet film.</p>"
WATCH = "<p>Watch full movie</p>"


class Row(NamedTuple):
    """A page and what a feature measures there."""

    html: str
    expected: float
    url: str | None = "https://own.example/page"
    hops: tuple[str, ...] = ()
    """Where a visitor came by."""


Pair = tuple[Row, Row]
"""The row that gives no ground (`ok`), then the one that does (`fail`)."""


def n(count: float) -> float:
    """What a feature says that takes the logarithm of a count."""
    return log1p(count)


def away(words: str = "x", host: str = "unheard.example", rest: str = "", more: str = "") -> str:
    """A link to a host nobody vouches for."""
    return f'<a href="https://{host}/{rest}" {more}>{words}</a>'


def link(target: str, words: str = "x", more: str = "") -> str:
    """A link."""
    return f'<a href="{target}" {more}>{words}</a>'
