"""What a peer is: a way to read a page, settings to choose among, and a way to learn and score."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from detector.model.linear import Values
from detector.training.pages import Source
from detector.training.rows import Row

P = TypeVar("P")
"""A page as a peer reads it."""
Setting = Mapping[str, float | str]
_PATIENCE = 600.0
"""Seconds after which a program that does not end is given up."""


class PeerFailed(Exception):
    """A peer is installed and does not work; the message is one line."""


class Lesson(NamedTuple, Generic[P]):
    """Labelled pages to learn from, both of one length."""

    rows: Sequence[Row]
    pages: Sequence[P]


class Judged(NamedTuple):
    """What a peer makes of the pages it was asked about."""

    scores: Values
    """The higher, the likelier spam, in any unit."""
    learned: int
    """Pages it learned from: fewer than it was given where sources are capped."""
    learning: float
    """Processor seconds."""
    scoring: float
    """Processor seconds."""


@dataclass(frozen=True)
class Peer(Generic[P]):
    """A system to compare with."""

    name: str
    about: str
    """What it is and what it is given, for the reader of the table."""
    missing: Callable[[], str]
    """Why it cannot run here; empty where it can."""
    read: Callable[[Source], P]
    """A page as it learns from it and is asked about it."""
    judge: Callable[[Sequence[Setting], Lesson[P], Sequence[P]], Iterable[Judged]]
    """Learn and score, once for each setting, so that settings can share what they have in common."""
    settings: Sequence[Setting]
    """One is chosen by cross-validation; a single one stands."""
    folds: bool = True
    """Fast enough for the folds."""


def is_spam(rows: Sequence[Row]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The label of each row."""
    return np.array([row.label == "spam" for row in rows], bool)


def seconds() -> float:
    """Processor seconds of this process and of the programs it has run."""
    # The process itself to the nanosecond; os.times counts hundredths of a second.
    return time.process_time() + sum(os.times()[2:4])


def needs_program(*names: str) -> Callable[[], str]:
    """Why programs cannot be run."""

    def missing() -> str:
        absent = [name for name in names if shutil.which(name) is None]
        return f"{' and '.join(absent)} not installed" if absent else ""

    return missing


def needs_module(name: str) -> Callable[[], str]:
    """Why a package cannot be imported."""

    def missing() -> str:
        try:
            importlib.import_module(name)
        except ImportError as error:
            return f"{name} not installed ({str(error).partition(chr(10))[0]})"
        return ""

    return missing


def run(command: Sequence[str], given: bytes, folder: str, good: Sequence[int] = (0,)) -> bytes:
    """Standard output of a program. Raises PeerFailed where it ends with another code than the good ones."""
    try:
        done = subprocess.run(command, input=given, cwd=folder, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        raise PeerFailed(f"{command[0]} failed: {error}"[:200]) from error
    if done.returncode not in good:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise PeerFailed(f"{command[0]} ended with exit code {done.returncode}: {said}"[:200])
    return done.stdout


def numbers(printed: bytes, expected: int) -> Values:
    """The scores a program printed, one a line. Raises PeerFailed where some are missing."""
    try:
        found = np.array(printed.split(), np.float64)
    except ValueError as error:
        raise PeerFailed(f"a score is no number: {error}") from error
    if len(found) != expected or not np.isfinite(found).all():
        raise PeerFailed(f"{len(found)} scores were printed for {expected} pages")
    return found
