"""Text in the columns of a terminal: how wide it is, cut and folded to a width."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Columns that safe text takes: two for East Asian wide characters, none for marks.

    >>> width("映画 ok"), width("e\\u0301")
    (7, 1)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def shorten(text: str, most: int) -> str:
    """The text, cut at its end to at most so many columns.

    >>> shorten("Watch the full movie", 10)
    'Watch the…'
    """
    if width(text) <= most:
        return text
    used, kept = 0, 0
    for character in text:
        used += _columns(character)
        if used > most - 1:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def shorten_middle(text: str, most: int) -> str:
    """The text, cut in its middle: the ends of an address say the most.

    >>> shorten_middle("hxxps://films[.]example/a/very/long/path/watch", 30)
    'hxxps://films[.]exa…path/watch'
    """
    if width(text) <= most:
        return text
    tail = most // 3
    end = text[-tail:]
    while width(end) > tail:
        end = end[1:]
    head = shorten(text, most - width(end))
    return head + end


def fold(text: str, columns: int) -> Sequence[str]:
    """Lines of at most so many columns, broken at spaces where there are any."""
    if text.isascii():
        return textwrap.wrap(text, max(columns, 8), break_on_hyphens=False) or [""]
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, max(columns, 8)):
            grown = f"{line} {piece}" if line else piece
            if line and width(grown) > columns:
                lines.append(line)
                grown = piece
            line = grown
    return [*lines, line]


def pad(text: str, columns: int) -> str:
    """The text, filled up with spaces."""
    return text + " " * (columns - width(text))


def _pieces(word: str, columns: int) -> Sequence[str]:
    pieces = [""]
    for character in word:
        if width(pieces[-1]) + _columns(character) > columns:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
