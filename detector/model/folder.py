"""Files of a model folder, which may come from anybody: regular files of a bounded size are read, as what they must be.

Nothing that a file says of its own form is believed or even parsed: the beginning of an array is compared with the one it
must have.
"""

from __future__ import annotations

import mmap
import os
import stat
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGEST_MANIFEST = 1_000_000
"""Bytes."""
LARGEST_WEIGHT = 1e6
"""Of any number of a model, on either side of 0; sums of them stay finite."""
_MAGIC = b"\x93NUMPY\x01\x00"
_LONGEST_HEADER = 1_024
# Without the sign, an infinite number or none (IEEE 754 binary16) is one of the largest patterns.
_INFINITE = 0x7C00 << 1


class Unfit(ValueError):
    """A file is not what it must be."""


def read(path: Path, most: int) -> bytes:
    """All of a regular file of at most so many bytes. Raises OSError, Unfit for anything else."""
    with _opened(path, most) as (descriptor, size):
        return _whole(descriptor, size)


def beginning(path: Path, most: int) -> bytes:
    """The first bytes of a regular file of any size. Raises OSError, Unfit for anything else."""
    with _opened(path, None) as (descriptor, size):
        return _whole(descriptor, min(size, most))


def array(path: Path, shape: Sequence[int], kind: str, digest: object) -> NDArray[Any]:
    """A file of numbers, mapped into memory, read-only.

    Raises OSError, Unfit where it is not exactly such an array, as numpy writes it, of finite numbers, with this SHA-256.
    The digest is taken of what was mapped.
    """
    wanted = np.dtype(kind).newbyteorder("<")
    size = int(np.prod(shape)) * wanted.itemsize
    with _opened(path, size + _LONGEST_HEADER) as (descriptor, length):
        if length < size:
            raise Unfit(f"{path} is too short")
        mapped = mmap.mmap(descriptor, length, access=mmap.ACCESS_READ)
    if sha256(mapped).hexdigest() != digest:
        raise Unfit(f"{path} has another digest")
    start = length - size
    if not _is_header(mapped[:start], tuple(shape), wanted):
        raise Unfit(f"{path} begins otherwise than such an array does")
    found: NDArray[Any] = np.frombuffer(mapped, wanted, offset=start).reshape(shape)
    if not _is_sound(found):
        raise Unfit(f"{path} holds a number that no weight can be")
    return found


def digest_of(path: Path) -> str:
    """SHA-256 of a file that was just written."""
    return sha256(path.read_bytes()).hexdigest()


def number(said: object) -> float:
    """A number of a manifest. Raises Unfit where it is none, or none that a weight can be."""
    if not isinstance(said, int | float) or isinstance(said, bool) or not -LARGEST_WEIGHT <= said <= LARGEST_WEIGHT:
        raise Unfit(f"{str(said)[:40]} is not a number that can be used")
    return float(said)


@contextmanager
def _opened(path: Path, most: int | None) -> Iterator[tuple[int, int]]:
    """A regular file's descriptor and size; what it is, is asked of the file that was opened."""
    # A pipe would be waited for without this.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise Unfit(f"{path} is no file")
        if most is not None and found.st_size > most:
            raise Unfit(f"{path} is too large")
        yield descriptor, found.st_size
    finally:
        os.close(descriptor)


def _whole(descriptor: int, size: int) -> bytes:
    parts: list[bytes] = []
    while size > 0 and (part := os.read(descriptor, size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _is_header(found: bytes, shape: tuple[int, ...], wanted: np.dtype[Any]) -> bool:
    """Whether an array of this shape and type begins so: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html."""
    start = len(_MAGIC) + 2
    said = f"{{'descr': {wanted.str!r}, 'fortran_order': False, 'shape': {shape!r}, }}"
    text = found[start:]
    return found[:start] == _MAGIC + struct.pack("<H", len(text)) and text.rstrip(b" \n") == said.encode()


def _is_sound(found: NDArray[Any]) -> bool:
    if found.dtype.itemsize == 2:
        # `isfinite` takes ten times as long, and there are two million of them.
        return not found.size or int((found.view("<u2") << 1).max()) < _INFINITE
    # Written so that what is no number fails as well.
    return bool((np.abs(found) <= LARGEST_WEIGHT).all())
