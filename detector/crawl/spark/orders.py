"""What every task of a job on a cluster is told, and what it makes sure of before it writes anything."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detector.crawl import durable
from detector.crawl.chunks import RECORDS
from detector.crawl.job import FORMAT, Job
from detector.errors import UnreadableInput, UsageError
from detector.sources.record import Input
from detector.sources.remote import is_remote

VERSION = (FORMAT, RECORDS)
_PATIENCE = 2.0
"""Seconds that a file system on the network may need to show what another machine has just written."""


@dataclass(frozen=True)
class Orders:
    """A job as it is sent to the machines of a cluster."""

    job: Job
    folder: str
    """Where the command was given: paths are what the user wrote, and are to stay so in the rows."""
    token: str
    """Lies in the job's folder as long as this run is the one that works on it."""
    model: Any
    """The files of the model, a broadcast (`Packed`)."""
    version: tuple[int, int]
    """What all machines must make of a job, or their chunks would not fit together."""

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Be where the command was given, in the sight of the same job. Raises UsageError where this machine is not."""
        if self.version != VERSION:
            raise UsageError(f"{platform.node()} has another version of this package: install the same one everywhere.")
        with chdir(self.folder) if os.path.isdir(self.folder) else nullcontext():
            until = time.monotonic() + _PATIENCE
            while not self._holds() and time.monotonic() < until:
                time.sleep(_PATIENCE / 50)
            self.check()
            yield

    def check(self) -> None:
        """Raise UsageError where this is not, or no longer, the run that works on the job."""
        if not self._holds():
            raise UsageError(
                f"{platform.node()} does not see the folder {self.job.folder}: the output must lie on a file system that all "
                "machines mount under the same path."
            )

    def _holds(self) -> bool:
        return bool(durable.read_json(_mark(self.job)) == self.token)


def mark(job: Job) -> str:
    """Begin a run: tasks of an earlier one that were cut off from it, and still run somewhere, end at their next chunk."""
    token = os.urandom(12).hex()
    durable.write_json(_mark(job), token)
    return token


def see(found: Input) -> None:
    """Raise UnreadableInput where saved pages are not on this machine: each would be told as lost, one by one."""
    ends = {found.pages[0], found.pages[-1]} if found.pages else set()
    if ends and not any(is_remote(path) or os.path.lexists(path) for path in ends):
        raise UnreadableInput(
            f"{found.name} is not on {platform.node()}: inputs must lie where all machines see them under the same path."
        )


def _mark(job: Job) -> Path:
    return job.folder / "cluster"
