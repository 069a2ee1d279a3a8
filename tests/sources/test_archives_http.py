"""HTTP messages of an archive -> the body as a browser would see it."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard

from detector import bounds
from detector.sources.archives import http
from tests.sources.archiving import answer, gz, made, read

HTML = "<!DOCTYPE html><p>Wörter, von denen es einige gibt.</p>".encode() * 40


def body(block: bytes) -> bytes:
    return http.body(http.parse(block))


def chunked(text: bytes, size: int = 100, end: bytes = b"0\r\n\r\n") -> bytes:
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + end


def raw(text: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(text) + packer.flush()


PACKED = {
    "gzip": gzip.compress(HTML),
    "x-gzip": gzip.compress(HTML),
    "GZip ": gzip.compress(HTML),
    "deflate": zlib.compress(HTML),
    "br": brotli.compress(HTML),
    "zstd": zstandard.compress(HTML),
    "identity": HTML,
    "utf-8": HTML,
    "gzip, br": brotli.compress(gzip.compress(HTML)),
    "gzip, identity": gzip.compress(HTML),
}


@pytest.mark.parametrize("coding", PACKED)
def test_content_codings(coding):
    assert body(answer(PACKED[coding], Content_Encoding=coding)) == HTML
    assert body(answer(chunked(PACKED[coding]), Content_Encoding=coding, Transfer_Encoding="chunked")) == HTML


def test_deflate_without_its_header_and_several_gzip_members():
    assert body(answer(raw(HTML), Content_Encoding="deflate")) == HTML
    assert body(answer(gz(HTML) + gz(HTML), Content_Encoding="gzip")) == HTML + HTML
    assert body(answer(gz(HTML) + b"behind", Content_Encoding="gzip")) == HTML
    assert body(answer(gz(b""), Content_Encoding="gzip")) == b""


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, br"])
@pytest.mark.parametrize(
    "text", [HTML, b"Hello, what is this?", b"; a list", b'{"a": 1}', b"KKKK words", b"x", b"#!/bin/sh\n" * 50, b"8\x01"[:1]]
)  # fmt: skip
def test_a_payload_that_is_not_coded_is_taken_as_it_is(coding, text):
    assert body(answer(text, Content_Encoding=coding)) == text
    assert body(answer(text, Content_Encoding=coding, Transfer_Encoding="chunked")) == text


@pytest.mark.parametrize("text", [b"3\r\nwords, not chunks", b"5 apples", b"a", b"<p>", b"", HTML])
def test_a_payload_that_is_not_chunked_is_taken_as_it_is(text):
    assert body(answer(text, Transfer_Encoding="chunked")) == text


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_what_breaks_off_is_read_as_far_as_it_goes(coding):
    text = b"".join(b"%d %x\n" % (n, n * n) for n in range(25_000))
    packed = {"gzip": gz, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}[coding](text)
    part = body(answer(packed[: len(packed) // 2], Content_Encoding=coding))
    assert len(part) > len(text) // 5
    assert text.startswith(part)


def test_chunks_that_break_off():
    assert http.unchunked(chunked(HTML, end=b"")) == HTML
    assert http.unchunked(chunked(HTML)[:250]) == HTML[: 250 - 3 * len(b"64;name=value\r\n") - 2 * 2]
    assert http.unchunked(b"0\r\n\r\n") == b""
    assert http.unchunked(b"ffffffffffffffff\r\nabc") == b"abc"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
def test_a_bomb_is_unpacked_up_to_the_bound(coding):
    text = bytes(40_000_000)
    packed = {
        "gzip": gz,
        "deflate": zlib.compress,
        "br": lambda text: brotli.compress(text, quality=1),
        "zstd": zstandard.compress,
        "gzip, gzip": lambda text: gz(gz(text)),
    }[coding](text)
    assert body(answer(packed, Content_Encoding=coding)) == text[: bounds.BYTES + 1]


def test_status_and_fields():
    message = http.parse(
        b"HTTP/2 404\r\nContent-Type: a/b\r\ncontent-type: c/d\r\n goes on\r\nX: 1\r\n  2\r\n\r\nwords"
    )
    assert message.status == 404
    assert message.fields == {b"content-type": b"a/b", b"x": b"1 2"}
    assert message.payload == b"words"
    assert http.parse(b"HTTP/1.1 OK\r\n\r\n").status is None
    assert http.parse(b"HTTP/1.1 200\n\nwords") == http.Message(200, {}, b"words")


def test_no_header_and_nothing_but_a_header():
    assert http.parse(b"<p>words</p>") == http.Message(None, {}, b"<p>words</p>")
    assert body(b"HTTP/1.1 200 OK\r\nContent-Type: text/html") == b""
    assert http.parse(b"HTTP/1.1 200 OK\r\nA: " + b"b" * 10_000_000).payload == b""


def test_the_content_type_is_handed_on_as_received(tmp_path):
    kinds = ["Text/HTML; Charset=ISO-8859-1", "text/html; charset=é", "", "a/b, c/d"]
    records = read(tmp_path, b"".join(gz(made(answer(Content_Type=kind))) for kind in kinds))
    assert [record.document.content_type for record in records] == [*kinds[:2], None, kinds[3]]


def test_a_response_that_is_not_http(tmp_path):
    records = [made(b"gemini", Content_Type="text/gemini"), made(answer(b"http"), Content_Type="")]
    first, second = read(tmp_path, b"".join(map(gz, records)))
    assert (first.document.body, first.document.content_type, first.status) == (b"gemini", "text/gemini", None)
    assert (second.document.body, second.status) == (b"http", 200)
