"""Outputs that do nothing: what a terminal, a browser, a spreadsheet or a reader of JSON would obey is not in them."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from detector.sinks.rows import storable

_OBEYED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Unicode categories that are no picture: controls, format characters (bidi, zero width), half pairs, line ends."""
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_LINKED = re.compile(r"(?:https?|ftp)://[\w@:%~-]*\.\w|(?<![a-z0-9_])www\.\w", re.IGNORECASE)
"""What terminals make links of."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BROKEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]")
_SPAN = re.compile(r"`[^`]*`")
_OWN = re.compile(r"[\w |%.,:#<>()/-]*")


def on_terminal(shown: str) -> None:
    """Lines for a terminal, in colour or not."""
    text = _COLOUR.sub("", shown)
    found = {character for character in text if character != "\n" and unicodedata.category(character) in _OBEYED}
    assert not found, f"a terminal obeys {found!r}"
    linked = _LINKED.search(text)
    assert linked is None, f"a terminal makes a link of {linked[0]!r}"


def as_json_lines(written: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """One line a row, which reads back as the row."""
    lines = written.split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(rows)
    assert not _BROKEN.search("".join(lines))
    assert [json.loads(line) for line in lines] == [storable_loss(row) for row in rows]


def storable_loss(row: Mapping[str, Any]) -> Any:
    """A row as JSON gives it back: tuples are lists."""
    return json.loads(json.dumps(storable(row) if "NaN" in json.dumps(row) else row))


def as_cells(written: str, fields: Sequence[str], rows: int) -> None:
    """CSV: one line a row, and no cell that a spreadsheet takes for a formula."""
    assert not _BROKEN.search(written.replace("\n", ""))
    table = list(csv.reader(io.StringIO(written, newline="")))
    assert len(table) == rows
    assert written.count("\n") == rows
    for row in table:
        assert len(row) == len(fields)
        assert not any(cell.startswith(_FORMULA) for cell in row)


def as_markdown(written: str) -> None:
    """Markdown: names stand in code spans, and no cell ends early."""
    for line in written.split("\n"):
        assert not _BROKEN.search(line)
        rest = _SPAN.sub("", line)
        assert _OWN.fullmatch(rest), f"outside of a code span: {rest!r}"
        assert _LINKED.search(line) is None
    for table in written.split("\n\n"):
        bars = {len(re.findall(r"(?<!\\)\|", line)) for line in table.split("\n") if line.startswith("|")}
        assert len(bars) <= 1, "a cell ends early"
