"""Which records are labelled and which rows are written."""

from __future__ import annotations

import dataclasses

import pytest

from detector import bounds
from detector.crawl.wanted import Wanted
from detector.page import Block, Document, Page
from detector.sources.record import Place, Record


def record(
    url: str = "https://films.example/review/1", type: str | None = "text/html", status: int | None = 200, id: str = "1"
) -> Record:
    return Record(Place(0, 0), Document(b"x", url, type, id), status)


@pytest.mark.parametrize(
    ("wanted", "found", "reason"),
    [
        (Wanted(), record(), ""),
        (Wanted(), record(status=404), "status"),
        (Wanted(), record(status=None), ""),
        (Wanted(statuses=("404", "2xx")), record(status=404), ""),
        (Wanted(statuses=("any",)), record(status=500), ""),
        (Wanted(), record(type="Text/HTML; charset=x"), ""),
        (Wanted(), record(type="image/png"), "type"),
        (Wanted(), record(type=None), ""),
        (Wanted(types=("any",)), record(type="image/png"), ""),
        (Wanted(match=("REVIEW",)), record(), ""),
        (Wanted(match=("shop", r"/\d+$")), record(), ""),
        (Wanted(match=("shop",)), record(), "match"),
        (Wanted(match=("shop",)), record(url="https://films.example/" + "a" * bounds.ADDRESS + "shop"), "match"),
        (Wanted(sample=1e-12), record(), "sample"),
        (Wanted(sample=1e-12), Record(Place(0, 0), None, loss="gone"), ""),
    ],
)
def test_filters_before_a_page_is_read(wanted: Wanted, found: Record, reason: str):
    assert wanted.before(found) == reason


def test_a_sample_is_a_fair_share_and_grows_with_it():
    pages = [record(url=f"https://films.example/{number}") for number in range(4_000)]
    drawn = {
        share: {n for n, page in enumerate(pages) if not Wanted(sample=share).before(page)} for share in (0.1, 0.5)
    }
    assert 300 < len(drawn[0.1]) < 500
    assert 1_800 < len(drawn[0.5]) < 2_200
    assert drawn[0.1] < drawn[0.5]


def test_records_that_share_an_address_are_drawn_apart():
    drawn = [not Wanted(sample=0.5).before(record(id=str(number))) for number in range(200)]
    assert 50 < sum(drawn) < 150


def test_filters_once_a_page_is_read():
    page = Page(url=None, base=None, form="html", lang="de", blocks=(Block("ein guter", "p"), Block("Film", "p")))
    undeclared = dataclasses.replace(page, lang="")
    assert Wanted(languages=("de",)).after(page) == ""
    assert Wanted(languages=("en",)).after(page) == "language"
    assert Wanted(languages=("en", "und")).after(undeclared) == ""
    assert Wanted(languages=("en",)).after(undeclared) == "language"
    assert Wanted(min_words=3).after(page) == ""
    assert Wanted(min_words=4).after(page) == "words"
