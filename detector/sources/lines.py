"""JSONL: one JSON object a line -> records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from detector.sources import columns
from detector.sources.compression import Damaged
from detector.sources.record import START, Input, Place, Record
from detector.sources.streams import open_decompressed

_BOM = b"\xef\xbb\xbf"
_PART = 1 << 16


class _Line(NamedTuple):
    place: Place
    where: str
    """What a sentence calls it."""
    body: bytes
    loss: str = ""


def read(found: Input, start: Place = START) -> Iterator[Record]:
    """The records from a place on, one for each line that is not blank.

    Each key is looked up under the name that `columns` gives it; keys that no field is called by are passed over.
    Raises UnreadableInput where the file cannot be read on, UsageError where a library is missing.
    """
    with open_decompressed(found.path, found.compression) as stream:
        for line in _lines(stream, _entered(stream, found, start), found):
            if line.place.number >= start.number:
                yield Record(line.place, None, loss=line.loss) if line.loss else _record(line, found)


def places(found: Input, every: int) -> Iterator[Place]:
    """The places of records 0, `every`, 2 x `every` and so on, last the end. Raises what `read` raises."""
    number = 0
    with open_decompressed(found.path, found.compression) as stream:
        for line in _lines(stream, START, found):
            if line.place.number % every == 0:
                yield line.place
            number = line.place.number + 1
        yield Place(number, None if found.compression else stream.tell())


def _entered(stream: BinaryIO, found: Input, start: Place) -> Place:
    """The place from which to read on so that a place is reached."""
    if found.compression or start.offset is None:
        return START
    stream.seek(start.offset)
    return start


def _lines(stream: BinaryIO, start: Place, found: Input) -> Iterator[_Line]:
    """The lines that are not blank; the stream stands where the first of them begins."""
    number, offset, passed = start.number, start.offset or 0, 0
    while True:
        # A packed file can be counted only in lines, one that is entered anywhere only in bytes.
        where = f"Line {passed + 1}" if found.compression else f"The line at byte {offset}"
        place = Place(number, None if found.compression else offset)
        try:
            line = stream.readline(columns.ROW + 1)
            size = len(line)
            if size > columns.ROW:
                size += _pass_over(stream, line)
        except Damaged as error:
            yield _Line(place, where, b"", f"{where} and all that follow cannot be read: {error}.")
            return
        if not line:
            return
        if size > columns.ROW:
            yield _Line(place, where, b"", f"{where} is longer than {columns.ROW} bytes.")
        elif line := (line.removeprefix(_BOM) if offset == 0 else line).strip():
            yield _Line(place, where, line)
        number += bool(line)
        offset += size
        passed += 1


def _pass_over(stream: BinaryIO, line: bytes) -> int:
    """Read to the end of a line that is too long; returns the bytes read."""
    size = 0
    while line and not line.endswith(b"\n"):
        line = stream.readline(_PART)
        size += len(line)
    return size


def _record(line: _Line, found: Input) -> Record:
    try:
        values = json.loads(line.body.decode())
    except UnicodeDecodeError:
        return Record(line.place, None, loss=f"{line.where} is not UTF-8.")
    except (ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        return Record(line.place, None, loss=f"{line.where} is no JSON: {why}.")
    if not isinstance(values, dict):
        return Record(line.place, None, loss=f"{line.where} is no JSON object.")
    return columns.record(line.place, {field: values.get(key) for field, key in found.columns.items()}, line.where)
