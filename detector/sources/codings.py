"""Content codings of the web, undone up to a bound: gzip, deflate, Brotli and Zstandard."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from importlib.util import find_spec
from types import MappingProxyType

CODINGS = 4
"""Content codings of one page that are undone, one after another."""
MEMBERS = 1_000
"""Parts, each packed by itself, of one gzip body; a server that sends as it writes makes a few."""
_STEP = 1 << 13
"""Bytes unpacked, or taken, at a time: so much before an error may be lost with it."""
_GZIP = b"\x1f\x8b"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_WINDOW = 1 << 23
"""Bytes that a Zstandard body may look back (RFC 9659)."""
# Characters that no text has, and packed bytes soon have.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOK = 512


def ungzip(packed: bytes, most: int) -> bytes:
    """What gzip packed, up to where it breaks off; anything else as it is."""
    return _undone(packed, _gunzipped(packed), most, True) if packed.startswith(_GZIP) else packed


def undeflate(packed: bytes, most: int) -> bytes:
    """What deflate packed, with zlib's header or, as some servers send it, without; anything else as it is."""
    with_header = len(packed) > 1 and packed[0] & 0x0F == 8 and (packed[0] << 8 | packed[1]) % 31 == 0
    return _undone(packed, _inflated(packed, 15 if with_header else -15), most, False)


def unbrotli(packed: bytes, most: int) -> bytes:
    """What Brotli packed, up to where it breaks off; anything else as it is."""
    from fastwarc.stream_io import BrotliReader

    return _undone(packed, _read(BrotliReader(io.BytesIO(packed)).read), most, False)


def unzstandard(packed: bytes, most: int) -> bytes:
    """What Zstandard packed, up to where it breaks off; anything else as it is."""
    if not packed.startswith(_ZSTANDARD):
        return packed
    import zstandard

    unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    with unpacker.stream_reader(packed, read_across_frames=True) as reader:
        return _undone(packed, _read(reader.read), most, True)


UNPACK: Mapping[bytes, Callable[[bytes, int], bytes]] = MappingProxyType(
    {
        b"gzip": ungzip,
        b"x-gzip": ungzip,
        b"deflate": undeflate,
        b"br": unbrotli,
        b"zstd": unzstandard,
    }
)
"""By the names that servers give them; others are left as they are."""
_NEEDS: Mapping[str, str] = MappingProxyType({"br": "fastwarc", "zstd": "zstandard"})
"""Name -> the library without which it cannot be undone."""


def listed(said: bytes) -> Sequence[bytes]:
    """The codings that a `Content-Encoding` names, in the order in which they were applied.

    >>> listed(b"GZip, br")
    [b'gzip', b'br']
    """
    return [name for coding in said.lower().split(b",") if (name := coding.strip())]


def undoable() -> Sequence[str]:
    """Names of the codings that can be undone with the libraries that are installed, for an `Accept-Encoding`."""
    return [name for name in ("gzip", "deflate", *_NEEDS) if name not in _NEEDS or find_spec(_NEEDS[name])]


def _undone(packed: bytes, steps: Iterator[bytes], most: int, sure: bool) -> bytes:
    """The first bytes of what was unpacked in steps. `sure`: the bytes say of themselves how they are packed."""
    parts: list[bytes] = []
    total = 0
    try:
        while total < most and (part := next(steps, b"")):
            parts.append(part)
            total += len(part)
    except Exception:  # each library has its own
        # Nearly any bytes begin something: what reads as a text has not been packed.
        sure = bool(parts) and (sure or _BINARY.search(packed, 0, _LOOK) is not None)
        return b"".join(parts)[:most] if sure else packed
    return b"".join(parts)[:most] if parts or sure else packed


def _read(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while part := read(_STEP):
        yield part


def _gunzipped(packed: bytes) -> Iterator[bytes]:
    """Several members make one body; what else follows is no part of it."""
    at: int | None = 0
    for _ in range(MEMBERS):
        if at is None or not packed.startswith(_GZIP, at):
            break
        at = yield from _member(packed, at, 31)


def _inflated(packed: bytes, window: int) -> Iterator[bytes]:
    if (yield from _member(packed, 0, window)) != len(packed):
        raise ValueError("not all of it was packed, or not all of it is there")


def _member(packed: bytes, start: int, window: int) -> Generator[bytes, None, int | None]:
    """What is packed from a place on, in steps; returns where it ends, None where it breaks off."""
    inflater = zlib.decompressobj(window)
    for at in range(start, len(packed), _STEP):
        given = packed[at : at + _STEP]
        taken = at + len(given)
        while given and not inflater.eof:
            if part := inflater.decompress(given, 4 * _STEP):
                yield part
            given = inflater.unconsumed_tail
        if inflater.eof:
            return taken - len(inflater.unused_data)
    while part := inflater.decompress(b"", 4 * _STEP):
        yield part
    return None
