"""HTTP messages as archives store them: chunked, packed once or many times, cut and lied about."""

from __future__ import annotations

import gzip
import zlib

import zstandard

from detector.sources.archives import http
from tests.fuzz.cutting import Cut

_PACKERS = (
    (b"gzip", lambda text: gzip.compress(text, 1, mtime=0)),
    (b"deflate", lambda text: zlib.compress(text, 1)),
    (b"zstd", lambda text: zstandard.ZstdCompressor(level=1).compress(text)),
    (b"br", lambda text: text),
    (b"x-none", lambda text: text),
)


def check(given: bytes) -> None:
    """A message as it is, or a body that is packed here; the options are in the first two bytes."""
    cut = Cut(given)
    ways, count = cut.number(), cut.number() % 6
    block = cut.rest()
    if ways & 1:
        names, body = [], block
        for place in range(count):
            name, pack = _PACKERS[(ways + place) % len(_PACKERS)]
            names.append(name)
            body = pack(body)
        if ways & 2:
            body = b"".join(
                b"%x\r\n%s\r\n" % (len(body[at : at + 99]), body[at : at + 99]) for at in range(0, len(body), 99)
            )
            body += b"0\r\n\r\n"
        chunked = b"Transfer-Encoding: chunked\r\n" if ways & 2 else b""
        block = b"HTTP/1.1 200 OK\r\nContent-Encoding: " + b", ".join(names) + b"\r\n" + chunked + b"\r\n" + body
    message = http.parse(block)
    assert message.status is None or 0 <= message.status <= 999
    assert len(message.payload) <= len(block)
    body = http.body(message)
    assert len(body) <= http.MOST
    assert body == http.body(message)
    assert http.missing(block) in (None, True, False)
    assert len(http.unchunked(block)) <= len(block)
