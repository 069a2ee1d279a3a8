"""`detector models`: list, show and verify models."""

from __future__ import annotations

import click

from detector.cli import options
from detector.cli.group import say_error
from detector.errors import ModelError


@click.group("models")
def command() -> None:
    """List, show and verify models.

    A model is a folder of JSON and arrays; loading one runs no code. Models are looked for under ./models and beside the
    program.

    \b
    Examples:
      detector models list
      detector models show default
      detector models verify
      detector scan page.html --model models/candidate
    """


@command.command("list")
def list_models() -> None:
    """List the models there are: name, feature table, folder."""
    from detector.model.store import folders
    from detector.sinks.models import list_line

    options.write_in_utf8()
    found = folders()
    if not found:
        raise ModelError("There is no model under ./models or beside the program: make one with `detector train`.")
    for folder in found:
        click.echo(list_line(folder))


@command.command("show")
@click.argument("name")
def show(name: str) -> None:
    """Show what a model is: its manifest in short, and its card."""
    from detector.model.store import find
    from detector.sinks.models import summary

    options.write_in_utf8()
    click.echo(summary(find(name)))


@command.command("verify")
@click.argument("name", required=False)
@click.pass_context
def verify(ctx: click.Context, name: str | None) -> None:
    """Check digests and golden pages, of one model or of all.

    Every file must be what the manifest and this version say, by size, form and SHA-256; the feature table and lexicons
    must be this version's, every number one that a score can be made of, and every golden page must score what it scored
    when the model was made. Exit code 4 where something differs.
    """
    from detector.model import golden, load
    from detector.model.store import find, folders, out_of_fold
    from detector.sinks.safety import plain

    options.write_in_utf8()
    bad = 0
    for folder in [find(name)] if name is not None else folders() or [find()]:
        try:
            model = load(folder)
            out_of_fold(model.folder, model.manifest)
            pages = golden.check(model, None)
            click.echo(f"ok  {plain(model.name)}  {pages} golden pages score as they did  {plain(str(folder))}")
        except ModelError as error:
            bad += 1
            say_error(str(error))
    ctx.exit(ModelError.exit_code if bad else 0)
