"""Addresses that have been fetched -> records, one an address of the list, in its order.

An index tells what became of each address; the pages lie where they are kept (`web.kept`). It is written when all of a
list has been fetched, and from then on decides what its records are. It is a line of JSON an address, then the byte of
each line (8 bytes each, little-endian) and their number, so that reading can begin at any of them.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from detector.errors import UnreadableInput
from detector.page import Document, Hop
from detector.sources.record import START, Input, Place, Record
from detector.sources.url_lists import Entry
from detector.sources.web.answers import Unfetched
from detector.sources.web.kept import Spot, load
from detector.sources.web.robots import Refused

_NUMBER = struct.Struct("<Q")


def index(outcomes: Iterable[tuple[Entry, Spot | Unfetched | None]], folder: str, stream: BinaryIO) -> None:
    """Write what became of the entries of a list; None for one that is no address. `folder` is where the index will lie."""
    places: list[int] = []
    end = 0
    for entry, outcome in outcomes:
        line = json.dumps(_value(entry, outcome, folder)).encode() + b"\n"
        stream.write(line)
        places.append(end)
        end += len(line)
    stream.write(b"".join(map(_NUMBER.pack, places)))
    stream.write(_NUMBER.pack(len(places)))


def read(found: Input, start: Place = START) -> Iterator[Record]:
    """The records from a place on. Raises UnreadableInput where the list has not been fetched."""
    with _opened(found) as stream:
        count = _count(stream)
        if start.number >= count:
            return
        stream.seek(_NUMBER.size * (start.number - count - 1), os.SEEK_END)
        stream.seek(_NUMBER.unpack(stream.read(_NUMBER.size))[0])
        for number in range(start.number, count):
            yield _record(Place(number, number), json.loads(stream.readline()), os.path.dirname(found.path))


def places(found: Input, every: int) -> Iterator[Place]:
    """The places of records 0, `every`, 2 x `every` and so on, last the end. Raises what `read` raises."""
    with _opened(found) as stream:
        count = _count(stream)
    for number in (*range(0, count, every), count):
        yield Place(number, number)


def _opened(found: Input) -> BinaryIO:
    try:
        return open(found.path, "rb")
    except OSError as error:
        raise UnreadableInput(f"{found.name}: The pages of this list have not been fetched.") from error


def _count(stream: BinaryIO) -> int:
    stream.seek(-_NUMBER.size, os.SEEK_END)
    count: int = _NUMBER.unpack(stream.read(_NUMBER.size))[0]
    return count


def _value(entry: Entry, outcome: Spot | Unfetched | None, folder: str) -> Mapping[str, Any]:
    if outcome is None:
        return {"loss": entry.loss}
    if isinstance(outcome, Spot):
        # A folder may be moved with all that is in it.
        return {"said": entry.said, "file": os.path.relpath(outcome.file, folder), "offset": outcome.offset}
    return {
        "said": entry.said,
        "url": entry.url,
        "failure": str(outcome),
        "status": outcome.status,
        "hops": outcome.hops,
        "refused": isinstance(outcome, Refused),
    }


def _record(place: Place, value: Mapping[str, Any], folder: str) -> Record:
    if "loss" in value:
        return Record(Place(place.number), None, loss=value["loss"])
    said = value["said"]
    if "failure" in value:
        hops = tuple(Hop(*hop) for hop in value["hops"])
        document = Document(b"", value["url"], id=said, hops=hops)
        return Record(place, document, value["status"], failure=value["failure"], refused=value["refused"])
    try:
        answer = load(Spot(os.path.join(folder, value["file"]), value["offset"]))
    except UnreadableInput as error:
        why = f"The page of {said} was fetched and is lost, --overwrite fetches it again: {error}"
        return Record(Place(place.number), None, loss=why)
    return Record(place, replace(answer.document, id=said), answer.status, failure=answer.failure)
