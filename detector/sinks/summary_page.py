"""A finished summary as text: JSON for programs, Markdown for people.

In Markdown every name is defanged and stands in a code span, so that nothing of a page is a link or mark-up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from detector.errors import UsageError
from detector.sinks.safety import plain, plain_url
from detector.sinks.style import percent
from detector.sinks.terminal import KIND_TEXT

Summary = Mapping[str, Any]

SHOWN = 50
"""Rows of a table in Markdown."""
_LONGEST = 120


def form(path: str) -> Callable[[Summary], str]:
    """How a file of this name is written. Raises UsageError for a name that tells no form."""
    for end, written in FORMS.items():
        if path.lower().endswith(end):
            return written
    raise UsageError(f"The form of {path} is told by its name, which must end in one of {', '.join(FORMS)}.")


def _json(summary: Summary) -> str:
    # In ASCII: names are strangers', and nothing that a terminal obeys is left as it is.
    return json.dumps(summary, indent=1, allow_nan=False) + "\n"


def _markdown(summary: Summary) -> str:
    kinds = ((_kind(row["kind"]), row["spam"], row["review"]) for row in summary["kinds"])
    exits = ("host", "pages", "spam", "links", "highest score", "on the list of", "likeliest link")
    return "\n".join(
        (
            "# Summary\n",
            _table("Bands", ("band", "pages", "share"), _bands(summary["pages"])),
            _table("Kinds", ("kind", "spam", "review"), kinds),
            _table("Hosts", ("host", "spam", "review", "highest score"), map(_host, summary["hosts"])),
            _table("Campaigns", ("pages", "spam", "hosts", "kind", "first"), map(_campaign, summary["campaigns"])),
            _table("Exits", exits, map(_exit, summary["exits"])),
        )
    )


FORMS: Mapping[str, Callable[[Summary], str]] = MappingProxyType({".json": _json, ".md": _markdown, ".txt": _markdown})
"""How a summary is written, by the end of the file's name."""


def _bands(pages: Mapping[str, int]) -> Iterable[Sequence[object]]:
    for band, count in pages.items():
        yield band, count, f"{count / pages['all']:.2%}" if pages["all"] else ""


def _host(row: Mapping[str, Any]) -> Sequence[object]:
    return _address(row["host"]), row["spam"], row["review"], percent(row["score"])


def _campaign(row: Mapping[str, Any]) -> Sequence[object]:
    return row["pages"], row["spam"], row["hosts"], _kind(row["kind"]), ", ".join(map(_page, row["first"]))


def _exit(row: Mapping[str, Any]) -> Sequence[object]:
    figures = (row[name] for name in ("pages", "spam", "links"))
    known = row["list"].replace("_", " ")
    return _address(row["host"]), *figures, percent(row["score"]), known, _address(row["url"])


def _page(page: Mapping[str, Any]) -> str:
    if page["url"]:
        return _address(page["url"])
    return _code(plain(page["id"] or f"{page['input']}, record {page['record']}"))


def _kind(name: str) -> str:
    return KIND_TEXT.get(name, "unknown")


def _address(url: str) -> str:
    return _code(plain_url(url)) if url else "(no address)"


def _code(text: str) -> str:
    """A code span in a cell: only a back-tick ends it, and only a bar, which a backslash must not precede, ends the cell."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return "`" + short.replace("`", "'").replace("\\", "/").replace("|", "\\|") + "`"


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    cells = [[f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in rows]
    if not cells:
        return f"## {title}\n\nNone.\n"
    lines = [columns, ["---"] * len(columns), *cells[:SHOWN]]
    more = f"\nand {len(cells) - SHOWN:,} more: the JSON form has all.\n" if len(cells) > SHOWN else ""
    return f"## {title}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines) + more
