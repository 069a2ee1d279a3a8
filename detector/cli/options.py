"""Options that several commands share, and how they write."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detector import bounds
from detector.errors import UsageError

if TYPE_CHECKING:
    from detector.reputation import Reputation
    from detector.sinks.style import Style

_NARROWEST, _WIDEST = 60, 100

url = click.option("--url", metavar="URL", help="Address the page was found at; with it, links are told apart better.")
model = click.option(
    "--model", metavar="NAME", help="Model folder, or its name under models/.  [default: the shipped one]"
)
reader = click.option(
    "--parser",
    "reader",
    type=click.Choice(["lexbor", "soup"]),
    default="lexbor",
    show_default=True,
    help="How HTML is read; soup is BeautifulSoup, slower, with equal results.",
)
json = click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a line, for programs; addresses are not defanged."
)
color = click.option(
    "--color/--no-color", default=None, help="Colour or none.  [default: on a terminal, unless NO_COLOR is set]"
)
page_seconds = click.option(
    "--page-seconds",
    type=click.FloatRange(0, min_open=True),
    default=bounds.SECONDS,
    show_default=True,
    metavar="S",
    help="Give up a page that takes longer.",
)
page_memory = click.option(
    "--page-memory",
    type=click.IntRange(50),
    default=bounds.MEGABYTES,
    show_default=True,
    metavar="MB",
    help="Give up a page that takes more memory.",
)
reputation = click.option(
    "--reputation",
    multiple=True,
    metavar="FILE",
    help="Look addresses up in your own lists, as `detector reputation build` wrote them; may be given several times.",
)
allow_private = click.option(
    "--allow-private", is_flag=True, help="Also fetch from hosts of your own machine and network."
)
datasets = click.option(
    "--datasets",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("datasets"),
    show_default=True,
    metavar="DIR",
    help="Holds base/ and authored/.",
)


def note(sentence: str) -> None:
    """Progress, on stderr."""
    click.echo(sentence, err=True)


def opened_lists(files: Sequence[str]) -> Reputation | None:
    """The lists of `--reputation`; None where none are given. Raises UnreadableInput where a file is damaged."""
    if not files:
        return None
    from detector.reputation import opened

    return opened(files)


def need_training() -> None:
    """Raise UsageError where the libraries that fitting needs are not installed."""
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in ("joblib", "scipy", "sklearn")):
        raise UsageError("This command needs the training extra: in a checkout, run pip install '.[train]'.")


def style(color: bool | None) -> Style:
    """What standard output can show: colour as asked for, else where a person reads it (https://no-color.org)."""
    # Only here, like all that commands import: help and completion must not wait for it.
    from detector.sinks.style import Style

    terminal = sys.stdout.isatty()
    wanted = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    columns = shutil.get_terminal_size((_WIDEST, 24)).columns
    return Style(wanted if color is None else color, min(max(columns, _NARROWEST), _WIDEST))


def write_in_utf8() -> None:
    """Standard output in UTF-8 wherever this runs: JSON is, and pages hold any character."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
