"""A job from what is there of it to the report, whatever engine does the work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from detector.crawl import opening
from detector.crawl.chunks import Receipt
from detector.crawl.condense import Shelves, is_complete
from detector.crawl.finish import finish
from detector.crawl.job import Job
from detector.crawl.plan import remaining
from detector.crawl.spans import Span
from detector.crawl.standing import Standing
from detector.crawl.worker import Committed

Engine = Callable[[Job, Sequence[Span]], Iterable[Committed]]
"""Labels spans, in any order, and tells each chunk once it is committed."""
Listener = Callable[[Standing], None]
"""Is called after each committed chunk."""


def run(job: Job, engine: Engine, listener: Listener, prepare: Callable[[], None] | None = None) -> Mapping[str, Any]:
    """Do what is left of a job and return its report; `prepare` makes its inputs readable once the job is this run's own.

    Raises UsageError where what is there is another job's, UnwritableOutput where results cannot be stored, and
    UnreadableInput where an input has gone; whatever ends a run, the next one goes on behind its last chunk.
    """
    report = opening.finished(job)
    if report is not None:
        return report
    opening.begin(job)
    with opening.Lock(job):
        if prepare is not None:
            prepare()
        progress = Progress(job, listener)
        spans = remaining(progress.committed)
        if spans:
            for told in engine(job, spans):
                progress.add(told.input, told.receipt)
        return finish(job)


class Progress:
    """What is committed of each input; finished ones are put together at once and forgotten."""

    def __init__(self, job: Job, listener: Listener) -> None:
        self.committed: dict[int, dict[int, Receipt]] = {}
        """By input that is not finished."""
        self._shelves = Shelves(job)
        self._standing = Standing(job.inputs)
        self._listener = listener
        for number in range(len(job.inputs)):
            self._resume(number)
        listener(self._standing)

    def add(self, number: int, receipt: Receipt) -> None:
        """A chunk was committed; one that is known is not counted twice."""
        if receipt.chunk in self.committed.get(number, {receipt.chunk: None}):
            return
        self._standing.add(number, receipt)
        self.committed[number][receipt.chunk] = receipt
        self._finish(number)
        self._listener(self._standing)

    def _resume(self, number: int) -> None:
        done = self._shelves.finished(number)
        if done is not None:
            self._shelves.clear(number)
            self._standing.add(number, done)
            return
        self.committed[number] = self._shelves.chunks(number).committed()
        for receipt in self.committed[number].values():
            self._standing.add(number, receipt)
        self._finish(number)

    def _finish(self, number: int) -> None:
        if is_complete(self.committed[number]):
            receipts = self.committed.pop(number)
            self._shelves.finish(number, [receipts[chunk] for chunk in sorted(receipts)])
