"""One command, killed and started again until it has finished."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from benchmarks.throughput.outputs import unreadable
from benchmarks.throughput.processes import children, environment, members

LEADER = "the leading process (SIGKILL)"
ALL = "all processes (SIGKILL)"
WORKER = "one worker (SIGKILL)"
WRITING = "all, while a file is being written (SIGKILL)"
TERMINATED = "the leading process (SIGTERM)"
INTERRUPTED = "all, as by Ctrl-C (SIGINT)"
TURNS = (LEADER, ALL, WORKER, WRITING, LEADER, ALL, WORKER, TERMINATED, LEADER, ALL, WORKER, INTERRUPTED)

_PATIENCE = 60.0
"""Seconds that processes may take to end, or to write a file."""
_LIFETIME = 3_600.0
"""Seconds that a run which is left in peace may take."""
_GLANCE = 0.0005
"""Seconds between two looks for a file that is being written."""
_FAILURES = 3
"""Starts that may end with an error of their own before a run is given up."""


@dataclass
class Assault:
    """Kills of a whole benchmark: how many there were of each sort, and what they have brought to light."""

    dice: random.Random
    longest: float
    """Seconds that a run is left in peace, at most."""
    wanted: int
    """Kills in all; when they are done, the last run is left in peace."""
    done: Counter[str] = field(default_factory=Counter)
    starts: int = 0
    unreadable: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    """Starts that ended with an error of their own, and processes that did not end."""

    def __post_init__(self) -> None:
        self._turns = cycle(TURNS)

    def finish(self, command: Sequence[str], folder: Path) -> bool:
        """Start a command in a folder, kill it, start it again, until it has finished; False where it never does."""
        sessions: list[int] = []
        failed = 0
        while failed < _FAILURES:
            process = self._start(command, folder)
            sessions.append(process.pid)
            struck = self._disturb(process, folder)
            if process.returncode == 0:
                self._settle(sessions)
                return True
            self.unreadable += unreadable(folder)
            if not struck:
                failed += 1
                self.failures.append(f"exit code {process.returncode}: {_last_line(_said(folder))}")
        return False

    def _start(self, command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
        self.starts += 1
        with _said(folder).open("wb") as said:
            return subprocess.Popen(
                command,
                cwd=folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                preexec_fn=_interruptible,
            )

    def _disturb(self, process: subprocess.Popen[bytes], folder: Path) -> bool:
        """Strike after a while, and again where it still runs; whether it was a blow that ended it."""
        while self.done.total() < self.wanted:
            try:
                process.wait(self.dice.uniform(0, self.longest))
                return False
            except subprocess.TimeoutExpired:
                blow = next(self._turns)
            if blow == WORKER:
                # Another takes its place, and the run goes on.
                self.done[blow] += self._strike_worker(process)
                continue
            self._strike(blow, process, folder)
            # It may have finished at that very moment.
            self.done[blow] += process.returncode != 0
            return process.returncode != 0
        self._await_end(process, _LIFETIME, "in peace")
        return False

    def _strike_worker(self, process: subprocess.Popen[bytes]) -> bool:
        workers = children(process.pid)
        if workers:
            _send(self.dice.choice(workers), signal.SIGKILL)
        return bool(workers)

    def _strike(self, blow: str, process: subprocess.Popen[bytes], folder: Path) -> None:
        if blow == WRITING:
            _await_writing(process, folder)
        if blow in (ALL, WRITING, INTERRUPTED):
            _send(-process.pid, signal.SIGINT if blow == INTERRUPTED else signal.SIGKILL)
        else:
            _send(process.pid, signal.SIGTERM if blow == TERMINATED else signal.SIGKILL)
        self._await_end(process, _PATIENCE, f"after a blow to {blow}")

    def _await_end(self, process: subprocess.Popen[bytes], seconds: float, when: str) -> None:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.failures.append(f"still running after {seconds:g} seconds {when}")
            _send(-process.pid, signal.SIGKILL)
            process.wait()

    def _settle(self, sessions: Sequence[int]) -> None:
        """Wait for workers whose leader was killed: they must find out and end by themselves."""
        late = time.monotonic() + _PATIENCE
        while any(map(members, sessions)):
            if time.monotonic() > late:
                self.failures.append(f"processes left behind {_PATIENCE:g} seconds after the end")
                return
            time.sleep(0.1)


def _interruptible() -> None:
    """A benchmark run in the background has SIGINT ignored, and its children would inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _await_writing(process: subprocess.Popen[bytes], folder: Path) -> None:
    late = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < late and not any(folder.rglob("*.tmp")):
        time.sleep(_GLANCE)


def _send(process: int, what: signal.Signals) -> None:
    """To a process, or to a whole group by its negative number."""
    with suppress(ProcessLookupError):  # it may just have ended
        os.kill(process, what)


def _said(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.said")


def _last_line(path: Path) -> str:
    return (path.read_text("utf-8", "replace").strip().splitlines() or [""])[-1]
