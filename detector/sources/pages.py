"""Saved pages -> records, one a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detector import bounds
from detector.errors import UnreadableInput
from detector.page import Document
from detector.sources import files, remote
from detector.sources.record import START, Input, Place, Record
from detector.sources.streams import open_binary


def read(found: Input, start: Place = START) -> Iterator[Record]:
    """The records from a place on. Raises UsageError where a library is missing, nothing else."""
    for number in range(start.number, len(found.pages)):
        path = found.pages[number]
        try:
            # What came on standard input has been copied to a file, whose name says nothing.
            yield Record(Place(number, number), _document(path, files.STDIN if found.name == files.STDIN else path))
        except UnreadableInput as error:
            yield Record(Place(number, number), None, loss=f"{path}: {error}")


def places(found: Input, every: int) -> Iterator[Place]:
    """The places of records 0, `every`, 2 x `every` and so on, last the end."""
    for number in (*range(0, len(found.pages), every), len(found.pages)):
        yield Place(number, number)


def _document(path: str, name: str) -> Document:
    if not remote.is_remote(path):
        return replace(files.read(path), id=name)
    with open_binary(path) as stream:
        body = stream.read(bounds.BYTES + 1)
    return files.received(body, path, path if remote.is_web(path) else None)
