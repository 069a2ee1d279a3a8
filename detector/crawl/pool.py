"""Workers on one machine: hands out spans, watches what each worker is at, replaces the ones that end."""

from __future__ import annotations

import os
import time
from collections import Counter, deque
from collections.abc import Iterator, MutableSequence, Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing import connection, get_all_start_methods, get_context
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess

from detector.crawl import plan
from detector.crawl.job import Job
from detector.crawl.labelling import Labelling
from detector.crawl.run import Engine
from detector.crawl.spans import Span
from detector.crawl.worker import IDLE, READING, SLOT, Committed, Stopped, Told, labelling_of, work
from detector.errors import DetectorError

_TICK = 0.2
_TRIES = 2
"""Times that a record may be at hand when its worker ends, before the record is given up."""
_ENDS = 5
"""Times that workers may end at the same span with no record at hand."""

# A forked worker shares the model's memory and starts at once.
FORKS = "fork" in get_all_start_methods()
_CONTEXT: ForkContext | SpawnContext = get_context("fork") if FORKS else get_context("spawn")


class WorkersFailed(DetectorError):
    """Workers end again and again without a page at hand: the machine is out of memory, or they cannot start."""


class Hand:
    """One worker as the pool sees it."""

    def __init__(self, job: Job, labelling: Labelling | None) -> None:
        self.slot: MutableSequence[float] = _CONTEXT.RawArray("d", SLOT)
        self.pipe, theirs = _CONTEXT.Pipe()
        self.span: Span | None = None
        self.overdue = False
        self.process: BaseProcess = _CONTEXT.Process(
            target=work, args=(job, labelling, theirs, self.slot, os.getpid()), daemon=True
        )
        self.process.start()
        theirs.close()

    def give(self, span: Span) -> None:
        """Send a span; a worker that has just ended is found out by its sentinel."""
        self.span = span
        with suppress(BrokenPipeError):
            self.pipe.send(span)

    def told(self) -> Iterator[Told]:
        """What has come in."""
        try:
            while self.pipe.poll():
                yield self.pipe.recv()
        except (EOFError, ConnectionResetError):
            return

    def end(self) -> None:
        """Now; what it has committed stays."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def local(workers: int) -> Engine:
    """The engine that does all work on this machine, with so many processes."""

    def engine(job: Job, spans: Sequence[Span]) -> Iterator[Committed]:
        return Pool(job, workers, labelling_of(job) if FORKS else None).label(spans)

    return engine


class Pool:
    """Labels the spans of a job with several workers; forked ones share `labelling`, others load their own."""

    def __init__(self, job: Job, workers: int, labelling: Labelling | None) -> None:
        self._job = job
        self._labelling = labelling
        self._workers = workers
        self._queue: deque[Span] = deque()
        self._long: deque[Span] = deque()
        self._survey: Survey | None = None
        self._hands: list[Hand] = []
        self._ends: Counter[tuple[int, int]] = Counter()

    def label(self, spans: Sequence[Span]) -> Iterator[Committed]:
        """Label these spans; every committed chunk is told once. Raises what stops all work; what is committed stays."""
        whole, long = plan.split(spans, self._job.inputs, self._workers)
        self._queue.extend(whole)
        self._long.extend(long)
        try:
            while self._unfinished():
                self._hand_out()
                yield from self._gather()
        finally:
            self._close()

    def _unfinished(self) -> bool:
        return bool(self._queue or self._long or self._survey or any(hand.span for hand in self._hands))

    def _hand_out(self) -> None:
        if self._survey is None and self._long and len(self._queue) < self._workers:
            self._survey = Survey(self._job, self._long.popleft())
        for hand in self._hands:
            if hand.span is None and self._queue:
                hand.give(self._queue.popleft())
        while self._queue and len(self._hands) < self._workers:
            self._hands.append(Hand(self._job, self._labelling))
            self._hands[-1].give(self._queue.popleft())

    def _gather(self) -> Iterator[Committed]:
        waiting: list[connection.Connection | int] = [hand.pipe for hand in self._hands]
        waiting += [hand.process.sentinel for hand in self._hands]
        waiting += [self._survey.pipe] if self._survey is not None else []
        connection.wait(waiting, _TICK)
        if self._survey is not None:
            self._queue.extend(self._survey.spans())
            self._survey = None if self._survey.ended else self._survey
        for hand in list(self._hands):
            alive = hand.process.is_alive()
            yield from self._hear(hand)
            if not alive:
                self._bury(hand)
            elif self._is_overdue(hand):
                hand.overdue = True
                hand.process.kill()

    def _hear(self, hand: Hand) -> Iterator[Committed]:
        for told in hand.told():
            if isinstance(told, Stopped):
                raise told.error
            if hand.span is not None:
                following = told.receipt.following
                finished = following is None or following == hand.span.following
                hand.span = None if finished or following is None else replace(hand.span, start=following)
            yield told

    def _is_overdue(self, hand: Hand) -> bool:
        return hand.slot[1] != IDLE and time.monotonic() - hand.slot[2] > self._job.bounds.seconds

    def _bury(self, hand: Hand) -> None:
        """A worker has ended: its span goes to another, without the record that ended it twice or took too long."""
        hand.process.join()
        self._hands.remove(hand)
        if hand.span is not None:
            self._queue.appendleft(self._without_cause(hand, hand.span))
        hand.pipe.close()

    def _without_cause(self, hand: Hand, span: Span) -> Span:
        number, at = int(hand.slot[0]), hand.slot[1]
        if at == IDLE:
            number = -1
        self._ends[span.input, number] += 1
        times = self._ends[span.input, number]
        if at == IDLE and times >= _ENDS:
            raise WorkersFailed(
                f"Workers ended {times} times with no page at hand (exit code {hand.process.exitcode}): give them more memory, "
                "or fewer of them with --workers, and run the same command again."
            )
        if at == IDLE or not (hand.overdue or times >= _TRIES):
            return span
        took = "took" if at != READING else "could not be read: it took"
        why = (
            f"The page {took} longer than {self._job.bounds.seconds:g} seconds."
            if hand.overdue
            else f"The page ended the program that read it, twice (exit code {hand.process.exitcode})."
        )
        if at == READING:
            return replace(span, unreadable={**span.unreadable, number: why})
        return replace(span, given_up={**span.given_up, number: why})

    def _close(self) -> None:
        for hand in self._hands:
            hand.end()
        self._hands.clear()
        if self._survey is not None:
            self._survey.end()


class Survey:
    """A process that finds the chunks of one long span, so that workers can share them."""

    def __init__(self, job: Job, span: Span) -> None:
        self.pipe, theirs = _CONTEXT.Pipe(duplex=False)
        self.ended = False
        self._cutter = plan.Cutter(span)
        self._process = _CONTEXT.Process(target=plan.survey, args=(job.inputs[span.input], theirs), daemon=True)
        self._process.start()
        theirs.close()

    def spans(self) -> Iterator[Span]:
        """The chunks found since the last look; when it ends, well or not, the rest."""
        try:
            while not self.ended and self.pipe.poll():
                place = self.pipe.recv()
                if place is None:
                    break
                yield from self._cutter.at(place)
            else:
                return
        except (EOFError, ConnectionResetError):
            pass
        if not self.ended:
            self.ended = True
            yield self._cutter.rest()
            self.end()

    def end(self) -> None:
        """Now."""
        self._process.kill()
        self._process.join()
        self.pipe.close()
