"""Bytes of an input, wherever it lies: opened, unpacked, and known again later."""

from __future__ import annotations

import io
import os
import stat
import time
from hashlib import blake2b
from typing import IO, NamedTuple

from detector.errors import UnreadableInput
from detector.sources import remote
from detector.sources.compression import unpacked

EDGE = 1 << 18
"""Bytes of an input's beginning and end that are looked at; more than the longest block that Zstandard knows."""
_BUFFER = 1 << 16
_DIGEST = 16
"""Bytes of an identity."""


class Look(NamedTuple):
    """What can be known of an input without reading it."""

    size: int
    """Bytes."""
    identity: str
    """Digest of size, time of change (or a store's own digest or version of it) and the bytes at both ends."""
    head: bytes
    """The first EDGE bytes."""


def open_binary(path: str) -> io.BufferedReader:
    """Open a local path or an address, for reading from any place.

    Every error is UnreadableInput, those of later reads too; UsageError where a library is missing.
    """
    if remote.is_remote(path):
        raw: io.RawIOBase = _Steady(remote.open_file(path), path, remote.PAUSES)
    else:
        raw = _Steady(_local(path), path)
    return io.BufferedReader(raw, _BUFFER)


def open_decompressed(path: str, compression: str) -> io.BufferedReader:
    """Open a path or an address and unpack it: `gz` or `zst`, of any number of members; empty: as it is.

    Raises what `open_binary` does, and Damaged (an UnreadableInput) once the packed bytes cannot be gone on with.
    """
    return unpacked(open_binary(path), compression)


def look(path: str) -> Look:
    """Size, identity and first bytes of an input. Raises UnreadableInput, and UsageError where a library is missing."""
    with open_binary(path) as file:
        head = file.read(EDGE)
        if remote.is_remote(path):
            size, marks = remote.marks(path)
            return Look(size, digest(repr((size, marks)).encode(), head), head)
        status = os.stat(path)
        file.seek(max(len(head), status.st_size - EDGE))
        tail = file.read(EDGE)
    return Look(status.st_size, digest(b"%d %d" % (status.st_size, status.st_mtime_ns), head, tail), head)


def identity(path: str) -> str:
    """Digest that changes when the input does; see Look."""
    return look(path).identity


def digest(*parts: bytes) -> str:
    """Digest of these parts, each told from the next."""
    hashed = blake2b(digest_size=_DIGEST)
    for part in parts:
        hashed.update(b"%d " % len(part))
        hashed.update(part)
    return hashed.hexdigest()


class _Steady(io.RawIOBase):
    """A file whose errors are sentences, and that is asked again after a fault that may pass."""

    def __init__(self, file: IO[bytes], path: str, pauses: tuple[float, ...] = ()) -> None:
        self._file = file
        self._path = path
        self._pauses = pauses

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # what BufferedReader hands over
        part = self._read(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def _read(self, size: int) -> bytes:
        place = self._file.tell()
        for pause in (*self._pauses, None):
            try:
                self._file.seek(place)
                return self._file.read(size)
            except Exception as error:  # each store has its own
                if pause is None:
                    raise UnreadableInput(
                        f"{self._path}: reading broke off at byte {place}: {remote.said(error)}."
                    ) from error
                time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def close(self) -> None:
        self._file.close()
        super().close()


def _local(path: str) -> IO[bytes]:
    try:
        # Asked first: opening a pipe that nobody writes to would wait for ever.
        kind = os.stat(path).st_mode
        if stat.S_ISREG(kind):
            return open(path, "rb", buffering=0)
    except FileNotFoundError as error:
        raise UnreadableInput(f"{path}: There is no such file; check the path.") from error
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"{path}: The file cannot be opened: {remote.said(error)}.") from error
    what = "a folder" if stat.S_ISDIR(kind) else "a pipe or a device: hand it over on standard input, as -"
    raise UnreadableInput(f"{path}: This is no file but {what}.")
