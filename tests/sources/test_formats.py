"""What a file is, told by its bytes and not by its name."""

from __future__ import annotations

import gzip
import json
import sys

import pytest
import zstandard

from detector.errors import UsageError
from detector.sources.formats import tell
from detector.sources.record import COLUMNS
from detector.sources.streams import EDGE
from tests.sources.inputs import parquet

ROW = {"id": "1", "url": "https://a.example/", "html": "<p>words"}
WARC = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
HTML = b"\r\n <!DOCTYPE html><title>A film</title>"
OBJECTS = json.dumps(ROW).encode() + b"\n"

BODIES = {
    "warc": WARC,
    "jsonl": OBJECTS * 3,
    "csv": b"\xef\xbb\xbfid\turl\thtml\n1\t2\t3\n",
    "parquet": parquet([ROW]),
    "pages": HTML,
}


def named(name: str, head: bytes, **columns: str) -> tuple[str, str]:
    return tell(name, head[:EDGE], {**COLUMNS, **columns})


@pytest.mark.parametrize(
    "name", ["", "a", "a.bin", "a.warc.gz", "a.jsonl", "a.html", "a.txt", "a.parquet", "a.wet", "dir.csv/a"]
)
@pytest.mark.parametrize("form", BODIES)
def test_a_wrong_name_does_not_deceive(form, name):
    assert named(name, BODIES[form]) == (form, "")
    if form in ("warc", "jsonl", "csv"):
        assert named(name, gzip.compress(BODIES[form])) == (form, "gz")
        assert named(name, zstandard.ZstdCompressor().compress(BODIES[form])) == (form, "zst")


def test_a_first_member_may_be_small():
    assert named("a", gzip.compress(b"") + gzip.compress(b'{"html"') + gzip.compress(b':"a"}\n')) == ("jsonl", "gz")


def test_an_archive_with_a_dictionary_of_its_own():
    assert named("a", b"\x5d\x2a\x4d\x18\x04\0\0\0abcd") == ("warc", "zst")


@pytest.mark.parametrize(
    "head",
    [
        b'{"html": "' + b"x" * EDGE,  # a line longer than what is looked at
        b'{"html": "a"}\n{"html": "' + b"x" * EDGE,
        b'{"html": "a"}',
        b'{"html": "a\n' + OBJECTS * 2,  # the first is damaged
        OBJECTS * 50_000,
    ],
)
def test_jsonl(head):
    assert named("a", head) == ("jsonl", "")


@pytest.mark.parametrize(
    "head", [b'{\n  "html": "a"\n}\n', b'[{"html": "a"}]', b"{{ template }}\n", b'{"a": 1,\n"b": {}\n}']
)
def test_json_that_is_no_jsonl(head):
    assert named("a.json", head) == ("", "")


@pytest.mark.parametrize(
    "head",
    [
        b"<div>a",
        b"<!-- saved --><p>",
        b"<?xml version='1.0'?><html>",
        b"plain words",
        b"",
        b"\x00\x01",
        b"html\nis a language",
        b"# Films",
    ],
)
def test_what_its_name_calls_a_page(head):
    assert named("a.txt", head) == ("pages", "")
    assert named("https://a.example/b.html?c=d.e", head) == ("pages", "")


def test_mark_up_without_a_name_is_a_page():
    assert named("a", b"<div>a") == ("pages", "")
    assert named("feed.csv", b"<div>a")[0] == "csv"


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        (b"html\n<p>\n", {}),
        (b"a;text;b\n", {}),
        (b'"some, page",x\n', {"html": "some, page"}),
        (b"content,link\n1,2\n", {"html": "content"}),
    ],
)
def test_a_table_is_told_by_the_columns_it_names(head, columns):
    assert named("a", head, **columns) == ("csv", "")


@pytest.mark.parametrize(
    "head", [b"plain words", b"a,b\n1,2", b"", b"\x00\x01\x02", b"\x89PNG\r\n", b"{}x", b"PK\x03\x04"]
)
def test_what_cannot_be_told(head):
    assert named("a", head)[0] == ""
    assert named("a.bin", gzip.compress(head))[0] == ""


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.warc.gz", "warc"),
        ("A.WET", "warc"),
        ("a.jsonl.zst", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a.csv", "csv"),
        ("a.tsv", "csv"),
        ("a.pq", "parquet"),
    ],
)
def test_where_the_bytes_say_nothing_the_name_does(name, form):
    assert named(name, b"")[0] == form
    assert named(name, b"\x00damaged")[0] == form


def test_packed_pages_and_packed_parquet_are_not_read():
    assert named("a.html.gz", gzip.compress(HTML)) == ("", "gz")
    assert named("a.parquet.gz", gzip.compress(BODIES["parquet"])) == ("", "gz")


def test_a_missing_library_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(UsageError, match=r"pip install '\.\[crawl\]'"):
        named("a", b"\x28\xb5\x2f\xfd\0")
