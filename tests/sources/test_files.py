"""Paths, folders, patterns and standard input -> documents."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest

from detector import bounds
from detector.errors import UnreadableInput, UsageError
from detector.page import Document, Hop
from detector.sources.failure import Failure
from detector.sources.files import documents, find, read, read_one
from tests.sources.web.servers import Server, answer, by_path, redirect


@pytest.fixture
def tree(tmp_path, monkeypatch):
    for name in ("b.html", "a.TXT", "deep/c.htm", "deep/d.md", "deep/e.xhtml", "deep/f.csv", "z.bin"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"words")
    (tmp_path / "deep" / "loop").symlink_to(tmp_path, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_gives_its_pages_sorted_and_no_other_files(tree):
    assert find(["."]) == ["a.TXT", "b.html", "deep/c.htm", "deep/d.md", "deep/e.xhtml"]


def test_names_are_as_given(tree):
    assert find([f"{tree}/deep"])[0] == f"{tree}/deep/c.htm"
    assert [found.id for found in documents(["b.html"])] == ["b.html"]


def test_a_file_named_itself_may_be_called_anything(tree):
    assert find(["z.bin"]) == ["z.bin"]


def test_patterns(tree):
    assert find(["*.html", "**/*.htm"]) == ["b.html", "deep/c.htm"]
    assert find(["d*p"]) == ["deep/c.htm", "deep/d.md", "deep/e.xhtml"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tree):
    (tree / "[b].html").write_bytes(b"brackets")
    assert find(["[b].html"]) == ["[b].html"]


def test_every_page_comes_once(tree):
    assert find(["b.html", ".", "*.html"]) == ["b.html", "a.TXT", "deep/c.htm", "deep/d.md", "deep/e.xhtml"]


def test_only_a_name_that_says_html_is_believed(tree):
    kinds = {found.id: found.content_type for found in documents(["."]) if isinstance(found, Document)}
    assert kinds == {
        "a.TXT": None,
        "b.html": "text/html",
        "deep/c.htm": "text/html",
        "deep/d.md": None,
        "deep/e.xhtml": "text/html",
    }


def test_what_cannot_be_read_is_a_failure_in_its_place(tree):
    (tree / "none").mkdir()
    first, second, third, last = documents(["gone.html", "none", "*.pdf", "b.html"])
    for failure, sentence in ((first, "no such file"), (second, "holds no pages"), (third, "as a pattern")):
        assert isinstance(failure, Failure)
        assert isinstance(failure.error, UnreadableInput)
        assert sentence in str(failure.error)
    assert isinstance(last, Document)


def test_a_file_nobody_may_open(tree, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(UnreadableInput, match="cannot be opened: Permission denied"):
        read("b.html")


@pytest.mark.parametrize("path", ["a\0b.html", "x" * 5_000])
def test_paths_that_are_none(path):
    (failure,) = documents([path])
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, UnreadableInput)


def test_a_large_file_is_read_one_byte_past_the_bound(tree):
    with (tree / "huge.html").open("wb") as file:
        file.truncate(bounds.BYTES * 5)
    assert len(read("huge.html").body) == bounds.BYTES + 1


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"x" * (bounds.BYTES + 100))))
    (found,) = documents(["-"])
    assert isinstance(found, Document)
    assert (found.id, found.content_type, len(found.body)) == ("-", None, bounds.BYTES + 1)


def test_url_belongs_to_one_page(tree):
    (found,) = documents(["b.html"], " https://Films.example/a b ")
    assert isinstance(found, Document)
    assert found.url == "https://films.example/a%20b"
    with pytest.raises(UsageError, match="5 pages were given"):
        list(documents(["."], "https://a.example/"))


@pytest.mark.parametrize("url", ["films.example", "javascript:alert(1)", "", "https://"])
def test_url_must_be_a_web_address(tree, url):
    with pytest.raises(UsageError, match="is no web address"):
        list(documents(["b.html"], url))


def test_read_one_refuses_several(tree):
    assert read_one("b.html").id == "b.html"
    with pytest.raises(UsageError, match="leads to 3 pages"):
        read_one("deep")
    with pytest.raises(UnreadableInput, match="gone: There is no such file"):
        read_one("gone")


@pytest.fixture
def web():
    """A site on this machine."""
    with Server(by_path({"/": redirect("/b?c"), "/b?c": answer(b"<p>words")})) as server:
        yield f"http://127.0.0.1:{server.port}"


def test_web_addresses_among_paths_are_fetched(tree, web):
    first, second, third = documents([f"{web}/", "b.html", f"{web}/gone"], allow_private=True)
    assert (first.id, first.url, first.body) == (f"{web}/", f"{web}/b?c", b"<p>words")
    assert first.hops == (Hop(f"{web}/", 302),)
    assert second.id == "b.html"
    assert isinstance(third, Failure)
    assert (third.id, str(third.error)) == (f"{web}/gone", "The server answered 404, not with the page.")


def test_the_own_machine_is_asked_only_where_that_is_allowed(web):
    (found,) = documents([web])
    assert isinstance(found, Failure)
    assert "an address of this machine itself" in str(found.error)


def test_a_page_that_is_fetched_needs_no_address(web):
    with pytest.raises(UsageError, match="--url is for files"):
        list(documents([web], "https://a.example/"))


def test_a_web_address_is_no_pattern():
    assert find(["https://films.example/?p=[1]*"]) == ["https://films.example/?p=[1]*"]


def test_without_its_library_a_page_cannot_be_fetched(tree, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("detector.sources.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "httpcore", None)
    assert [found.id for found in documents(["b.html"])] == ["b.html"]
    with pytest.raises(UsageError, match=r"needs the extra web: .* pip install '\.\[web\]'"):
        list(documents(["https://films.example/"]))
