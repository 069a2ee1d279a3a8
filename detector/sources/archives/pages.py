"""A record of an archive -> the page in it."""

from __future__ import annotations

from detector.page import Document
from detector.sources.archives import http
from detector.sources.archives.header import Header, text
from detector.sources.archives.units import Unit


def page(unit: Unit) -> tuple[Document, int | None]:
    """The page as it was received, and its HTTP status where it has one."""
    header = unit.header
    url = text(header.address) or None
    name = text(header.fields.get(b"warc-record-id", b"").strip(b"<> \t")) or None
    if header.is_http:
        message = http.parse(unit.block)
        said = message.fields.get(b"content-type")
        return Document(http.body(message), url, text(said) if said else None, name), message.status
    return Document(unit.block[: http.MOST], url, _content_type(header), name), None


def _content_type(header: Header) -> str | None:
    said = text(header.fields.get(b"content-type", b""))
    # A text that was taken from a page, in an archive of texts.
    return said or ("text/plain" if header.type == "conversion" else None)
