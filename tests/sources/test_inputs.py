"""What the user gives -> inputs."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from detector.errors import UnreadableInput, UsageError
from detector.sources.inputs import find
from detector.sources.records import read
from tests.sources.inputs import jsonl, packed, parquet, separated

ROWS = [{"id": "1", "url": "https://a.example/", "html": "<p>words"}]
WARC = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
PAGE = b"<!doctype html><p>words"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    for name, body in {
        "a.html": PAGE,
        "b.txt": b"words",
        "c.warc.gz": packed(WARC, "gz"),
        "d.jsonl": jsonl(ROWS),
        "in/e.html": PAGE,
        "in/f.csv": separated(ROWS),
        "in/deep/g.md": b"words",
        "in/deep/h": PAGE,
        "in/deep/i.parquet": parquet(ROWS),
        "in/deep/j.png": b"\x89PNG\r\n",
        "in/deep/k": jsonl(ROWS),
        "none/l.css": b"p {}",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(body)
    (tmp_path / "in" / "loop").symlink_to(tmp_path, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def brief(*arguments: str, **options: object) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(found.name, found.format, found.pages) for found in find(arguments, **options)]  # type: ignore[arg-type]


FOLDER = [
    ("in/deep/i.parquet", "parquet", ()),
    ("in/deep/k", "jsonl", ()),
    ("in", "pages", ("in/deep/g.md", "in/deep/h", "in/e.html")),
    ("in/f.csv", "csv", ()),
]


def test_a_folder_gives_its_tables_and_its_pages_as_one(tree):
    assert sorted(brief("in")) == sorted(FOLDER)
    assert brief("in/deep/") == [("in/deep/", "pages", ("in/deep/g.md", "in/deep/h")), *FOLDER[:2]]


def test_files_in_order_with_neighbouring_pages_as_one(tree):
    assert brief("c.warc.gz", "b.txt", "a.html", "d.jsonl", "in/e.html") == [
        ("c.warc.gz", "warc", ()),
        ("b.txt", "pages", ("b.txt", "a.html")),
        ("d.jsonl", "jsonl", ()),
        ("in/e.html", "pages", ("in/e.html",)),
    ]


def test_a_pattern_gives_its_pages_as_one(tree):
    assert brief("*.*") == [("*.*", "pages", ("a.html", "b.txt")), ("c.warc.gz", "warc", ()), ("d.jsonl", "jsonl", ())]
    assert brief("in/**/*.md") == [("in/**/*.md", "pages", ("in/deep/g.md",))]
    assert sorted(brief("i*")) == sorted([*FOLDER[:2], ("i*", *FOLDER[2][1:]), FOLDER[3]])


def test_every_file_comes_once(tree):
    assert brief("d.jsonl", "./d.jsonl", str(tree / "d.jsonl"), "d*") == [("d.jsonl", "jsonl", ())]
    inputs = find([".", "in", "in/e.html", "a.html"])
    assert len({found.name for found in inputs}) == len(inputs) == 6
    (pages,) = (found for found in inputs if found.format == "pages")
    assert pages.pages == ("a.html", "b.txt", "in/deep/g.md", "in/deep/h", "in/e.html")


def test_what_an_input_says_of_itself(tree):
    (found,) = find(["c.warc.gz"])
    assert (found.path, found.compression, found.size) == ("c.warc.gz", "gz", (tree / "c.warc.gz").stat().st_size)
    (pages,) = find(["a.html", "b.txt"])
    assert pages.size == len(PAGE) + 5


@pytest.mark.parametrize("change", ["body", "more", "less"])
def test_changed_pages_are_another_input(tree, change):
    (before,) = (found for found in find(["in"]) if found.format == "pages")
    if change == "body":
        (tree / "in/e.html").write_bytes(PAGE.upper())
    elif change == "more":
        (tree / "in/z.html").write_bytes(PAGE)
    else:
        (tree / "in/e.html").unlink()
    (after,) = (found for found in find(["in"]) if found.format == "pages")
    assert after.identity != before.identity
    assert after.name == before.name


def test_the_output_is_no_input(tree):
    without = [str(tree / "in/deep"), "in/f.csv"]
    assert brief("in", without=without) == [("in", "pages", ("in/e.html",))]
    assert brief("in/[def]*", without=without) == [("in/[def]*", "pages", ("in/e.html",))]
    assert brief("in/f.csv", without=without) == [("in/f.csv", "csv", ())]  # named: the run itself must say no


def test_standard_input(tree, monkeypatch):
    def given(body: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(body)))

    given(packed(jsonl(ROWS), "gz"))
    (found,) = find(["-", "-"], folder="out.job")
    assert (found.name, found.format, found.compression) == ("-", "jsonl", "gz")
    assert Path(found.path).parent == Path("out.job")
    given(packed(jsonl(ROWS), "gz"))
    os.utime(found.path, (1, 1))
    assert find(["-"], folder="out.job") == [found]
    given(PAGE)
    page, file = find(["-", "a.html"], folder="out.job")
    assert (page.name, file.name) == ("-", "a.html")
    (record,) = read(page)
    assert record.document is not None
    assert (record.document.id, record.document.body) == ("-", PAGE)
    given(b"only words")
    with pytest.raises(UnreadableInput, match="-: It cannot be told what this file holds"):
        find(["-"], folder="out.job")
    with pytest.raises(UsageError, match="Standard input cannot be read here"):
        find(["-"])


def test_what_leads_to_nothing(tree):
    (tree / "empty").mkdir()
    for argument, sentence in (
        ("gone", "gone: There is no such file"),
        ("*.pdf", r"\*\.pdf: This leads to no file"),
        ("empty", "empty: This leads to no file"),
        ("none", "none: This leads to no file and to nothing that can be read: WARC and WET"),
        ("none/l.css", "none/l.css: It cannot be told what this file holds; .*Parquet"),
        ("none/*", "none/l.css: It cannot be told"),
    ):
        with pytest.raises(UnreadableInput, match=sentence):
            find(["a.html", argument])


def test_columns_are_looked_for_at_once(tree):
    with pytest.raises(UsageError, match=r"in/f\.csv: There is no column content among its columns id, url, html"):
        find(["in/f.csv"], {"html": "content"})
    with pytest.raises(UsageError, match=r"i\.parquet: There is no column content"):
        find(["in/deep/i.parquet"], {"html": "content"})
    (found,) = find(["in/f.csv"], {"text": "html", "html": "url"})
    assert dict(found.columns) == {
        "id": "id",
        "url": "url",
        "html": "url",
        "text": "html",
        "content_type": "content_type",
    }


def test_a_page_nobody_may_open_is_a_loss_where_it_was_found(tree, monkeypatch):
    from detector.sources import inputs

    original = inputs.look

    def refuse(path: str) -> object:
        if path.endswith("e.html"):
            raise UnreadableInput("no")
        return original(path)

    monkeypatch.setattr(inputs, "look", refuse)
    assert sorted(brief("in")) == sorted(FOLDER)
    with pytest.raises(UnreadableInput):
        find(["in/e.html"])


def test_a_folder_nobody_may_look_into(tree, monkeypatch):
    original = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", path)
        return original(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UnreadableInput, match="in/deep: The folder cannot be read: Permission denied"):
        find(["in"])
