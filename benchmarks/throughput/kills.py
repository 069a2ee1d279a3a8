"""Kill `detector label` at random moments, start it again until it has finished, and count what was lost or doubled.

    python -m benchmarks.throughput.kills [--pages N] [--kills N] [--seed N] [--write docs]

Every run labels all pages; each in turn writes another sort of output. When one has finished, its files are compared byte by
byte with those of a run that was left in peace. Exit code 1 where anything differs.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from benchmarks.throughput import archives, results
from benchmarks.throughput.killing import Assault
from benchmarks.throughput.outputs import Differences, compare, rows
from benchmarks.throughput.processes import detector, environment

OUTPUTS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "labels.jsonl": (),
        "labels.parquet": (),
        "out": ("--side-cars", "jsonl"),
        "labels.jsonl.gz": (),
    }
)
"""Sorts of output by name, and the further options they need."""
_ARCHIVES = 3
_PEACE = 0.15
"""Of a run's seconds, how many it is left in peace at most: it is killed several times before it has finished."""


def main() -> None:
    """Kill, compare, print, and write where asked."""
    options = _options()
    with TemporaryDirectory(dir=options.scratch) as folder:
        asked = {name: getattr(options, name) for name in ("pages", "kills", "seed", "size", "workers")}
        measured = results.measured(
            results.command("benchmarks.throughput.kills", **asked), lambda: assault(Path(folder), options)
        )
    results.publish({"kills": measured}, options.write)
    sys.exit(0 if harmless(measured["found"]) else 1)


def assault(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Kill until there were enough kills; figures, JSON-able."""
    paths = archives.write_many(folder / "archives", archives.alike(options.size), options.pages, _ARCHIVES)
    commands = {name: _command(paths, name, more, options) for name, more in OUTPUTS.items()}
    peace = {name: folder / f"peace-{name}" for name in OUTPUTS}
    seconds = median(_in_peace(commands[name], peace[name]) for name in OUTPUTS)
    _note(f"left in peace, a run takes {seconds:.1f} s")
    attack = Assault(random.Random(options.seed), _PEACE * seconds, options.kills)
    total = Differences()
    runs = 0
    while attack.done.total() < options.kills:
        name = [*OUTPUTS][runs % len(OUTPUTS)]
        found = folder / f"run-{runs}"
        found.mkdir()
        runs += 1
        finished = attack.finish(commands[name], found)
        total += compare(peace[name], found)
        _note(f"run {runs}, {name}: {attack.done.total()} kills in all, {total}")
        if not finished:
            break
        shutil.rmtree(found)
    counted = len({row for row, _ in rows(peace["labels.jsonl"] / "labels.jsonl")})
    return {
        "pages": options.pages,
        # Without kills nothing may be missing, either.
        "rows": counted,
        "bytes": options.size,
        "seconds": round(seconds, 1),
        "runs": runs,
        "starts": attack.starts,
        "kills": dict(attack.done),
        **asdict(total),
        "unreadable": attack.unreadable,
        "failures": attack.failures,
    }


def harmless(found: Mapping[str, Any]) -> bool:
    """Whether no kill has done any harm."""
    harm = ("lost", "doubled", "changed", "files", "left", "unreadable", "failures")
    return found["rows"] == found["pages"] and not any(found[name] for name in harm)


def _command(paths: Sequence[Path], name: str, more: Sequence[str], options: argparse.Namespace) -> list[str]:
    model = ["--model", options.model] if options.model else []
    asked = ["-o", name, "--workers", str(options.workers), "--summary", "summary.json", *more, *model]
    return detector("label", *map(str, paths), *asked, "--exit-zero")


def _in_peace(command: Sequence[str], folder: Path) -> float:
    """The seconds of a run that nobody kills."""
    folder.mkdir()
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed with exit code {done.returncode}:\n{done.stderr}")
    return time.perf_counter() - start


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=5_000, help="pages of a run")
    parser.add_argument("--kills", type=int, default=200, help="kills in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=12_000, metavar="BYTES", help="bytes of a page")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--model", help="model to label with; the shipped one if left out")
    parser.add_argument("--scratch", type=Path, metavar="DIR", help="where archives and outputs are put for a while")
    parser.add_argument("--write", type=Path, metavar="DIR", help="also write throughput.md and throughput.json there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
