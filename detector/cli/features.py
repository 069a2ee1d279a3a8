"""`detector features`: the table of everything a score rests on."""

from __future__ import annotations

import click

from detector.cli import options
from detector.errors import UsageError


@click.command("features")
@click.option("--group", metavar="GROUP", help="Only this group: links, markup, site, text, ways, way or token.")
@options.json
@click.option("--markdown", is_flag=True, help="The reference page docs/features.md.")
@options.color
def command(group: str | None, as_json: bool, markdown: bool, color: bool | None) -> None:
    """List everything a score rests on.

    Each row is a name, as reasons and `detector explain` give it, a version, raised whenever its meaning changes, and the
    sentence a moderator reads.

    \b
    Examples:
      detector features --group links
      detector features --json | jq -r .name
      detector features --markdown > docs/features.md
    """
    # Only here: help and completion must not wait for numpy.
    from detector.sinks import reference
    from detector.sinks.safety import json_line

    found = reference.entries(group)
    if not found:
        groups = ", ".join(dict.fromkeys(entry.group for entry in reference.entries()))
        raise UsageError(f"There is no feature group {group!r}; choose one of {groups}.")
    if markdown and group is not None:
        raise UsageError("--markdown writes the whole reference page; leave out --group.")
    options.write_in_utf8()
    style = options.style(color)
    if markdown:
        click.echo(reference.markdown(), nl=False)
    elif as_json:
        for row in reference.rows(found):
            click.echo(json_line(row))
    else:
        click.echo(reference.table(found, style), color=style.color)
