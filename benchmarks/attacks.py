"""What hostile servers come to under the rules that are shipped: what is said, after what time, and at what cost in memory.

    python -m benchmarks.attacks [--only NAME]... [--write docs]        (needs Linux)

Each attack has a server on this machine, and a process that fetches from it as `detector scan` does; the network is made
to believe that the server stands elsewhere. `--write` writes attacks.md into a folder; it takes all attacks.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from detector.errors import DetectorError
from detector.sources.web import Door, Rules
from tests.sources.web.attacks import ATTACKS, Attack, network, pem, prepare, server_context
from tests.sources.web.servers import Server

ROOT = Path(__file__).resolve().parents[1]
_AT_ONCE = 4
"""Attacks under way at a time: most of their time is waiting."""
_BY_NAME = {attack.name: attack for attack in ATTACKS}
_HEAD = """# Attacks on fetching

Written by `python -m benchmarks.attacks --write docs`; do not edit. {count} things that a hostile server can do, under the
rules that are shipped ([how to fetch](how-to/fetch.md)). Seconds are of the whole fetch, on a machine that runs {at_once} of
them at a time. Memory is the growth of the peak of the process that fetches, from before the fetch to behind it. A fetch
ends after {total:g} seconds, whatever comes, and nothing of a page beyond {decoded:,} bytes is held unpacked.

| attack | what is said | seconds | memory, MB |
|---|---|---:|---:|
"""


class Outcome(NamedTuple):
    """What an attack came to."""

    name: str
    said: str
    seconds: float
    megabytes: float


def main() -> None:
    """Measure, print and write; exit code 1 where an attack comes to something else than it should."""
    options = _options()
    if options.one:
        print(json.dumps(_suffer(_BY_NAME[options.one], options.port, options.trusted.read_text("ascii"))))
        return
    found = []
    for outcome in outcomes([_BY_NAME[name] for name in options.only or _BY_NAME]):
        print(f"{outcome.seconds:6.2f} s {outcome.megabytes:6.1f} MB  {outcome.name}: {outcome.said}", flush=True)
        found.append(outcome)
    if options.write:
        (options.write / "attacks.md").write_text(markdown(found), "utf-8")


def outcomes(attacks: Sequence[Attack]) -> Iterator[Outcome]:
    """What each attack comes to, in their order."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(_AT_ONCE) as pool:
        trusted = Path(folder) / "authority.pem"
        trusted.write_text(pem(), "ascii")
        prepare()
        yield from pool.map(lambda attack: _outcome(attack, trusted), attacks)


def markdown(found: Sequence[Outcome]) -> str:
    """`docs/attacks.md`."""
    rules = Rules()
    head = _HEAD.format(count=len(found), at_once=_AT_ONCE, total=rules.total, decoded=rules.decoded - 1)
    rows = (
        f"| {outcome.name} | {_cell(outcome.said)} | {outcome.seconds:.1f} | {outcome.megabytes:.0f} |\n"
        for outcome in found
    )
    return head + "".join(rows)


def _outcome(attack: Attack, trusted: Path) -> Outcome:
    context = server_context(attack.certificate) if attack.certificate else None
    with Server(attack.script, context) as server:
        command = [sys.executable, "-m", "benchmarks.attacks", "--one", attack.name]
        done = subprocess.run(
            [*command, "--port", str(server.port), "--trusted", str(trusted)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    return Outcome(attack.name, *json.loads(done.stdout))


def _suffer(attack: Attack, port: int, trusted: str) -> tuple[str, float, float]:
    """What is said of an attack, the seconds it took and the growth of the peak memory in MB; in a process of its own."""
    before, start = _peak(), time.perf_counter()
    with Door(network=network(attack, port, trusted)) as door:
        try:
            fetched = door.fetch(attack.url)
            said = f"(a page of {len(fetched.document.body):,} bytes)"
        except DetectorError as error:
            said = str(error)
    return said, time.perf_counter() - start, _peak() - before


def _peak() -> float:
    """MB; not by getrusage, which counts what the parent of this process held."""
    status = Path("/proc/self/status").read_text("ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) * 1024 / 1e6


def _cell(said: str) -> str:
    short = said if len(said) <= 160 else said[:159] + "…"
    return short.replace("|", "\\|").replace("<", "&lt;").replace("http://", "hxxp://").replace("https://", "hxxps://")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--only", action="append", choices=[*_BY_NAME], metavar="NAME", help="this attack only; repeat for more"
    )
    parser.add_argument("--write", type=Path, metavar="DIR", help="folder to write attacks.md into")
    # For the processes that suffer them.
    parser.add_argument("--one", choices=[*_BY_NAME], help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--trusted", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
