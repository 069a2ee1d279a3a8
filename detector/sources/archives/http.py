"""One HTTP message as an archive stores it -> status, fields and the body as a browser would see it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from detector import bounds
from detector.sources.archives.bounds import HEAD
from detector.sources.archives.header import END, lines
from detector.sources.codings import CODINGS, UNPACK, listed

MOST = bounds.BYTES + 1
"""Bytes of a body that are read; one more than a page may have, so that the parser can tell one that was cut."""
# Linear: each repetition is of one kind of character.
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)")
_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")
_DIGITS = re.compile(rb"\d{1,18}")
_NONE: Mapping[bytes, bytes] = {}


class Message(NamedTuple):
    """What was received."""

    status: int | None
    fields: Mapping[bytes, bytes]
    """By their names in small letters; the first of several counts."""
    payload: bytes
    """What follows the header, as sent."""


def parse(block: bytes) -> Message:
    """A message, whatever its state: without a header all of it is payload."""
    if not block.startswith(b"HTTP/"):
        return Message(None, _NONE, block)
    end = END.search(block, 0, HEAD)
    head = block[: end.start()] if end else block[:HEAD]
    status = _STATUS.match(head)
    fields = lines(head.partition(b"\n")[2])
    return Message(int(status[1]) if status else None, fields, block[end.end() :] if end else b"")


def body(message: Message) -> bytes:
    """The first MOST bytes of what was meant: transfer and content codings undone, where the payload is really coded.

    Many archives store bodies already decoded under the header that was received.
    """
    decoded = message.payload
    if b"chunked" in message.fields.get(b"transfer-encoding", b"").lower():
        decoded = unchunked(decoded)
    codings = listed(message.fields.get(b"content-encoding", b""))
    for coding in reversed(codings[-CODINGS:]):
        unpack = UNPACK.get(coding)
        if unpack and decoded:
            decoded = unpack(decoded, MOST)
    return decoded[:MOST]


def payload(block: bytes) -> bytes:
    """What follows the header of a message, as sent."""
    return parse(block).payload


def missing(block: bytes) -> bool | None:
    """Whether the payload is shorter than the header of a message says; None where it does not say."""
    message = parse(block)
    said = message.fields.get(b"content-length", b"")
    return int(said) > len(message.payload) if _DIGITS.fullmatch(said) else None


def unchunked(payload: bytes) -> bytes:
    """A chunked payload put together, up to where it breaks off; any other as it is.

    >>> unchunked(b"3\\r\\nabc\\r\\n2\\r\\nde\\r\\n0\\r\\n\\r\\n")
    b'abcde'
    """
    parts: list[bytes] = []
    at = total = 0
    while total < 2 * MOST and (size := _SIZE.match(payload, at)):
        length = min(int(size[1], 16), len(payload))  # no more is there, and a number may be too large to go by
        if not length:
            break
        part = payload[size.end() : size.end() + length]
        at = size.end() + length
        # A text may begin with what looks like a size; a chunk is followed by a newline.
        if not parts and at < len(payload) and payload[at : at + 1] not in (b"\r", b"\n"):
            return payload
        parts.append(part)
        total += len(part)
        at += 2 if payload[at : at + 2] == b"\r\n" else 1
    # An empty body is one chunk of no size.
    return b"".join(parts) if parts or _SIZE.match(payload) else payload
