"""A page of a table that ends the program, or takes too long, ends its own row alone; no Spark is needed to see it."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.crawl.spark import guard
from detector.crawl.spark.guard import Guard
from detector.examine.process import Bounds

if not guard.FORKS:
    pytest.skip("pages are guarded where processes can be forked", allow_module_level=True)


def judge(page: Any, url: str | None, given_up: str) -> Mapping[str, Any]:
    if given_up:
        return {"url": url, "error": given_up}
    if page == "hangs":
        time.sleep(60)
    if page == "ends":
        os._exit(9)
    return {"url": url, "page": page}


@pytest.fixture
def guarded() -> Iterator[Guard]:
    made = Guard(judge, Bounds(seconds=0.3, megabytes=1_000))
    yield made
    made.close()
    assert not multiprocessing.active_children()


def test_a_page_that_hangs_and_one_that_ends_the_program_have_errors(guarded: Guard):
    pages = ["one", "hangs", "two", "ends", "three"]
    found = guarded.rows([(page, f"https://{page}.example/") for page in pages])
    assert [row["url"] for row in found] == [f"https://{page}.example/" for page in pages]
    assert [row.get("page") for row in found] == ["one", None, "two", None, "three"]
    assert found[1]["error"] == "The page took longer than 0.3 seconds."
    assert "ended the program that read it, twice" in found[3]["error"]
    assert guarded.rows([("four", None)]) == [{"url": None, "page": "four"}]


def test_a_killed_process_is_replaced(guarded: Guard):
    assert len(guarded.rows([("one", None)])) == 1
    [child] = multiprocessing.active_children()
    child.kill()
    child.join()
    assert guarded.rows([("two", None)]) == [{"url": None, "page": "two"}]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=20), st.just("ends")), max_size=6))
def test_every_page_has_its_row_in_order(pages: list[str]):
    made = Guard(judge, Bounds())
    found = made.rows([(page, None) for page in pages])
    made.close()
    assert [row.get("page", "ends") for row in found] == pages


def test_without_forks_pages_are_scored_in_place(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guard, "FORKS", False)
    assert Guard(judge, Bounds()).rows([("one", None)]) == [{"url": None, "page": "one"}]
    assert not multiprocessing.active_children()
