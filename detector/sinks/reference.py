"""Everything a score rests on, for people: the dense features, the measures of a link, and the fields of words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from detector.features import FEATURES
from detector.features.measures import MEASURES
from detector.features.vector import CANDIDATES_VERSION, TOKENS_VERSION
from detector.model.weights import SUMMARY
from detector.sinks.columns import fold
from detector.sinks.style import Style

FIELD_TEXT = {
    "title": "Words, pairs of words and runs of letters of the title",
    "heading": "Words and pairs of words of the headings",
    "body": "Words of the text",
    "closing": "Words and pairs of words of the last short lines",
    "away": "Words and pairs of words on links to unknown hosts",
    "known": "Words and pairs of words on links to known services",
    "site": "Words on links within the site",
    "hidden": "Words that a reader does not see",
    "host": "Runs of letters of the names of linked unknown hosts",
    "way": "Words on one link, of the line around it, of its host's name and its path",
}
_SUMMARY_TEXT = {
    "ways.best": "Score of the likeliest scam link",
    "ways.second": "Score of the second likeliest scam link",
    "ways.third_mean": "Mean score of the three likeliest scam links",
    "ways.count": "Number of links more likely scam than not (log)",
}
GROUP_TEXT = {
    "links": "Where the ways out lead, and what is written on them.",
    "markup": "How the page is built.",
    "site": "What the page's own address says.",
    "text": "What the text says and how it is set.",
    "ways": "What the scores of the single links come to.",
    "way": "What is measured of each single link that may be the scam link.",
    "token": "Hashed words: each word of a field is a measurement of its own, and a reason names the word.",
}

_HEAD = """# Features

Everything a score rests on. A page is measured by the dense features and by its words in named fields; each link that may
be the scam link is measured by itself, and what those scores come to is measured as well. The description is what a
moderator reads as a reason. A version is raised whenever the meaning changes; a model fitted on other versions is refused.

This page is written by `detector features --markdown`.
"""


class Entry(NamedTuple):
    """One row of the table."""

    name: str
    version: int
    group: str
    description: str


def entries(group: str | None = None) -> Sequence[Entry]:
    """Every entry, or those of a group (an empty list where there is no such group)."""
    return [entry for entry in _entries() if group in (None, entry.group)]


def rows(found: Sequence[Entry]) -> Iterable[Mapping[str, Any]]:
    """The entries' fields as plain values."""
    return (entry._asdict() for entry in found)


def table(found: Sequence[Entry], style: Style) -> str:
    """The entries in lines, under the names of their groups."""
    names = max((len(entry.name) for entry in found), default=0)
    lines: list[str] = []
    for group in dict.fromkeys(entry.group for entry in found):
        members = [entry for entry in found if entry.group == group]
        lines += ["", f"{style.bold(group)}  {style.dim(f'{GROUP_TEXT[group]} ({len(members)})')}"]
        for entry in members:
            first, *rest = fold(entry.description, style.columns - names - 8)
            lines.append(f"  {entry.name:<{names}}  v{entry.version}  {first}")
            lines += [" " * (names + 8) + line for line in rest]
    return "\n".join(lines[1:])


def markdown() -> str:
    """The reference page of the documentation."""
    found = entries()
    parts = [_HEAD]
    for group in dict.fromkeys(entry.group for entry in found):
        members = [entry for entry in found if entry.group == group]
        parts.append(f"## {group}\n\n{GROUP_TEXT[group]}\n\n| name | version | description |\n|---|---|---|")
        parts += [f"| `{entry.name}` | {entry.version} | {_cell(entry.description)} |" for entry in members]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _entries() -> Iterable[Entry]:
    for feature in FEATURES:
        yield Entry(feature.name, feature.version, feature.group, feature.description)
    for name in SUMMARY:
        yield Entry(name, CANDIDATES_VERSION, "ways", _SUMMARY_TEXT[name])
    for name, reason in MEASURES.items():
        yield Entry(name, CANDIDATES_VERSION, "way", reason)
    for field, text in FIELD_TEXT.items():
        yield Entry("way.token" if field == "way" else f"token.{field}", TOKENS_VERSION, "token", text)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
