"""`detector explain`: the whole account of one page's score."""

from __future__ import annotations

import click

from detector.cli import options
from detector.cli.start import building


@click.command("explain")
@click.argument("path")
@options.url
@options.model
@options.reader
@options.reputation
@click.option(
    "--all", "everything", is_flag=True, help="Every share and every candidate link, not the strongest alone."
)
@options.json
@options.page_seconds
@options.page_memory
@options.color
def command(
    path: str,
    url: str | None,
    model: str | None,
    reader: str,
    reputation: tuple[str, ...],
    everything: bool,
    as_json: bool,
    page_seconds: float,
    page_memory: int,
    color: bool | None,
) -> None:
    """Account for one page's score, share by share.

    PATH is a file, or - for standard input. The model adds up: its intercept and every share sum to the log-odds, whose
    logistic function is the score. `value` is what a dense feature measured; hashed words have none. Then the links that
    may be the scam link follow, likeliest first, with what speaks for each.

    \b
    Examples:
      detector explain page.html --url https://films.example/12130
      detector explain page.html --all | less -R
      detector explain page.html --json | jq '.contributions[:5]'

    \b
    Exit codes: 0 done, 2 wrong usage or unreadable page, 4 the model is damaged or made for another version.
    """
    with building():
        # Only here: help and completion must not wait for numpy and the parser.
        from detector.examine import Bounds, Task, Watchdog
        from detector.model import load
        from detector.model.account import account_of
        from detector.sinks import ledger
        from detector.sources.files import read_one

        judging = load(model)
    document = read_one(path, url)
    lists = {"reputation": options.opened_lists(reputation)}
    with Watchdog(Task(account_of, judging, reader, lists), Bounds(page_seconds, page_memory)) as watchdog:
        found = watchdog.ask(document)
    options.write_in_utf8()
    style = options.style(color)
    click.echo(ledger.line(found) if as_json else ledger.render(found, style, everything), color=style.color)
