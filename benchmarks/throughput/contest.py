"""Everybody on one processor, over the same archive, by turns; what starting costs is told apart."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from benchmarks.throughput import archives
from benchmarks.throughput.contestants import OURS, Contestant
from benchmarks.throughput.processes import CommandFailed, Run, processors, run

Clock = Literal["cpu", "wall"]
CLOCKS: Mapping[Clock, Callable[[Run], float]] = MappingProxyType(
    {"cpu": lambda run: run.cpu, "wall": lambda run: run.wall}
)
"""Seconds of processors, and seconds that pass."""


class Lap(NamedTuple):
    """One contestant in one round."""

    start: Run
    """Over an archive of one page."""
    whole: Run

    def page(self, pages: int, clock: Clock) -> float:
        """Milliseconds for each further page."""
        return 1_000 * (CLOCKS[clock](self.whole) - CLOCKS[clock](self.start)) / max(pages - 1, 1)


def hold(taking_part: Sequence[Contestant], single: Path, archive: Path, pages: int, rounds: int) -> dict[str, Any]:
    """Let all run by turns over an archive of one page and one of many; figures by contestant, JSON-able."""
    skipped = {one.name: why for one in taking_part if (why := one.missing())}
    ready = [one for one in taking_part if one.name not in skipped]
    laps: dict[str, list[Lap]] = {one.name: [] for one in ready}
    for number in range(rounds):
        for one in list(ready):
            try:
                lap = Lap(_run(one, single, 1), _run(one, archive, pages))
            except CommandFailed as error:
                # One of the others may be too old or too new; without ours there is nothing to compare with.
                if one.name == OURS:
                    raise
                skipped[one.name] = str(error)
                ready.remove(one)
                del laps[one.name]
                continue
            laps[one.name].append(lap)
            print(
                f"round {number + 1}, {one.name}: {lap.page(pages, 'cpu'):.2f} ms a page", file=sys.stderr, flush=True
            )
    ours = laps[OURS]
    return {
        "pages": pages,
        "bytes": archives.unpacked(archive) // pages,
        "rounds": rounds,
        "contestants": [{"about": one.about, **_figures(one.name, laps[one.name], ours, pages)} for one in ready],
        "skipped": skipped,
    }


def _run(one: Contestant, archive: Path, pages: int) -> Run:
    with TemporaryDirectory(dir=archive.parent) as folder:
        out = Path(folder, "rows.jsonl")
        done = run(one.command(archive, out), processors()[-1:])
        told = int(done.printed) if done.printed else len(out.read_bytes().splitlines())
    if told != pages:
        raise CommandFailed(f"{told} of {pages} pages were read")
    return done


def _figures(name: str, laps: Sequence[Lap], ours: Sequence[Lap], pages: int) -> Mapping[str, Any]:
    cpu, wall = ([lap.page(pages, clock) for lap in laps] for clock in CLOCKS)
    return {
        "name": name,
        "cpu_ms": round(median(cpu), 3),
        "wall_ms": round(median(wall), 3),
        "pages_a_second": round(1_000 / median(wall), 1),
        "start_s": round(median(lap.start.wall for lap in laps), 2),
        "memory_mb": round(max(lap.whole.memory for lap in laps)),
        "process_mb": round(max(lap.whole.process for lap in laps)),
        "times_ours": {clock: ratio(laps, ours, pages, clock) for clock in CLOCKS},
    }


def ratio(theirs: Sequence[Lap], ours: Sequence[Lap], pages: int, clock: Clock) -> dict[str, float]:
    """How many times our time others take: the median over the rounds, and the rounds' range."""
    found = [one.page(pages, clock) / own.page(pages, clock) for one, own in zip(theirs, ours, strict=True)]
    return {"value": round(median(found), 3), "low": round(min(found), 3), "high": round(max(found), 3)}
