"""What a run has left in its folder: whether it can be read, and whether it is what it should be."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

IDS = "id"


@dataclass
class Differences:
    """What killed runs got wrong, beside one that was left in peace."""

    lost: int = 0
    """Rows that are not there."""
    doubled: int = 0
    """Rows that are there more than once, or should not be there at all."""
    changed: int = 0
    """Rows that are there once and say something else."""
    files: list[str] = field(default_factory=list)
    """Files whose bytes differ."""
    left: list[str] = field(default_factory=list)
    """Files that should not be there: what a killed run had begun."""

    def __add__(self, other: Differences) -> Differences:
        return Differences(
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.changed + other.changed,
            self.files + other.files,
            self.left + other.left,
        )


def compare(expected: Path, found: Path) -> Differences:
    """What differs in a folder from what it should hold."""
    said = Differences()
    theirs = {path.relative_to(found) for path in found.rglob("*") if path.is_file()}
    ours = {path.relative_to(expected) for path in expected.rglob("*") if path.is_file()}
    said.left = sorted(map(str, theirs - ours))
    for name in sorted(ours):
        if name not in theirs or (found / name).read_bytes() != (expected / name).read_bytes():
            said.files.append(str(name))
            _count(said, expected / name, found / name)
    return said


def _count(said: Differences, expected: Path, found: Path) -> None:
    wanted = dict(rows(expected))
    there = list(rows(found)) if found.exists() else []
    times = Counter(name for name, _ in there)
    said.lost += len(wanted.keys() - times.keys())
    said.doubled += sum(count - (name in wanted) for name, count in times.items())
    said.changed += sum(times[name] == 1 and wanted.get(name, row) != row for name, row in there)


def unreadable(folder: Path) -> list[str]:
    """Outputs that are to be seen and cannot be read, at any time; what is in the making bears other names."""
    bad = []
    for path in sorted(folder.rglob("*")):
        making = any(part.endswith((".job", ".tmp")) for part in path.relative_to(folder).parts)
        if path.is_file() and not making:
            try:
                Counter(rows(path))
            except Exception as error:
                bad.append(f"{path.name}: {error}")
    return bad


def rows(path: Path) -> Iterator[tuple[str, str]]:
    """Id and text of every row; none for reports and summaries. Raises whatever the reader of a damaged file raises."""
    if path.name.endswith(".parquet"):
        import pyarrow.parquet

        for row in pyarrow.parquet.read_table(path).to_pylist():
            yield row[IDS], json.dumps(row, sort_keys=True, default=str)
    elif path.name.endswith((".jsonl", ".jsonl.gz")):
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        if body and not body.endswith(b"\n"):
            raise ValueError("its last line is cut off")
        for line in body.splitlines():
            yield json.loads(line)[IDS], line.decode()
    elif path.suffix == ".json":
        json.loads(path.read_bytes())
