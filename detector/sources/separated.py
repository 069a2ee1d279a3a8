"""CSV, with commas, tabs or semicolons and a header row -> records (RFC 4180)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from detector import bounds
from detector.errors import UnreadableInput
from detector.sources import columns
from detector.sources.compression import Damaged, beginning
from detector.sources.record import START, Input, Place, Record
from detector.sources.streams import EDGE, open_decompressed

_DELIMITERS = ",\t;"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PART = 1 << 16
# A byte that was no UTF-8, as the decoder hands it on; one character class, linear.
_UNDECODED = re.compile("[\udc80-\udcff]")


class _Row(NamedTuple):
    line: int
    """Where it ends, from 1."""
    cells: Sequence[str]
    loss: str = ""


def read(found: Input, start: Place = START) -> Iterator[Record]:
    """The records from a place on, one for each row that is not blank; all rows before it are passed over.

    A row whose quotes or whose number of cells are wrong is a loss, and what follows in a new line is read again.
    Raises UsageError where a column is missing, UnreadableInput where the file cannot be read on.
    """
    rows = _rows(found)
    header = next(rows).cells
    cells = {field: header.index(column) for field, column in found.columns.items() if column in header}
    for number, row in enumerate(rows):
        if number >= start.number:
            yield _record(Place(number), row, cells, len(header))


def places(found: Input, every: int) -> Iterator[Place]:
    """The places of records 0, `every`, 2 x `every` and so on, last the end. Raises what `read` raises."""
    rows = _rows(found)
    next(rows)
    number = 0
    for number, _ in enumerate(rows, 1):
        if (number - 1) % every == 0:
            yield Place(number - 1)
    yield Place(number)


def check(found: Input) -> None:
    """Raise UsageError where a column is missing, UnreadableInput where there is no header."""
    next(_rows(found))


def header(head: bytes, wanted: Mapping[str, str]) -> tuple[Sequence[str], str]:
    """The cells of the first row, and the delimiter by which most of them are wanted columns.

    >>> header(b'url;html\\na;"<p>"', {"url": "url", "html": "html"})
    (['url', 'html'], ';')
    """
    lines = head.decode("utf-8-sig", "replace").lstrip("\r\n").splitlines(keepends=True)
    rows = {delimiter: _first(lines, delimiter) for delimiter in _DELIMITERS}
    best = max(rows, key=lambda delimiter: (len(set(rows[delimiter]) & set(wanted.values())), len(rows[delimiter])))
    return rows[best], best


def _first(lines: Sequence[str], delimiter: str) -> Sequence[str]:
    try:
        return next(csv.reader(lines, delimiter=delimiter), [])
    except csv.Error:
        return []


def _rows(found: Input) -> Iterator[_Row]:
    """The header, then all rows that are not blank."""
    with open_decompressed(found.path, found.compression) as stream:
        head = beginning(stream, EDGE)
    if head.startswith(_UTF_16):
        raise UnreadableInput(f"{found.name}: This table is in UTF-16: save it as UTF-8.")
    _, delimiter = header(head, found.columns)
    # For the whole process, since the csv module knows no other way.
    csv.field_size_limit(bounds.BYTES + 1)
    with open_decompressed(found.path, found.compression) as stream:
        lines = _Lines(io.TextIOWrapper(stream, "utf-8-sig", "surrogateescape", newline=""))
        rows = _parsed(csv.reader(lines, delimiter=delimiter, strict=True), lines)
        first = next(rows, None)
        if first is None or first.loss:
            raise UnreadableInput(f"{found.name}: This table has no header row that names its columns.")
        columns.check(first.cells, found.columns, found.name)
        yield first
        yield from rows


class _Lines:
    """The lines that the csv module takes, bounded; it goes on with the next line after an error."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.number = 0
        self.taken = 0
        """Characters of the row at hand."""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(columns.ROW + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.taken += len(line)
        if self.taken <= columns.ROW:
            return line
        while line and not line.endswith(("\n", "\r")):
            line = self._text.readline(_PART)
        raise csv.Error(f"the row is longer than {columns.ROW} characters")


def _parsed(rows: Iterator[Sequence[str]], lines: _Lines) -> Iterator[_Row]:
    while True:
        lines.taken = 0
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield _Row(lines.number, (), f"cannot be read: {error}.")
        except Damaged as error:
            yield _Row(lines.number, (), f"is the last that can be read: {error}.")
            return
        else:
            if cells:
                yield _Row(lines.number, cells)


def _record(place: Place, row: _Row, cells: Mapping[str, int], width: int) -> Record:
    where = f"The row that ends at line {row.line}"
    loss = row.loss
    if not loss and len(row.cells) != width:
        loss = f"has {len(row.cells)} cells where the header has {width}."
    if loss:
        return Record(place, None, loss=f"{where} {loss}")
    values = {field: row.cells[index] for field, index in cells.items()}
    if any(not value.isascii() and _UNDECODED.search(value) for value in values.values()):
        return Record(place, None, loss=f"{where} is not UTF-8.")
    return columns.record(place, values, where)
