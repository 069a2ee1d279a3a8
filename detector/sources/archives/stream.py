"""What is packed in an archive from a place on: member after member, as one stream that knows where each begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from detector.sources.archives.bounds import HEAD
from detector.sources.archives.header import BEGINNING, END, REACH
from detector.sources.archives.packed import Coding, Damaged, Member, Packed

_RECORD = b"WARC/"
_NEWLINES = b"\r\n"
_SEPARATOR = b"\r\n\r\n"


class Mark(NamedTuple):
    """A place in the stream that one can come back to."""

    member: int
    """The byte of the file at which the member begins."""
    inner: int
    """Bytes unpacked of the member before it."""


class Stream:
    """Every method raises Damaged where the bytes cannot be unpacked; then so does every later one."""

    def __init__(self, file: BinaryIO, coding: Coding, offset: int, end: int | None = None) -> None:
        self._coding = coding
        self._packed = Packed(file, offset, end)
        self._member: Member | None = None
        self._start = offset
        self._damage: Damaged | None = None
        self._data = b""
        self._at = 0
        self._before = 0
        """Bytes of the member before those of `_data`."""
        self._lead = True
        """Nothing but newlines has been read of the member."""

    @property
    def is_packed(self) -> bool:
        """Whether the archive has members."""
        return bool(self._coding.magic)

    @property
    def offset(self) -> int | None:
        """Where the file can be entered to read on from here; None: nowhere."""
        if not self.is_packed:
            return self.near
        return self._start if self._lead else None

    @property
    def near(self) -> int:
        """A byte of the file near this place: this very byte, where its member begins, or what has been read of it."""
        if not self.is_packed:
            return self._start + self._inner
        return self._start if self._lead else self.reached

    @property
    def member(self) -> int:
        """The byte of the file at which the member begins."""
        return self._start

    @property
    def reached(self) -> int:
        """The byte of the file up to which it has been read."""
        return self._packed.offset

    @property
    def _inner(self) -> int:
        return self._before + self._at

    def mark(self) -> Mark:
        """This place."""
        return Mark(self._start, self._inner)

    def back(self, mark: Mark, read: bytes | None) -> None:
        """Come back to a mark; `read` is all that was read since, newlines behind it aside, where it was kept."""
        newlines = self._inner - mark.inner - len(read or b"")
        if read is not None and mark.member == self._start and 0 <= newlines <= self._at:
            self._data = read + self._data[self._at - newlines :]
            self._before, self._at = mark.inner, 0
        else:
            self._packed.enter(mark.member)
            self._damage = None
            self._turn()
            self.step(mark.inner)
        self._lead = False

    def drain(self) -> None:
        """Pass over all that is left of this member."""
        while self._fill():
            pass

    def step(self, size: int) -> None:
        """Pass over so many bytes of this member."""
        while size > 0 and (self._at < len(self._data) or self._fill()):
            step = min(size, len(self._data) - self._at)
            self._at += step
            self._lead = False
            size -= step

    def newlines(self) -> bool:
        """Pass over newlines, into further members; False at the end of the archive."""
        while self._line():
            if not self._turn():
                return False
        return True

    def head(self) -> bytes | None:
        """A header that begins here, with its empty line; None where none does, and then nothing has been read."""
        if not self.begins():
            return None
        seen = 0
        while (end := END.search(self._data, self._at + seen, self._at + HEAD)) is None:
            size = len(self._data) - self._at
            # A header that a member's end cuts in two is put together again, but not with the next record.
            if size >= HEAD or not self._join():
                return None
            seen = max(0, size - 3)
        head = self._data[self._at : end.end()]
        if BEGINNING.search(head, 1):
            return None
        self._at = end.end()
        self._lead = False
        return head

    def block(self, length: int, keep: int, alone: bool) -> tuple[bytes, int]:
        """The next bytes, up to `length`: the first `keep` of them, and how many they were.

        `alone`: the record has begun with its member, so that a member which begins with a record ends it.
        """
        parts: list[bytes] = []
        kept = total = 0
        while total < length:
            if self._at == len(self._data) and not self._fill():
                if not self._goes_on(alone):
                    break
                continue
            part = self._data[self._at : self._at + length - total]
            self._at += len(part)
            self._lead = False
            total += len(part)
            if kept < keep:
                parts.append(part[: keep - kept])
                kept += len(parts[-1])
            elif self._member:
                skipped = self._member.skip(length - total)
                self._before += skipped
                total += skipped
        return b"".join(parts), total

    def rest(self, keep: int) -> tuple[bytes, int]:
        """All up to where the next record begins, or the end: the first `keep` bytes, and how many they were."""
        parts: list[bytes] = []
        kept = total = 0
        for part in self._before_record():
            total += len(part)
            if kept < keep:
                parts.append(part[: keep - kept])
                kept += len(parts[-1])
        return b"".join(parts), total

    def ends(self, alone: bool) -> bool:
        """Pass over the newlines after a block; False if it is not told by them, a record or the member's end that it ends."""
        try:
            while len(self._data) - self._at < len(_SEPARATOR) and self._fill_behind():
                pass
            separated = self._data.startswith(_SEPARATOR, self._at)
            return self._line() or separated or self.begins()
        except Damaged:
            # Of a member that holds one record, the checksum is as good as a part.
            if alone:
                raise
            return True

    def begins(self) -> bool:
        """Whether it looks as if a record began here."""
        while len(self._data) - self._at < len(_RECORD):
            if not self._fill_behind():
                break
        return self._data.startswith(_RECORD, self._at)

    def _line(self) -> bool:
        """Pass over newlines, True if they go on up to the end of the member."""
        while True:
            rest = self._data[self._at : self._at + 4].lstrip(_NEWLINES)
            if rest:
                self._at = self._data.index(rest[:1], self._at)
                return False
            if self._at == len(self._data):
                if not self._fill():
                    return True
            else:
                self._at = min(self._at + 4, len(self._data))

    def _before_record(self) -> Iterator[bytes]:
        while True:
            found = BEGINNING.search(self._data, self._at)
            # The last bytes at hand may be the first of what is looked for.
            yield self._take(found.start() if found else max(self._at, len(self._data) - REACH))
            if found:
                return
            if not self._fill_behind():
                yield self._take(len(self._data))
                if not self._goes_on(True):
                    return

    def _take(self, stop: int) -> bytes:
        part = self._data[self._at : stop]
        self._at = stop
        self._lead = self._lead and not part
        return part

    def _goes_on(self, alone: bool) -> bool:
        """Go over to the next member; False where the archive ends, or `alone` and a record or nothing readable begins."""
        try:
            return self._turn() and not (alone and self.begins())
        except Damaged:
            if alone:
                return False
            raise

    def _join(self) -> bool:
        """More bytes behind those at hand, from the next member if this one is at its end."""
        if self._fill_behind():
            return True
        front = self._data[self._at :]
        mark = self.mark()
        if not self._turn() or self.begins():
            self.back(mark, None)
            return False
        self._fill_behind()
        self._data = front + self._data
        self._before -= len(front)
        self._lead = False
        return True

    def _turn(self) -> bool:
        """Go over to the next member, when all of this one has been read; False at the end of the archive."""
        if self._damage:
            raise self._damage
        self._start = self._packed.offset
        self._data, self._at, self._before = b"", 0, 0
        self._lead = True
        try:
            self._member = self._coding.member(self._packed)
        except Damaged as damage:
            self._damage = damage
            raise
        return self._member is not None

    def _fill(self) -> bool:
        """More bytes of this member, when those at hand have been read; False at its end."""
        self._data, self._before, self._at = b"", self._inner, 0
        return self._fill_behind()

    def _fill_behind(self) -> bool:
        """More bytes of this member behind those at hand; False at its end."""
        if self._damage:
            raise self._damage
        if self._member is None:
            return False
        try:
            more = self._member.more()
        except Damaged as damage:
            self._damage = damage
            raise
        self._data, self._before, self._at = self._data[self._at :] + more, self._inner, 0
        return bool(more)
