"""All records of an archive from a place on, and what is lost between them."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import BinaryIO, NamedTuple

from detector.sources.archives import resync, swift
from detector.sources.archives.packed import Coding, Damaged, Gzip
from detector.sources.archives.stream import Stream
from detector.sources.archives.units import Malformed, Unit, following

_PATIENCE = 1 << 10
"""Most records after which the fast way is tried again where it has led nowhere."""


class Lost(NamedTuple):
    """Bytes of the file that could not be read."""

    offset: int | None
    """Where the file can be entered to read on from there, or None."""
    begin: int
    end: int
    why: str


def walk(file: BinaryIO, coding: Coding, offset: int, keep: int) -> Iterator[Unit | Lost]:
    """Records, each with so many bytes of it, and losses; those that follow one another are one.

    What is found from a place on depends on the bytes from there on alone, not on how the place was come to.
    """
    lost: Lost | None = None
    for found in _pieces(file, coding, offset, keep):
        if isinstance(found, Lost):
            lost = lost._replace(end=found.end) if lost else found
            continue
        if lost:
            yield lost
            lost = None
        yield found
    if lost:
        yield lost


def _pieces(file: BinaryIO, coding: Coding, offset: int, keep: int) -> Iterator[Unit | Lost]:
    here: int | None = offset
    records = 1
    while here is not None:
        if isinstance(coding, Gzip):
            reached = yield from swift.units(file, here, keep)
            records = 1 if reached > here else min(2 * records, _PATIENCE)
            here = reached
        here = yield from _steady(file, coding, here, keep, records)


def _steady(
    file: BinaryIO, coding: Coding, offset: int, keep: int, records: int
) -> Generator[Unit | Lost, None, int | None]:
    """What says what is wrong, too; returns where a member begins after so many records, None at the end."""
    stream = Stream(file, coding, offset)
    while True:
        entry: int | None = None
        begin = -1
        try:
            if not stream.newlines():
                return None
            entry, begin = stream.offset, stream.near
            if records <= 0 and entry is not None and isinstance(coding, Gzip):
                return entry
            unit = following(stream, keep)
        except Malformed as error:
            yield Lost(entry, begin, stream.near, str(error))
        except Damaged as damage:
            if begin < 0:
                entry, begin = stream.offset, stream.near
            resumed = resync.resume(file, coding, damage.member + 1)
            end = resumed.member if resumed else file.seek(0, 2)
            whole, reached = None, end
            if entry == damage.member:
                whole, reached = resync.salvage(file, coding, entry, end, keep)
            yield whole or Lost(entry, begin, end, str(damage))
            if whole and reached < end:
                stream = Stream(file, coding, reached)
            elif resumed is None:
                return None
            else:
                stream = resumed
        else:
            yield unit
            records -= 1
