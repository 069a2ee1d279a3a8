"""Labelled records as rows: the verdict's fields and the record's place, of these the ones that were asked for."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from detector.sinks.schema import NAMES
from detector.sinks.tables import PARTS
from detector.verdict import Verdict


class Place(Protocol):
    """Where a record begins in its input (`sources.record.Place`)."""

    @property
    def number(self) -> int:
        """Records before it."""

    @property
    def offset(self) -> int | None:
        """Where the input can be entered to read it."""


class Placed(Protocol):
    """What a sink must know of a record (`sources.record.Record`): sinks and sources know nothing of each other."""

    @property
    def place(self) -> Place:
        """Where it begins."""

    @property
    def status(self) -> int | None:
        """The HTTP status it was received with."""


PLACE: Mapping[str, Callable[[str, Placed], Any]] = MappingProxyType(
    {
        "input": lambda name, record: name,
        "record": lambda name, record: record.place.number,
        "offset": lambda name, record: record.place.offset,
        "status": lambda name, record: record.status,
    }
)
"""Each field that tells where a page was read, and how it is read from the input's name and the record."""


def label_row(verdict: Verdict, input: str, record: Placed, fields: Sequence[str] = NAMES) -> dict[str, Any]:
    """The chosen fields of a labelled record as plain values; `input` is the name of what it was read from."""
    return {name: PARTS[name](verdict) if name in PARTS else PLACE[name](input, record) for name in fields}


def storable(value: Any) -> Any:
    """The value with what not every format can hold replaced: numbers that are none by None, half pairs by U+FFFD.

    >>> storable({"score": float("nan"), "text": "half \\ud800 pair"})
    {'score': None, 'text': 'half � pair'}
    """
    if isinstance(value, str):
        # Half a surrogate pair is no character and has no form in UTF-8; two halves that meet are one.
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: storable(part) for name, part in value.items()}
    return [storable(part) for part in value] if isinstance(value, Sequence) else value
