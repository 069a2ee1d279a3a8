"""The outcomes are counted and told as they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.evasion import TRICKS
from benchmarks.evasion.measure import bands, outcome
from benchmarks.evasion.pages import Written
from benchmarks.evasion.registry import Trick, trick
from benchmarks.evasion.table import markdown, results, text
from detector.model import load
from tests.evasion import HONEST, SPAM

DOCS = Path(__file__).parents[2] / "docs"
_EMPTY = "<!doctype html><title>x</title><p>nothing at all"


def swapped(name: str, change: dict[str, str]) -> Trick:
    """An evasion that puts other pages in the place of some."""
    return Trick(name, "test", name, lambda page: change.get(page.id, page.html), True, frozenset())


def test_flips_drops_and_false_flips_are_counted_on_the_pages_that_change() -> None:
    model, pages = load(), [*SPAM[:3], *HONEST[:2]]
    change = {SPAM[0].id: _EMPTY, SPAM[1].id: SPAM[0].html, HONEST[0].id: SPAM[0].html}
    before = bands(model, pages)
    found = outcome(model, swapped("swapped", change), pages, before)
    assert (found.pages, found.caught, found.honest) == (2, 2, 1)
    assert (found.flips, found.drops, found.false_flips) == ([SPAM[0].id], [SPAM[0].id], [HONEST[0].id])
    assert found.share == 0.5


def test_a_page_that_cannot_be_read_any_more_is_a_flip() -> None:
    model = load()
    binary = Trick("binary", "test", "binary", lambda page: b"\x89PNG\r\n\x1a\n", False, frozenset())
    assert outcome(model, binary, SPAM[:1], bands(model, SPAM[:1])).flips == [SPAM[0].id]


def test_the_table_tells_the_counts_and_marks_what_misses_its_target() -> None:
    model, pages = load(), [*SPAM[:3], *HONEST[:2]]
    before = bands(model, pages)
    tricks = [
        swapped("one", {SPAM[0].id: _EMPTY}),
        swapped("none", {SPAM[1].id: SPAM[0].html, HONEST[0].id: HONEST[1].html}),
    ]
    labels = {page.id: page.label for page in pages}
    found = results(model, before, labels, [outcome(model, each, pages, before) for each in tricks])
    assert found["pages"] == {"spam": 3, "caught": 3, "ham": 2}
    assert (found["overall"]["flips"], found["overall"]["caught"]) == (1, 2)
    page = markdown(json.loads(json.dumps(found)))
    assert "| one | 1 | 1 | 1 | **100.0%** | 1 |  |  |" in page
    assert "| none | 1 | 1 | 0 | 0.0% | 0 | 1 | 0 |" in page
    assert "one" in text(found)


def test_an_evasion_is_declared_once() -> None:
    def upper_case(page: Written) -> str:
        """Again."""
        return page.html

    with pytest.raises(ValueError, match="upper case"):
        trick("test")(upper_case)


@pytest.mark.parametrize("name", TRICKS)
def test_the_written_table_has_every_evasion(name: str) -> None:
    assert f"\n| {name} | " in (DOCS / "evasion.md").read_text("utf-8"), "python -m benchmarks.evasion --write docs"
    assert any(each["name"] == name for each in json.loads((DOCS / "evasion.json").read_text("utf-8"))["evasions"])
