"""How far a long run is, on standard error: a live bar on a terminal, elsewhere a plain line now and then."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, NamedTuple, Self, TextIO

from detector.sinks.safety import plain

EVERY = 30.0
"""Seconds between plain lines."""
_COLUMNS, _ROWS = 80, 24
_UNSAID = (OSError, ValueError)
"""What writing to a stream that is gone raises."""
_BAR = "{percentage:3.0f}%|{bar}| {desc}, {remaining} left"
_NO_BAR = "{desc}, {elapsed}"


class Figures(NamedTuple):
    """What is done so far, earlier runs of the same job included."""

    done: int = 0
    """Bytes of all inputs."""
    pages: int = 0
    spam: int = 0
    review: int = 0
    errors: int = 0

    def told(self, first: Figures, seconds: float) -> str:
        """In words; `first` is what was done when the run began, so many seconds ago."""
        speed = (self.pages - first.pages) / seconds if seconds else 0.0
        found = f"{self.spam:,} spam, {self.review:,} review, {self.errors:,} errors"
        return f"{self.pages:,} pages, {speed:,.0f}/s, {found}"


class Fetches(NamedTuple):
    """How far the fetching of a list of addresses is."""

    done: int = 0
    """Addresses that are finished with."""
    pages: int = 0
    refused: int = 0
    """By the robots.txt of their sites."""
    failed: int = 0

    def told(self, first: Fetches, seconds: float) -> str:
        """As of Figures."""
        speed = (self.done - first.done) / seconds if seconds else 0.0
        return f"{self.pages:,} pages fetched, {speed:,.1f}/s, {self.refused:,} refused, {self.failed:,} failed"


class Progress:
    """Tells of a run while it lasts; what it cannot write is left unsaid, for no run ends for the sake of its bar."""

    def __init__(
        self,
        total_bytes: int,
        stream: TextIO,
        quiet: bool = False,
        done_bytes: int = 0,
        pages: int = 0,
        clock: Callable[[], float] = time.monotonic,
        fetches: Fetches | None = None,
    ) -> None:
        """`total_bytes` is 0 where nobody knows it; `done_bytes` and `pages` are what earlier runs have done.

        Of a run that fetches, `total_bytes` is the number of addresses, and `fetches` what earlier runs have done.
        """
        self._total = total_bytes
        self._stream: TextIO | None = None if quiet else stream
        self._clock = clock
        self._began = self._told = clock()
        self._first: Any = fetches or Figures(done_bytes, pages)
        self._last: Any = self._first
        self._bar: Any = None

    def __enter__(self) -> Self:
        if self._stream is not None and self._stream.isatty():
            with suppress(ImportError, *_UNSAID):
                self._bar = _bar(self._stream, self._total, self._first.done, self._figures())
                self._show()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is None:
            self._say_line()
            return
        with suppress(*_UNSAID):
            self._show()
            self._bar.close()
        self._bar = None

    def update(self, done_bytes: int, pages: int, spam: int, review: int, errors: int) -> None:
        """Absolute figures, as often as they change."""
        self.tell(Figures(done_bytes, pages, spam, review, errors))

    def tell(self, figures: Figures | Fetches) -> None:
        """The same, of either kind."""
        self._last = figures
        if self._bar is not None:
            with suppress(*_UNSAID):
                self._show()
        elif self._clock() - self._told >= EVERY:
            self._say_line()

    def say(self, sentence: str) -> None:
        """A line of its own, above the bar."""
        if self._bar is not None:
            with suppress(*_UNSAID):
                self._bar.write(plain(sentence), file=self._stream)
        else:
            self._write(plain(sentence))

    def _show(self) -> None:
        self._bar.set_description_str(self._figures(), refresh=False)
        self._bar.update(self._last.done - self._bar.n)

    def _say_line(self) -> None:
        self._told = self._clock()
        shares = [f"{self._last.done / self._total:.0%}"] if self._total else []
        left = self._left()
        self._write(", ".join([*shares, self._figures(), *([f"{left} left"] if left else [])]))

    def _write(self, line: str) -> None:
        if self._stream is not None:
            with suppress(*_UNSAID):
                print(line, file=self._stream, flush=True)

    def _figures(self) -> str:
        said: str = self._last.told(self._first, self._clock() - self._began)
        return said

    def _left(self) -> str:
        """The time left at the speed of this run, empty where that cannot be known or nothing is left."""
        fresh = self._last.done - self._first.done
        missing = self._total - self._last.done
        if fresh <= 0 or missing <= 0:
            return ""
        return span((self._clock() - self._began) * missing / fresh)


def span(seconds: float) -> str:
    """Hours, minutes and seconds.

    >>> span(59.6), span(3_725)
    ('1:00', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _bar(stream: TextIO, total: int, done: int, figures: str) -> Any:
    from tqdm import tqdm

    # No thread of its own: workers may be forked while it is shown.
    tqdm.monitor_interval = 0
    tqdm.set_lock(threading.RLock())
    form = _BAR if total else _NO_BAR
    # Chunks come in bursts: the mean speed of the run tells the time left better than that of the last moments.
    # A terminal that does not know its width says 0, which would leave no room for anything.
    width = {"dynamic_ncols": True} if _columns(stream) else {"ncols": _COLUMNS, "nrows": _ROWS}
    return tqdm(desc=figures, total=total or None, initial=done, file=stream, bar_format=form, smoothing=0, **width)


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return 0
