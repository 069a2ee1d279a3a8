"""Compressions of which members can stand one behind the other: chunks are packed alone and put together as they are."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from detector.errors import UnreadableInput, UsageError

_GZIP_LEVEL, _ZSTD_LEVEL = 6, 3
_GZIP_WINDOW = 31
"""A window of 2 to the 15th bytes and a gzip header; zlib writes it without name and time."""
_BLOCK = 65_536


class Packing(NamedTuple):
    """How bytes become a member, and back. The same bytes always make the same member."""

    pack: Callable[[bytes], bytes]
    unpacker: Callable[[], Any] | None = None
    """A fresh decompressor of one member, as zlib's; None where nothing is compressed."""


def _gzip(body: bytes) -> bytes:
    return zlib.compress(body, _GZIP_LEVEL, _GZIP_WINDOW)


def _gunzip() -> Any:
    return zlib.decompressobj(_GZIP_WINDOW)


def _zstd(body: bytes) -> bytes:
    from zstandard import ZstdCompressor

    return ZstdCompressor(_ZSTD_LEVEL, write_checksum=True).compress(body)


def _unzstd() -> Any:
    from zstandard import ZstdDecompressor

    return ZstdDecompressor().decompressobj()


PACKINGS = {"": Packing(bytes), "gz": Packing(_gzip, _gunzip), "zst": Packing(_zstd, _unzstd)}
"""By the last part of a name."""


def unpacked(path: Path, packing: Packing) -> Iterator[bytes]:
    """What the members of a file hold, in pieces. Raises UnreadableInput for one that is damaged or ends too soon."""
    member = None
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            while block:
                if packing.unpacker is None:
                    yield block
                    break
                member = member or packing.unpacker()
                try:
                    yield member.decompress(block)
                except Exception as error:  # zlib.error, zstandard.ZstdError
                    raise UnreadableInput(f"{path} is damaged: {error}.") from error
                block = member.unused_data if member.eof else b""
                member = None if member.eof else member
    if member is not None:
        raise UnreadableInput(f"{path} ends in the middle of a compressed part.")


def need(module: str) -> None:
    """Make sure that an optional library is there before anything is begun. Raises UsageError."""
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise UsageError(f"Writing this needs {module}: python -m pip install 'detector[crawl]'.")
