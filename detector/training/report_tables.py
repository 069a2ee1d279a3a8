"""Tables and figures as cells, for a page of Markdown and for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from detector.sinks.columns import fold, pad, width
from detector.sinks.safety import plain

Figure = Mapping[str, float]
NOTHING = "–"
_PAGE, _TERMINAL = 120, 100
"""Columns of a paragraph."""


class Table(NamedTuple):
    """Cells as they are read; every row as long as the head."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


class Section(NamedTuple):
    """A title, and paragraphs and tables below it."""

    title: str
    parts: Sequence[str | Table]


def markdown_of(section: Section) -> str:
    """A section of a page."""
    parts = ["\n".join(fold(part, _PAGE) if isinstance(part, str) else _markdown_rows(part)) for part in section.parts]
    return "\n\n".join([f"## {section.title}", *parts]) + "\n"


def _markdown_rows(table: Table) -> Iterator[str]:
    yield _row(table.head)
    yield "|" + "---|" * len(table.head)
    yield from map(_row, table.rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def text_of(section: Section) -> str:
    """A section for a terminal."""
    parts = [
        "\n".join(fold(plain(part), _TERMINAL) if isinstance(part, str) else _text_rows(part)) for part in section.parts
    ]
    return "\n\n".join([section.title, *parts])


def _text_rows(table: Table) -> Iterator[str]:
    lines = [[plain(cell) for cell in row] for row in (table.head, *table.rows)]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield ("  " + "  ".join(map(pad, line, widths))).rstrip()


def spread(figure: Figure | None, digits: int = 1) -> str:
    """A share with its interval, in per cent; without one where no resample differs, as with a single group.

    >>> spread({"value": 0.7132, "low": 0.4129, "high": 0.9156}), spread({"value": 0.0, "low": 0.0, "high": 0.0}, 2), spread(None)
    ('71.3% (41.3–91.6)', '0.00%', '–')
    """
    if figure is None:
        return NOTHING
    share = f"{figure['value']:.{digits}%}"
    if figure["low"] == figure["value"] == figure["high"]:
        return share
    return f"{share} ({100 * figure['low']:.{digits}f}–{100 * figure['high']:.{digits}f})"


def side_cells(side: Mapping[str, Any] | None, digits: int = 1) -> list[str]:
    """Pages, groups, and the shares in the spam band and in either band, of one label of a slice."""
    if side is None:
        return [NOTHING] * 4
    shares = [spread(side[name], digits) for name in ("spam", "review")]
    return [f"{side['pages']:,}", f"{side['groups']:,}", *shares]
