"""What is still to be done of a job, as spans, and the survey that cuts long inputs into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from multiprocessing.connection import Connection

from detector.crawl.chunks import RECORDS, Receipt
from detector.crawl.spans import Span
from detector.sources.record import START, Input, Place
from detector.sources.records import places

_WORTH_CUTTING = 1_000_000
"""Bytes below which an input is labelled before it could be surveyed and shared."""


def remaining(committed: Mapping[int, Mapping[int, Receipt]]) -> list[Span]:
    """What is not committed of each unfinished input, in order."""
    return [span for number in sorted(committed) for span in left(Span(number, START), committed[number])]


def left(span: Span, committed: Mapping[int, Receipt]) -> list[Span]:
    """What is not committed of a span."""
    end = None if span.following is None else span.following.number
    found: list[Span] = []
    start: Place | None = span.start
    for chunk in sorted(committed):
        number = chunk * RECORDS
        if number < span.start.number or (end is not None and number >= end):
            continue
        if start is not None and number > start.number:
            found.append(Span(span.input, start, Place(number)))
        start = committed[chunk].following
    if start is not None and (end is None or start.number < end):
        found.append(Span(span.input, start, span.following))
    return found


def split(spans: Sequence[Span], inputs: Sequence[Input], workers: int) -> tuple[list[Span], list[Span]]:
    """The spans to be labelled as they are, and those to be cut chunk by chunk.

    Whole inputs keep every worker busy without a survey, so only the last few are cut: by these all workers end together.
    """
    whole: list[Span] = []
    long: list[Span] = []
    last = len(spans) - 2 * workers
    for place, span in enumerate(spans):
        worth = workers > 1 and span.following is None and inputs[span.input].size >= _WORTH_CUTTING
        (long if worth and place >= last else whole).append(span)
    return whole, long


def survey(found: Input, connection: Connection) -> None:
    """Find the places of all chunks of an input and send them, one by one, then None. Runs as a process of its own."""
    try:
        for place in places(found, RECORDS):
            connection.send(place)
        connection.send(None)
    except (BrokenPipeError, EOFError):
        pass


class Cutter:
    """Cuts a span while the places of the chunks come in."""

    def __init__(self, span: Span) -> None:
        self._span = span
        self._start = span.start
        self._following: Place | None = None

    def at(self, place: Place) -> Iterator[Span]:
        """A chunk begins here, or the input ends here: only the next place, or none, tells which."""
        if place.number <= self._start.number:
            return
        if self._following is not None:
            yield Span(self._span.input, self._start, self._following)
            self._start = self._following
        self._following = place

    def rest(self) -> Span:
        """The last chunk, or, where the survey has failed, all that it did not reach."""
        return Span(self._span.input, self._start)
