"""Files that list inputs."""

from __future__ import annotations

import gzip
import io
import sys
from types import SimpleNamespace

import pytest

from detector.errors import UnreadableInput
from detector.sources.lists import listed

LIST = b"\xef\xbb\xbf# one crawl\r\na b.warc.gz\r\n\r\n  crawl/c.warc.gz\n#d\ns3://crawl/e"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_one_path_a_line(tmp_path, pack):
    path = tmp_path / "paths"
    path.write_bytes(pack(LIST))
    assert listed(str(path)) == ["a b.warc.gz", "crawl/c.warc.gz", "s3://crawl/e"]
    assert listed(str(path), "https://crawl.example/") == [
        "https://crawl.example/a b.warc.gz",
        "https://crawl.example/crawl/c.warc.gz",
        "s3://crawl/e",
    ]


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"a\nb\n")))
    assert listed("-") == ["a", "b"]


@pytest.mark.parametrize("body", [b"a\n\xff\n", b"a\0b\n", b"x" * 100_000, gzip.compress(b"a\n" * 99)[:-9]])
def test_what_is_no_list(tmp_path, body):
    path = tmp_path / "paths"
    path.write_bytes(body)
    with pytest.raises(UnreadableInput, match="paths: This is no list of paths: "):
        listed(str(path))


def test_a_list_that_is_gone():
    with pytest.raises(UnreadableInput, match="gone: There is no such file"):
        listed("gone")
