"""JSONL, as sound and as damaged as it comes."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest
import zstandard

from detector.errors import UnreadableInput
from detector.sources import columns
from detector.sources.lines import places, read
from detector.sources.record import COLUMNS, Input, Place

GOOD = b'{"id":"a","url":"https://a.example/","html":"<p>\xc3\xa9"}\n'


def put(folder: Path, body: bytes, compression: str = "", **names: str) -> Input:
    path = folder / "pages.jsonl"
    if compression:
        body = gzip.compress(body) if compression == "gz" else zstandard.ZstdCompressor().compress(body)
    path.write_bytes(body)
    return Input(str(path), str(path), "jsonl", compression, columns={**COLUMNS, **names})


def test_one_record_a_line(tmp_path):
    found = put(tmp_path, GOOD + b'{"text":"words","more":[{}]}')
    first, second = read(found)
    assert first.document is not None
    assert second.document is not None
    assert (first.document.id, first.document.url, first.document.body) == ("a", "https://a.example/", "<p>é".encode())
    assert (second.document.id, second.document.body) == (None, b"words")
    assert [first.place, second.place] == [Place(0, 0), Place(1, len(GOOD))]
    assert list(places(found, 1)) == [Place(0, 0), Place(1, len(GOOD)), Place(2, len(GOOD) + 28)]


def test_keys_may_be_called_otherwise(tmp_path):
    found = put(tmp_path, b'{"key":7,"content":"<p>","html":"no"}\n', html="content", id="key")
    (record,) = read(found)
    assert record.document is not None
    assert (record.document.id, record.document.body) == ("7", b"<p>")


@pytest.mark.parametrize("compression", ["", "gz", "zst"])
def test_damaged_lines_are_losses_and_the_others_pages(tmp_path, compression):
    damaged = (
        b'{"html":"broken',
        b"[1]",
        b"\xff\xfe",
        b'{"url":"https://a.example/"}',
        b'{"html":' + b"[" * 100_000 + b"}",
        b'{"id":' + b"9" * 5_000 + b',"html":"a"}',
        b'{"html":"\xe9"}',
    )
    body = b"\xef\xbb\xbf" + GOOD + b"\r\n  \n".join((*damaged, GOOD))
    found = list(read(put(tmp_path, body, compression)))
    assert [record.document is not None for record in found] == [True, *(False for _ in damaged), True]
    assert [record.place.number for record in found] == list(range(len(damaged) + 2))
    if compression:
        assert found[1].loss.startswith("Line 2 is no JSON: ")
        assert found[3].loss == "Line 6 is not UTF-8."
    else:
        assert found[1].loss.startswith(f"The line at byte {3 + len(GOOD)} is no JSON: ")
        assert found[3].loss == f"The line at byte {body.index(damaged[2])} is not UTF-8."
    assert "neither html nor text" in found[4].loss


@pytest.mark.parametrize("compression", ["", "gz"])
def test_a_line_without_end_is_passed_over_in_little_memory(tmp_path, monkeypatch, compression):
    monkeypatch.setattr(columns, "ROW", 1_000_000)
    found = put(tmp_path, GOOD + b'{"html":"' + b"x" * 60_000_000 + b'"}\n' + GOOD, compression)
    tracemalloc.start()
    try:
        records = list(read(found))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12_000_000
    assert [record.document is not None for record in records] == [True, False, True]
    assert "longer than 1000000 bytes" in records[1].loss
    if not compression:
        assert list(read(found, records[2].place)) == records[2:]


def test_a_line_of_just_the_bound_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(columns, "ROW", len(GOOD))
    assert [record.loss for record in read(put(tmp_path, GOOD + b" " + GOOD))] == [
        "",
        f"The line at byte {len(GOOD)} is longer than {len(GOOD)} bytes.",
    ]


def test_a_packed_file_that_breaks_off_loses_only_its_rest(tmp_path):
    lines = [json.dumps({"id": str(number), "html": f"<p>{number * 7919}"}).encode() + b"\n" for number in range(5000)]
    found = put(tmp_path, b"".join(lines), "gz")
    whole = Path(found.path).read_bytes()
    Path(found.path).write_bytes(whole[: len(whole) // 2])
    *pages, last = read(found)
    assert len(pages) > 2000
    assert all(page.document is not None for page in pages)
    assert last.loss == f"Line {len(pages) + 1} and all that follow cannot be read: the gzip file breaks off."
    assert list(places(found, 1000)) == [*(Place(n) for n in range(0, len(pages), 1000)), Place(len(pages) + 1)]
    assert list(read(found, Place(len(pages)))) == [last]


def test_nothing_in_a_file(tmp_path):
    found = put(tmp_path, b"\n \n")
    assert list(read(found)) == []
    assert list(places(found, 10)) == [Place(0, 3)]


def test_a_file_that_is_gone():
    with pytest.raises(UnreadableInput, match="gone"):
        list(read(Input("gone", "gone", "jsonl")))
