"""`detector evaluate`: how good is a model, and where to set its threshold?"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detector.cli import options

if TYPE_CHECKING:
    from detector.training.queries import Query

_SHARE = click.FloatRange(0, 1, min_open=True, max_open=True)


def _number(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    # click's ranges let "nan" pass, which compares with nothing.
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(f"{value} is no number in its range.")
    return value


@click.command("evaluate")
@options.model
@options.datasets
@click.option(
    "--split",
    type=click.Choice(["dev", "train"]),
    default="dev",
    show_default=True,
    help="Pages to score; dev was never fitted.",
)
@click.option(
    "--max-recall-at-precision",
    "precision",
    type=_SHARE,
    callback=_number,
    metavar="P",
    help="Find the threshold with most recall at a precision of at least P.",
)
@click.option(
    "--max-recall-at-false-positives",
    "false_positives",
    type=_SHARE,
    callback=_number,
    metavar="RATE",
    help="Find the threshold with most recall where at most this share of honest pages is flagged.",
)
@click.option(
    "--false-positive-cost",
    "price",
    type=click.FloatRange(0, min_open=True),
    callback=_number,
    metavar="COST",
    help="Find the cheapest threshold, where an honest page flagged costs as much as COST spam pages missed.",
)
@click.option(
    "--prevalence",
    type=_SHARE,
    callback=_number,
    default=0.1,
    show_default=True,
    metavar="SHARE",
    help="Share of spam among your pages; precision and costs depend on it.",
)
@options.json
@click.option(
    "--write",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Also write results.md and results.json into this folder.",
)
def command(
    model: str | None,
    datasets: Path,
    split: str,
    precision: float | None,
    false_positives: float | None,
    price: float | None,
    prevalence: float,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Score held-out pages with a model and say how well it does, or where to set its threshold.

    Prints ranking figures, figures at the model's own thresholds and at others, and its cross-validation, each with a
    95 % bootstrap interval over sites. Figures are damped: a source of many pages, or of one, does not decide them.

    Asked for a threshold, it prints the answer and a table of thresholds instead. The threshold is chosen out of fold on the
    pages the model was fitted on, and measured on dev as well. Next to the one that keeps the limit as measured stands a
    cautious one, which keeps it at the end of the 95 % interval, too.

    \b
    Examples:
      detector evaluate
      detector evaluate --max-recall-at-precision 0.95 --prevalence 0.05
      detector evaluate --max-recall-at-false-positives 0.005
      detector evaluate --false-positive-cost 20 --prevalence 0.05
      detector evaluate --model models/ours --json
      detector evaluate --write docs

    Needs the training extra: in a checkout, pip install '.[train]'.
    """
    options.need_training()
    from detector.model import load
    from detector.training.evaluate import evaluate
    from detector.training.report import answers, markdown, text

    queries = _queries(precision, false_positives, price, prevalence)
    results = evaluate(load(model), datasets, split, queries, prevalence)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "results.md").write_text(markdown(results), "utf-8")
        (folder / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    options.write_in_utf8()
    shown = answers if queries else text
    click.echo(json.dumps(results, ensure_ascii=False) if as_json else shown(results))


def _queries(precision: float | None, rate: float | None, price: float | None, prevalence: float) -> list[Query]:
    from detector.training.queries import Aim, Query

    asked = {Aim.PRECISION: precision, Aim.FALSE_POSITIVES: rate, Aim.COST: price}
    return [Query(aim, limit, prevalence) for aim, limit in asked.items() if limit is not None]
