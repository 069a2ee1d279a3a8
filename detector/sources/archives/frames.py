"""Frames of an archive packed with Zstandard -> the bytes in them.

https://iipc.github.io/warc-specifications/specifications/warc-zstd/
"""

from __future__ import annotations

from typing import Any, BinaryIO

import zstandard

from detector.sources.archives.packed import Damaged, Member, Packed

MAGIC = b"\x28\xb5\x2f\xfd"
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_MOST_DICTIONARY = 1 << 26
_FEED = 1 << 8
"""Bytes taken at a time: so few may stand for 8 MB, and are unpacked at once."""


class Zstandard:
    """A frame for each record, or for many; a first frame may hold a dictionary for the others."""

    magic = MAGIC

    def __init__(self, file: BinaryIO) -> None:
        words = _dictionary(file)
        try:
            known = zstandard.ZstdCompressionDict(words) if words else None
            self._frames = zstandard.ZstdDecompressor(dict_data=known)
        except zstandard.ZstdError:
            # The dictionary is damaged; each frame that needs it will be a loss.
            self._frames = zstandard.ZstdDecompressor()

    def frame(self) -> Any:
        """What unpacks one frame."""
        return self._frames.decompressobj()

    def member(self, packed: Packed) -> Member | None:
        if not packed.has(1):
            return None
        if packed.has(8) and _is_skippable(packed.ready):
            return _Skipped(packed)
        if not packed.has(len(MAGIC)) or not packed.ready.startswith(MAGIC):
            raise Damaged(packed.offset, "no Zstandard frame begins there")
        return _Frame(packed, self)


class _Frame:
    def __init__(self, packed: Packed, coding: Zstandard) -> None:
        self._packed = packed
        self._start = packed.offset
        self._coding = coding
        self._frame = coding.frame()
        self._careful = False

    def more(self) -> bytes:
        while not self._frame.eof:
            if not self._packed.ready and not self._packed.more():
                raise Damaged(self._start, "a Zstandard frame breaks off", cut=True)
            if out := self._step():
                return out
        return b""

    def _step(self) -> bytes:
        packed = self._packed
        part = packed.ready[: 1 if self._careful else _FEED]
        try:
            out: bytes = self._frame.decompress(part)
        except zstandard.ZstdError as error:
            if self._careful:
                raise Damaged(self._start, "a Zstandard frame cannot be unpacked") from error
            self._again()
            return b""
        packed.keep((self._frame.unused_data if self._frame.eof else b"") + packed.ready[len(part) :])
        return out

    def _again(self) -> None:
        """An error takes along what was unpacked in the same step: come back to before it, and go on byte by byte."""
        self._careful = True
        self._frame = self._coding.frame()
        before = Packed(self._packed.file, self._start, self._packed.offset)
        while before.more(_FEED):
            self._frame.decompress(before.ready)
            before.keep(b"")

    def skip(self, size: int) -> int:
        return 0


class _Skipped:
    """A frame that holds no text."""

    def __init__(self, packed: Packed) -> None:
        start = packed.offset
        packed.enter(start + 8 + int.from_bytes(packed.ready[4:8], "little"))
        if packed.offset > packed.end:
            raise Damaged(start, "a Zstandard frame breaks off", cut=True)

    def more(self) -> bytes:
        return b""

    def skip(self, size: int) -> int:
        return 0


def _is_skippable(head: bytes) -> bool:
    return head[0] >> 4 == 0x5 and head[1:4] == _DICTIONARY[1:]


def _dictionary(file: BinaryIO) -> bytes:
    """The dictionary that the file begins with, none if it begins otherwise; it may itself be packed."""
    file.seek(0)
    head = file.read(8)
    size = int.from_bytes(head[4:8], "little")
    if not head.startswith(_DICTIONARY) or size > _MOST_DICTIONARY:
        return b""
    words: bytes = file.read(size)
    if not words.startswith(MAGIC):
        return words
    try:
        with zstandard.ZstdDecompressor().stream_reader(words) as reader:
            return reader.read(_MOST_DICTIONARY)
    except zstandard.ZstdError:
        return b""
