"""The fast way through a gzip archive that is as it should be: one record in each member, of the length it says.

FastWARC unpacks, in half the time that zlib takes, but does not say where a member ends: it fills every read, across
members, and tells where the last one it entered begins. So a record is read by as many bytes as it must have, and holds
only if the next read enters a member. Whatever is otherwise is left to the steady way.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import BinaryIO, NamedTuple

from fastwarc.stream_io import GzipReader

from detector.sources.archives.bounds import CHUNK
from detector.sources.archives.header import Header, parse
from detector.sources.archives.units import Unit

_SEPARATOR = b"\r\n\r\n"
_FIRST = b"W"
_LEAST = 128
"""Bytes that any record must have after its first; more could be those of the next member."""
_SEEN = 8
"""Records after which the shortest header among them is taken for a measure of the others."""
_STEP = 16
"""Bytes read at a time up to the end of a header; so many follow it in all but the emptiest records."""
_LONGEST = 1 << 14
"""Bytes of a header that are looked for in such steps."""


def units(file: BinaryIO, offset: int, keep: int) -> Generator[Unit, None, int]:
    """Records from a member on, each with so many bytes of it; returns where the member begins that is left over."""
    file.seek(offset)
    swift = GzipReader(file, CHUNK)
    begun = _entered(swift)
    heads: list[int] = []
    least = _LEAST
    while begun is not None and (heads or begun == offset):
        read = _record(swift, begun, keep, least)
        entered = _entered(swift) if read else None
        if read is None or entered is None or entered == begun:
            return begun
        # The next member has been entered, so the checksum of this one was right.
        yield read.unit
        begun = entered
        heads.append(read.head)
        if len(heads) >= _SEEN:
            heads = [min(heads)]
            least = max(_LEAST, heads[0] - _STEP)
    return offset


class _Read(NamedTuple):
    unit: Unit
    head: int
    """Bytes of its header."""


def _entered(swift: GzipReader) -> int | None:
    """Read the first byte of a record, and tell where its member begins; None where no record begins."""
    try:
        return swift.frame_start_position() if swift.read(1) == _FIRST else None
    except BaseException as error:
        _leave(error)
        return None


def _record(swift: GzipReader, offset: int, keep: int, least: int) -> _Read | None:
    """What follows the first byte of a record, None if it may not be as it should."""
    try:
        read = _FIRST + swift.read(least)
        while (end := read.find(_SEPARATOR)) < 0:
            part = swift.read(_STEP)
            if not part or len(read) > _LONGEST:
                return None
            read += part
        end += len(_SEPARATOR)
        header = _header(read[:end])
        if header is None or header.length is None:
            return None
        left = header.length + len(_SEPARATOR) - (len(read) - end)
        if left < 0:
            return None
        block, tail = _block(swift, read[end:], left, keep)
        if tail != _SEPARATOR or swift.frame_start_position() != offset:
            return None
        return _Read(Unit(offset, header, block[: min(keep, header.length)]), end)
    except BaseException as error:
        _leave(error)
        return None


def _block(swift: GzipReader, read: bytes, left: int, keep: int) -> tuple[bytes, bytes]:
    """The first bytes of a block of which some have been read, and the four bytes after it; none if there are fewer."""
    parts = [read]
    kept = len(read)
    tail = read[-len(_SEPARATOR) :]
    while left > 0 and (part := swift.read(min(CHUNK, left))):
        left -= len(part)
        tail = (tail + part[-len(_SEPARATOR) :])[-len(_SEPARATOR) :]
        if kept < keep:
            parts.append(part[: keep - kept])
            kept += len(parts[-1])
    return b"".join(parts), b"" if left else tail


def _header(head: bytes) -> Header | None:
    """A header that cannot be read in two ways."""
    if head.count(b"\n") != head.count(b"\r\n") or head.find(b"WARC/", 1) > 0:
        return None
    header = parse(head)
    return header if header and header.type else None


def _leave(error: BaseException) -> None:
    """Leave an error to the steady way, which will say what is wrong; a panic of the library is no Exception."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
        raise error
