"""The rules of the dataset, each checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from detector.training.augment import read_blocks
from detector.training.copies import TEXT_ONLY, TITLE_ONLY
from detector.training.pages import SPLITS, read_authored
from detector.training.rows import Row, Rows, load

LABELS = ("spam", "ham", "unsure", "grey")
LARGEST = 15_000_000
"""Bytes of `base/` in all."""


def check(datasets: Path) -> tuple[int, Sequence[str]]:
    """The number of rows, and every broken rule as a sentence. Raises DatasetError where the files are damaged."""
    data = load(datasets / "base")
    faults = [*_rows(data), *_leaks(data.rows), *_authored(datasets / "authored", data.rows)]
    size = sum(file.stat().st_size for file in (datasets / "base").iterdir())
    if size > LARGEST:
        faults.append(f"base/ takes {size / 1e6:.1f} MB; at most {LARGEST / 1e6:.0f} MB may be shipped.")
    return len(data.rows), faults


def _rows(data: Rows) -> Iterator[str]:
    seen: set[str] = set()
    known = {row.id for row in data.rows}
    for row in data.rows:
        if row.id in seen:
            yield f"{row.id}: the row occurs twice."
        seen.add(row.id)
        if row.label not in LABELS:
            yield f"{row.id}: the label is {row.label!r}; it must be one of {', '.join(LABELS)}."
        if row.split not in (*SPLITS, "authored"):
            yield f"{row.id}: the split is {row.split!r}; it must be one of {', '.join(SPLITS)} or authored."
        if row.variant and row.parent not in known:
            yield f"{row.id}: its parent {row.parent} is missing."
        if row.variant and row.split == "dev" and row.variant not in (TEXT_ONLY, TITLE_ONLY):
            yield f"{row.id}: a copy of a dev page may only have less than the page."


def _leaks(rows: Sequence[Row]) -> Iterator[str]:
    for name in ("site", "campaign", "source"):
        splits: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in rows:
            value = getattr(row, name)
            if value and row.split in ("train", "dev"):
                splits[row.label, value].add(row.split)
        for (label, value), found in sorted(splits.items()):
            if len(found) > 1 and value not in _SHARED:
                yield f"The {label} {name} {value} stands in both train and dev."


_SHARED = frozenset(("text-imdb",))
"""A source of single reviews whose pages were dealt to the splits by author."""


def _authored(folder: Path, rows: Sequence[Row]) -> Iterator[str]:
    built = {row.id for row in rows if row.split == "authored"}
    bodies: dict[str, str] = {}
    for source in read_authored(folder):
        if source.row.id not in built:
            yield f"{source.row.id}: the written page is not in base/; rebuild it with `detector dataset build`."
        digest = sha256(source.body.encode("utf-8", "replace")).hexdigest()
        if digest in bodies:
            yield f"{source.row.id}: the same page as {bodies[digest]}."
        bodies[digest] = source.row.id
        if source.row.label == "ham" and source.scam_urls:
            yield f"{source.row.id}: an honest page lists scam links."
    files = {path for path in folder.glob("*/*/*") if path.suffix in (".html", ".txt")}
    if len(files) != len(bodies):
        yield f"{folder} holds {len(files)} pages, but its labels name {len(bodies)}."
    for path in sorted(folder.glob("blocks*.jsonl")):
        blocks = read_blocks(path)
        if len({block.id for block in blocks}) != len(blocks):
            yield f"{path}: two blocks share an id."
