"""A job on a Spark cluster: spans as tasks, each chunk committed by the machine that labelled it.

Chunks go to the job's folder, which all machines must see under the same path. Nothing of a row passes through Spark, so
a task that is tried again, or run twice at once, changes nothing: a chunk has one name, and its bytes are always the same.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from detector.crawl import plan
from detector.crawl.condense import Shelves
from detector.crawl.job import Job
from detector.crawl.labelling import Labelling
from detector.crawl.pool import FORKS, Pool
from detector.crawl.run import Engine
from detector.crawl.spans import Span
from detector.crawl.spark.carried import loaded, packed, unpacked
from detector.crawl.spark.cutting import tasks
from detector.crawl.spark.failures import told
from detector.crawl.spark.orders import VERSION, Orders, mark, see
from detector.crawl.spark.session import running
from detector.crawl.wanted import Wanted
from detector.crawl.worker import Committed
from detector.reputation import Identified

_TICK = 1.0
"""Seconds between looks at what the machines have committed."""
_SHARE = 10
"""Looks take no more than one part in so many of the time, however slow the file system is."""
_GO_ON = "What is committed stays: put that right, and run the same command again."


def cluster(master: str | None) -> Engine:
    """The engine that does the work on a Spark cluster; None: the one that spark-submit or the configuration names.

    It raises UsageError where Spark is not installed, and ClusterFailed where it cannot be started or gives the job up.
    """
    return partial(_label, master)


def _label(master: str | None, job: Job, spans: Sequence[Span]) -> Iterator[Committed]:
    with running(master) as context, told("The job failed on the cluster", _GO_ON):
        orders = Orders(job, os.getcwd(), mark(job), context.broadcast(packed(job.model)), VERSION)
        # Waits for the machines that the cluster has promised, and finds out what they lack before any work is given out.
        context.parallelize([orders], 1).foreach(_arrive)
        todo = tasks(context, orders, spans)
        work = context.parallelize(todo, len(todo)).mapPartitions(partial(_work, orders))
        yield from _watched(job, context, orders.token, work.count)


def _arrive(orders: Orders) -> None:
    with orders.followed():
        pass


def _work(orders: Orders, spans: Iterable[Span]) -> Iterable[int]:
    """Runs on the cluster: labels what no other try of the same task has committed; the number of chunks of each span."""
    job = replace(orders.job, model=unpacked(orders.model.value, orders.job.digest))
    labelling = _labelling(
        job.model, job.wanted, tuple(job.fields), job.reader, job.summary is not None, job.reputation
    )
    with orders.followed():
        return [_do(orders, job, labelling, span) for span in spans]


def _do(orders: Orders, job: Job, labelling: Labelling, span: Span) -> int:
    see(job.inputs[span.input])
    chunks = 0
    # A process of its own, so that a page that takes too long ends that alone.
    for _ in Pool(job, 1, labelling if FORKS else None).label(_left(job, span)):
        orders.check()
        chunks += 1
    return chunks


def _left(job: Job, span: Span) -> list[Span]:
    """All of a span at the first try: what was committed before the run is not in it."""
    from pyspark import TaskContext

    task = TaskContext.get()
    if task is None or task.attemptNumber() == 0:
        return [span]
    return plan.left(span, Shelves(job).chunks(span.input).committed())


@lru_cache(maxsize=1)
def _labelling(
    model: str,
    wanted: Wanted,
    fields: tuple[str, ...],
    reader: str,
    summarised: bool,
    reputation: tuple[Identified, ...],
) -> Labelling:
    """Made once a process: Spark keeps its workers from one task to the next."""
    return Labelling(loaded(model), wanted, fields, reader, summarised, reputation)


def _watched(job: Job, context: Any, group: str, work: Callable[[], object]) -> Iterator[Committed]:
    """Tell the chunks that appear while `work` runs, and last those that are there when it has ended.

    However this ends, no task goes on.
    """
    look = Look(job)

    def grouped() -> None:
        context.setJobGroup(group, "detector label")
        work()

    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(grouped)
        try:
            patience, ended = _TICK, False
            while not ended:
                ended = bool(wait((running,), patience).done)
                began = time.monotonic()
                fresh = list(look.fresh())
                patience = max(_TICK, _SHARE * (time.monotonic() - began))
                yield from fresh
        finally:
            if not running.done():
                context.cancelJobGroup(group)
    running.result()


class Look:
    """What the machines have committed, found by looking into the job's folder."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._shelves = Shelves(job)
        self._told: dict[int, set[int]] = {}
        """Chunks by input that is being worked on; finished ones have no folder any more."""

    def fresh(self) -> Iterator[Committed]:
        """The chunks that were not there at the last look."""
        there = sorted(int(name) for name in os.listdir(self._job.folder) if name.isdigit())
        self._told = {number: self._told.get(number, set()) for number in there}
        for number in there:
            for receipt in self._shelves.chunks(number).since(self._told[number]):
                self._told[number].add(receipt.chunk)
                yield Committed(number, receipt)
