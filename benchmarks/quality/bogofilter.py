"""bogofilter: word counts and Fisher's method, on the page as a mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from tempfile import TemporaryDirectory

from benchmarks.quality.peer import Judged, Lesson, Peer, Setting, needs_program, numbers, run, seconds
from benchmarks.quality.reading import mail
from benchmarks.quality.split import capped

_COMMAND = ("bogofilter", "-C", "-d", ".", "-M", "-k", "64")


def judge(settings: Sequence[Setting], lesson: Lesson[bytes], asked: Sequence[bytes]) -> Iterable[Judged]:
    """It takes no weights, so `most` caps the pages of a source; `words` is 2 where pairs of words count, too.

    Neighbouring settings that learn alike share one word list.
    """
    for (most, words), alike in groupby(settings, key=lambda setting: (setting["most"], setting["words"])):
        chosen = capped(lesson.rows, int(most))
        tokens = f"--multi-token-count={words}"
        with TemporaryDirectory() as folder:
            start = seconds()
            for label, flag in (("spam", "-s"), ("ham", "-n")):
                pages = [lesson.pages[i] for i in chosen if lesson.rows[i].label == label]
                run([*_COMMAND, tokens, "--db-transaction=no", flag], _box(pages), folder)
            learning = seconds() - start
            for setting in alike:
                start = seconds()
                # Its exit code tells spam, ham and unsure of the last page.
                printed = run([*_COMMAND, tokens, *_scoring(setting), "-TT"], _box(asked), folder, good=(0, 1, 2))
                scores = numbers(printed, len(asked))
                yield Judged(scores, len(chosen), learning, seconds() - start)


def _scoring(setting: Setting) -> list[str]:
    return [f"--min-dev={setting['min dev']}", f"--robs={setting['robs']}"]


def _box(mails: Sequence[bytes]) -> bytes:
    return b"".join(b"From page Thu Jan  1 00:00:00 1970\n" + each for each in mails)


PEER = Peer(
    name="bogofilter",
    about="bogofilter on the page as a mail",
    missing=needs_program("bogofilter"),
    read=mail,
    judge=judge,
    settings=[
        {"most": 40, "words": words, "min dev": least, "robs": trust}
        for words in (1, 2)
        for least in (0.1, 0.375)
        for trust in (0.0178, 0.3, 1)
    ],
)
