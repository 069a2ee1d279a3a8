"""One processor against several: the same pages in one big archive, and in many small ones."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.throughput.contestants import labelled
from benchmarks.throughput.processes import Run, processors

_EVERY = 1.0
"""Seconds between two looks at memory: with every processor at work, looking takes their time."""


def steps(count: int) -> list[int]:
    """Numbers of processors to try: doubling, and all of them.

    >>> steps(6)
    [1, 2, 4, 6]
    """
    return sorted({count, *(2**power for power in range(count.bit_length()) if 2**power <= count)})


def scale(
    layouts: Mapping[str, Sequence[Path]], single: Path, pages: int, rounds: int, model: str | None
) -> dict[str, Any]:
    """Label each layout with as many workers as processors, from one to all; figures by layout, JSON-able."""
    tried = steps(len(processors()))
    found: dict[str, Any] = {}
    for name, archives in layouts.items():
        starts: dict[int, list[Run]] = {workers: [] for workers in tried}
        wholes: dict[int, list[Run]] = {workers: [] for workers in tried}
        for number in range(rounds):
            for workers in tried:
                starts[workers].append(labelled([single], workers, model, _EVERY))
                wholes[workers].append(labelled(archives, workers, model, _EVERY))
                took = wholes[workers][-1].wall
                print(f"round {number + 1}, {name}, {workers} workers: {took:.1f} s", file=sys.stderr, flush=True)
        found[name] = {
            "archives": len(archives),
            "workers": {str(workers): _figures(workers, starts, wholes, pages) for workers in tried},
        }
    return {"pages": pages, "rounds": rounds, "layouts": found}


def _figures(
    workers: int, starts: Mapping[int, Sequence[Run]], wholes: Mapping[int, Sequence[Run]], pages: int
) -> dict[str, Any]:
    net = {
        number: [whole.wall - start.wall for whole, start in zip(wholes[number], starts[number], strict=True)]
        for number in (1, workers)
    }
    factors = [one / several for one, several in zip(net[1], net[workers], strict=True)]
    whole = [one.wall / several.wall for one, several in zip(wholes[1], wholes[workers], strict=True)]
    return {
        "pages_a_second": round(pages / median(net[workers]), 1),
        "factor": {"value": round(median(factors), 3), "low": round(min(factors), 3), "high": round(max(factors), 3)},
        "factor_with_start": round(median(whole), 3),
        "memory_mb": round(max(run.memory for run in wholes[workers])),
        "process_mb": round(max(run.process for run in wholes[workers])),
    }
