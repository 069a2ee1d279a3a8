"""A finished input: its chunks put together into one file with one receipt, so that few files lie about."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from detector.crawl import durable
from detector.crawl.chunks import Receipt, Shelf, receipt_of
from detector.crawl.job import Job
from detector.sinks.summary import Tally


class Shelves:
    """What is committed of every input of a job: its chunks while it is worked on, one file once it is finished."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._form = job.form()
        self._side_cars = _side_cars(job)

    def chunks(self, number: int) -> Shelf:
        """The chunks of an input."""
        return Shelf(self._job.chunks(number), self._form.suffix)

    def rows(self, number: int) -> Path:
        """The file with all rows of a finished input."""
        if self._job.side_cars:
            return self._job.output / self._side_cars[number]
        return self._job.folder / f"{number:06d}.{self._form.suffix}"

    def finished(self, number: int) -> Receipt | None:
        """What a finished input comes to; None while it is worked on."""
        receipt = receipt_of(durable.read_json(self._receipt(number)))
        try:
            return receipt if receipt is not None and self.rows(number).stat().st_size == receipt.size else None
        except OSError:
            return None

    def finish(self, number: int, receipts: Sequence[Receipt]) -> None:
        """Put the chunks of an input together. Doing so twice does no harm: the same chunks give the same file."""
        shelf, rows = self.chunks(number), self.rows(number)
        durable.write(rows, lambda out: self._form.merge([shelf.rows(one.chunk) for one in receipts], out))
        durable.write_json(self._receipt(number), asdict(total(receipts, rows.stat().st_size)))
        self.clear(number)

    def clear(self, number: int) -> None:
        """Remove the chunks of a finished input."""
        shutil.rmtree(self._job.chunks(number), ignore_errors=True)

    def _receipt(self, number: int) -> Path:
        return self._job.folder / f"{number:06d}.json"


def total(receipts: Sequence[Receipt], size: int) -> Receipt:
    """The receipt of several chunks together."""
    counts: Counter[str] = Counter()
    tally = Tally()
    for one in receipts:
        counts.update(one.counts)
        tally.take(one.tally)
    return Receipt(
        chunk=receipts[-1].chunk,
        rows=sum(one.rows for one in receipts),
        size=size,
        digest="",
        following=None,
        counts=dict(counts),
        losses=tuple(loss for one in receipts for loss in one.losses),
        tally=tally.partial(),
    )


def is_complete(receipts: Mapping[int, Receipt]) -> bool:
    """Whether these are all chunks of an input: none is missing and one says that it is the last."""
    return bool(receipts) and len(receipts) == max(receipts) + 1 and receipts[max(receipts)].following is None


def _side_cars(job: Job) -> Sequence[str]:
    """Names of the files beside the inputs': those of the inputs, numbered where two are called the same."""
    names = [Path(found.name.replace("\\", "/")).name or "pages" for found in job.inputs]
    times = Counter(names)
    return [
        f"{name if times[name] == 1 else f'{number:06d}-{name}'}.{job.side_cars}" for number, name in enumerate(names)
    ]
