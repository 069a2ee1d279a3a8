"""A job: what is to be labelled, how, and where to; a folder beside the output holds what is done of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from detector.crawl.chunks import RECORDS
from detector.crawl.wanted import Wanted
from detector.examine.process import Bounds
from detector.reputation import Identified
from detector.sinks.formats import Format, chosen
from detector.sources.record import Input

FORMAT = 1
"""Raised when what an older version of this package has begun cannot be gone on with."""


@dataclass(frozen=True)
class Job:
    """One run of `detector label`, the same in every process that takes part."""

    inputs: Sequence[Input]
    output: Path
    """A file, or a folder that takes one file an input."""
    model: str
    """The model's folder."""
    digest: str
    """Digest of the model's manifest."""
    fields: Sequence[str]
    """Columns of the rows, in order."""
    wanted: Wanted = field(default_factory=Wanted)
    reader: str = "lexbor"
    bounds: Bounds = field(default_factory=Bounds)
    side_cars: str = ""
    """Format of the rows where each input gets a file of its own in the folder `output`; empty for one output."""
    summary: Path | None = None
    """Where the summary goes."""
    reputation: tuple[Identified, ...] = ()
    """The user's own lists."""

    def form(self) -> Format:
        """The format of the rows. Raises UsageError where the output's name tells none."""
        return chosen(self.side_cars or self.output.name, self.fields)

    @property
    def folder(self) -> Path:
        """Holds the committed chunks until the output is there."""
        return folder_of(self.output)

    @property
    def report(self) -> Path:
        """Written last: what was done, and what it was done with."""
        return report_of(self.output)

    def chunks(self, number: int) -> Path:
        """Folder of the chunks of one input."""
        return self.folder / f"{number:06d}"

    def terms(self) -> Mapping[str, Any]:
        """Everything that decides what the output holds; a run goes on only where these are the same."""
        return {
            "format": FORMAT,
            "records": RECORDS,
            "inputs": [[found.name, found.identity] for found in self.inputs],
            "model": self.digest,
            "options": {
                "fields": list(self.fields),
                "parser": self.reader,
                "side_cars": self.side_cars,
                "summary": None if self.summary is None else str(self.summary),
                "reputation": sorted(file.digest for file in self.reputation) or None,
                "columns": sorted({pair for found in self.inputs for pair in found.columns.items()}),
                **asdict(self.wanted),
            },
        }


def report_of(output: Path) -> Path:
    """The report of the job that writes this output."""
    return output.with_name(output.name + ".report.json")


def folder_of(output: Path) -> Path:
    """The folder of the job that writes this output."""
    return output.with_name(output.name + ".job")
