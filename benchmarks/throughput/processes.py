"""Runs a command on some of the machine's processors and tells what it and all processes it started have taken. Linux only."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_MB = 1_024.0
"""Kilobytes, as /proc counts memory."""


@dataclass(frozen=True)
class Run:
    """What a command has taken."""

    wall: float
    """Seconds."""
    cpu: float
    """Processor seconds of all its processes."""
    memory: float
    """MB of all its processes together at their worst moment, memory that they share counted once."""
    process: float
    """MB of its largest process (peak resident set)."""
    printed: str
    trace: Sequence[tuple[float, dict[int, float]]] = ()
    """Seconds since the start, and MB resident of each process by number."""


_GOOD = (0, 3)
"""Exit codes; `detector label` ends with 3 where some pages failed, which are rows all the same."""


class CommandFailed(Exception):
    """A command ended with an error; the message ends with what it said last."""


def run(command: Sequence[str], cpus: Collection[int], every: float = 0.2, tracing: bool = False) -> Run:
    """Run a command on these processors, looking at its memory every so many seconds. Raises CommandFailed."""
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        with pinned(cpus):
            process = subprocess.Popen(
                command,
                stdout=printed,
                stderr=said,
                stdin=subprocess.DEVNULL,
                env=environment(),
                start_new_session=True,
            )
        sampler = Sampler(process.pid, every, tracing)
        # Unlike `process.wait` this tells what all the processes have taken.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        sampler.end()
        printed.seek(0)
        said.seek(0)
        if process.returncode not in _GOOD:
            last = said.read().decode("utf-8", "replace").strip().splitlines()[-1:]
            raise CommandFailed(f"exit code {process.returncode}: {' '.join(last)}"[:200])
        cpu = usage.ru_utime + usage.ru_stime
        text = printed.read().decode("utf-8", "replace")
    return Run(wall, cpu, sampler.memory, max(sampler.peaks.values(), default=0.0), text, sampler.trace)


def processors() -> list[int]:
    """Numbers of the processors that this process may use."""
    return sorted(os.sched_getaffinity(0))


@contextmanager
def pinned(cpus: Collection[int]) -> Iterator[None]:
    """What is started within may use these processors only."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cpus)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def environment() -> dict[str, str]:
    """One thread a process for every contestant."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def detector(*arguments: str) -> list[str]:
    """A command of the program that is installed, compiled or not, though the checkout be the current folder."""
    return [sys.executable, "-P", "-m", "detector.cli", *arguments]


@dataclass
class Sampler:
    """Looks at the memory of a session's processes until it is told to end."""

    session: int
    every: float
    tracing: bool = False
    memory: float = 0.0
    """As in `Run`."""
    peaks: dict[int, float] = field(default_factory=dict)
    """Process -> MB of its peak resident set."""
    trace: list[tuple[float, dict[int, float]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._start = time.perf_counter()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop looking."""
        self._ending.set()
        self._thread.join()

    def _look_on(self) -> None:
        while True:
            self._look()
            if self._ending.wait(self.every):
                return

    def _look(self) -> None:
        resident, shared = {}, 0.0
        for process in members(self.session):
            status = _fields(process, "status")
            if "VmRSS" in status:
                resident[process] = status["VmRSS"]
                self.peaks[process] = max(self.peaks.get(process, 0.0), status["VmHWM"])
                shared += _fields(process, "smaps_rollup").get("Pss", 0.0)
        self.memory = max(self.memory, shared)
        if self.tracing and resident:
            self.trace.append((time.perf_counter() - self._start, resident))


def members(session: int) -> list[int]:
    """The processes of a session, its leader first."""
    found = [process for process, _, theirs in everyone() if theirs == session]
    return sorted(found, key=lambda process: (process != session, process))


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    return sorted(process for process, theirs, _ in everyone() if theirs == parent)


def everyone() -> Iterator[tuple[int, int, int]]:
    """Number, parent and session of all processes that run."""
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                line = Path("/proc", name, "stat").read_text("ascii", "replace")
            except OSError:
                continue  # it has ended
            # Its name comes before, in brackets, and may hold anything.
            state, parent, _, theirs = line.rpartition(")")[2].split()[:4]
            if state not in "ZX":
                yield int(name), int(parent), int(theirs)


def _fields(process: int, file: str) -> dict[str, float]:
    """MB by field; empty where the process has ended."""
    try:
        lines = Path("/proc", str(process), file).read_text("ascii", "replace").splitlines()
    except OSError:
        return {}
    split = (line.split() for line in lines)
    return {words[0].rstrip(":"): int(words[1]) / _MB for words in split if words[-1:] == ["kB"]}
