"""Pages of a table are scored in a process of their own, so that one that takes too long, or too much memory, ends that alone.

Where processes cannot be forked, on Windows, they are scored without it.
"""

from __future__ import annotations

import gc
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping, MutableSequence, Sequence
from contextlib import suppress
from multiprocessing import connection, get_context
from typing import Any

from detector.crawl.pool import FORKS
from detector.crawl.worker import IDLE, SLOT, SlotWatch
from detector.examine.process import Bounds, bound_memory

Page = tuple[Any, str | None]
"""A page as its column holds it, and its address."""
Row = Mapping[str, Any]
Judge = Callable[[Any, str | None, str], Row]
"""The row of a page; the last says why it was given up, empty where it is to be read."""

_TICK = 0.2
_TRIES = 2
"""Times that a page may be at hand when its process ends, before the page is given up."""
_PATIENCE = 0.5
"""Seconds after which a waiting process looks whether anybody still needs it."""


class Guard:
    """Makes rows of pages in another process, which is replaced when a page ends it."""

    def __init__(self, judge: Judge, bounds: Bounds) -> None:
        self._judge = judge
        self._bounds = bounds
        self._child: Child | None = None

    def rows(self, pages: Sequence[Page]) -> Sequence[Row]:
        """One row a page, in order."""
        if not FORKS:
            return [self._judge(*page, "") for page in pages]
        given_up: dict[int, str] = {}
        ends: Counter[int] = Counter()
        while True:
            if self._child is None:
                self._child = Child(self._judge, self._bounds)
            found = self._child.rows([(*page, given_up.get(number, "")) for number, page in enumerate(pages)])
            if found is not None:
                return found
            number, why, overdue = self._child.end()
            self._child = None
            ends[number] += 1
            if overdue or ends[number] >= _TRIES:
                given_up[number] = why

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.end()
            self._child = None


class Child:
    """The process that makes rows."""

    def __init__(self, judge: Judge, bounds: Bounds) -> None:
        # Forked, so that it shares the model.
        context = get_context("fork")
        self._bounds = bounds
        self._overdue = False
        self._slot: MutableSequence[float] = context.RawArray("d", SLOT)
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(judge, theirs, self._slot, os.getpid(), bounds.megabytes), daemon=True
        )
        self._process.start()
        theirs.close()

    def rows(self, pages: Sequence[tuple[Any, str | None, str]]) -> Sequence[Row] | None:
        """Rows of these pages; None where the process has ended."""
        with suppress(EOFError, OSError):
            self._pipe.send(pages)
            while not self._pipe.poll():
                connection.wait([self._pipe, self._process.sentinel], _TICK)
                if self._is_overdue():
                    self._overdue = True
                    return None
                if not self._process.is_alive() and not self._pipe.poll():
                    return None
            found: Sequence[Row] = self._pipe.recv()
            return found
        return None

    def end(self) -> tuple[int, str, bool]:
        """End the process; the page that it was at, why that is to be given up, and whether it took too long."""
        self._process.kill()
        self._process.join()
        self._pipe.close()
        why = (
            f"The page took longer than {self._bounds.seconds:g} seconds."
            if self._overdue
            else f"The page ended the program that read it, twice (exit code {self._process.exitcode})."
        )
        return int(self._slot[0]), why, self._overdue

    def _is_overdue(self) -> bool:
        return self._slot[1] != IDLE and time.monotonic() - self._slot[2] > self._bounds.seconds


def _serve(
    judge: Judge, pipe: connection.Connection, slot: MutableSequence[float], parent: int, megabytes: int
) -> None:
    """The life of the process: pages in, rows out, until nobody needs it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    watch = SlotWatch(slot, parent)
    bound_memory(megabytes)
    with suppress(EOFError, OSError):
        while True:
            while not pipe.poll(_PATIENCE):
                watch.orphaned()
            pipe.send(_judged(pipe.recv(), judge, watch))
            # Not while a page is being read: nearly all that a page leaves is freed without it.
            gc.collect()


def _judged(pages: Sequence[tuple[Any, str | None, str]], judge: Judge, watch: SlotWatch) -> Sequence[Row]:
    rows: list[Row] = []
    for number, page in enumerate(pages):
        watch.begin(number, reading=False)
        rows.append(judge(*page))
        watch.rest()
    return rows
