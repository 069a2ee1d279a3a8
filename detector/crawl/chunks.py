"""Chunks: runs of records that are labelled and committed as one; what is committed is never done again.

A chunk is two files, its rows and, written after them, its receipt; it counts from the moment its receipt is there.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from detector.crawl import durable
from detector.sources.record import Place

RECORDS = 128
"""Records of a chunk: half a second's work, which is all that a killed run loses a worker."""


@dataclass(frozen=True)
class Receipt:
    """What a committed chunk, or all of an input's, comes to."""

    chunk: int
    """Its number: it holds the records from `chunk * RECORDS` on."""
    rows: int
    size: int
    """Bytes of its rows."""
    digest: str
    """BLAKE2 of its rows."""
    following: Place | None
    """Where the next chunk begins, None behind the last one."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """`pages`, `clean`, `review`, `spam`, `errors`, `losses` and `left_out:<reason>`."""
    losses: tuple[Mapping[str, Any], ...] = ()
    """Pieces that could not be read: `record`, `offset`, `loss`."""
    tally: Mapping[str, Any] = field(default_factory=dict)
    """Its part of the summary."""


class Shelf:
    """The committed chunks of one input, in a folder of their own."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self.folder = folder
        self._suffix = suffix

    def commit(self, body: bytes, receipt: Receipt) -> None:
        """Put a chunk's rows and then its receipt in place. Raises UnwritableOutput."""
        if not self.folder.is_dir():
            durable.folder(self.folder)
        durable.write_bytes(self.rows(receipt.chunk), body)
        durable.write_json(self._receipt(receipt.chunk), asdict(receipt))

    def rows(self, chunk: int) -> Path:
        """The file with a chunk's rows."""
        return self.folder / f"{chunk:08d}.{self._suffix}"

    def committed(self) -> dict[int, Receipt]:
        """All chunks that are there whole, by number, in order."""
        if not self.folder.is_dir():
            return {}
        numbers = sorted(int(name[:-5]) for name in os.listdir(self.folder) if _is_receipt(name))
        found = {number: self._checked(number) for number in numbers}
        return {number: receipt for number, receipt in found.items() if receipt is not None}

    def since(self, known: Collection[int]) -> Iterator[Receipt]:
        """Chunks that were committed and are not known yet, unchecked: another process has just written them."""
        names = os.listdir(self.folder) if self.folder.is_dir() else []
        for number in sorted(int(name[:-5]) for name in names if _is_receipt(name)):
            receipt = receipt_of(durable.read_json(self._receipt(number))) if number not in known else None
            if receipt is not None:
                yield receipt

    def _checked(self, chunk: int) -> Receipt | None:
        receipt = receipt_of(durable.read_json(self._receipt(chunk)))
        try:
            body = self.rows(chunk).read_bytes()
        except OSError:
            return None
        return receipt if receipt is not None and digest(body) == receipt.digest else None

    def _receipt(self, chunk: int) -> Path:
        return self.folder / f"{chunk:08d}.json"


def digest(body: bytes) -> str:
    """What tells a chunk's rows from damaged ones."""
    return blake2b(body, digest_size=16).hexdigest()


def receipt_of(value: Any) -> Receipt | None:
    """A receipt as it was written to a file, None where it is none."""
    try:
        following = None if value["following"] is None else Place(*value["following"])
        return Receipt(**{**value, "following": following, "losses": tuple(value["losses"])})
    except (TypeError, KeyError):
        return None


def _is_receipt(name: str) -> bool:
    return name.endswith(".json") and name[:-5].isdigit()
