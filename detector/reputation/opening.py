"""A list's file -> its entries, whatever form it has; the form is told by its bytes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from detector.errors import UnreadableInput
from detector.reputation import lines, objects
from detector.reputation.found import Found

MOST = 1 << 29
"""Bytes of a JSON document, which is read at once; lists of lines have no bound."""
_HEAD = 1 << 16
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def found(path: Path) -> Iterator[Found]:
    """The entries of a list, packed with gzip or not, in order. Raises UnreadableInput, also in its midst."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            if packed:
                with gzip.open(file) as stream:
                    yield from _entries(path, stream)  # type: ignore[arg-type]  # GzipFile reads as any file does
            else:
                yield from _entries(path, file)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnreadableInput(f"{path}: The gzip file is damaged or breaks off; fetch it again.") from error
    except OSError as error:
        raise UnreadableInput(f"{path}: The list cannot be read: {error.strerror or error}.") from error


def _entries(path: Path, stream: IO[bytes]) -> Iterator[Found]:
    head = stream.read(_HEAD)
    stream.seek(0)
    if head.startswith(_WIDE) or b"\0" in head:
        raise UnreadableInput(f"{path}: This is no list but something binary, or text in UTF-16: save it as UTF-8.")
    begun = head.removeprefix(_BOM).lstrip()
    if begun.startswith((b"{", b'"')) and _is_lines(begun):
        yield from objects.line_entries(_lines(stream, objects.LONGEST))
    elif begun.startswith(b"{") or (begun.startswith(b"[") and begun[1:].lstrip()[:1] in (b'"', b"{", b"[", b"]", b"")):
        try:
            yield from objects.entries(_document(path, stream))
        except objects.NoJson as error:
            raise UnreadableInput(f"{path}: The list cannot be read: {error}.") from error
    else:
        yield from lines.entries(_lines(stream, lines.LONGEST))


def _is_lines(begun: bytes) -> bool:
    """Is the first line a JSON value of its own, with another line behind it?"""
    first, _, rest = begun.partition(b"\n")
    with suppress(objects.NoJson):
        objects.parsed(first)
        return bool(rest.strip()) or first.startswith(b'"')
    return False


def _lines(stream: IO[bytes], longest: int) -> Iterator[bytes]:
    """Lines, of longer ones only so much that they are seen to be too long."""
    while line := stream.readline(longest + 1):
        yield line
        while len(line) > longest and not line.endswith(b"\n"):
            line = stream.readline(longest + 1)


def _document(path: Path, stream: IO[bytes]) -> object:
    body = stream.read(MOST + 1)
    if len(body) > MOST:
        raise UnreadableInput(f"{path}: The JSON document is larger than {MOST} bytes: give it as JSON lines.")
    return objects.parsed(body)
