"""A span of an input, read, labelled and committed chunk by chunk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from detector.crawl.chunks import RECORDS, Receipt, Shelf, digest
from detector.crawl.labelling import Labelling
from detector.crawl.tape import Tape
from detector.sinks.formats import Format
from detector.sinks.summary import Tally
from detector.sources.record import Input, Place, Record


@dataclass(frozen=True)
class Span:
    """Records of one input that one worker is to label."""

    input: int
    """Index of the input."""
    start: Place
    """At the beginning of a chunk."""
    following: Place | None = None
    """Where to stop, at the beginning of a chunk; None: at the end of the input."""
    given_up: Mapping[int, str] = field(default_factory=dict)
    """Records that are not to be tried again, with the reason: their pages took too long, or ended the worker."""
    unreadable: Mapping[int, str] = field(default_factory=dict)
    """Records that could not even be read: nothing of the span is read from there on."""


class Watch(Protocol):
    """Is told what a worker is at, so that a page that takes too long can be given up."""

    def begin(self, number: int, reading: bool) -> None:
        """Record `number` is being read, or labelled."""

    def rest(self) -> None:
        """Nothing that could take long."""


class Chunk:
    """The chunk at hand: its rows and what they come to."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.rows: list[Mapping[str, Any]] = []
        self.counts: Counter[str] = Counter()
        self.losses: list[Mapping[str, Any]] = []
        self.tally = Tally()

    def add(self, record: Record, name: str, labelling: Labelling, given_up: str) -> None:
        """Label a record."""
        verdict, left_out = labelling.label(record, given_up)
        if record.document is None:
            self.lose(record.place, record.loss)
        elif verdict is None:
            self.counts[f"left_out:{left_out}"] += 1
        else:
            self.counts["pages"] += 1
            self.counts["errors" if verdict.error else str(verdict.band)] += 1
            if record.failure:
                self.counts["refused" if record.refused else "unfetched"] += 1
            if labelling.summarised:
                self.tally.add(verdict, name, record)
            if labelling.wanted.writes(verdict):
                self.rows.append(labelling.row(verdict, record, name))

    def lose(self, place: Place, why: str) -> None:
        """A piece of the input could not be read."""
        self.counts["losses"] += 1
        self.losses.append({"record": place.number, "offset": place.offset, "loss": why})

    def commit(self, shelf: Shelf, form: Format, following: Place | None) -> Receipt:
        """Write the rows, then the receipt that makes them count."""
        body = form.encode(self.rows)
        receipt = Receipt(
            chunk=self.number,
            rows=len(self.rows),
            size=len(body),
            digest=digest(body),
            following=following,
            counts=dict(self.counts),
            losses=tuple(self.losses),
            tally=self.tally.partial(),
        )
        shelf.commit(body, receipt)
        return receipt


def label(
    found: Input, span: Span, tape: Tape, labelling: Labelling, shelf: Shelf, form: Format, watch: Watch
) -> Iterator[Receipt]:
    """Label a span; each committed chunk is told by its receipt. Raises UnwritableOutput, and UsageError for a bad input."""
    stop = span.following.number if span.following is not None else None
    chunk = Chunk(span.start.number // RECORDS)
    number = span.start.number
    while True:
        if number in span.unreadable:
            chunk.lose(Place(number), span.unreadable[number])
        if number == stop or number in span.unreadable:
            yield chunk.commit(shelf, form, span.following)
            return
        watch.begin(number, reading=True)
        record = tape.peek()
        watch.rest()
        if record is None:
            yield chunk.commit(shelf, form, None)
            return
        if number % RECORDS == 0 and number > span.start.number:
            yield chunk.commit(shelf, form, record.place)
            chunk = Chunk(number // RECORDS)
        watch.begin(number, reading=False)
        tape.take()
        chunk.add(record, found.name, labelling, span.given_up.get(number, ""))
        watch.rest()
        number += 1
