"""Pages are read in a child process: one that takes too long, or too much memory, or crashes its reader, ends that alone.

The child serves one page after another. It is forked, so that it shares the model that is loaded; where that cannot be,
or is not safe, it is a new program that loads the model itself.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_all_start_methods, get_context
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from detector.errors import DetectorError, PageGivenUp
from detector.examine.process import Bounds
from detector.examine.serving import INTERRUPTS, Answer, serve
from detector.page import Document

FORKS = "fork" in get_all_start_methods()

_PATIENCE = 2.0
"""Seconds that a process which has closed its pipe may take to end."""
T = TypeVar("T")


class ReaderFailed(DetectorError):
    """The process that reads pages cannot be started."""


class Watchdog(Generic[T]):
    """Has a task done for one document after another in a child process, which is replaced when a page ends it."""

    def __init__(self, task: Callable[..., T], limits: Bounds) -> None:
        self._task = task
        self._limits = limits
        self._child: Child | None = None

    def __enter__(self) -> Self:
        self._child = Child(self._task, self._limits)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def ask(self, document: Document, **found: Any) -> T:
        """What the task makes of a document and of what else is `found` about it.

        Raises what the task raises, and PageGivenUp where the page takes more than it may; the next document has a new
        process then.
        """
        if self._child is not None and self._child.is_gone():
            self._end()  # something else has ended it, while it was at no page
        if self._child is None:
            self._child = Child(self._task, self._limits)
        try:
            answer = self._child.ask(document, found)
        except BaseException:
            self._end()
            raise
        if isinstance(answer.error, PageGivenUp):
            self._end()
        if answer.error is not None:
            raise answer.error
        value: T = answer.value
        return value

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


class Child:
    """The process, as its parent sees it."""

    def __init__(self, task: Callable[..., Any], limits: Bounds) -> None:
        context = _context()
        self._limits = limits
        self._ready = False
        self._pipe, theirs = context.Pipe()
        # A fork holds both ends; it must let go of this one, or it would never see that its parent is gone.
        ours = self._pipe if isinstance(context, ForkContext) else None
        self._process: BaseProcess = context.Process(
            target=serve, args=(task, theirs, ours, os.getpid(), limits.megabytes), daemon=True
        )
        with _interrupts_held_back():
            self._process.start()
        theirs.close()

    def ask(self, document: Document, found: dict[str, Any]) -> Answer:
        """Its answer. Raises PageGivenUp where the page took too long or ended the process."""
        self._await_ready()
        with suppress(EOFError, OSError):
            self._pipe.send((document, found))
            if not connection.wait([self._pipe, self._process.sentinel], self._limits.seconds):
                raise PageGivenUp(f"The page took longer than {self._limits.seconds:g} seconds.")
            answer: Answer = self._pipe.recv()
            return answer
        raise PageGivenUp(f"The page ended the program that read it ({self._ending()}).")

    def is_gone(self) -> bool:
        """Whether the process has ended, of itself or by the system's hand, after it was last heard."""
        return self._ready and not self._process.is_alive()

    def _await_ready(self) -> None:
        """Its start takes no time of a page."""
        if not self._ready:
            try:
                self._pipe.recv()
            except (EOFError, OSError):
                raise ReaderFailed(
                    f"The process that reads pages could not start ({self._ending()}): give it more memory."
                ) from None
            self._ready = True

    def _ending(self) -> str:
        """How the process has ended."""
        self._process.join(_PATIENCE)
        code = self._process.exitcode or 0
        names = {int(number): number.name for number in signal.Signals}
        return names.get(-code, f"exit code {code}")

    def end(self) -> None:
        """Now."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()


def _context() -> ForkContext | SpawnContext:
    # What another thread has locked at this moment would stay locked in a fork.
    return get_context("fork") if FORKS and threading.active_count() == 1 else get_context("spawn")


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """A Ctrl-C is the parent's to answer, also while the child is not ready to ignore it."""
    if not INTERRUPTS:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
