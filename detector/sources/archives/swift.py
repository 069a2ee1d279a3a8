"""The fast way through a gzip archive that is as it should be: one record in each member, of the length it says.

FastWARC unpacks, in half the time that zlib takes, but does not say where a member ends: it fills every read, across
members, and tells where the last one it entered begins. So a record is read by as many bytes as it must have, and holds
only if the next read enters a member. Whatever is otherwise is left to the steady way.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import BinaryIO, cast

from fastwarc.stream_io import GzipReader

from detector.sources.archives.bounds import CHUNK
from detector.sources.archives.header import Header, parse
from detector.sources.archives.units import Unit

_SEPARATOR = b"\r\n\r\n"
_FIRST = b"W"
_LEAST = 192
"""Bytes that a record must have after its first; more could be those of the next member."""
_STEP = 24
"""Bytes read at a time up to the end of a header; so many follow it in all but the emptiest records."""
_LONGEST = 1 << 14
"""Bytes of a header that are looked for in such steps."""


def units(file: BinaryIO, offset: int, keep: int) -> Generator[Unit, None, int]:
    """Records from a member on, each with so many bytes of it; returns where the member begins that is left over."""
    file.seek(offset)
    swift = GzipReader(file, CHUNK)
    read: Unit | None = None
    # Places are told from where the file began, or from where reading did.
    first: int | None = None
    while True:
        told = _entered(swift)
        first = told if first is None else first
        entered = None if told is None or first is None else offset + told - first
        if entered is None or (read and entered == read.offset):
            return offset if read is None else cast(int, read.offset)
        # The next member has been entered, so the checksum of this one was right.
        if read:
            yield read
        read = _record(swift, entered, keep)
        if read is None:
            return entered


def _entered(swift: GzipReader) -> int | None:
    """Read the first byte of a record, and tell where its member begins; None where no record begins."""
    try:
        return swift.frame_start_position() if swift.read(1) == _FIRST else None
    except BaseException as error:
        return _left(error)


def _record(swift: GzipReader, offset: int, keep: int) -> Unit | None:
    """What follows the first byte of a record, None if it may not be as it should."""
    try:
        member = swift.frame_start_position()
        read = _FIRST + swift.read(_LEAST)
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
        sound = tail == _SEPARATOR and swift.frame_start_position() == member
        return Unit(offset, header, block[: min(keep, header.length)]) if sound else None
    except BaseException as error:
        return _left(error)


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


def _left(error: BaseException) -> None:
    """Leave an error to the steady way, which will say what is wrong; a panic of the library is no Exception."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
        raise error
