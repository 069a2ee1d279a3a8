"""What is told of a run while it lasts, on a terminal and elsewhere."""

from __future__ import annotations

import builtins
import io
import os
import sys

import pytest

from detector.sinks.progress import EVERY, Progress, span


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Gone(io.StringIO):
    """A stream that nobody reads any more."""

    def write(self, text: str, /) -> int:
        raise BrokenPipeError

    flush = write  # type: ignore[assignment]


@pytest.fixture
def clock():
    return Clock()


def test_plain_lines_come_now_and_then_and_at_the_end(clock):
    stream = io.StringIO()
    with Progress(1_000, stream, clock=clock) as progress:
        progress.update(1, 1, 0, 0, 0)
        assert stream.getvalue() == ""
        clock.now += EVERY
        progress.update(250, 3_000, 5, 2, 1)
        progress.update(260, 3_100, 5, 2, 1)
        assert stream.getvalue() == "25%, 3,000 pages, 100/s, 5 spam, 2 review, 1 errors, 1:30 left\n"
        clock.now += EVERY
        progress.update(1_000, 6_000, 6, 2, 1)
    lines = stream.getvalue().splitlines()
    assert lines[1:] == ["100%, 6,000 pages, 100/s, 6 spam, 2 review, 1 errors"] * 2


def test_speed_and_time_left_are_of_this_run(clock):
    stream = io.StringIO()
    with Progress(1_000, stream, done_bytes=500, pages=9_000, clock=clock) as progress:
        clock.now += 50
        progress.update(750, 9_500, 0, 0, 0)
    assert stream.getvalue().splitlines()[0] == "75%, 9,500 pages, 10/s, 0 spam, 0 review, 0 errors, 0:50 left"


def test_where_the_whole_is_unknown_no_share_is_told(clock):
    stream = io.StringIO()
    with Progress(0, stream, clock=clock) as progress:
        clock.now += 2
        progress.update(750, 10, 0, 0, 0)
    assert stream.getvalue() == "10 pages, 5/s, 0 spam, 0 review, 0 errors\n"


def test_the_bar_tells_the_same(clock, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    stream = Terminal()
    with Progress(1_000, stream, clock=clock) as progress:
        clock.now += 10
        progress.update(500, 1_200, 5, 2, 1)
    shown = stream.getvalue()
    assert " 50%|" in shown
    assert "1,200 pages, 120/s, 5 spam, 2 review, 1 errors" in shown
    assert shown.endswith("\n")


def test_the_bar_starts_no_thread_and_names_what_earlier_runs_did():
    import threading

    before = threading.active_count()
    stream = Terminal()
    with Progress(1_000, stream, done_bytes=900, pages=7):
        assert threading.active_count() == before
    assert " 90%|" in stream.getvalue()
    assert "7 pages" in stream.getvalue()


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()], ids=["terminal", "file"])
def test_a_sentence_is_a_line_of_its_own(stream):
    with Progress(1_000, stream) as progress:
        progress.update(500, 1, 0, 0, 0)
        progress.say("a.warc:\x1b[2J one record\nis lost")
    assert "a.warc: one record is lost\n" in stream.getvalue()
    assert "\x1b[2J" not in stream.getvalue()


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()], ids=["terminal", "file"])
def test_quiet_says_nothing(stream, clock):
    with Progress(1_000, stream, quiet=True, clock=clock) as progress:
        clock.now += 2 * EVERY
        progress.update(500, 1, 0, 0, 0)
        progress.say("lost")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("terminal", [True, False])
def test_a_closed_pipe_does_not_end_the_run(terminal, clock, monkeypatch):
    stream = Gone()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    with Progress(1_000, stream, clock=clock) as progress:
        clock.now += 2 * EVERY
        progress.update(500, 1, 0, 0, 0)
        progress.say("lost")


def test_without_the_library_a_terminal_gets_plain_lines(clock, monkeypatch):
    found = builtins.__import__

    def without(name, *rest):
        if name == "tqdm":
            raise ImportError(name)
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    stream = Terminal()
    with Progress(0, stream, clock=clock) as progress:
        progress.update(1, 4, 0, 0, 0)
    assert stream.getvalue() == "4 pages, 0/s, 0 spam, 0 review, 0 errors\n"


def test_an_error_passes_through():
    with pytest.raises(KeyError), Progress(1, io.StringIO()):
        raise KeyError


@pytest.mark.parametrize(("seconds", "told"), [(0, "0:00"), (59.4, "0:59"), (3_599.7, "1:00:00"), (90_061, "25:01:01")])
def test_spans(seconds, told):
    assert span(seconds) == told


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_terminal_that_does_not_know_its_width_shows_the_bar():
    import pty

    ours, theirs = pty.openpty()  # 0 columns, 0 rows
    with os.fdopen(theirs, "w") as stream, Progress(100, stream) as progress:
        progress.update(50, 7, 1, 0, 0)
        progress.update(100, 1_234, 1, 0, 0)
        shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "0 pages" in shown
    assert "%|" in shown
