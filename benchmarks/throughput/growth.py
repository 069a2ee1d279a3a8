"""How time and memory grow with the number of pages, and with the size of a page."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.throughput import archives
from benchmarks.throughput.contestants import labelled
from benchmarks.throughput.pages import KINDS

COUNTS = (1_000, 10_000, 100_000)
PAGE = 20_000
"""Bytes of the pages where their number grows."""
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
_TOGETHER = 32_000_000
"""Bytes of all pages of a size, as far as these bounds allow."""
_FEWEST, _MOST = 8, 4_000


def of_counts(folder: Path, single: Path, counts: Sequence[int], model: str | None) -> dict[str, Any]:
    """Time and memory for more and more pages of one size."""
    found = []
    for count in counts:
        [archive] = archives.write_many(folder / f"count-{count}", archives.alike(PAGE), count)
        found.append({"pages": count, **_figures(single, archive, count, model)})
        shutil.rmtree(archive.parent)
        _note(f"{count:,} pages", found[-1])
    return {"bytes": PAGE, "rows": found, "slope": slope([(row["pages"], row["cpu_s"]) for row in found])}


def of_sizes(folder: Path, single: Path, sizes: Sequence[int], model: str | None) -> dict[str, Any]:
    """Time and memory for larger and larger pages, of each kind."""
    found: dict[str, Any] = {}
    for kind in KINDS:
        rows = []
        for size in sizes:
            count = min(max(_TOGETHER // size, _FEWEST), _MOST)
            [archive] = archives.write_many(folder / f"{kind}-{size}", archives.alike(size, kind), count)
            rows.append({"bytes": size, "pages": count, **_figures(single, archive, count, model)})
            shutil.rmtree(archive.parent)
            _note(f"{kind}, {size:,} bytes", rows[-1])
        points = [(row["bytes"], row["cpu_ms"]) for row in rows]
        found[kind] = {"rows": rows, "slope": slope(points), "steepest": steepest(points)}
    return found


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Of the straight line through the logarithms: 1 where twice the size takes twice the time, 2 where it takes four times.

    >>> slope([(1, 3), (10, 30), (100, 300)])
    1.0
    """
    x, y = np.log(np.array(points, float).clip(1e-9)).T
    return round(float(np.polyfit(x, y, 1)[0]), 3)


def steepest(points: Sequence[tuple[float, float]]) -> float:
    """The greatest slope between two neighbours.

    >>> steepest([(1, 3), (10, 30), (100, 3000)])
    2.0
    """
    return max(slope(pair) for pair in pairwise(points))


def _figures(single: Path, archive: Path, pages: int, model: str | None) -> dict[str, Any]:
    start, whole = labelled([single], 1, model), labelled([archive], 1, model)
    net = whole.cpu - start.cpu
    return {
        "cpu_s": round(net, 3),
        "cpu_ms": round(1_000 * net / (pages - 1), 3),
        "memory_mb": round(whole.memory),
        "process_mb": round(whole.process),
    }


def _note(what: str, row: dict[str, Any]) -> None:
    print(f"{what}: {row['cpu_ms']:.2f} ms a page, {row['memory_mb']} MB", file=sys.stderr, flush=True)
