"""What every source of many pages yields: records, each with the place in its input where it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from detector.page import Document

COLUMNS: Mapping[str, str] = {name: name for name in ("id", "url", "html", "text", "content_type")}
"""What a table's columns (or a JSON object's keys) are called where nothing else is said."""


class Place(NamedTuple):
    """Where a record begins in its input; reading can go on from any place."""

    number: int
    """Records before it, unreadable ones too."""
    offset: int | None = None
    """Where the format can be entered: a byte, a row, a file of a folder; None: only by reading all that stands before."""


START = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Record:
    """One page of an input, or one piece of it that could not be read."""

    place: Place
    document: Document | None
    """The page as received; its `id` is the input's own name for it. None for a piece that could not be read."""
    status: int | None = None
    """The HTTP status it was received with, where known."""
    loss: str = ""
    """Why it could not be read, one sentence; empty for a page."""
    failure: str = ""
    """Why there is no page where one was asked for, one sentence: `document` is then without a body, and the row says why."""
    refused: bool = False
    """The site's robots.txt is why."""


@dataclass(frozen=True)
class Input:
    """One archive, table or set of saved pages: what can be read from a place on."""

    name: str
    """As the user wrote it, or as a list or a folder names it."""
    path: str
    """A local path, or an address that fsspec understands."""
    format: str
    """`warc` (WET too), `jsonl`, `csv`, `parquet`, `pages` for saved pages, or `urls` for a list that was fetched."""
    compression: str = ""
    """`gz`, `zst` or empty; of the whole file, as found in its first bytes."""
    size: int = 0
    """Bytes; 0 where unknown."""
    identity: str = ""
    """Digest that changes when the input does."""
    pages: tuple[str, ...] = ()
    """Of `pages`: their paths, of `urls`: the addresses as written, in order."""
    columns: Mapping[str, str] = field(default_factory=lambda: dict(COLUMNS))
    """What the columns or keys of this input are called."""
