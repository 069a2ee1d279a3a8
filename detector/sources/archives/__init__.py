"""Web archives (WARC, and WET for texts) -> their pages; nothing that can be read is lost.

`walk` finds records: by the fast way of `swift` as long as a gzip archive is as it should be, else by `units` over a
`stream` of unpacked members, which `resync` sets up anew after damage. `pages` and `http` make documents of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from detector.errors import UsageError
from detector.sources.archives.bounds import BLOCK
from detector.sources.record import START, Input, Place, Record
from detector.sources.streams import open_binary

try:
    from detector.sources.archives.frames import Zstandard
    from detector.sources.archives.packed import Coding, Gzip, Plain
    from detector.sources.archives.pages import page
    from detector.sources.archives.units import Unit
    from detector.sources.archives.walk import Lost, walk
except ImportError as error:
    raise UsageError("Reading archives needs the crawl extra: pip install 'detector[crawl]'.") from error


def read(found: Input, start: Place = START) -> Iterator[Record]:
    """The pages of an archive from a place on, and what is lost between them.

    Pages are the records of responses, resources and conversions, of any content type. From the place of any record
    the rest is the same as in a reading from the beginning. Raises UnreadableInput where the file is gone.
    """
    if start.offset is None:
        yield from islice(_records(found, START), start.number, None)
    else:
        yield from _records(found, start)


def places(found: Input, every: int) -> Iterator[Place]:
    """The places of records 0, `every`, 2 x `every` and so on, last the end; no page is decoded. Raises what `read` raises."""
    number = 0
    with open_binary(found.path) as file:
        for piece in walk(file, _coding(found, file), 0, 0):
            if isinstance(piece, Lost) or piece.header.is_page:
                if number % every == 0:
                    yield Place(number, piece.offset)
                number += 1
        yield Place(number, file.seek(0, 2))


def _records(found: Input, start: Place) -> Iterator[Record]:
    number = start.number
    with open_binary(found.path) as file:
        for piece in walk(file, _coding(found, file), start.offset or 0, BLOCK):
            place = Place(number, piece.offset)
            if isinstance(piece, Lost):
                yield Record(place, None, loss=_sentence(piece))
            elif piece.header.is_page:
                yield _record(place, piece)
            else:
                continue
            number += 1


def _record(place: Place, unit: Unit) -> Record:
    try:
        document, status = page(unit)
    except MemoryError:
        raise
    except Exception as error:  # one record that this program fails at is a loss, not the end of a run
        return Record(place, None, loss=f"A fault of this program at a record: {type(error).__name__}: {error}.")
    return Record(place, document, status)


def _coding(found: Input, file: BinaryIO) -> Coding:
    if found.compression == "zst":
        return Zstandard(file)
    return Gzip() if found.compression == "gz" else Plain()


def _sentence(lost: Lost) -> str:
    return f"The archive is damaged from byte {lost.begin} to {lost.end}: {lost.why}."
