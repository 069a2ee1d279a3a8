"""A worker: a process of its own that labels the spans it is sent and tells which chunks it has committed."""

from __future__ import annotations

import gc
import os
import signal
import time
from collections.abc import MutableSequence
from multiprocessing.connection import Connection
from typing import NamedTuple

from detector.crawl.chunks import Receipt, Shelf
from detector.crawl.job import Job
from detector.crawl.labelling import Labelling
from detector.crawl.spans import Span, label
from detector.crawl.tape import Tape
from detector.errors import DetectorError
from detector.examine.process import bound_memory, end_with_parent
from detector.model import load
from detector.sources.record import Input, Place

IDLE, READING, LABELLING = 0.0, 1.0, 2.0
"""What a worker is at: the second place of its slot. The first is the record's number, the third since when (monotonic)."""
SLOT = 3

_PATIENCE = 0.5
"""Seconds after which a waiting worker looks whether anybody still needs it."""


class Committed(NamedTuple):
    """A chunk is there; the last one of a span also says that the worker waits for the next span."""

    input: int
    receipt: Receipt


class Stopped(NamedTuple):
    """The worker cannot go on, and neither could another."""

    error: DetectorError


Told = Committed | Stopped


class SlotWatch:
    """Tells in shared memory what the worker is at, and ends the worker whose pool is no more."""

    def __init__(self, slot: MutableSequence[float], pool: int) -> None:
        self._slot = slot
        self._pool = pool

    def begin(self, number: int, reading: bool) -> None:
        """Record `number` is being read, or labelled."""
        self.orphaned()
        self._slot[1] = IDLE
        self._slot[2] = time.monotonic()
        self._slot[0] = number
        self._slot[1] = READING if reading else LABELLING

    def rest(self) -> None:
        """Nothing that could take long."""
        self._slot[1] = IDLE

    def orphaned(self) -> None:
        """A killed pool can tell nobody; its workers find that they have another parent."""
        if os.getppid() != self._pool:
            os._exit(1)


class Worker:
    """What a worker keeps from one span to the next."""

    def __init__(self, job: Job, labelling: Labelling, watch: SlotWatch) -> None:
        self._job = job
        self._labelling = labelling
        self._watch = watch
        self._form = job.form()
        self._tape: Tape | None = None

    def label(self, span: Span, connection: Connection) -> None:
        """Label a span, telling each chunk."""
        found = self._job.inputs[span.input]
        tape = self._tape = self._positioned(found, span.start)
        shelf = Shelf(self._job.chunks(span.input), self._form.suffix)
        for receipt in label(found, span, tape, self._labelling, shelf, self._form, self._watch):
            connection.send(Committed(span.input, receipt))
            # Not while a page is being read: nearly all that a page leaves is freed without it.
            gc.collect()

    def _positioned(self, found: Input, place: Place) -> Tape:
        """The input at a place: read on where that is shorter than reading anew."""
        tape = self._tape
        if tape is None or not tape.reaches(found, place):
            tape = Tape(found, place)
        tape.forward(place)
        return tape


def labelling_of(job: Job) -> Labelling:
    """The model of a job, loaded and warm; what it holds is kept out of every later collection of garbage."""
    labelling = Labelling(load(job.model), job.wanted, job.fields, job.reader, job.summary is not None, job.reputation)
    gc.collect()
    gc.freeze()
    return labelling


def work(
    job: Job, labelling: Labelling | None, connection: Connection, slot: MutableSequence[float], pool: int
) -> None:
    """The life of a worker: spans in, chunks out, until it is sent None or its pool is gone.

    `labelling` is what a forked worker has from its pool; None where it must load the model itself.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is the pool's to answer
    gc.disable()
    end_with_parent()
    watch = SlotWatch(slot, pool)
    bound_memory(job.bounds.megabytes)
    try:
        worker = Worker(job, labelling or labelling_of(job), watch)
        while (span := _next(connection, watch)) is not None:
            worker.label(span, connection)
    except DetectorError as error:
        connection.send(Stopped(error))
    except (BrokenPipeError, EOFError):
        pass  # the pool is gone


def _next(connection: Connection, watch: SlotWatch) -> Span | None:
    while not connection.poll(_PATIENCE):
        watch.orphaned()
    span: Span | None = connection.recv()
    return span
