"""Addresses, through fsspec: in memory, and from a server on this machine."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import fsspec
import pytest

from detector.errors import UnreadableInput, UsageError
from detector.sources import streams
from detector.sources.inputs import find
from detector.sources.lists import listed
from detector.sources.record import Input
from detector.sources.records import places, read
from detector.sources.remote import expand, is_remote, marks
from tests.sources.inputs import jsonl, packed, parquet, separated

ROWS = [{"id": f"{number}", "url": f"https://a.example/{number}", "html": f"<p>{number}"} for number in range(30)]
FILES = {
    "crawl/a.jsonl": jsonl(ROWS),
    "crawl/deep/b.jsonl.zst": packed(jsonl(ROWS), "zst"),
    "crawl/deep/c.parquet": parquet(ROWS),
    "crawl/d.csv.gz": packed(separated(ROWS), "gz"),
    "crawl/e.html": b"<p>words",
    "crawl/deep/f.html": b"<p>words",
}


@pytest.fixture
def memory() -> Iterator[str]:
    system = fsspec.filesystem("memory")
    system.store.clear()
    for name, body in FILES.items():
        system.pipe(f"/{name}", body)
    yield "memory://"
    system.store.clear()
    system.pseudo_dirs[:] = [""]


class Handler(SimpleHTTPRequestHandler):
    """Files, and the parts of them that are asked for."""

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        body = Path(self.translate_path(self.path)).read_bytes()
        if asked:
            first, _, last = asked.removeprefix("bytes=").partition("-")
            part = body[int(first) : int(last) + 1]
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{int(first) + len(part) - 1}/{len(body)}")
        else:
            part = body
            self.send_response(200)
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)


@pytest.fixture
def server(tmp_path) -> Iterator[str]:
    pytest.importorskip("aiohttp", reason="addresses of the web need aiohttp")
    for name, body in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(body)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path))) as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{served.server_port}/"
        served.shutdown()
        thread.join()


def ids(found: Input) -> list[str | None]:
    return [record.document.id for record in read(found) if record.document]


def test_what_is_an_address():
    assert all(map(is_remote, ("https://a.example/b", "s3://a/b", "memory://a", "hdfs://a/b", "HTTP://A")))
    assert not any(map(is_remote, ("a", "a:b", "/a//b", "C:\\a", "a/s3://b", "-", "")))


def test_folders_and_patterns(memory):
    assert expand("memory://crawl/") == [f"memory:///{name}" for name in sorted(FILES)]
    assert expand("memory://crawl/deep") == [f"memory:///{name}" for name in sorted(FILES) if "deep" in name]
    assert expand("memory://crawl/*.jsonl") == ["memory:///crawl/a.jsonl"]
    assert expand("memory://crawl/**/*.html") == ["memory:///crawl/deep/f.html", "memory:///crawl/e.html"]
    assert expand("memory://crawl/none*") == []
    assert expand("memory://crawl/a.jsonl") == ["memory://crawl/a.jsonl"]
    assert expand("https://a.example/?a=*") == ["https://a.example/?a=*"]


def test_inputs_in_a_store(memory):
    found = {one.name: one for one in find(["memory://crawl/"])}
    assert {name: (one.format, one.compression) for name, one in found.items()} == {
        "memory:///crawl/a.jsonl": ("jsonl", ""),
        "memory:///crawl/deep/b.jsonl.zst": ("jsonl", "zst"),
        "memory:///crawl/deep/c.parquet": ("parquet", ""),
        "memory:///crawl/d.csv.gz": ("csv", "gz"),
        "memory://crawl/": ("pages", ""),
    }
    for one in found.values():
        if one.format == "pages":
            assert ids(one) == ["memory:///crawl/deep/f.html", "memory:///crawl/e.html"]
            continue
        assert ids(one) == [row["id"] for row in ROWS]
        assert one.size > 0
        for place in places(one, 11):
            assert list(read(one, place)) == list(read(one))[place.number :]


def test_a_changed_file_in_a_store_is_another_input(memory):
    (before,) = find(["memory://crawl/a.jsonl"])
    assert find(["memory://crawl/a.jsonl"]) == [before]
    fsspec.filesystem("memory").pipe("/crawl/a.jsonl", jsonl(ROWS[:-1]))
    (after,) = find(["memory://crawl/a.jsonl"])
    assert after.identity != before.identity


def test_inputs_of_the_web(server):
    addresses = [f"{server}{name}" for name in FILES]
    found = find(addresses)
    assert [one.format for one in found] == ["jsonl", "jsonl", "parquet", "csv", "pages"]
    assert [one.name for one in found] == addresses[:5]
    for one in found[:4]:
        assert ids(one) == [row["id"] for row in ROWS]
        assert one.size == len(FILES[one.path.removeprefix(server)])
    assert [(record.document.id, record.document.url) for record in read(found[4]) if record.document] == [
        (address, address) for address in addresses[4:]
    ]


def test_a_list_of_the_web(server, tmp_path):
    (tmp_path / "paths.gz").write_bytes(packed(b"crawl/a.jsonl\n", "gz"))
    assert [one.name for one in find(listed(f"{server}paths.gz", server))] == [f"{server}crawl/a.jsonl"]


def test_a_changed_file_of_the_web_is_another_input(server, tmp_path):
    before = streams.identity(f"{server}crawl/a.jsonl")
    assert streams.identity(f"{server}crawl/a.jsonl") == before
    (tmp_path / "crawl/a.jsonl").write_bytes(FILES["crawl/a.jsonl"].replace(b"<p>29", b"<p>92"))
    assert streams.identity(f"{server}crawl/a.jsonl") != before


def test_a_store_says_when_a_file_changed(server):
    size, known = marks(f"{server}crawl/a.jsonl")
    assert size == len(FILES["crawl/a.jsonl"])
    assert [name for name, _ in known] == ["Last-Modified"]


def test_what_is_not_there(memory, server, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)
    for address in ("memory://crawl/gone.jsonl", f"{server}gone.jsonl"):
        with pytest.raises(UnreadableInput, match="There is nothing at this address"):
            find([address])
    with pytest.raises(UnreadableInput, match="This leads to no file"):
        find(["memory://crawl/none*"])


def test_a_kind_of_address_that_nobody_knows():
    with pytest.raises(UnreadableInput, match=r"nonsense://a: .*nonsense"):
        find(["nonsense://a"])


def test_missing_libraries_are_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(UsageError, match=r"s3://crawl/a: A library is missing.*s3fs"):
        find(["s3://crawl/a"])
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(UsageError, match=r"pip install '\.\[remote\]'"):
        find(["s3://crawl/a"])
