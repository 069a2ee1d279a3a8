"""Sums of the runs of `python -m tests.fuzz`, from the ledger beside its corpus."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.fuzz import seeds
from tests.fuzz.targets import TARGETS


def sums(ledger: Path) -> dict[str, Any]:
    """Executions and processor seconds of each target, and how many inputs are committed."""
    runs = [json.loads(line) for line in ledger.read_text("utf-8").splitlines()]
    targets = {name: _sum(name, (run for run in runs if run["target"] == name)) for name in TARGETS}
    return {
        "targets": targets,
        "runs": len(runs),
        "executions": sum(found["executions"] for found in targets.values()),
        "cpu_seconds": round(sum(found["cpu_seconds"] for found in targets.values())),
    }


def _sum(name: str, runs: Iterable[dict[str, Any]]) -> dict[str, Any]:
    done = list(runs)
    committed = [kind for kind, _ in seeds.committed(name)]
    return {
        "about": TARGETS[name],
        "executions": sum(run["executions"] for run in done),
        "cpu_seconds": round(sum(run["cpu_seconds"] for run in done)),
        "edges": max((run["edges"] for run in done), default=0),
        "seeds": sum(kind.startswith("seeds-") for kind in committed),
        "found": sum(kind.startswith("found-") for kind in committed),
    }
