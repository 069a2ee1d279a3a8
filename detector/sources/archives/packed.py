"""Members of a packed archive -> the bytes in them: gzip, or as they are; Zstandard is in `frames`."""

from __future__ import annotations

import zlib
from typing import BinaryIO, Protocol

from detector.sources.archives.bounds import CHUNK, PIECE

GZIP = b"\x1f\x8b\x08"


class Damaged(Exception):
    """Bytes that cannot be unpacked."""

    def __init__(self, member: int, why: str, *, cut: bool = False) -> None:
        super().__init__(why)
        self.member = member
        """The byte at which the member begins, or should."""
        self.cut = cut
        """The bytes are not wrong, as far as they go."""


class Packed:
    """Bytes of the file from a place on, up to an end."""

    def __init__(self, file: BinaryIO, offset: int, end: int | None = None) -> None:
        self.file = file
        self.offset = offset
        """Of the first byte that is ready."""
        self.ready = b""
        self.end = file.seek(0, 2) if end is None else end

    def more(self, size: int | None = None) -> bool:
        """Get more bytes ready; False where there are none."""
        place = self.offset + len(self.ready)
        size = min(size or PIECE, self.end - place)
        if size <= 0:
            return False
        # Other readers of the same file may have moved it.
        self.file.seek(place)
        piece = self.file.read(size)
        self.ready += piece
        return bool(piece)

    def has(self, size: int) -> bool:
        """Whether so many bytes are ready, or can be got."""
        while len(self.ready) < size:
            if not self.more():
                return False
        return True

    def enter(self, offset: int) -> None:
        """Go to another place."""
        self.offset = offset
        self.ready = b""

    def keep(self, rest: bytes) -> None:
        """All but these last bytes of what was ready have been taken."""
        self.offset += len(self.ready) - len(rest)
        self.ready = rest


class Member(Protocol):
    """One member of an archive, or the whole of a plain one."""

    def more(self) -> bytes:
        """The next bytes in it, none at its end. Raises Damaged, once all that can be unpacked has been given."""

    def skip(self, size: int) -> int:
        """Pass over up to so many bytes unseen; how many they were, 0 where that cannot be done."""


class Coding(Protocol):
    """How an archive is packed."""

    magic: bytes
    """What a member begins with; empty where there are none."""

    def member(self, packed: Packed) -> Member | None:
        """The member that begins here, None at the end. Raises Damaged where none does."""


class Plain:
    """Not packed: one member, that can be entered anywhere."""

    magic = b""

    def member(self, packed: Packed) -> Member | None:
        return _PlainMember(packed) if packed.has(1) else None


class _PlainMember:
    def __init__(self, packed: Packed) -> None:
        self._packed = packed

    def more(self) -> bytes:
        packed = self._packed
        if not packed.ready:
            packed.more(CHUNK)
        out = packed.ready
        packed.keep(b"")
        return out

    def skip(self, size: int) -> int:
        # What is near is in the file's buffer.
        size = min(size, self._packed.end - self._packed.offset)
        if size < CHUNK:
            return 0
        self._packed.enter(self._packed.offset + size)
        return size


class Gzip:
    """A gzip member for each record, or for many."""

    magic = GZIP

    def member(self, packed: Packed) -> Member | None:
        if not packed.has(1):
            return None
        if not packed.has(len(GZIP)) or not packed.ready.startswith(GZIP):
            raise Damaged(packed.offset, "no gzip member begins there")
        return _GzipMember(packed)


class _GzipMember:
    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._start = packed.offset
        self._inflater = zlib.decompressobj(31)
        self._careful = False

    def more(self) -> bytes:
        while not self._inflater.eof:
            got = bool(self._packed.ready) or self._packed.more()
            # Without new bytes, too: more may have been unpacked than was given.
            if out := self._step(self._packed.ready):
                return out
            if not got:
                raise Damaged(self._start, "a gzip member breaks off", cut=True)
        return b""

    def _step(self, given: bytes) -> bytes:
        # An error takes along what was unpacked in the same step: then the step is taken again, byte by byte.
        before = None if self._careful else self._inflater.copy()
        part = given[:1] if self._careful else given
        try:
            out = self._inflater.decompress(part, CHUNK)
        except zlib.error as error:
            if before is None:
                raise Damaged(self._start, "a gzip member cannot be unpacked") from error
            self._inflater = before
            self._careful = True
            return b""
        rest = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
        self._packed.keep(rest + given[len(part) :])
        return out

    def skip(self, size: int) -> int:
        return 0
