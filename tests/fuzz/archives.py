"""Archives from strangers: whatever the bytes, pages and losses come out, and reading can go on from any of them."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping

import zstandard

from detector.sources import archives
from detector.sources.archives import http
from detector.sources.record import START, Input, Record
from tests.fuzz import files
from tests.fuzz.cutting import Cut

_MARK = b"\n~~~\n"
"""Between the records of an archive that is put together here."""
_HEADS = (
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nWARC-Record-ID: <urn:test:a>\r\n",
    b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nWARC-Target-URI: https://a.example/\r\n",
    b"WARC/1.1\nWARC-Type: resource\nContent-Type: text/html\n",
    b"",
)


def _gz(text: bytes) -> bytes:
    return gzip.compress(text, 1, mtime=0)


_PACKED: Mapping[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gz": _gz,
    "zst": zstandard.ZstdCompressor(level=1).compress,
}
_MOST = 50_000
"""Bytes of an archive that is read again from each of its places."""


def check(given: bytes) -> None:
    """An archive as it is, or one that is put together of blocks; the options are in the first three bytes."""
    cut = Cut(given)
    compression, head, packing = cut.one_of(tuple(_PACKED)), cut.one_of(_HEADS), cut.number()
    body = cut.rest()
    if packing & 1:
        records = [_record(head, block) for block in body.split(_MARK)]
        pack = _PACKED[compression]
        body = b"".join(map(pack, records)) if packing & 2 else pack(b"".join(records))
        if packing & 4:  # and damaged in its middle
            body = body[: len(body) // 2] + body[len(body) // 2 + 1 :]
    found = Input("a.warc", str(files.put("a.warc", body)), "warc", compression)
    records_read = list(archives.read(found))
    sound(records_read)
    assert list(archives.places(found, 1))[:-1] == [record.place for record in records_read]
    if len(body) <= _MOST and records_read:
        chosen = packing % len(records_read)
        assert list(archives.read(found, records_read[chosen].place)) == records_read[chosen:]


def _record(head: bytes, block: bytes) -> bytes:
    return head + (b"Content-Length: %d\r\n\r\n" % len(block) if head else b"") + block + b"\r\n\r\n"


def sound(records: list[Record]) -> None:
    """Records are counted from 0, and each is a page within its bound or a loss with a sentence."""
    assert [record.place.number for record in records] == list(range(START.number, len(records)))
    for record in records:
        document = record.document
        assert (document is None) == bool(record.loss)
        assert "fault of this program" not in record.loss
        if document is not None:
            assert len(document.body) <= http.MOST
            for said in (document.url, document.id, document.content_type):
                assert said is None or said.encode("utf-8") is not None
            assert record.status is None or 0 <= record.status <= 999
