"""The row of a table as a document."""

from __future__ import annotations

import pytest

from detector import bounds
from detector.errors import UsageError
from detector.page import Document
from detector.sources.columns import check, record
from detector.sources.record import COLUMNS, Place

PLACE = Place(3, 99)


def document(**values: object) -> Document:
    found = record(PLACE, values, "Line 4")
    assert found.document is not None, found.loss
    assert (found.place, found.loss, found.status) == (PLACE, "", None)
    return found.document


def loss(**values: object) -> str:
    found = record(PLACE, values, "Line 4")
    assert found.document is None
    return found.loss


def test_html_is_taken_before_text():
    assert document(id="a", url="https://a.example/", html="<p>é", text="é") == Document(
        "<p>é".encode(), "https://a.example/", "text/html; charset=utf-8", "a"
    )


@pytest.mark.parametrize("html", [None, "", b""])
def test_text_where_there_is_no_html(html):
    assert document(html=html, text="é") == Document("é".encode(), None, "text/plain; charset=utf-8")


def test_an_empty_page_is_a_page():
    assert document(html="", url="https://a.example/").url == "https://a.example/"


def test_bytes_are_taken_as_received():
    assert document(html=b"\xe9", content_type="text/html; charset=latin-1") == Document(
        b"\xe9", None, "text/html; charset=latin-1"
    )
    assert document(html=b"\xe9").content_type is None
    assert document(text=b"\xe9").content_type == "text/plain"


def test_a_string_is_utf_8_whatever_was_received():
    assert document(html="é", content_type="text/html; charset=latin-1").content_type == "text/html; charset=utf-8"


def test_numbers_may_be_ids():
    assert document(html="", id=12).id == "12"
    assert document(html="", id=b"a").id == "a"
    assert document(html="", id="").id is None


def test_half_a_character_is_replaced():
    found = document(html="a\ud83dz", id="\udc00", url="\ud83d\ude00")
    assert (found.body, found.id, found.url) == ("a\ufffdz".encode(), "\ufffd", "\U0001f600")


@pytest.mark.parametrize("page", ["é" * bounds.BYTES, b"x" * (bounds.BYTES + 5)])
def test_a_page_is_kept_one_byte_past_the_bound(page):
    assert len(document(html=page).body) == bounds.BYTES + 1


def test_what_is_no_page_is_a_loss():
    assert loss(url="https://a.example/") == "Line 4 has no page: it holds neither html nor text."
    assert loss(html=["a"]) == "Line 4 has no page: its html is no text."
    assert loss(html=None, text=5) == "Line 4 has no page: its text is no text."
    assert loss(html="a", url=5) == "Line 4 is no page: its url is no text."
    assert loss(html="a", id={}) == "Line 4 is no page: its id is no text."


def test_a_table_has_a_page():
    check(["html"], COLUMNS, "a.csv")
    check(["x", "text"], COLUMNS, "a.csv")
    check(["content", "link"], {**COLUMNS, "html": "content", "url": "link"}, "a.csv")
    with pytest.raises(
        UsageError, match=r"a\.csv: There is no column html and no text among its columns a, b: .*--column"
    ):
        check(["a", "b"], COLUMNS, "a.csv")
    with pytest.raises(UsageError, match=r"\(none\)"):
        check([], COLUMNS, "a.csv")


def test_what_was_named_must_be_there():
    with pytest.raises(UsageError, match="no column link and no content among its columns html, url"):
        check(["html", "url"], {**COLUMNS, "html": "content", "url": "link"}, "a.csv")


def test_many_columns_are_not_all_told():
    with pytest.raises(UsageError) as raised:
        check([f"c{number}{'x' * 1000}" for number in range(1000)], COLUMNS, "a.csv")
    assert len(str(raised.value)) < 3000
