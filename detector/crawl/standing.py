"""How far a job is: what is counted, and the share of the inputs that has been read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detector.crawl.chunks import Receipt
from detector.sources.record import Input, Place

_BYTES = ("warc", "jsonl")
"""Formats in which an offset is a byte."""


class Standing:
    """Counts of all chunks committed so far, by this run and earlier ones."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self.counts: Counter[str] = Counter()
        """As in `Receipt.counts`."""
        self.total = sum(found.size for found in inputs)
        """Bytes of all inputs."""
        self._inputs = inputs
        self._read: dict[int, float] = {}

    def add(self, number: int, receipt: Receipt) -> None:
        """A chunk, or a whole input, was committed."""
        self.counts.update(receipt.counts)
        self._read[number] = max(self._read.get(number, 0.0), _share(self._inputs[number], receipt.following))

    @property
    def read(self) -> int:
        """About how many bytes have been read; of inputs that tell no place, none before they end."""
        return int(sum(self._inputs[number].size * share for number, share in self._read.items()))


def _share(found: Input, reached: Place | None) -> float:
    if reached is None:
        return 1.0
    if reached.offset is None:
        return 0.0
    if found.format in ("pages", "urls"):
        return reached.offset / max(len(found.pages), 1)
    return reached.offset / found.size if found.format in _BYTES and found.size else 0.0
