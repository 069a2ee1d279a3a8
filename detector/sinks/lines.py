"""Rows as lines of text, JSON or CSV, compressed or not; chunks are put together by copying their bytes."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from detector.errors import UnreadableInput
from detector.sinks.packing import PACKINGS, Packing, unpacked
from detector.sinks.rows import storable
from detector.sinks.safety import json_line, one_line

Rows = Sequence[Mapping[str, Any]]

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), also in full width.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


@dataclass(frozen=True)
class Lines:
    """A format of one line a row."""

    suffix: str
    body: Callable[[Rows, Sequence[str]], str]
    """The lines of rows with these fields."""
    fields: Sequence[str]
    header: bool = False
    """The names of the fields are the first line."""

    def encode(self, rows: Rows) -> bytes:
        """A chunk, readable by itself; the same rows are always the same bytes."""
        # The header is a member of its own, so that it can be left out where chunks are put together.
        return self._header() + self._pack(self.body(rows, self.fields).encode())

    def merge(self, chunks: Iterable[Path], out: BinaryIO) -> None:
        """Put chunks together, in order. Raises UnreadableInput for a chunk that was not encoded by this format."""
        header = self._header()
        written = out.write(header)
        for path in chunks:
            with path.open("rb") as chunk:
                if chunk.read(len(header)) != header:
                    raise UnreadableInput(f"{path} does not begin with the fields that are to be written.")
                shutil.copyfileobj(chunk, out)
                written += chunk.tell()
        if not written:
            out.write(self._pack(b""))

    def count(self, path: Path) -> int:
        """Rows of a finished file. Raises UnreadableInput for a damaged one."""
        lines = sum(piece.count(b"\n") for piece in unpacked(path, self._packing))
        return lines - self.header

    @property
    def _packing(self) -> Packing:
        return PACKINGS[self.suffix.partition(".")[2]]

    def _pack(self, body: bytes) -> bytes:
        return self._packing.pack(body)

    def _header(self) -> bytes:
        return self._pack(_table([self.fields]).encode()) if self.header else b""


def json_lines(rows: Rows, fields: Sequence[str]) -> str:
    """A JSON object a line, the fields as the rows have them."""
    return "".join(f"{_json(row)}\n" for row in rows)


def separated(rows: Rows, fields: Sequence[str]) -> str:
    """Values separated by commas (RFC 4180), but each row on one line and no cell a formula."""
    return _table([_cell(row[name]) for name in fields] for row in rows)


def _json(value: Any) -> str:
    try:
        return json_line(value)
    except ValueError:  # a number that is none
        return json_line(storable(value))


def _table(rows: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A cell: text made harmless, lists and objects as JSON, nothing for None; numbers stay numbers.

    >>> _cell("=1+1"), _cell("two\\nlines"), _cell(-0.5), _cell([{"kind": "survey"}]), _cell(None)
    ("'=1+1", 'two\\\\nlines', -0.5, '[{"kind": "survey"}]', None)
    """
    if isinstance(value, str):
        return f"'{one_line(value)}" if _FORMULA.match(value) else one_line(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return storable(value) if value is None or isinstance(value, int | float) else _json(value)
