"""After damage: the next place of a packed archive at which reading can go on, and what is left of the record before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from detector.sources.archives.bounds import BLOCK
from detector.sources.archives.header import parse
from detector.sources.archives.packed import Coding, Damaged
from detector.sources.archives.stream import Stream
from detector.sources.archives.units import Unit, proven

_WINDOW = 1 << 20
_PEEK = 1 << 18
"""Bytes of a member that are unpacked to see what it begins with; more than the longest block of Zstandard."""
_TRAILER = 8
"""Bytes of a gzip member behind what is packed in it."""


def resume(file: BinaryIO, coding: Coding, offset: int) -> Stream | None:
    """A stream that stands where a record begins, in the first member from a byte on that can be read; None for none.

    A member that begins otherwise may go on with a record of the damaged part; then others may begin inside of it. What
    such a try has passed over is not tried again, so that the time stays in proportion to the bytes.
    """
    tried = 0
    for member in _members(file, coding.magic, offset):
        stream = Stream(file, coding, member)
        if _begins_record(file, coding, member):
            return stream
        if member < tried:
            continue
        try:
            stream.newlines()
            stream.rest(0)
            if stream.begins():
                return stream
        except Damaged:
            pass
        tried = stream.reached
    return None


def salvage(file: BinaryIO, coding: Coding, offset: int, end: int, keep: int) -> tuple[Unit | None, int]:
    """The record of a damaged member, if all of it is there, and the byte up to which the file has been accounted for.

    Only a digest proves that its bytes are right. Without one, a member is believed that merely breaks off.
    """
    stream = Stream(file, coding, offset, end)
    unit = None
    proof: bool | None = None
    cut = True
    try:
        stream.newlines()
        head = stream.head()
        header = parse(head) if head else None
        if header and header.type and header.length is not None:
            block, total = stream.block(header.length, BLOCK, True)
            if total == header.length:
                unit = Unit(offset, header, block[:keep])
                proof = proven(header, block) if total == len(block) else None
        stream.drain()
    except Damaged as damage:
        cut = damage.cut
    if unit is None or proof is False or not (proof or cut):
        return None, end
    return unit, end if end - stream.reached <= _TRAILER else stream.reached


def _members(file: BinaryIO, magic: bytes, offset: int) -> Iterator[int]:
    """Bytes from which on a member may begin."""
    front = b""
    while True:
        # Other readers of the same file may have moved it.
        file.seek(offset + len(front))
        piece = file.read(_WINDOW)
        if not piece:
            return
        text = front + piece
        at = text.find(magic)
        while at >= 0:
            yield offset + at
            at = text.find(magic, at + 1)
        front = text[len(text) - len(magic) + 1 :]
        offset += len(text) - len(front)


def _begins_record(file: BinaryIO, coding: Coding, member: int) -> bool:
    stream = Stream(file, coding, member, min(member + _PEEK, file.seek(0, 2)))
    try:
        return stream.newlines() and stream.offset == member and stream.begins()
    except Damaged:
        return False
