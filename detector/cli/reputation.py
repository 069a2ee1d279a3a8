"""`detector reputation`: the user's own lists in one file."""

from __future__ import annotations

from pathlib import Path

import click

from detector.cli import options
from detector.errors import UsageError


@click.group("reputation")
def command() -> None:
    """Make one file of your own lists of hosts and addresses, for --reputation.

    No lists come with this program. What a list says adds to a score, as a reason with the name of the list.

    \b
    Examples:
      detector reputation build feeds/*.txt -o lists.rep
      detector reputation check lists.rep https://films.example/12130
      detector scan page.html --reputation lists.rep
    """


@command.command("build")
@click.argument("lists", nargs=-1, required=True, metavar="LISTS...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File to write, in place of an older one only when it is whole.",
)
@click.option(
    "--allow",
    "allowed",
    multiple=True,
    metavar="LIST",
    help="A list of what is never a hit, whatever the others say; may be given several times.",
)
@click.option(
    "--weight",
    type=click.FloatRange(0, 50, min_open=True),
    default=4.0,
    show_default=True,
    metavar="W",
    help="Log-odds that a hit adds: with 4, a page at 1 % comes to 36 %, one at 10 % to 86 %.",
)
def build(lists: tuple[str, ...], output: Path, allowed: tuple[str, ...], weight: float) -> None:
    """Compile lists into one file.

    LISTS are files, also packed with gzip, of hosts or addresses: one a line, with comments; hosts-files; ad-block filters
    of whole hosts (||host^); JSON arrays or lines of strings, or of objects with url, host or domain, and a reason; events
    and warninglists of MISP. What they are is told by what stands in them. A list is called by its file's name; NAME=PATH
    gives it another.

    A host lists itself and all below it, an address itself alone, one that ends with / all that begins so. Nothing lists
    more than it says: no address its host, no host the one above, no public suffix (co.uk, github.io) the sites below it.

    \b
    Examples:
      detector reputation build urlhaus.txt.gz phish=feeds/hosts -o lists.rep
      detector reputation build feeds/*.txt --allow partners.txt --weight 3 -o lists.rep
    """
    # Only here: help and completion must not wait for numpy.
    from detector.reputation.build import build, source
    from detector.sinks.reputation import built_lines

    built = build(output, [source(one) for one in lists], [source(one) for one in allowed], weight)
    for line in built_lines(built, str(output)):
        options.note(line)


@command.command("show")
@click.argument("file")
def show(file: str) -> None:
    """Show what a file holds: its lists, their entries, their reasons."""
    from detector.reputation.store import open_table
    from detector.sinks.reputation import shown_lines

    options.write_in_utf8()
    for line in shown_lines(open_table(file)):
        click.echo(line)


@command.command("check")
@click.argument("file")
@click.argument("addresses", nargs=-1, required=True, metavar="URLS...")
@click.pass_context
def check(ctx: click.Context, file: str, addresses: tuple[str, ...]) -> None:
    """Say which lists have an address, and by which entry.

    URLS are addresses or hosts. Exit code 1 where one is listed, 0 where none is.
    """
    from detector import urls
    from detector.reputation import opened
    from detector.sinks.reputation import checked_lines

    reputation = opened([file])
    found = {said: urls.resolve(None, said if "://" in said else f"https://{said}") for said in addresses}
    wrong = next((said for said, url in found.items() if url is None), None)
    if wrong is not None:
        raise UsageError(f"{wrong!r} is no http or https address.")
    options.write_in_utf8()
    listed = False
    for url in filter(None, found.values()):
        address = urls.address(url)
        hits = reputation.of(address)
        listed = listed or bool(hits)
        for line in checked_lines(url, hits, reputation.exception(address)):
            click.echo(line)
    ctx.exit(1 if listed else 0)
