"""SpamAssassin's Bayes, without its rules, which are made for mail."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.quality.peer import Judged, Lesson, Peer, Setting, numbers, run, seconds
from benchmarks.quality.reading import mail
from benchmarks.quality.split import capped

_PROGRAM = Path(__file__).with_name("spamassassin.pl")


def judge(settings: Sequence[Setting], lesson: Lesson[bytes], asked: Sequence[bytes]) -> Iterable[Judged]:
    """It takes no weights, so `most` caps the pages of a source."""
    for setting in settings:
        chosen = capped(lesson.rows, int(setting["most"]))
        with TemporaryDirectory() as folder:
            command = ["perl", str(_PROGRAM), folder]
            start = seconds()
            run(command, b"".join(_task(lesson.rows[i].label, lesson.pages[i]) for i in chosen), folder)
            learning, start = seconds() - start, seconds()
            printed = run(command, b"".join(_task("score", page) for page in asked), folder)
            yield Judged(numbers(printed, len(asked)), len(chosen), learning, seconds() - start)


def _task(name: str, page: bytes) -> bytes:
    return f"{name} {len(page)}\n".encode() + page


def missing() -> str:
    """Why it cannot run here."""
    if shutil.which("perl") is None:
        return "perl not installed"
    found = subprocess.run(["perl", "-MMail::SpamAssassin", "-e", "1"], capture_output=True, check=False)
    return "Mail::SpamAssassin not installed" if found.returncode else ""


PEER = Peer(
    name="SpamAssassin",
    about="SpamAssassin's Bayes on the page as a mail",
    missing=missing,
    read=mail,
    judge=judge,
    settings=[{"most": 40}],
    folds=False,
)
