"""Lists of web addresses, as users write them."""

from __future__ import annotations

import gzip
import io
import sys

import pytest

from detector.errors import UnreadableInput
from detector.sources import url_lists


def listed(tmp_path, body: bytes):
    path = tmp_path / "list.txt"
    path.write_bytes(body)
    return url_lists.read(str(path))


def test_addresses_are_read_in_order_and_each_once(tmp_path):
    found = listed(
        tmp_path,
        b"\xef\xbb\xbf# reported\nhttps://A.example\n\n  https://b.example/x \r\nhttps://a.example/#top\n"
        b"HTTPS://b.example:443/x\nhttps://c.example/?q=1\nhttps://me:secret@a.example/\nhttps://d.example/",
    )
    assert [(entry.line, entry.url) for entry in found.entries] == [
        (2, "https://a.example/"),
        (4, "https://b.example/x"),
        (7, "https://c.example/?q=1"),
        (9, "https://d.example/"),
    ]
    assert [entry.said for entry in found.entries][:2] == ["https://A.example", "https://b.example/x"]
    assert not any(entry.loss for entry in found.entries)


@pytest.mark.parametrize(
    "line",
    [
        b"a.example/b",
        b"mailto:a@b.example",
        b"https://",
        b"\xff\xfehttps://a.example/",
        b"https://a.example/" + b"x" * 9_000,
    ],
)
def test_a_line_that_is_no_address_is_told_with_its_number(tmp_path, line):
    found = listed(tmp_path, b"https://a.example/1\n" + line + b"\nhttps://a.example/3\n" + line + b"\n")
    assert [(entry.line, entry.url is None) for entry in found.entries] == [
        (1, False),
        (2, True),
        (3, False),
        (4, True),
    ]
    assert found.entries[1].loss.startswith("Line 2 is no web address")
    assert len(found.entries[1].loss) < 1_000


def test_packed_and_piped_lists_are_the_same_list(tmp_path, monkeypatch):
    body = b"https://a.example/\nhttps://b.example/\n"
    plain = listed(tmp_path, body)
    (tmp_path / "list.gz").write_bytes(gzip.compress(body))
    packed = url_lists.read(str(tmp_path / "list.gz"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))
    piped = url_lists.read("-")
    assert plain.entries == packed.entries == piped.entries
    assert plain.identity == packed.identity == piped.identity
    assert piped.name == "-"


def test_another_list_has_another_identity(tmp_path):
    first = listed(tmp_path, b"https://a.example/\n").identity
    assert listed(tmp_path, b"https://a.example/1\n").identity != first
    assert listed(tmp_path, b"https://a.example/\n").identity == first


@pytest.mark.parametrize("body", [b"", b"# nothing\n\n"])
def test_a_list_of_nothing_is_refused(tmp_path, body):
    with pytest.raises(UnreadableInput, match="names no address"):
        listed(tmp_path, body)


def test_a_damaged_list_is_refused(tmp_path):
    with pytest.raises(UnreadableInput):
        listed(tmp_path, gzip.compress(b"https://a.example/\n" * 1_000)[:-20])
