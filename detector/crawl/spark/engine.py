"""A job on a Spark cluster: spans as tasks, each chunk committed by the machine that labelled it.

Chunks go to the job's folder, which all machines must see under the same path. Nothing of a row passes through Spark, so
a task that is tried again, or run twice at once, changes nothing: a chunk has one name, and its bytes are always the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from typing import Any

from detector.crawl import plan
from detector.crawl.chunks import RECORDS
from detector.crawl.condense import Shelves
from detector.crawl.job import Job
from detector.crawl.labelling import Labelling
from detector.crawl.pool import FORKS, Pool
from detector.crawl.run import Engine
from detector.crawl.spans import Span
from detector.crawl.spark.session import ClusterFailed, first_line, packed, session, unpacked
from detector.crawl.wanted import Wanted
from detector.crawl.worker import Committed
from detector.model import load
from detector.sources.records import places

_TICK = 1.0
"""Seconds between looks at what the machines have committed."""
_SPANS_A_CORE = 4
"""With so many spans to each core none needs to be cut."""


def cluster(master: str | None) -> Engine:
    """The engine that does the work on a Spark cluster; None: the one that spark-submit or the configuration names."""
    return partial(_label, master)


def _label(master: str | None, job: Job, spans: Sequence[Span]) -> Iterator[Committed]:
    context = session(master).sparkContext
    model = context.broadcast(packed(job.model))
    few = len(spans) < _SPANS_A_CORE * context.defaultParallelism
    tasks = [task for span in spans for task in _tasks(context, job, span, few)]
    work = context.parallelize(tasks, len(tasks)).mapPartitions(partial(_work, job, os.getcwd(), model))
    yield from _watched(job, {span.input for span in spans}, work.count)


def _tasks(context: Any, job: Job, span: Span, few: bool) -> Iterable[Span]:
    """A span, cut chunk by chunk where there are too few of them for all cores; the survey runs on the cluster."""
    if not few or span.following is not None:
        return [span]
    surveyed = context.parallelize([span], 1).mapPartitions(partial(_survey, job, os.getcwd()))
    return _grouped(surveyed.collect(), max(context.defaultParallelism * _SPANS_A_CORE, 1))


def _survey(job: Job, folder: str, spans: Iterable[Span]) -> Iterator[Span]:
    _go_to(folder)
    for span in spans:
        cutter = plan.Cutter(span)
        for place in places(job.inputs[span.input], RECORDS):
            yield from cutter.at(place)
        yield cutter.rest()


def _grouped(chunks: Sequence[Span], tasks: int) -> list[Span]:
    """Neighbouring chunks as one span, so that there are not many more spans than `tasks`."""
    size = -(-len(chunks) // tasks)
    groups = [chunks[start : start + size] for start in range(0, len(chunks), size)]
    return [replace(group[0], following=group[-1].following) for group in groups]


def _work(job: Job, folder: str, model: Any, spans: Iterable[Span]) -> Iterator[int]:
    """Runs on the cluster: labels what no other try of the same task has committed; yields the number of chunks."""
    _go_to(folder)
    here = replace(job, model=unpacked(model.value, job.digest))
    labelling = _labelling(here.model, here.wanted, tuple(here.fields), here.reader, here.summary is not None)
    shelves = Shelves(here)
    for span in spans:
        left = plan.left(span, shelves.chunks(span.input).committed())
        # A process of its own, so that a page that takes too long ends that alone.
        yield sum(1 for _ in Pool(here, 1, labelling if FORKS else None).label(left))


def _go_to(folder: str) -> None:
    """Paths are what the user wrote, and are to stay so in the rows: where it can be, they lead to the same place."""
    with suppress(OSError):
        os.chdir(folder)


@cache
def _labelling(model: str, wanted: Wanted, fields: tuple[str, ...], reader: str, summarised: bool) -> Labelling:
    """Loaded once a process: Spark keeps its workers from one task to the next."""
    return Labelling(load(model), wanted, fields, reader, summarised)


def _watched(job: Job, inputs: Iterable[int], work: Callable[[], object]) -> Iterator[Committed]:
    """Tell the chunks that appear while `work` runs, and last those that are there when it has ended."""
    shelves = {number: Shelves(job).chunks(number) for number in inputs}
    told: dict[int, set[int]] = {number: set() for number in shelves}
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(work)
        ended = False
        while not ended:
            ended = bool(wait((running,), _TICK).done)
            for number, shelf in shelves.items():
                for receipt in shelf.since(told[number]):
                    told[number].add(receipt.chunk)
                    yield Committed(number, receipt)
    error = running.exception()
    if error is not None:
        raise ClusterFailed(
            f"The Spark job failed: {first_line(error)}; what is committed stays, run the same command again."
        ) from error
