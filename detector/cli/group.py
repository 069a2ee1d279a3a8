"""The group of all commands: loads none of them before it is called, and ends every run in a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from detector.errors import DetectorError

Commands = Mapping[str, tuple[str, str]]
"""Name -> (module, first line of help)."""

_BROKEN_PIPE, _INTERRUPTED = 141, 130
"""What a shell reports for a program ended by SIGPIPE and SIGINT; 1 would say that spam was found."""

_HELP = """Find spam and scam links on review pages.

\b
Look at a page somebody submitted:
  detector scan page.html --url https://films.example/12130
  detector scan --quiet saved-pages/
  detector scan https://films.example/12130
  pbpaste | detector scan -
Label archives and tables of pages, on all processors:
  detector label crawl/*.warc.gz -o labels.parquet --summary summary.md
See why a page has its score:
  detector explain page.html --all
  detector features --group links
Retrain on your own labels and compare:
  detector train --add labels.jsonl --output models/ours
  detector evaluate --model models/ours
  detector models verify

Nothing of a page is executed, and nothing is fetched unasked. `detector COMMAND --help` says more.

\b
Completion of commands and options, for bash (zsh and fish likewise):
  eval "$(_DETECTOR_COMPLETE=bash_source detector)"
"""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called; their one-line help is in the table."""

    def __init__(self, table: Commands, **settings: Any) -> None:
        super().__init__(**settings)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.table:
            return None
        found = import_module(self.table[cmd_name][0]).command
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.table.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete command names from the table alone."""
        names = [
            CompletionItem(name, help=line) for name, (_, line) in self.table.items() if name.startswith(incomplete)
        ]
        return names or super().shell_complete(ctx, incomplete) if incomplete.startswith("-") else names

    def invoke(self, ctx: click.Context) -> Any:
        """Run, and turn what goes wrong into one sentence and its exit code."""
        try:
            return super().invoke(ctx)
        except DetectorError as error:
            say_error(str(error))
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            # The reader has seen enough. Python flushes once more at its end, into nothing.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(_BROKEN_PIPE)
        except KeyboardInterrupt:
            ctx.exit(_INTERRUPTED)


def main_group(table: Commands) -> LazyGroup:
    """The `detector` program."""
    version = click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_version,
        help="Show the version and exit.",
    )
    return LazyGroup(
        table,
        name="detector",
        help=_HELP,
        params=[version],
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def say_error(sentence: str) -> None:
    """One error sentence on stderr, safe to show: it may name a stranger's file."""
    # Only here: most runs have no error to tell.
    from detector.sinks.safety import plain

    click.echo(f"Error: {plain(sentence)}", err=True)


def _version(ctx: click.Context, param: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    # Only here: reading the installed packages costs as much as all the rest.
    from importlib.machinery import EXTENSION_SUFFIXES
    from importlib.metadata import PackageNotFoundError, version
    from pathlib import Path

    try:
        number = version("detector")
    except PackageNotFoundError:
        number = "(not installed)"
    hot = Path(__file__).parents[1] / "parsing" / "lexbor"
    is_compiled = any(hot.with_name(hot.name + ending).exists() for ending in EXTENSION_SUFFIXES)
    click.echo(f"detector {number} ({'compiled' if is_compiled else 'pure Python'})")
    ctx.exit()
