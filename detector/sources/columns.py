"""The columns of a table, or the keys of a JSON object: which are there, and the document that a row holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detector import bounds
from detector.errors import UnreadableInput, UsageError
from detector.page import Document
from detector.sources.record import COLUMNS, Place, Record

ROW = 2 * bounds.BYTES
"""Bytes of a JSON line and characters of a CSV row that are read; what is longer is passed over, a loss.

Twice the longest page. Python may need four bytes for each character, of the line and of the page in it, both at once.
"""
_BODY = bounds.BYTES + 1
"""One byte more than is read of a page, so that the parser can tell a page that was cut."""
_TOLD = 30
"""Columns that an error names."""


def check(there: Sequence[str], columns: Mapping[str, str], name: str) -> None:
    """Raise UsageError where a table lacks a column that was named, or has none that holds the page."""
    # What was named anew is meant to be there; of the others only a page is needed.
    absent = [column for field, column in columns.items() if column not in there and column != COLUMNS[field]]
    if not absent and (columns["html"] in there or columns["text"] in there):
        return
    lacks = " and no ".join(absent) or f"{columns['html']} and no {columns['text']}"
    has = ", ".join(column[:60] for column in there[:_TOLD]) + (", ..." if len(there) > _TOLD else "")
    raise UsageError(
        f"{name}: There is no column {lacks} among its columns {has or '(none)'}: "
        "say what they are called, as in --column html=NAME."
    )


def record(place: Place, values: Mapping[str, object], where: str) -> Record:
    """The record of a row; `values` are by field (`html`), not by column, and `where` begins the sentence of a loss."""
    try:
        return Record(place, _document(values))
    except UnreadableInput as error:
        return Record(place, None, loss=f"{where} {error}.")


def _document(values: Mapping[str, object]) -> Document:
    html, text = values.get("html"), values.get("text")
    if html is None and text is None:
        raise UnreadableInput("has no page: it holds neither html nor text")
    # An empty cell of a CSV file means what a missing value means elsewhere.
    is_text = text is not None and html in (None, "", b"")
    body = text if is_text else html
    return Document(
        _bytes(body, "text" if is_text else "html"),
        _words(values, "url"),
        _content_type(body, is_text, values),
        _words(values, "id"),
    )


def _content_type(body: object, is_text: bool, values: Mapping[str, object]) -> str | None:
    kind = "text/plain" if is_text else "text/html"
    if isinstance(body, str):
        return f"{kind}; charset=utf-8"
    return _words(values, "content_type") or (kind if is_text else None)


def _bytes(value: object, field: str) -> bytes:
    if isinstance(value, bytes):
        return value[:_BODY]
    if isinstance(value, str):
        return _sound(value[:_BODY]).encode()[:_BODY]
    raise UnreadableInput(f"has no page: its {field} is no text")


def _words(values: Mapping[str, object], field: str) -> str | None:
    match values.get(field):
        case None | "" | b"":
            return None
        case str(words):
            return _sound(words)
        case bytes(words):
            return words.decode("utf-8", "replace")
        case int(number) | float(number) if field == "id":
            return str(number)
    raise UnreadableInput(f"is no page: its {field} is no text")


def _sound(text: str) -> str:
    """Text that can be encoded: JSON can name half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
