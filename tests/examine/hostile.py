"""What a page may do to the process that reads it: stubs that a child of any kind can import."""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
from typing import Any, NoReturn

from detector.errors import UnreadableInput
from detector.model.judging import judge_document
from detector.model.weights import Model
from detector.page import Document
from detector.verdict import Verdict


def judge(model: Model, document: Document, reader: str, **found: Any) -> Verdict:
    """Judge a page, unless its body names a misdeed."""
    deed = DEEDS.get(document.body)
    if deed is not None:
        deed()
    return judge_document(model, document, reader)


def echo(document: Document, **found: Any) -> tuple[int, Document, dict[str, Any]]:
    """The process that answers, and what it was told."""
    deed = DEEDS.get(document.body)
    if deed is not None:
        deed()
    return os.getpid(), document, found


def hang() -> None:
    threading.Event().wait()


def spin() -> None:
    while True:
        pass


def eat() -> None:
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def leave() -> None:
    os._exit(7)


def crash() -> None:
    faulthandler.disable()  # pytest's, which would tell of it
    os.kill(os.getpid(), signal.SIGSEGV)


def be_killed() -> None:
    """What the system does to a process when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def raise_it() -> NoReturn:
    raise RuntimeError("told \x1b[31min colour")


def refuse() -> NoReturn:
    raise UnreadableInput("The page is empty.")


def interrupt() -> None:
    """A Ctrl-C within the page: the terminal tells every process."""
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getppid(), signal.SIGINT)
    hang()


def orphan() -> None:
    """The parent is killed within the page."""
    os.kill(os.getppid(), signal.SIGKILL)
    hang()


DEEDS = {
    deed.__name__.encode(): deed
    for deed in (hang, spin, eat, leave, crash, be_killed, raise_it, refuse, interrupt, orphan)
}
