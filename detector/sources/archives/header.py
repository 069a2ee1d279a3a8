"""The header of one record of an archive, and whether the record is a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

VERSION = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*\r?\n")
BEGINNING = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*\r?\n(?:WARC|Content)-[a-z-]{2,40}:", re.IGNORECASE)
"""Where a record begins, after damage: the version and one field."""
REACH = 128
"""More bytes than BEGINNING can match, but for absurd runs of blanks."""
END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\d{1,18}")
_HTTP = b"application/http"


class Header(NamedTuple):
    """Fields of a record, by their names in small letters; the first of several counts."""

    type: str
    """WARC-Type in small letters, or what the other fields say where it is missing; empty for neither."""
    length: int | None
    """Bytes of the block, None where the header does not say."""
    fields: Mapping[bytes, bytes]

    @property
    def is_page(self) -> bool:
        """Whether the record takes a number: it is a page of some format, no matter which."""
        if self.type not in ("response", "resource", "conversion"):
            return False
        # A look-up of a host's address is stored as a response, too.
        return not (self.address.startswith(b"dns:") or self.content_type.startswith(b"text/dns"))

    @property
    def is_http(self) -> bool:
        """Whether the block is an HTTP message; a response that does not say so is one."""
        return self.content_type.startswith(_HTTP) or (self.type == "response" and not self.content_type)

    @property
    def content_type(self) -> bytes:
        """Content-Type of the block, in small letters."""
        return self.fields.get(b"content-type", b"").lower()

    @property
    def address(self) -> bytes:
        """WARC-Target-URI, without the angle brackets that WARC 1.0 asks for."""
        return self.fields.get(b"warc-target-uri", b"").strip(b"<> \t")


def parse(head: bytes) -> Header | None:
    """A header from its version to its empty line; None where it is none.

    >>> parse(b"WARC/1.0\\r\\nWARC-Type: Response\\r\\nContent-Length: 12\\r\\n\\r\\n").length
    12
    """
    version = VERSION.match(head)
    if version is None:
        return None
    fields = lines(head[version.end() :])
    length = fields.get(b"content-length", b"")
    said = fields.get(b"warc-type", b"").lower().decode("ascii", "replace") or _type(fields)
    return Header(said, int(length) if _LENGTH.fullmatch(length) else None, fields)


def lines(head: bytes) -> Mapping[bytes, bytes]:
    """Fields of a WARC or HTTP header, without its first line; a line that begins with a blank goes on with the last."""
    fields: dict[bytes, bytes] = {}
    last = b""
    for line in head.split(b"\n"):
        name, colon, value = line.partition(b":")
        if line[:1] in (b" ", b"\t"):
            if last and line.strip():
                fields[last] += b" " + line.strip()
        elif colon:
            name = name.strip().lower()
            # A field named again is passed over with the lines that go on with it.
            last = b"" if name in fields else name
            if last:
                fields[name] = value.strip()
    return fields


def text(value: bytes) -> str:
    """A value as text: UTF-8, as the standard asks for, or one character a byte."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _type(fields: Mapping[bytes, bytes]) -> str:
    kind = fields.get(b"content-type", b"").lower()
    return "response" if kind.startswith(_HTTP) and b"msgtype=request" not in kind else ""
