"""The reference reader takes time in proportion to the page where html5lib or bs4 alone would take its square."""

from __future__ import annotations

import pytest

from detector.page import Document, Page
from detector.parsing import parse
from tests.growth import assert_linear


def read(text: str) -> Page:
    return parse(Document(text.encode(), "https://own.example/", "text/html; charset=utf-8"), "soup")


@pytest.mark.parametrize(
    ("before", "piece", "size"),
    [
        ("<table>", "<table>x</table>", 2_000),
        ("<table>", "<i>x</i>", 2_000),
        ("<p>", "\x01", 25_000),
        ("<p>", "\ufffe", 25_000),
        ("<!doctype html public '", "x", 110_000),
        ("", "<p a='>' b='>'>", 3_000),
        ("", "<!>", 10_000),
        ("<script>", "</script", 40_000),
    ],
    ids=[
        "tables in a table",
        "put before a table",
        "control characters",
        "no characters",
        "a doctype",
        "quotes",
        "errors",
        "a script",
    ],
)
def test_time_grows_with_the_page(before: str, piece: str, size: int) -> None:
    assert_linear(read, lambda count: f"{before}{piece * count}", size)


def test_a_doctype_of_any_length_is_passed_over() -> None:
    name = "x" * 200_000
    pages = [read(f"<!doctype html public '{said}'><title>a</title><p>b<a href=/c>d</a>") for said in ("-//x", name)]
    assert pages[0] == pages[1]
    assert [block.text for block in pages[1].blocks] == ["bd"]


def test_children_are_found_wherever_they_are() -> None:
    """What is put before a table that stands among others comes to lie there."""
    for inner in ("x", "<i>x</i>", "<a href=/y>x</a>", "<div>x</div><b>y"):
        html = f"<div>a<p>b</p><table><tr>{inner}<td>c</table>d<table>{inner}</table></div>e"
        both = [parse(Document(html.encode(), content_type="text/html"), reader) for reader in ("lexbor", "soup")]
        assert both[0] == both[1]
