"""`detector evaluate`: how good is a model?"""

from __future__ import annotations

import json
from pathlib import Path

import click

from detector.cli import options


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
@options.json
@click.option(
    "--write",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Also write results.md and results.json into this folder.",
)
def command(model: str | None, datasets: Path, split: str, as_json: bool, folder: Path | None) -> None:
    """Score held-out pages with a model and say how well it does.

    Prints ranking figures, figures at the model's own thresholds, and its cross-validation, each with a 95 % bootstrap
    interval over sites. Figures are damped: a source of many pages, or of one, does not decide them.

    \b
    Examples:
      detector evaluate
      detector evaluate --model models/ours --json
      detector evaluate --write docs

    Needs the training extra: in a checkout, pip install '.[train]'.
    """
    options.need_training()
    from detector.model import load
    from detector.training.evaluate import evaluate
    from detector.training.report import markdown, text

    results = evaluate(load(model), datasets, split)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "results.md").write_text(markdown(results), "utf-8")
        (folder / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    options.write_in_utf8()
    click.echo(json.dumps(results, ensure_ascii=False) if as_json else text(results))
