"""The life of the child process: documents in, answers out, until nobody needs it."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from detector.errors import DetectorError, PageGivenUp
from detector.examine.process import bound_memory, end_with_parent
from detector.page import Document

INTERRUPTS = {signal.SIGINT} if hasattr(signal, "pthread_sigmask") else set()
"""What is held back from the child while it starts."""
_LEFT = 20_000
"""Objects that pages have left behind, from which on it is worth while to look which of them nobody needs."""


class Answer(NamedTuple):
    """What became of a document."""

    value: Any
    error: DetectorError | None = None


def serve(task: Callable[..., Any], pipe: Connection, parents: Connection | None, parent: int, megabytes: int) -> None:
    """Do `task` for each document that comes, with what else was found of it.

    `parents` is the other end of the pipe, where this process is a fork and holds that too.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if INTERRUPTS:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPTS)
    if parents is not None:
        parents.close()
    end_with_parent()
    if os.getppid() != parent:
        return  # it was killed before the system could be told
    gc.disable()
    gc.freeze()
    bound_memory(megabytes)
    with suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            pipe.send(_answer(task, *pipe.recv()))
            # Not while a page is being read, nor after each: nearly all that most pages leave is freed without it.
            if gc.get_count()[0] > _LEFT:
                gc.collect()


def _answer(task: Callable[..., Any], document: Document, found: dict[str, Any]) -> Answer:
    """No error may leave this process by itself: it would be printed, with words of the page in it."""
    try:
        return Answer(task(document, **found))
    except DetectorError as error:
        return Answer(None, error)
    except MemoryError:
        return Answer(None, PageGivenUp("The page took more memory than one page may."))
    except Exception as error:
        said = f"The page could not be scored, a fault of this program: {type(error).__name__}: {error}"
        return Answer(None, DetectorError(said))
