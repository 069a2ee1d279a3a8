"""What a cold start costs, as ratios to what cannot be saved: the interpreter and the libraries a command needs.

    python benchmarks/startup.py [--model NAME] [--page FILE] [--runs N]

Runs alternate, so that a busy machine slows all of them alike; the table gives medians.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
_PAGE = """<!doctype html><title>Dune, a review</title><h1>Dune</h1><p>A long film about sand, and a good one.</p>
<p>Watch the film <a href="https://streams.example/1">here</a>.</p>"""
HELP_LIMIT, SCAN_LIMIT, MEMORY_LIMIT = 2.0, 2.5, 120.0
"""Ratio, ratio, MB."""
_PROGRAM = "from detector.cli import main; main()"
# Reads what the command left in memory: its peak in kilobytes, and whether the training library was loaded.
_PROBE = """
import atexit, resource, sys
atexit.register(lambda: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 'sklearn' in sys.modules, file=sys.stderr))
"""


def main() -> None:
    """Measure and print; exit code 1 where a limit is passed."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        page = options.page or Path(folder) / "page.html"
        if options.page is None:
            page.write_text(_PAGE, "utf-8")
        scan = ["scan", "--exit-zero", *(["--model", options.model] if options.model else []), str(page)]
        commands = {
            "import click": ["-c", "import click"],
            "detector --help": ["-c", _PROGRAM, "--help"],
            "import click, numpy, selectolax": ["-c", "import click, numpy, selectolax"],
            "detector scan page.html": ["-c", _PROGRAM, *scan],
        }
        times = _alternate(commands, options.runs)
        memory, trainer = _probe(scan)
    sys.exit(0 if _report(times, memory, trainer) else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="model to scan with; the shipped one if left out")
    parser.add_argument("--page", type=Path, help="page to scan; a short one of its own if left out")
    parser.add_argument("--runs", type=int, default=15)
    return parser.parse_args()


def _alternate(commands: dict[str, list[str]], runs: int) -> dict[str, float]:
    """Median seconds of each command; the first round only warms the disk."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, arguments in commands.items():
            start = time.perf_counter()
            _run(arguments)
            if number:
                seconds[name].append(time.perf_counter() - start)
    return {name: median(taken) for name, taken in seconds.items()}


def _run(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)} failed:\n{done.stderr}")
    return done


def _probe(scan: Sequence[str]) -> tuple[float, bool]:
    """Peak memory of a scan in MB, and whether it loaded scikit-learn."""
    kilobytes, trainer = _run(["-c", _PROBE + _PROGRAM, *scan]).stderr.split()[-2:]
    return int(kilobytes) / 1_024, trainer == "True"


def _report(times: dict[str, float], memory: float, trainer: bool) -> bool:
    (base, base_time), (shown, help_time), (libraries, library_time), (scan, scan_time) = times.items()
    for name, seconds in times.items():
        print(f"{name:<34}{seconds * 1_000:8.0f} ms")
    rows = [
        (f"{shown} / {base}", help_time / base_time, HELP_LIMIT),
        (f"{scan} / {libraries}", scan_time / library_time, SCAN_LIMIT),
        ("peak memory of scan, MB", memory, MEMORY_LIMIT),
        ("scan loads scikit-learn", float(trainer), 0.0),
    ]
    print()
    for name, value, limit in rows:
        print(f"{name:<62}{value:8.2f}  (at most {limit:.1f}) {'ok' if value <= limit else 'OVER THE LIMIT'}")
    return all(value <= limit for _, value, limit in rows)


if __name__ == "__main__":
    main()
