"""Bytes that are no page, or are one only after they have been unpacked; polyglots; bombs."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import brotli
import zstandard

from tests.nasty.recipe import Recipe, big, of

PAGE = b"<title>Alita 2</title><p>Watch the film <a href=https://evil.example/q>here</a>"
_MEGABYTES = 64


@cache
def bomb(coding: str, nested: int = 1) -> bytes:
    """A page and 64 MB of spaces, packed so many times: `gzip`, `deflate`, `zstd` or `br`."""
    text = PAGE + b" " * (_MEGABYTES << 20)
    for _ in range(nested):
        text = CODINGS[coding](text)
    return text


CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": lambda text: gzip.compress(text, 9, mtime=0),
    "deflate": lambda text: zlib.compress(text, 9),
    "zstd": zstandard.ZstdCompressor(level=3).compress,
    "br": lambda text: brotli.compress(text, quality=1),
}


@cache
def zip_bomb(levels: int = 3) -> bytes:
    """A ZIP of ZIPs of a page of 64 MB."""
    text = PAGE + b" " * (_MEGABYTES << 20)
    for level in range(levels):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(3 if level else 1):
                archive.writestr(f"../../{level}-{copy}.html", text)
        text = out.getvalue()
    return text


_GIF = b"GIF89a/*" + PAGE
_PDF = b"%PDF-1.7\n" + PAGE

RECIPES: Sequence[Recipe] = (
    of("gzip, as a page", gzip.compress(PAGE, mtime=0)),
    big("gzip bomb, as a page", lambda: bomb("gzip")),
    big("zstd bomb, as a page", lambda: bomb("zstd")),
    big("deflate bomb, as a page", lambda: bomb("deflate")),
    big("zip bomb, as a page", zip_bomb),
    of("a GIF that is a page", _GIF),
    of("a PDF that is a page", _PDF),
    of("a JPEG that is a page", b"\xff\xd8\xff\xe0" + PAGE),
    of("a ZIP behind a page", lambda: PAGE + zip_bomb(1)[:4_000]),
    of("a page behind spaces and a PDF", b" " * 1_024 + _PDF),
    of("a program", b"\x7fELF" + bytes(range(256)) * 40),
    of("a PNG by its type only", PAGE, content_type="image/png"),
    of("a page by its type only", bytes(range(1, 256)) * 40, content_type="text/html"),
    of("JSON as a page", b'{"html": "<p>x"}' * 300, content_type="application/json"),
    of("a WARC as a page", b"WARC/1.0\r\nWARC-Type: response\r\n\r\n" + PAGE * 20, content_type=None),
    of("a multipart page", b"--b\r\nContent-Type: text/html\r\n\r\n" + PAGE + b"\r\n--b--", content_type="multipart/related; boundary=b"),
    of("a script as a page", b"location='https://evil.example/q'\n" * 200, content_type="text/javascript"),
)  # fmt: skip
