"""Fuzz a target: bytes that new code answers to are kept, and inputs that break a law are written down.

    python -m tests.fuzz TARGET [--seconds N] [--corpus DIR] [--longest BYTES]
    python -m tests.fuzz --list

Needs the extra `fuzz`. The corpus grows in a folder outside of the repository and is gone on with by the next run; what a run
has done is added to `runs.jsonl` there.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from tests.fuzz import seeds
from tests.fuzz.targets import TARGETS

_HERE = Path(__file__).parent
_DONE = re.compile(r"^stat::number_of_executed_units:\s+(\d+)", re.MULTILINE)
_COVERED = re.compile(r"^#(\d+)\s.*?cov: (\d+) ft: (\d+)", re.MULTILINE)
_PAGE_SECONDS = 20
"""A page that takes longer is a finding."""
_MEGABYTES = 3_000


def main() -> None:
    """Run, print what was done, and note it."""
    options = _options()
    if options.list:
        print("\n".join(f"{name:<10} {said}" for name, said in TARGETS.items()))
        return
    if find_spec("atheris") is None:
        sys.exit("Fuzzing needs the extra fuzz: in a checkout, run pip install -e '.[dev,fuzz]'.")
    home: Path = options.corpus / options.target
    done = fuzz(options.target, home, options.seconds, options.longest)
    with (options.corpus / "runs.jsonl").open("a", encoding="utf-8") as ledger:
        ledger.write(json.dumps(done) + "\n")
    print(json.dumps(done))
    for path in sorted((home / "findings").glob("*.txt")):
        print(f"{path}: {path.read_text('utf-8').strip().splitlines()[-1][:200]}")


def fuzz(target: str, home: Path, seconds: int, longest: int) -> dict[str, Any]:
    """Fuzz for so many seconds by the clock; executions, processor seconds, and what was reached."""
    findings = home / "findings"
    for folder in (findings, home / "kept"):
        folder.mkdir(parents=True, exist_ok=True)
    seeds.write(target, home / "seeds")
    end = time.monotonic() + seconds
    runs = []
    # A page that hangs or takes too much memory ends libFuzzer: it is begun again for the rest of the time.
    while (left := round(end - time.monotonic())) > 0:
        runs.append(_once(_command(target, home, left, longest), home / "log"))
    return {
        "target": target,
        "executions": sum(run.executions for run in runs),
        "cpu_seconds": round(sum(run.processor for run in runs), 1),
        "edges": max((run.edges for run in runs), default=0),
        "features": max((run.features for run in runs), default=0),
        "findings": len(list(findings.glob("*.txt"))) + len(list(findings.glob("*-*"))),
    }


class Run(NamedTuple):
    """What one process of the fuzzer has done."""

    executions: int
    processor: float
    """Seconds."""
    edges: int
    features: int


def _command(target: str, home: Path, seconds: int, longest: int) -> list[str]:
    folders = [str(home / name) for name in ("findings", "kept", "seeds")]
    return [
        *(sys.executable, "-m", "tests.fuzz.inside", target, *folders),
        f"-max_total_time={seconds}",
        f"-max_len={longest}",
        f"-dict={_HERE / 'words.dict'}",
        f"-artifact_prefix={home / 'findings'}/",
        f"-timeout={_PAGE_SECONDS}",
        f"-rss_limit_mb={_MEGABYTES}",
        "-print_final_stats=1",
    ]


def _once(command: list[str], log: Path) -> Run:
    """Run the fuzzer to its end; what it says is added to a log."""
    with log.open("ab") as out:
        start = out.tell()
        process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        # Unlike `process.wait` this tells what it has taken.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    said = log.read_bytes()[start:].decode("utf-8", "replace")
    counted, reached = _DONE.findall(said), _COVERED.findall(said)
    if not counted and not reached:
        sys.exit(said[-2_000:])
    last, edges, features = map(int, reached[-1]) if reached else (0, 0, 0)
    return Run(int(counted[-1]) if counted else last, usage.ru_utime + usage.ru_stime, edges, features)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", nargs="?", choices=TARGETS)
    parser.add_argument("--list", action="store_true", help="name the targets")
    parser.add_argument("--seconds", type=int, default=60, metavar="N", help="by the clock; 60 if left out")
    parser.add_argument(
        "--corpus",
        type=Path,
        default=Path(tempfile.gettempdir()) / "detector-fuzz",
        metavar="DIR",
        help="where inputs are kept",
    )
    parser.add_argument("--longest", type=int, default=8_192, metavar="BYTES", help="of an input; 8,192 if left out")
    found = parser.parse_args()
    if not found.list and not found.target:
        parser.error("name a target, or see --list")
    return found


if __name__ == "__main__":
    main()
