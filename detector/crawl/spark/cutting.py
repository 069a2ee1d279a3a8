"""The spans of a job as tasks: cut where there are too few of them to keep a cluster busy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from detector.crawl import plan
from detector.crawl.chunks import RECORDS
from detector.crawl.spans import Span
from detector.crawl.spark.orders import Orders, see
from detector.sources.records import places

_A_CORE = 4
"""With so many spans to each core none needs to be cut: machines that are done early wait for a quarter of the time."""
_FROM_THE_START = 8
"""Pieces of an input that can only be read from its beginning: each piece reads all that stands before it."""


def tasks(context: Any, orders: Orders, spans: Sequence[Span]) -> list[Span]:
    """The spans to be labelled, one a task; the survey that cuts long ones runs on the cluster, all of them at once."""
    cores = context.defaultParallelism
    if cores == 1 or len(spans) >= _A_CORE * cores:
        return list(spans)
    whole, long = plan.split(spans, orders.job.inputs, len(spans) + 1)
    if not long:
        return whole
    surveyed = context.parallelize(long, len(long)).map(partial(_survey, orders)).collect()
    pieces = -(-_A_CORE * cores // len(spans))
    return [*(span for chunks in surveyed for span in grouped(chunks, pieces)), *whole]


def grouped(chunks: Sequence[Span], pieces: int) -> list[Span]:
    """Neighbouring chunks as one span, so that there are no more spans than `pieces`."""
    if chunks[-1].start.offset is None:
        pieces = min(pieces, _FROM_THE_START)
    size = -(-len(chunks) // pieces)
    groups = [chunks[start : start + size] for start in range(0, len(chunks), size)]
    return [replace(group[0], following=group[-1].following) for group in groups]


def _survey(orders: Orders, span: Span) -> list[Span]:
    """Runs on the cluster: a span chunk by chunk."""
    cutter = plan.Cutter(span)
    found: list[Span] = []
    with orders.followed():
        see(orders.job.inputs[span.input])
        try:
            for place in places(orders.job.inputs[span.input], RECORDS):
                found += cutter.at(place)
        except Exception:  # what cannot be read is told by those who label it
            pass
    return [*found, cutter.rest()]
