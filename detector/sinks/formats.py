"""The formats of labelled records, chosen by the output's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Protocol

from detector.errors import UsageError
from detector.sinks.lines import Lines, json_lines, separated
from detector.sinks.packing import need
from detector.sinks.parquet import Parquet
from detector.sinks.schema import NAMES


class Format(Protocol):
    """How rows become bytes: in chunks, and chunks become the output."""

    @property
    def suffix(self) -> str:
        """The end of the output's name, without its first dot."""

    def encode(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        """A chunk, readable by itself; the same rows are always the same bytes."""

    def merge(self, chunks: Iterable[Path], out: BinaryIO) -> None:
        """Put chunks together, in order, in bounded memory. Raises UnreadableInput for a chunk of another make."""

    def count(self, path: Path) -> int:
        """Rows of a finished file. Raises UnreadableInput for a damaged one."""


def _formats() -> Mapping[str, Callable[[Sequence[str]], Format]]:
    found: dict[str, Callable[[Sequence[str]], Format]] = {}
    for suffix in ("jsonl", "jsonl.gz", "jsonl.zst"):
        found[suffix] = partial(Lines, suffix, json_lines)
    for suffix in ("csv", "csv.gz", "csv.zst"):
        found[suffix] = partial(Lines, suffix, separated, header=True)
    return MappingProxyType({**found, "parquet": Parquet})


FORMATS = _formats()
"""By the end of a name, without its first dot."""
_NEEDS = {"zst": "zstandard", "parquet": "pyarrow"}


def chosen(path: str, fields: Sequence[str] = NAMES) -> Format:
    """The format that an output's name ends in, for rows with these fields.

    Raises UsageError for any other name, and where the library that writes the format is missing.

    >>> chosen("crawl/labels.jsonl.gz").suffix
    'jsonl.gz'
    """
    name = path.lower()
    suffix = next((one for one in FORMATS if name == one or name.endswith(f".{one}")), None)
    if suffix is None:
        known = ", ".join(f".{one}" for one in FORMATS)
        raise UsageError(f"The format of {path} is told by its name, which must end in one of {known}.")
    last = suffix.rpartition(".")[2]
    if last in _NEEDS:
        need(_NEEDS[last])
    return FORMATS[suffix](fields)
