"""What a list of hosts costs: as a reputation file, as a set in memory, as an SQLite table; and what it costs a page.

    python -m benchmarks.reputation [--hosts N] [--runs N]

Hosts are made up by a seeded generator. Each subject runs in a process of its own and answers the same questions: pages of
30 hosts each, looked up with the hosts above them, of which none or all are listed. The last figure puts what look-ups take
of a page beside what the model takes, over the pages of datasets/authored.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

from detector.reputation import opened
from detector.urls import Address, address

ROOT = Path(__file__).resolve().parents[1]
_PAGES, _HOSTS = 200, 30
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"

Ask = Callable[[Sequence[Address]], int]
"""How many of these addresses have a host that is listed."""


class Cost(NamedTuple):
    """What one subject took."""

    build: float
    """Seconds from the list of lines to what is opened."""
    size: int
    """Bytes on disk."""
    open: float
    """Seconds."""
    memory: float
    """MB that the process has for itself alone after that."""
    miss: float
    hit: float
    """Microseconds a host."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.txt"
        path.write_text("".join(f"{host}\n" for host in hosts(options.hosts)), "utf-8")
        print(f"{options.hosts:,} hosts, {path.stat().st_size / 1e6:.1f} MB of text; medians of {options.runs} runs\n")
        print(f"{'':<18}{'build s':>9}{'file MB':>9}{'open ms':>9}{'own MB':>9}{'miss µs':>9}{'hit µs':>9}")
        for name in SUBJECTS:
            cost = _cost(name, path, options.runs)
            print(
                f"{name:<18}{cost.build:>9.2f}{cost.size / 1e6:>9.1f}{cost.open * 1e3:>9.1f}{cost.memory:>9.0f}"
                f"{cost.miss:>9.2f}{cost.hit:>9.2f}"
            )
        lookup, judged, links = _pages(path.with_suffix(".rep"))
        print(f"\nA page of {links:.0f} links: looked up in {lookup * 1e6:,.0f} µs, judged in {judged * 1e6:,.0f} µs")


def hosts(count: int) -> Iterator[str]:
    """Made-up hosts of two and three labels, always the same."""
    chance = random.Random(0)
    for _ in range(count):
        name = "".join(chance.choices(_LETTERS, k=chance.randint(6, 18)))
        yield f"{name}.{chance.choice(('example', 'test', 'films.example', 'shop.test'))}"


def _cost(name: str, path: Path, runs: int) -> Cost:
    """Medians over runs, each in a fresh process."""
    build, _ = SUBJECTS[name]
    start = time.perf_counter()
    built = build(path)
    built_in = time.perf_counter() - start
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        found = [pool.apply(_measured, (name, path)) for _ in range(runs)]
    opened, memory, miss, hit = (median(values) for values in zip(*found, strict=True))
    return Cost(built_in, built.stat().st_size, opened, memory, miss, hit)


def _measured(name: str, path: Path) -> tuple[float, float, float, float]:
    """Seconds to open, MB, microseconds a host that is not listed, and one that is."""
    # Line by line: what a whole list leaves behind in memory would be taken for room that the subject does not need.
    with path.open(encoding="utf-8") as lines:
        step = sum(1 for _ in lines) // (_PAGES * _HOSTS)
        lines.seek(0)
        listed = [line.rstrip() for line in islice(lines, 0, None, max(step, 1))]
    chosen = [listed[start : start + _HOSTS] for start in range(0, _PAGES * _HOSTS, _HOSTS)]
    there = [[address(f"https://www.{host}/") for host in page] for page in chosen]
    gone = [[address(f"https://www.un-{host}/") for host in page] for page in chosen]
    _, opening = SUBJECTS[name]
    before = _own_memory()
    start = time.perf_counter()
    ask = opening(path)
    seconds = time.perf_counter() - start
    memory = _own_memory() - before
    assert ask(there[0]) == _HOSTS
    assert ask(gone[0]) == 0
    return seconds, memory, _microseconds(ask, gone), _microseconds(ask, there)


def _microseconds(ask: Ask, pages: Sequence[Sequence[Address]]) -> float:
    start = time.perf_counter()
    for page in pages:
        ask(page)
    return (time.perf_counter() - start) / (_PAGES * _HOSTS) * 1e6


def _own_memory() -> float:
    """MB that no other process could share (Linux)."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("RssAnon:")[2].split()[0]) / 1_024


def _build_file(path: Path) -> Path:
    from detector.reputation.build import Source, build

    build(path.with_suffix(".rep"), [Source("list", path)])
    return path.with_suffix(".rep")


def _open_file(path: Path) -> Ask:
    reputation = opened([str(path.with_suffix(".rep"))])
    return lambda addresses: len(reputation.hits(addresses))


def _build_nothing(path: Path) -> Path:
    return path


def _open_set(path: Path) -> Ask:
    with path.open(encoding="utf-8") as lines:
        listed = {line.rstrip() for line in lines}
    return lambda addresses: sum(any(above in listed for above in _above(one.host)) for one in addresses)


def _build_table(path: Path) -> Path:
    table = path.with_suffix(".db")
    connection = sqlite3.connect(table)
    connection.execute("CREATE TABLE listed (host TEXT PRIMARY KEY) WITHOUT ROWID")
    with path.open(encoding="utf-8") as lines, connection:
        connection.executemany("INSERT OR IGNORE INTO listed VALUES (?)", ((line.rstrip(),) for line in lines))
    connection.close()
    return table


def _open_table(path: Path) -> Ask:
    connection = sqlite3.connect(f"file:{path.with_suffix('.db')}?mode=ro", uri=True)

    def ask(addresses: Sequence[Address]) -> int:
        found = 0
        for one in addresses:
            above = _above(one.host)
            marks = ",".join("?" * len(above))
            found += connection.execute(f"SELECT 1 FROM listed WHERE host IN ({marks})", above).fetchone() is not None
        return found

    return ask


def _above(host: str) -> list[str]:
    """A host and those above it, down to two labels."""
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def _pages(file: Path) -> tuple[float, float, float]:
    """Seconds a page for the look-ups and for the model, and links a page."""
    from detector.features.vector import read
    from detector.model import judge, load
    from detector.model.listed import look_up
    from detector.page import Document
    from detector.parsing import parse

    model, reputation = load(), opened([str(file)])
    written = sorted((ROOT / "datasets" / "authored").glob("*/pages/*.html"))[::3]
    pages = [parse(Document(path.read_bytes(), "https://films.own.example/1", "text/html")) for path in written]
    readings = [read(page) for page in pages]
    for _ in range(2):  # the first round fills caches
        start = time.perf_counter()
        for reading in readings:
            look_up(reputation, reading)
        looked_up = time.perf_counter()
        for page in pages:
            judge(model, page)
        judged = time.perf_counter()
    links = mean(len(page.links) for page in pages)
    return (looked_up - start) / len(pages), (judged - looked_up) / len(pages), links


SUBJECTS: dict[str, tuple[Callable[[Path], Path], Callable[[Path], Ask]]] = {
    "reputation file": (_build_file, _open_file),
    "set of strings": (_build_nothing, _open_set),
    "SQLite": (_build_table, _open_table),
}

if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
