"""`detector scan`: pages in, verdicts out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

from detector.cli import options
from detector.cli.group import say_error
from detector.cli.start import building
from detector.errors import SomePagesFailed, UnreadableInput

if TYPE_CHECKING:
    from detector.examine.resolving import Resolver
    from detector.sinks.style import Style
    from detector.verdict import Fingerprint, Verdict

Write = Callable[["Verdict"], None]


@click.command("scan")
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@options.url
@options.json
@options.model
@options.reader
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Call pages spam from this score on, not from the model's own.",
)
@click.option(
    "--resolve",
    is_flag=True,
    help="Follow redirects of suspected and of short links; their servers see that somebody looked.",
)
@options.reputation
@options.allow_private
@click.option("--exit-zero", is_flag=True, help="Exit with 0 where spam was found; failures keep their codes.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Show clean pages at length, all links, and why each link is suspected."
)
@click.option(
    "-q", "--quiet", is_flag=True, help="Leave out clean pages (not from --json), notes and the closing line."
)
@options.page_seconds
@options.page_memory
@options.color
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    url: str | None,
    as_json: bool,
    model: str | None,
    reader: str,
    threshold: float | None,
    resolve: bool,
    allow_private: bool,
    reputation: tuple[str, ...],
    exit_zero: bool,
    verbose: bool,
    quiet: bool,
    page_seconds: float,
    page_memory: int,
    color: bool | None,
) -> None:
    """Look at pages: score, scam links and reasons.

    PATHS are HTML or text files, folders (searched for .html, .htm, .xhtml, .txt and .md files), patterns, web addresses,
    or - for standard input. A page at a web address is fetched, and its server sees that somebody looked; nothing that a
    page refers to is, but for redirects that --resolve follows. Nothing of a page is executed, and only its first 10 MB
    are read. Addresses are shown defanged (hxxps://evil[.]example), so that none can be opened by accident.

    A page falls into one of three bands: SPAM, REVIEW (a person should look), or clean. The score is the probability of
    spam; a reason's number is its share of the log-odds, above 0 for spam and below 0 against it. Last, pages to review
    and spam pages that look like one campaign are named together.

    \b
    Examples:
      detector scan page.html --url https://films.example/12130
      detector scan --resolve https://films.example/12130
      detector scan --reputation ours.rep submitted/
      detector scan --quiet inbox/ 'archive/*.htm'
      curl -s https://films.example/12130 | detector scan - --url https://films.example/12130
      detector scan --json inbox/ | jq -r 'select(.band == "spam") | .id'

    \b
    Exit codes:
      0  nothing found (pages to review do not count)
      1  spam found (0 with --exit-zero)
      2  wrong usage, or no page could be read
      3  some pages failed; the others were scanned
      4  the model is damaged, or made for another version
    """
    with building():
        # Only here: help and completion must not wait for numpy and the parser.
        from detector.examine import Bounds, Examiner
        from detector.model import load
        from detector.model.judging import failed, with_spam_threshold
        from detector.sources.failure import Failure
        from detector.sources.files import documents

        judging = load(model)
    if threshold is not None:
        judging = with_spam_threshold(judging, threshold)
        _note(f"spam is called from a score of {threshold:.0%} on, not from the model's own threshold", quiet)
    options.write_in_utf8()
    style = options.style(color)
    write = _json if as_json else _readable(style, verbose, quiet)
    counts: Counter[str] = Counter()
    suspects: list[tuple[str, Fingerprint]] = []
    limits = Bounds(page_seconds, page_memory)
    lists = options.opened_lists(reputation)
    with (
        _resolver(resolve, allow_private) as resolver,
        Examiner(judging, reader, limits, resolver=resolver, reputation=lists) as examiner,
    ):
        for found in documents(paths, url, allow_private):
            if isinstance(found, Failure):
                verdict = failed(judging, found.id, None, found.error)
            else:
                verdict = examiner.examine(found)
            counts["failed" if verdict.error else str(verdict.band)] += 1
            write(verdict)
            _tell_onward(verdict, quiet)
            if not as_json and verdict.band in ("review", "spam"):
                suspects.append((str(verdict.id), verdict.fingerprint))
    if len(suspects) > 1:
        _campaigns(suspects, style)
    _close(counts, quiet)
    ctx.exit(_exit_code(counts, exit_zero))


def _resolver(wanted: bool, allow_private: bool) -> AbstractContextManager[Resolver | None]:
    if not wanted:
        return nullcontext()
    # Only here: what speaks HTTP is slow to start, and a scan of files needs none.
    from detector.examine.resolving import resolving
    from detector.sources.web import Rules

    return resolving(Rules(allow_private=allow_private))


def _json(verdict: Verdict) -> None:
    from detector.sinks.tables import line

    click.echo(line(verdict))


def _readable(style: Style, verbose: bool, quiet: bool) -> Write:
    from detector.sinks.terminal import render

    def write(verdict: Verdict) -> None:
        if verdict.error:
            say_error(f"{verdict.id}: {verdict.error}")
        elif not quiet or verdict.band != "clean":
            click.echo(render(verdict, style, verbose), color=style.color)

    return write


def _campaigns(suspects: Sequence[tuple[str, Fingerprint]], style: Style) -> None:
    """One line for each campaign that several of the suspected pages belong to."""
    from detector.features.campaigns import group
    from detector.sinks.terminal import campaign

    members: dict[int, list[str]] = {}
    for number, (name, _) in zip(group([found for _, found in suspects]), suspects, strict=True):
        members.setdefault(number, []).append(name)
    for names in members.values():
        if len(names) > 1:
            click.echo(campaign(names, style), color=style.color)


def _tell_onward(verdict: Verdict, quiet: bool) -> None:
    """A page that was fetched and sends its visitors on is not what they come to see."""
    from detector.sinks.safety import plain_url
    from detector.sources.remote import is_web

    if verdict.onward is not None and is_web(verdict.id or ""):
        where = plain_url(verdict.onward)
        _note(f"{plain_url(verdict.id or '')} sends its visitors on to {where}, which was not followed", quiet)


def _note(sentence: str, quiet: bool) -> None:
    if not quiet:
        click.echo(f"Note: {sentence}.", err=True)


def _close(counts: Counter[str], quiet: bool) -> None:
    from detector.sinks.terminal import closing

    if counts.total() > 1 and not quiet:
        click.echo(closing(counts), err=True)


def _exit_code(counts: Counter[str], exit_zero: bool) -> int:
    if counts["failed"]:
        some_worked = counts.total() > counts["failed"]
        return SomePagesFailed.exit_code if some_worked else UnreadableInput.exit_code
    return 1 if counts["spam"] and not exit_zero else 0
