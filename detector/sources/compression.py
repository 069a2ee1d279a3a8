"""Packed bytes -> the bytes in them, as a stream of bounded memory."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO

from detector.errors import UnreadableInput, UsageError

_GZIP = b"\x1f\x8b"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_OUTPUT = 1 << 13
"""Bytes unpacked at a time: so much before a damage may be lost with it."""
_FEED = 1 << 10
"""Packed bytes taken at a time: 1 KB of Zstandard may stand for 32 MB, and is unpacked at once."""


class Damaged(UnreadableInput):
    """Packed bytes that cannot be unpacked further; what came before them has been read."""


def compression(head: bytes) -> str:
    """How a file that begins like this is packed: `gz`, `zst`, or empty."""
    if head.startswith(_GZIP):
        return "gz"
    return "zst" if head.startswith(_ZSTANDARD) or _is_skippable(head) else ""


def unpacked(stream: io.BufferedReader, compression: str) -> io.BufferedReader:
    """What is packed in a stream; closing it closes the stream. Reading raises Damaged."""
    if not compression:
        return stream
    return io.BufferedReader(_Gzip(stream) if compression == "gz" else _Zstandard(stream), _OUTPUT)


def beginning(stream: io.BufferedReader, size: int) -> bytes:
    """The first bytes of a stream: `size` of them, or as many as can be unpacked."""
    parts: list[bytes] = []
    try:
        while size > 0 and (part := stream.read1(min(size, _OUTPUT))):
            parts.append(part)
            size -= len(part)
    except Damaged:
        pass  # said when it is read in earnest
    return b"".join(parts)


def _is_skippable(head: bytes) -> bool:
    """Frames that hold something else, such as a dictionary, before those of the text (RFC 8878, 3.1.2)."""
    return len(head) >= 4 and head[0] >> 4 == 0x5 and head[1:4] == b"\x2a\x4d\x18"


class _Unpacked(io.RawIOBase):
    """Bytes come in parts of any size; they are handed out in parts of the size asked for."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # what BufferedReader hands over
        if not self._ready:
            self._ready = memoryview(self.part())
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def part(self) -> bytes:
        """The next bytes, none at the end."""
        raise NotImplementedError

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Gzip(_Unpacked):
    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self._file = gzip.GzipFile(fileobj=stream)

    def part(self) -> bytes:
        try:
            return self._file.read1(_OUTPUT)
        except EOFError as error:
            raise Damaged("the gzip file breaks off") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise Damaged("the gzip file is damaged") from error


class _Zstandard(_Unpacked):
    """Frame by frame; the library's own stream readers end without a word where a file breaks off."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        try:
            import zstandard
        except ImportError as error:
            raise UsageError("Zstandard needs the extra crawl: in a checkout, run pip install '.[crawl]'.") from error
        self._error = zstandard.ZstdError
        self._frames = zstandard.ZstdDecompressor()
        self._frame = self._frames.decompressobj()
        self._fed = 0
        """Bytes the frame has been fed."""

    def part(self) -> bytes:
        while feed := self._feed():
            try:
                part = self._frame.decompress(feed)
            except self._error as error:
                raise Damaged("the Zstandard file is damaged") from error
            if part:
                return part
        return b""

    def _feed(self) -> bytes:
        feed = b""
        if self._frame.eof:
            feed = self._frame.unused_data
            self._frame = self._frames.decompressobj()
            self._fed = 0
        feed = feed or self._stream.read(_FEED)
        if not feed and self._fed:
            raise Damaged("the Zstandard file breaks off")
        self._fed += len(feed)
        return feed
