"""A record of an archive -> the page in it."""

from __future__ import annotations

from collections.abc import Sequence

from detector.page import Document, Hop
from detector.sources.archives import http
from detector.sources.archives.header import Header, text
from detector.sources.archives.units import Unit

HOPS = "Detector-Hops"
"""Field of a record that this program wrote: status and address of each redirect that led to the page, between blanks."""


def page(unit: Unit) -> tuple[Document, int | None]:
    """The page as it was received, and its HTTP status where it has one."""
    header = unit.header
    url = text(header.address) or None
    name = text(header.fields.get(b"warc-record-id", b"").strip(b"<> \t")) or None
    if header.is_http:
        message = http.parse(unit.block)
        said, refresh = (text(message.fields.get(field, b"")) or None for field in (b"content-type", b"refresh"))
        return Document(http.body(message), url, said, name, redirects(header), refresh), message.status
    return Document(unit.block[: http.MOST], url, _content_type(header), name), None


def hops_field(hops: Sequence[Hop]) -> str:
    """Redirects as the value of a field.

    >>> hops_field([Hop("https://a.example/", 301), Hop("https://b.example/", 302)])
    '301 https://a.example/ 302 https://b.example/'
    """
    return " ".join(f"{hop.status} {hop.url}" for hop in hops)


def redirects(header: Header) -> tuple[Hop, ...]:
    """The redirects that led to a page, where this program wrote its record."""
    words = text(header.fields.get(HOPS.lower().encode(), b"")).split()
    pairs = zip(words[::2], words[1::2], strict=False)
    return tuple(Hop(url, int(status)) for status, url in pairs if status.isdecimal())


def _content_type(header: Header) -> str | None:
    said = text(header.fields.get(b"content-type", b""))
    # A text that was taken from a page, in an archive of texts.
    return said or ("text/plain" if header.type == "conversion" else None)
