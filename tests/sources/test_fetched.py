"""Fetched lists as records: from every place the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from detector.errors import UnreadableInput
from detector.page import Document, Hop
from detector.sources import fetched
from detector.sources.record import Input, Place
from detector.sources.records import places, read
from detector.sources.url_lists import Entry, UrlList
from detector.sources.web.answers import Fetched, Unfetched
from detector.sources.web.kept import Kept
from detector.sources.web.robots import Refused

HOPS = (Hop("http://a.example/2", 301),)


@pytest.fixture
def found(tmp_path: Path) -> Input:
    """Two pages, an answer without one, a page nobody answered for, one that was refused, and no address."""
    entries = [Entry(n, f"said {n}", f"http://a.example/{n}" if n < 5 else None) for n in range(6)]
    with Kept(tmp_path) as kept:
        outcomes = [
            kept.add("http://a.example/0", Fetched(Document(b"<p>0", "http://a.example/0", "text/html"), 200)),
            kept.add("http://a.example/1", Fetched(Document(b"<p>1", "http://b.example/", None, None, HOPS), 200)),
            kept.add("http://a.example/2", Unfetched("The server answered 404.", 404, HOPS)),
            Unfetched("The server sent nothing.", None, HOPS),
            Refused("Its robots.txt does not allow it."),
            None,
        ]
        kept.sync()
    index = tmp_path / "list.index"
    with index.open("wb") as stream:
        fetched.index(zip(entries, outcomes, strict=True), str(tmp_path), stream)
    return UrlList("list.txt", "1", entries).input(index)


def test_each_address_is_a_record_in_the_order_of_the_list(found):
    records = list(read(found))
    assert [record.place.number for record in records] == [0, 1, 2, 3, 4, 5]
    documents = [record.document for record in records]
    assert [document and (document.id, document.url, document.body, document.hops) for document in documents] == [
        ("said 0", "http://a.example/0", b"<p>0", ()),
        ("said 1", "http://b.example/", b"<p>1", HOPS),
        ("said 2", "http://a.example/2", b"", HOPS),
        ("said 3", "http://a.example/3", b"", HOPS),
        ("said 4", "http://a.example/4", b"", ()),
        None,
    ]
    assert [record.status for record in records] == [200, 200, 404, None, None, None]
    assert [record.failure for record in records][2:] == [
        "The server answered 404.",
        "The server sent nothing.",
        "Its robots.txt does not allow it.",
        "",
    ]
    assert [record.refused for record in records] == [False] * 4 + [True, False]
    assert records[5].loss.startswith("Line 5 is no web address")


def test_reading_goes_on_from_any_place(found):
    records = list(read(found))
    assert [place.number for place in places(found, 4)] == [0, 4, 6]
    for place in (*places(found, 1), *(record.place for record in records), Place(7, 7)):
        assert list(read(found, place)) == records[place.number :]


def test_a_moved_folder_is_read_as_before(found, tmp_path):
    before = list(read(found))
    moved = tmp_path.with_name("moved")
    tmp_path.rename(moved)
    there = Input(found.name, str(moved / "list.index"), found.format, pages=found.pages)
    assert list(read(there)) == before


def test_a_page_whose_copy_is_gone_is_a_loss(found, tmp_path):
    for file in tmp_path.glob("*.warc.gz"):
        file.unlink()
    records = list(read(found))
    assert all(record.document is None and "--overwrite" in record.loss for record in records[:3])
    assert records[3].failure


def test_a_list_that_was_not_fetched_is_told(found):
    Path(found.path).unlink()
    with pytest.raises(UnreadableInput, match="have not been fetched"):
        list(read(found))
