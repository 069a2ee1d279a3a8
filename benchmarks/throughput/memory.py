"""Many pages from end to end, with a look at the memory of every process every few seconds."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.throughput.contestants import labelled
from benchmarks.throughput.processes import processors

_EVERY = 2.0
"""Seconds between two looks."""
_LONG = 0.1
"""Share of the run that a process lives to have a curve of its own."""
_POINTS = 200
"""Of a curve, at most."""

Trace = Sequence[tuple[float, Mapping[int, float]]]


def label_all(archives: Sequence[Path], pages: int, model: str | None) -> dict[str, Any]:
    """Label all archives with a worker a processor; figures and curves, JSON-able."""
    workers = len(processors())
    done = labelled(archives, workers, model, _EVERY, tracing=True)
    print(f"{pages:,} pages in {done.wall:.0f} s", file=sys.stderr, flush=True)
    return {
        "pages": pages,
        "archives": len(archives),
        "bytes": sum(path.stat().st_size for path in archives),
        "workers": workers,
        "seconds": round(done.wall, 1),
        "pages_a_second": round(pages / done.wall, 1),
        "memory_mb": round(done.memory),
        "process_mb": round(done.process),
        "curves": curves(done.trace),
    }


def curves(trace: Trace) -> list[dict[str, Any]]:
    """The processes that lived long: name, points (seconds, MB), peak and growth."""
    seen = dict.fromkeys(process for _, resident in trace for process in resident)
    found: list[dict[str, Any]] = []
    for process in seen:
        points = [(second, resident[process]) for second, resident in trace if process in resident]
        if len(points) >= max(_LONG * len(trace), 2):
            # The first process of all is the one that was started.
            name = f"worker {len(found)}" if found else "leader"
            thinned = points[:: -(-len(points) // _POINTS)]
            found.append(
                {
                    "name": name,
                    "peak_mb": round(max(megabytes for _, megabytes in points)),
                    "growth_mb": round(growth([megabytes for _, megabytes in points]), 1),
                    "points": [(round(second, 1), round(megabytes, 1)) for second, megabytes in thinned],
                }
            )
    return found


def growth(levels: Sequence[float]) -> float:
    """By how much the last quarter lies above the second one; the first is the start.

    >>> growth([0, 5, 5, 6, 6, 7, 7, 8])
    2.0
    """
    quarter = max(len(levels) // 4, 1)
    return fmean(levels[-quarter:]) - fmean(levels[quarter : 2 * quarter] or levels)
