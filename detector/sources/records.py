"""The records of an input, by the reader of its format."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import MappingProxyType
from typing import Protocol, cast

from detector.sources.record import START, Input, Place, Record

_READERS = MappingProxyType(
    {
        "warc": "archives",
        "jsonl": "lines",
        "csv": "separated",
        "parquet": "parquet",
        "pages": "pages",
        "urls": "fetched",
    }
)


class Reader(Protocol):
    """What the module of a format offers."""

    def read(self, found: Input, start: Place) -> Iterator[Record]: ...

    def places(self, found: Input, every: int) -> Iterator[Place]: ...


def read(found: Input, start: Place = START) -> Iterator[Record]:
    """The records of an input from a place on, whatever its format.

    From any place that `places` names, or that a record had, they are the same as in a reading from the beginning.
    Pieces that cannot be read are records without a document. Raises UnreadableInput where the input is gone or cannot
    be read on, UsageError where it lacks a column or a library is missing.
    """
    return _reader(found).read(found, start)


def places(found: Input, every: int) -> Iterator[Place]:
    """The places of records 0, `every`, 2 x `every` and so on, last the end; nothing is parsed. Raises what `read` raises."""
    return _reader(found).places(found, every)


def _reader(found: Input) -> Reader:
    # Only here: most runs need one format, and each library takes long to import.
    return cast(Reader, import_module(f"detector.sources.{_READERS[found.format]}"))
