"""From finished inputs to the output: put together in order and put in place at one stroke, the report last."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from detector.crawl import durable
from detector.crawl.chunks import Receipt
from detector.crawl.condense import Shelves
from detector.crawl.job import Job
from detector.sinks import summary_page
from detector.sinks.summary import Tally
from detector.sinks.summary_tables import finished

LOSSES = 10_000
"""Losses that the report lists; it counts them all."""


def finish(job: Job) -> Mapping[str, Any]:
    """Write the output, the summary and the report of a job whose inputs are all finished; returns the report.

    It may be cut short anywhere: the next run does it again, to the same bytes.
    """
    shelves = Shelves(job)
    numbers = range(len(job.inputs))
    if not job.side_cars:
        form = job.form()
        durable.write(job.output, lambda out: form.merge([shelves.rows(number) for number in numbers], out))
    counts: Counter[str] = Counter()
    losses: list[Mapping[str, Any]] = []
    for number, receipt in _receipts(job, shelves):
        counts.update(receipt.counts)
        counts["rows"] += receipt.rows
        room = LOSSES - len(losses)
        losses += [{"input": job.inputs[number].name, **loss} for loss in receipt.losses[:room]]
    if job.summary is not None:
        tally = Tally()
        for _, receipt in _receipts(job, shelves):
            tally.take(receipt.tally)
        written = summary_page.form(job.summary.name)
        durable.write_bytes(job.summary, written(finished(tally.partial())).encode("utf-8"))
    report = {
        "terms": job.terms(),
        "files": {name: path.stat().st_size for name, path in _files(job, shelves)},
        "counts": dict(counts),
        "losses": losses,
    }
    durable.write_json(job.report, report)
    told: Mapping[str, Any] = durable.read_json(job.report)
    shutil.rmtree(job.folder, ignore_errors=True)
    return told


def _receipts(job: Job, shelves: Shelves) -> Iterator[tuple[int, Receipt]]:
    """The receipts of all inputs, one at a time: they may be large."""
    for number in range(len(job.inputs)):
        receipt = shelves.finished(number)
        assert receipt is not None
        yield number, receipt


def _files(job: Job, shelves: Shelves) -> Iterator[tuple[str, Path]]:
    """What was written, under names that hold wherever the folder is moved."""
    paths = [shelves.rows(number) for number in range(len(job.inputs))] if job.side_cars else [job.output]
    if job.summary is not None:
        paths.append(job.summary)
    for path in paths:
        yield os.path.relpath(path, job.output.parent), path
