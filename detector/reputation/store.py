"""A reputation file: hashes of what is listed, sorted, to be mapped into memory and searched.

    8 bytes    magic
    4 + 4      version, size of the header (little-endian, as all numbers here)
    header     JSON, with blanks up to a multiple of 8 bytes: weight, depth, lists, reasons, how long each array is
    arrays     uint64 hashes of entries, of places with listed addresses, of what is allowed; uint16 codes of the entries
    16 bytes   xxh3-128 of all before

Nothing of it is run or unpickled, and every size is checked against the file's own before anything is mapped. The digest
tells damage, not malice: whoever can write the file can write its digest, and gains no more than other lists. It takes 0.1
ms a megabyte, so it is always checked.
"""

from __future__ import annotations

import json
import os
import re
import stat
import struct
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import xxhash
from numpy.typing import NDArray

from detector.errors import UnreadableInput
from detector.reputation.keys import Depth

VERSION = 1
LONGEST_NAME, LONGEST_REASON = 40, 40
"""Characters."""
MOST_CODES = 1 << 16
MOST_WEIGHT = 50.0

MAGIC = b"detrep\r\n"
"""A transfer that changes line ends is found out at once."""
HEAD = struct.Struct("<8sII")
"""Magic, version, size of the header."""
_LARGEST_HEADER = 8_000_000
_DIGEST = 16
_NAME = re.compile(rf"[A-Za-z0-9_][A-Za-z0-9._-]{{0,{LONGEST_NAME - 1}}}")

Hashes = NDArray[np.uint64]
Codes = NDArray[np.uint16]


class Listed(NamedTuple):
    """One list in a file."""

    name: str
    entries: int
    """Different ones."""
    hosts: int
    """Read that list a host with all below it; like the following, before equal ones were put together."""
    alone: int
    """Read that list one host alone."""
    addresses: int
    folders: int
    passed: int
    """Passed over."""
    unreadable: int


class Reason(NamedTuple):
    """What the code of an entry stands for."""

    list: int
    """Index of its list."""
    text: str
    """What the source says of it, or empty."""


@dataclass(frozen=True)
class Header:
    """What a file says of itself."""

    weight: float
    """Log-odds that a hit adds."""
    depth: Depth
    lists: tuple[Listed, ...]
    allowed: tuple[Listed, ...]
    reasons: tuple[Reason, ...]
    """By code."""
    entries: int
    places: int
    exceptions: int
    """Lengths of the arrays."""


class Arrays(NamedTuple):
    """What is searched, each sorted; of one hash several lists may have an entry."""

    entries: Hashes
    places: Hashes
    exceptions: Hashes
    """Hashes of what is allowed."""
    codes: Codes
    """Aligned with `entries`."""


class Table(NamedTuple):
    """A reputation file, opened."""

    path: str
    digest: str
    header: Header
    arrays: Arrays


def is_name(name: str) -> bool:
    """May a list be called so? Its name stands in reasons and in the names of columns."""
    return _NAME.fullmatch(name) is not None


def open_table(path: str) -> Table:
    """Open and check a file; its arrays are mapped. Raises UnreadableInput where it is none, damaged or cut short."""
    data = _mapped(path)
    if len(data) < HEAD.size or bytes(data[: len(MAGIC)]) != MAGIC:
        raise UnreadableInput(
            f"{path}: This is no reputation file: make one of your lists with `detector reputation build`."
        )
    _, version, size = HEAD.unpack(bytes(data[: HEAD.size]))
    if version != VERSION:
        raise UnreadableInput(
            f"{path}: The reputation file has version {version}, this program reads {VERSION}: build it again from its lists."
        )
    damaged = UnreadableInput(f"{path}: The reputation file is damaged or cut short: copy it again, or build it anew.")
    start = HEAD.size + size
    if size > _LARGEST_HEADER or start + _DIGEST > len(data):
        raise damaged
    header = _header(bytes(data[HEAD.size : start]))
    if header is None or start + _bytes(header) + _DIGEST != len(data):
        raise damaged
    digest = bytes(data[-_DIGEST:])
    if xxhash.xxh3_128_digest(data[:-_DIGEST].data) != digest:
        raise damaged
    arrays = _arrays(data[start:-_DIGEST], header)
    if len(arrays.codes) and int(arrays.codes.max()) >= len(header.reasons):
        raise damaged
    return Table(path, digest.hex(), header, arrays)


def _mapped(path: str) -> NDArray[np.uint8]:
    """The bytes of a file, none of them read yet."""
    try:
        # Asked first: opening a pipe that nobody writes to would wait for ever.
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode) and status.st_size:
            # As a plain array: a memmap makes a new one of itself at every look.
            return np.asarray(np.memmap(path, np.uint8, "r"))
    except (OSError, ValueError) as error:
        said = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UnreadableInput(f"{path}: The reputation file cannot be opened: {said}.") from error
    raise UnreadableInput(
        f"{path}: This is no reputation file but {'an empty one' if stat.S_ISREG(status.st_mode) else 'no file at all'}: make one with `detector reputation build`."
    )


def _bytes(header: Header) -> int:
    return 8 * (header.entries + header.places + header.exceptions) + 2 * header.entries


def _arrays(data: NDArray[np.uint8], header: Header) -> Arrays:
    ends = np.cumsum([8 * header.entries, 8 * header.places, 8 * header.exceptions]).tolist()
    entries, places, exceptions, codes = np.split(data, ends)
    return Arrays(entries.view("<u8"), places.view("<u8"), exceptions.view("<u8"), codes.view("<u2"))


def _header(said: bytes) -> Header | None:
    """The header, every value of the type and in the range it must have; None where one is not."""
    try:
        found = json.loads(said)
        header = Header(
            weight=_weight(found["weight"]),
            depth=Depth(_count(found["depth"]["labels"]), _count(found["depth"]["folders"])),
            lists=tuple(map(_listed, found["lists"])),
            allowed=tuple(map(_listed, found["allowed"])),
            reasons=tuple(_reason(one, len(found["lists"])) for one in found["reasons"]),
            entries=_count(found["entries"]),
            places=_count(found["places"]),
            exceptions=_count(found["exceptions"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return header if len({one.name for one in header.lists}) == len(header.lists) else None


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 40:
        raise ValueError
    return value


def _weight(value: object) -> float:
    if type(value) not in (int, float) or not 0 < (weight := float(value)) <= MOST_WEIGHT:  # type: ignore[arg-type]  # a number
        raise ValueError
    return weight


def _listed(value: object) -> Listed:
    if not isinstance(value, list) or len(value) != len(Listed._fields):
        raise ValueError
    name, *counts = value
    if not isinstance(name, str) or not is_name(name):
        raise ValueError
    return Listed(name, *map(_count, counts))


def _reason(value: object, lists: int) -> Reason:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError
    number, text = value
    if not isinstance(text, str) or len(text) > LONGEST_REASON or not (text.isprintable() and _count(number) < lists):
        raise ValueError
    return Reason(number, text)
