"""`detector label`: archives, tables and folders in, rows out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.cli import fetching, options
from detector.errors import SomePagesFailed, UsageError

if TYPE_CHECKING:
    from detector.crawl.job import Job
    from detector.crawl.run import Engine
    from detector.crawl.standing import Standing
    from detector.crawl.wanted import Wanted
    from detector.sources.url_lists import UrlList

_SPLIT = "Separate several with commas."


def _filters(command: Any) -> Any:
    """The options that say which pages are labelled and which rows are written."""
    for option in (
        click.option(
            "--min-band",
            type=click.Choice(["clean", "review", "spam"]),
            default="clean",
            show_default=True,
            help="Write rows of this band and above only; pages that failed are always written.",
        ),
        click.option(
            "--sample",
            type=click.FloatRange(0, 1, min_open=True),
            default=1.0,
            metavar="SHARE",
            help="Label a share of the pages, the same ones in every run.",
        ),
        click.option(
            "--match",
            multiple=True,
            metavar="REGEX",
            help="Label pages whose address holds this, in upper or lower case.",
        ),
        click.option(
            "--language",
            "languages",
            metavar="LIST",
            help=f"Label pages that declare these languages, such as en; und: none declared. {_SPLIT}",
        ),
        click.option(
            "--min-words",
            type=click.IntRange(0),
            default=0,
            metavar="N",
            help="Label pages with at least so many words.",
        ),
        click.option(
            "--status",
            "statuses",
            default="2xx",
            show_default=True,
            metavar="LIST",
            help=f"Label pages received with these HTTP statuses; any: all. {_SPLIT}",
        ),
        click.option(
            "--type",
            "types",
            default="text/html,application/xhtml+xml,text/plain",
            show_default=True,
            metavar="LIST",
            help=f"Label records of these media types; any: all. {_SPLIT}",
        ),
    ):
        command = option(command)
    return command


@click.command("label")
@click.argument("inputs", nargs=-1, metavar="INPUTS...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    help="File to write: .jsonl or .csv (also .gz, .zst), or .parquet; with --side-cars a folder.",
)
@click.option("--files-from", multiple=True, metavar="LIST", help="File that lists inputs, one a line (also .gz).")
@click.option(
    "--prefix",
    default="",
    metavar="ADDRESS",
    help="Put before each line of --files-from, such as https://data.example/.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=COLUMN",
    help="What a table calls id, url, html, text or content_type, such as html=body.",
)
@click.option("--fields", metavar="LIST", help=f"Fields to write, in this order.  [default: all] {_SPLIT}")
@_filters
@fetching.fetching_options
@click.option(
    "--summary",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write counts by band, kind, host, campaign and target host: .json or .md.",
)
@click.option("--side-cars", metavar="FORMAT", help="Write one file an input, of this format, into the folder OUT.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes.  [default: one a processor]")
@options.page_seconds
@options.page_memory
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Where the work is done.",
)
@click.option(
    "--master", metavar="URL", help="Spark master.  [default: as spark-submit or the Spark configuration says]"
)
@options.model
@options.reader
@options.reputation
@click.option("--overwrite", is_flag=True, help="Start anew: remove OUT and what an earlier run has left of it.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 where spam was found; failures keep their codes.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no closing report.")
@click.pass_context
def command(ctx: click.Context, /, **asked: Any) -> None:
    """Label many pages: archives, tables and folders in, one row a page out.

    INPUTS are WARC and WET archives, JSON lines, CSV or Parquet tables, HTML or text files, folders and patterns of
    these, addresses (https://, s3://, gs://, hdfs://), or - for standard input; packed with gzip or Zstandard or not. What
    they are is told by their first bytes.

    A run that was cut short, by a kill, a full disk or a power cut, goes on where it was when the same command is
    given again: no page is lost and none is labelled twice. OUT appears when all is done; what is done until then lies in
    OUT.job. OUT.report.json holds the counts, and every piece of an input that could not be read.

    Addresses of pages are not inputs: list them in a file and give that with --urls. Each page is fetched once, as the
    robots.txt of its site allows; one that cannot be fetched is a row with an error.

    \b
    Examples:
      detector label crawl/*.warc.gz -o labels.parquet --summary summary.md
      detector label pages.jsonl.zst --column html=body -o suspects.jsonl --min-band review
      detector label --files-from warc.paths.gz --prefix https://data.example/ -o out/ --side-cars jsonl.gz
      detector label crawl/ -o scores.csv --match review --fields id,url,score,band
      detector label --urls reported.txt -o reported.jsonl --cache pages/
      detector label s3://crawl/2026/*.warc.gz -o labels.parquet --engine spark --master spark://head:7077

    \b
    Exit codes:
      0  no spam found
      1  spam found (0 with --exit-zero)
      2  wrong usage, or an input or output that cannot be used
      3  some pages failed or could not be read; the others were labelled
      4  the model is damaged, or made for another version
    """
    # One thread a worker: libraries that start their own would only get in each other's way. Read when numpy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from detector.crawl import opening

    found = fetching.lists(asked)
    job = _job(asked, found)
    if asked["overwrite"]:
        opening.discard(job)
    began = time.monotonic()
    try:
        report, before = _run(job, asked, found)
    except KeyboardInterrupt:
        click.echo("Interrupted: give the same command again to go on from here.", err=True)
        raise
    if not asked["quiet"]:
        _close(job, report, time.monotonic() - began, before)
    ctx.exit(_exit_code(report["counts"], asked["exit_zero"]))


def _job(asked: Mapping[str, Any], found: Sequence[UrlList]) -> Job:
    from detector.crawl.job import Job
    from detector.examine.process import Bounds
    from detector.model.store import find, read_manifest
    from detector.reputation import identified
    from detector.sinks.schema import NAMES, chosen_fields
    from detector.sinks.summary_page import form

    output = Path(asked["output"])
    folder = find(asked["model"])
    job = Job(
        inputs=_inputs(asked, output, found),
        output=output,
        model=str(folder),
        digest=read_manifest(folder)["digest"],
        fields=chosen_fields(asked["fields"]) if asked["fields"] else NAMES,
        wanted=_wanted(asked),
        reader=asked["reader"],
        bounds=Bounds(asked["page_seconds"], asked["page_memory"]),
        side_cars=asked["side_cars"] or "",
        summary=asked["summary"],
        reputation=identified(asked["reputation"]),
    )
    job.form()
    if job.summary is not None:
        form(str(job.summary))
    return job


def _inputs(asked: Mapping[str, Any], output: Path, found: Sequence[UrlList]) -> Sequence[Any]:
    from detector.crawl.job import folder_of, report_of
    from detector.sources.inputs import find
    from detector.sources.lists import listed

    arguments = [*asked["inputs"]]
    for path in asked["files_from"]:
        arguments += listed(path, asked["prefix"])
    if not arguments and not found:
        raise UsageError("There is nothing to label: give archives, tables, pages or folders, or - for standard input.")
    folder = folder_of(output)
    own = (output, folder, report_of(output), asked["summary"], asked["cache"])
    ours = [str(path) for path in own if path is not None]
    return [
        *find(arguments, _columns(asked["columns"]), str(folder), ours),
        *fetching.inputs(found, folder),
    ]


def _columns(said: Sequence[str]) -> Mapping[str, str]:
    from detector.sources.record import COLUMNS

    columns = {}
    for pair in said:
        name, equals, column = pair.partition("=")
        if not equals or name not in COLUMNS:
            raise UsageError(f"--column {pair!r} must be NAME=COLUMN, NAME one of {', '.join(COLUMNS)}.")
        columns[name] = column
    return columns


def _wanted(asked: Mapping[str, Any]) -> Wanted:
    import re

    from detector.crawl.wanted import Wanted

    for pattern in asked["match"]:
        try:
            re.compile(pattern)
        except re.error as error:
            raise UsageError(f"--match {pattern!r} is no regular expression: {error}.") from error
    return Wanted(
        types=_list(asked["types"]),
        statuses=_list(asked["statuses"]),
        match=asked["match"],
        sample=asked["sample"],
        languages=_list(asked["languages"]),
        min_words=asked["min_words"],
        min_band=asked["min_band"],
    )


def _list(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in (value or "").split(",") if part.strip())


def _run(job: Job, asked: Mapping[str, Any], found: Sequence[UrlList]) -> tuple[Mapping[str, Any], int]:
    """Do the job, telling of it; returns its report and how many pages an earlier run had labelled."""
    from detector.crawl.run import run
    from detector.sinks.progress import Progress

    first: list[int] = []
    with ExitStack() as stack:
        shown: list[Progress] = []

        def told(standing: Standing) -> None:
            counts = standing.counts
            if not shown:
                # Only now it is known what earlier runs have done: speed and time left are those of this one.
                bar = Progress(standing.total, sys.stderr, asked["quiet"], standing.read, counts["pages"])
                shown.append(stack.enter_context(bar))
                first.append(counts["pages"])
            shown[0].update(standing.read, counts["pages"], counts["spam"], counts["review"], counts["errors"])

        report = run(job, _engine(asked), told, partial(fetching.fetch, found, job, asked) if found else None)
    return report, first[0] if first else report["counts"].get("pages", 0)


def _engine(asked: Mapping[str, Any]) -> Engine:
    if asked["engine"] == "spark":
        from detector.crawl.spark import cluster

        return cluster(asked["master"])
    from detector.crawl.pool import local

    return local(asked["workers"] or _processors())


def _processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _close(job: Job, report: Mapping[str, Any], seconds: float, before: int) -> None:
    from detector.sinks.report import closing_lines

    counts = report["counts"]
    known = ("pages", "losses")
    told = {
        **report,
        "inputs": len(job.inputs),
        "records": sum(n for name, n in counts.items() if name in known or name.startswith("left_out:")),
        "seconds": seconds,
        "labelled": counts.get("pages", 0) - before,
        "rows": counts["rows"],
        "output": job.output,
        "summary": job.summary,
    }
    for line in closing_lines(told):
        click.echo(line, err=True)


def _exit_code(counts: Mapping[str, int], exit_zero: bool) -> int:
    if counts.get("errors") or counts.get("losses"):
        return SomePagesFailed.exit_code
    return 1 if counts.get("spam") and not exit_zero else 0
