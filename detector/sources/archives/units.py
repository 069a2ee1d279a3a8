"""One record of an archive after another, or what keeps it from being read."""

from __future__ import annotations

import base64
import hashlib
from typing import NamedTuple

from detector.sources.archives import http
from detector.sources.archives.bounds import BLOCK
from detector.sources.archives.header import Header, parse
from detector.sources.archives.stream import Stream


class Unit(NamedTuple):
    """One record, page or not."""

    offset: int | None
    """Where the file can be entered to read on from it, or None."""
    header: Header
    block: bytes
    """Its first bytes; all of them unless it is very large."""


class Malformed(Exception):
    """What is unpacked is no record; the message says why."""


def following(stream: Stream, keep: int) -> Unit:
    """The record that begins here, with so many bytes of it.

    Raises Malformed, after which the stream stands where the next record begins, and Damaged.
    """
    offset = stream.offset
    head = stream.head()
    header = parse(head) if head else None
    if header is None:
        if head is None:
            # One byte on, so that the search cannot find the same again.
            stream.step(1)
        stream.rest(0)
        raise Malformed("no record begins there")
    # One record fills its member, as it should; then the member's end is the record's.
    alone = offset is not None and stream.is_packed
    mark = stream.mark()
    read: bytes | None = b""
    if header.length is not None:
        block, total = stream.block(header.length, keep, alone)
        if total == header.length and stream.ends(alone):
            return _typed(Unit(offset, header, block))
        read = block if len(block) == total else None
    stream.back(mark, read)
    block, total = stream.rest(BLOCK)
    # Nothing vouches for the end of a file that is not packed.
    broken = not stream.is_packed and total < (header.length or 0) and not stream.begins()
    return _typed(Unit(offset, header, _whole(header, block, total, broken)))


def _typed(unit: Unit) -> Unit:
    if not unit.header.type:
        raise Malformed("a record does not say of what type it is")
    return unit


def _whole(header: Header, block: bytes, total: int, broken: bool) -> bytes:
    """The block of a record that is not as long as its header says. Raises Malformed if it has lost bytes.

    They are missing if a digest or an HTTP header says so, and in a `broken` one unless these say the contrary.
    """
    if total > len(block):
        return block
    for end in (b"\r\n\r\n", b"\n\n"):
        if block.endswith(end):
            block = block.removesuffix(end)
            break
    if header.is_page:
        proof = proven(header, block)
        missing = http.missing(block) if header.is_http else None
        if proof is False or (proof is None and (missing or (broken and missing is None))):
            raise Malformed("a record has lost some of its bytes")
    return block


_DIGESTS = {"sha1": hashlib.sha1, "md5": hashlib.md5, "sha256": hashlib.sha256, "sha512": hashlib.sha512}


def proven(header: Header, block: bytes) -> bool | None:
    """Whether a block is the one that its header's digest was made of; None where there is no digest that says."""
    for field, made_of in ((b"warc-block-digest", block), (b"warc-payload-digest", None)):
        name, _, said = header.fields.get(field, b"").decode("ascii", "replace").partition(":")
        known = _DIGESTS.get(name.strip().lower().replace("-", ""))
        if known is None or not said.strip():
            continue
        if made_of is None:
            made_of = http.payload(block) if header.is_http else block
        digest = known(made_of).digest()
        said = said.strip()
        return said.lower() == digest.hex() or said.upper().rstrip("=") == base64.b32encode(digest).decode().rstrip("=")
    return None
