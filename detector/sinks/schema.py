"""The fields of a labelled record: the one table that columns, types, `--fields` and the reference page are made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

from detector.errors import UsageError


class Type(StrEnum):
    """What a field holds, in the words of the reference page."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    TRUTH = "true or false"
    OBJECT = "object"
    LIST = "list"
    """Of objects."""


class Field(NamedTuple):
    """One field of a row, or of an object in it."""

    name: str
    type: Type
    text: str
    """A sentence for the reference page."""
    null: bool = False
    """May be missing."""
    parts: tuple[Field, ...] = ()
    """Fields of the object, or of each object of the list."""


_T, _N, _I = Type.TEXT, Type.NUMBER, Type.INTEGER
_REASON = (
    Field("feature", _T, "Name in the feature table"),
    Field("text", _T, "A sentence, with the page's own words where there are any"),
    Field("contribution", _N, "Share of the log-odds, above 0 for spam"),
)
_HOP = (
    Field("url", _T, "Address that answered with a redirect"),
    Field("status", _I, "HTTP status of its answer"),
)

FIELDS: Sequence[Field] = (
    Field(
        "id",
        _T,
        "The input's own name for the record: `WARC-Record-ID`, mapped column, path, or address on the list",
        null=True,
    ),
    Field("url", _T, "Address of the page, canonical", null=True),
    Field("hops", Type.LIST, "Redirects that led to it, the address that was asked for first", parts=_HOP),
    Field("score", _N, "Probability of spam, 0 to 1; null where the page failed", null=True),
    Field("band", _T, "`clean`, `review` or `spam`; null where the page failed", null=True),
    Field("kind", _T, "The likeliest kind of spam; null for clean pages and where the page failed", null=True),
    Field(
        "kinds",
        Type.LIST,
        "That kind and all others likely enough, likeliest first",
        parts=(
            Field("kind", _T, "Name of the kind"),
            Field("score", _N, "Probability that the page is of this kind, given that it is spam"),
        ),
    ),
    Field("reasons", Type.LIST, "At most 8, the largest share first, for or against spam", parts=_REASON),
    Field(
        "links",
        Type.LIST,
        "Suspected ways out, likeliest first, at most 20",
        parts=(
            Field("url", _T, "Resolved address, or the target as written; empty where only the words were received"),
            Field("landing", _T, "Where it leads in the end, as far as known; null where that is `url`", null=True),
            Field("hops", Type.LIST, "Redirects that were followed from `url` on", parts=_HOP),
            Field("error", _T, "Why they could not be followed to their end; null where nobody tried", null=True),
            Field("kind", _T, "How it is built: `anchor`, `form`, `script`, …"),
            Field("text", _T, "The words on it"),
            Field("score", _N, "Probability that it is the scam link"),
            Field("reasons", Type.LIST, "What speaks for it", parts=_REASON),
            Field("block", _T, "The text it stands in"),
        ),
    ),
    Field("model", _T, "Name and short digest of the model"),
    Field("schema", _T, "Digest of the feature table"),
    Field("truncated", Type.TRUTH, "A limit was reached, the rest of the page was not read"),
    Field("error", _T, "Why there is no score", null=True),
    Field(
        "fingerprint",
        Type.OBJECT,
        "What pages of one campaign share",
        parts=(
            Field("text", _T, "Sketch of the visible words", null=True),
            Field("template", _T, "Sketch of the skeleton", null=True),
            Field("exits", _T, "Digest of the set of unknown destinations", null=True),
            Field("lure", _T, "Digest of the destination of the likeliest scam link", null=True),
        ),
    ),
    Field("input", _T, "Name of the archive, table or folder that the record was read from"),
    Field("record", _I, "Number of the record within its input, from 0; unreadable records count"),
    Field(
        "offset",
        _I,
        "Where the input can be entered to read it: a byte, a row, a file of a folder, an address of a list",
        null=True,
    ),
    Field("status", _I, "HTTP status that the page was received with", null=True),
)
"""In the order in which they are written."""

NAMES: Sequence[str] = tuple(field.name for field in FIELDS)
_BY_NAME = {field.name: field for field in FIELDS}


def chosen_fields(said: str) -> Sequence[str]:
    """The fields that `--fields` names, in its order. Raises UsageError for one that is unknown, twice or none.

    >>> chosen_fields("url, score,band")
    ('url', 'score', 'band')
    """
    names = tuple(name.strip() for name in said.split(","))
    for name in names:
        if name not in NAMES:
            near = get_close_matches(name, NAMES, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(NAMES)}."
            raise UsageError(f"There is no field “{name}”: {hint}")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise UsageError(f"The field {twice} is named twice: name each field once.")
    return names


def fields_of(names: Sequence[str]) -> Sequence[Field]:
    """The fields of these names, in this order."""
    return [_BY_NAME[name] for name in names]


def markdown() -> str:
    """The table of the reference page."""
    rows = (f"| `{name}` | {_type(field)} | {field.text} |" for name, field in _named(FIELDS, ""))
    return "\n".join(["| field | type | meaning |", "|---|---|---|", *rows]) + "\n"


def _named(fields: Sequence[Field], above: str) -> Iterator[tuple[str, Field]]:
    for field in fields:
        name = above + field.name
        yield name, field
        yield from _named(field.parts, name + ("[]." if field.type is Type.LIST else "."))


def _type(field: Field) -> str:
    return f"{field.type} or null" if field.null else str(field.type)
