"""The part of `detector label` that fetches lists of addresses."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.cli import options
from detector.errors import UsageError

if TYPE_CHECKING:
    from detector.crawl.fetch import Fetching, Standing
    from detector.crawl.job import Job
    from detector.sources.record import Input
    from detector.sources.url_lists import UrlList

_PAGES = "fetched"
"""Folder within that of the job."""


def fetching_options(command: Any) -> Any:
    """The options that say what is fetched, and how."""
    for option in (
        options.allow_private,
        click.option(
            "--connections",
            type=click.IntRange(1, 256),
            default=16,
            show_default=True,
            metavar="N",
            help="Sites to fetch from at the same time.",
        ),
        click.option(
            "--delay",
            type=click.FloatRange(0),
            default=1.0,
            show_default=True,
            metavar="S",
            help="Seconds between two requests to a site, if its robots.txt asks for no more.",
        ),
        click.option(
            "--cache",
            type=click.Path(path_type=Path, file_okay=False),
            metavar="DIR",
            help="Keep fetched pages here, as WARC, and do not fetch those that are here already.",
        ),
        click.option(
            "--urls",
            multiple=True,
            metavar="LIST",
            help="File of web addresses, one a line (also .gz; - for standard input): fetch these pages and label them.",
        ),
    ):
        command = option(command)
    return command


def lists(asked: Mapping[str, Any]) -> Sequence[UrlList]:
    """The lists of --urls. Raises UsageError where they cannot be fetched here, UnreadableInput."""
    if not asked["urls"]:
        return ()
    if asked["engine"] == "spark":
        raise UsageError(
            "--urls fetches from this machine alone: run it with --engine local, or fetch with --cache DIR and label the WARC "
            "files in DIR with Spark."
        )
    if "-" in asked["urls"] and "-" in asked["inputs"]:
        raise UsageError("Standard input cannot be both a list of addresses and an input.")
    from detector.sources import url_lists

    return [url_lists.read(path) for path in dict.fromkeys(asked["urls"])]


def inputs(found: Sequence[UrlList], folder: Path) -> Sequence[Input]:
    """The inputs that the lists are, once they are fetched, of the job with this folder."""
    return [one.input(folder / _PAGES / f"{one.identity}.index") for one in found]


def fetch(found: Sequence[UrlList], job: Job, asked: Mapping[str, Any]) -> None:
    """Fetch what is missing of the lists, telling of it."""
    from detector.crawl.fetch import Fetching
    from detector.sources.web import Rules

    folder = job.folder / _PAGES
    _fetch(
        Fetching(
            lists=found,
            folder=folder,
            cache=asked["cache"] or folder,
            wanted=job.wanted,
            rules=Rules(allow_private=asked["allow_private"]),
            delay=asked["delay"],
            connections=asked["connections"],
        ),
        asked["quiet"],
    )


def _fetch(fetching: Fetching, quiet: bool) -> None:
    from contextlib import ExitStack

    from detector.crawl.fetch import fetch
    from detector.sinks.progress import Fetches, Progress

    with ExitStack() as stack:
        shown: list[Progress] = []

        def told(standing: Standing) -> None:
            done = standing.pages + standing.refused + standing.failed
            figures = Fetches(done, *standing[1:])
            if not shown:
                shown.append(stack.enter_context(Progress(standing.total, sys.stderr, quiet, fetches=figures)))
            shown[0].tell(figures)

        fetch(fetching, told)
