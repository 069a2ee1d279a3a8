"""`detector train`: labelled pages in, a model folder out."""

from __future__ import annotations

from pathlib import Path

import click

from detector.cli import options
from detector.errors import UsageError


@click.command("train")
@click.option(
    "--add",
    "additions",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Your own labelled pages: JSON lines, or a folder with spam/ and ham/. May be given several times.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Model folder to write."
)
@options.datasets
@click.option("--seed", default=0, show_default=True, help="Deals the folds of the cross-validation.")
@click.option("--against", metavar="NAME", help="Model to compare with.  [default: the shipped one]")
def command(additions: tuple[Path, ...], output: Path, datasets: Path, seed: int, against: str | None) -> None:
    """Fit a model on the shipped labelled pages and your own.

    Takes the features of datasets/base and the written pages of datasets/authored, joins what you add, cross-validates
    by site and campaign, calibrates, chooses the thresholds of the bands and writes a model folder. Then it prints what
    changed against the current model, both on the same pages in the same folds. No text of your pages is
    stored: the model keeps weights, and for each page a digest with its out-of-fold score.

    JSON lines carry "label" ("spam", "ham" or "unsure"), "html" or "text", and if you know them "url", "kind", "site",
    "campaign" and "lang". Pages of one campaign or site are never divided between fit and test.

    \b
    Examples:
      detector train --add labels.jsonl --output models/ours
      detector train --add pages/ --add more.jsonl --output models/ours
      detector scan page.html --model models/ours

    Needs the training extra: in a checkout, pip install '.[train]'.
    """
    options.need_training()
    from detector.training.golden import choose_golden
    from detector.training.train import train
    from detector.training.write import compared_with, rival, summary, write

    if output.exists() and not (output / "manifest.json").is_file() and any(output.iterdir()):
        raise UsageError(f"{output} exists and is no model folder: choose another --output.")
    golden = choose_golden(datasets / "authored")
    other = rival(against)
    trained = train(datasets, additions, options.note, seed)
    # Before writing: the model to compare with may be the one that is about to be replaced.
    changes = compared_with(trained, other) if other is not None else "There is no model yet to compare with."
    write(trained, output, golden)
    click.echo(summary(output))
    click.echo(changes)
