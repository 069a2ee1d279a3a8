"""`detector dataset`: build and check the labelled pages a model is fitted on."""

from __future__ import annotations

from pathlib import Path

import click

from detector.cli import options
from detector.errors import DatasetError

_PATH = click.Path(path_type=Path, file_okay=False)


@click.group("dataset")
def command() -> None:
    """Build and check the labelled pages a model is fitted on.

    datasets/authored holds pages written for this project, as raw HTML. datasets/base holds features of labelled pages,
    real ones and written ones, and no text.

    \b
    Examples:
      detector dataset check
      detector dataset build --corpus labelled/ --output datasets/base
    """


@command.command("build")
@click.option("--corpus", type=_PATH, required=True, metavar="DIR", help="Holds train, dev and grey .jsonl.gz.")
@click.option(
    "--authored",
    type=_PATH,
    default=Path("datasets/authored"),
    show_default=True,
    metavar="DIR",
    help="Holds the written pages and the blocks to insert.",
)
@click.option(
    "-o",
    "--output",
    type=_PATH,
    default=Path("datasets/base"),
    show_default=True,
    metavar="DIR",
    help="Folder to write.",
)
@click.option("--jobs", default=-1, show_default=True, help="Processes; -1 is one a core.")
def build(corpus: Path, authored: Path, output: Path, jobs: int) -> None:
    """Measure labelled pages and write their features.

    Real pages are never stored: what leaves this command is numbers, hashed words that at least two sites share, and
    labels. Counterfactual copies of honest pages (a scam block or an honest block inserted) are added for training.
    """
    options.need_training()
    from detector.training.build import build as build_rows

    rows = build_rows(corpus, authored, output, jobs)
    size = sum(file.stat().st_size for file in output.iterdir())
    click.echo(f"{len(rows.rows):,} rows, {size / 1e6:.1f} MB in {output}")


@command.command("check")
@options.datasets
def check(datasets: Path) -> None:
    """Check digests, duplicates, labels and leaks across splits.

    Exit code 2 where a rule is broken, each broken rule on its own line.
    """
    options.need_training()
    from detector.training.check import check as find_faults

    rows, faults = find_faults(datasets)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise DatasetError(f"{datasets} breaks {len(faults)} rule{'s' if len(faults) > 1 else ''}, listed above.")
    click.echo(f"ok  {rows:,} rows, every rule kept")
