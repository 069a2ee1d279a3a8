"""Which fields a row has, and what is put in place of what no format holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.sinks.rows import PLACE, label_row, storable
from detector.sinks.tables import PARTS, row
from tests.sinks.records import FAILED, SPAM, Place, Record

ANY = st.text(st.characters(codec=None, categories=None, max_codepoint=0x10FFFF))


def test_a_row_is_the_verdict_and_its_place():
    found = label_row(SPAM, "crawl.warc.gz", Record(Place(7, 99), 404))
    assert found == {**row(SPAM), "input": "crawl.warc.gz", "record": 7, "offset": 99, "status": 404}


def test_only_the_chosen_fields_are_worked_out(monkeypatch):
    monkeypatch.setattr("detector.sinks.tables.link_row", lambda link: pytest.fail("nobody asked for links"))
    assert list(label_row(SPAM, "a", Record(Place(0)), ("record", "score", "id"))) == ["record", "score", "id"]


def test_a_failed_page_has_a_row():
    found = label_row(FAILED, "a", Record(Place(2)))
    assert (found["score"], found["band"], found["error"], found["offset"]) == (None, None, "The page is empty.", None)


def test_no_field_has_two_meanings():
    assert not PARTS.keys() & PLACE.keys()


@given(ANY)
def test_storable_text_can_be_stored_and_is_else_unchanged(text):
    kept = storable(text)
    kept.encode()
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert kept == text


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_none_become_none(number):
    assert storable({"a": [{"b": number, "c": 1.5, "d": True, "e": 3}]}) == {
        "a": [{"b": None, "c": 1.5, "d": True, "e": 3}]
    }
