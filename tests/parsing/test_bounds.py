"""Hostile pages are read to a bound, in bounded time, by both readers, and say that they were cut."""

from __future__ import annotations

import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector import bounds
from detector.errors import DetectorError
from detector.page import Document, Page
from detector.parsing import parse
from detector.parsing.cost import affordable
from tests.growth import spent

READERS = ("lexbor", "soup")


ORDINARY = "<p>words <a href=/x>and a link</a></p>" * 20_000
"""A page of ordinary cost and the size of the hostile ones."""
DEAREST = 20
"""How many times as much a hostile page may cost; what takes the square of its size would cost hundreds."""


@cache
def ordinary(reader: str) -> float:
    """Processor seconds of the ordinary page."""
    return spent(lambda: parse(document(ORDINARY), reader))


def document(html: str) -> Document:
    return Document(html.encode(), "https://a.example/", "text/html; charset=utf-8")


def read(html: str, reader: str = "lexbor") -> Page:
    start = time.process_time()
    page = parse(document(html), reader)
    assert time.process_time() - start < DEAREST * ordinary(reader)
    return page


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "tag", ["div", "b", "span", "table><tr><td", "ul><li", "a href=/x", "svg", "font color=1", "p", "button"]
)
def test_a_hundred_thousand_nested_tags(reader: str, tag: str) -> None:
    page = read(
        f"<p>before</p><{'><'.join([tag] * 100_000)}>x" if reader == "lexbor" else f"<p>before</p><{tag}>" * 20_000,
        reader,
    )
    assert page.blocks[0].text == "before"
    assert page.depth <= bounds.DEPTH


@pytest.mark.parametrize("reader", READERS)
def test_text_deeper_than_the_bound_is_read_as_if_at_it(reader: str) -> None:
    page = read("<div>" * 600 + "deep <a href=/x>link</a>", reader)
    assert (page.depth, page.truncated) == (bounds.DEPTH, True)
    assert (page.blocks[0].text, page.links[0].block) == ("deep link", 0)


def test_fifty_thousand_unclosed_tags() -> None:
    page = read("<li>entry <a href=/x>go" * 25_000)
    assert len(page.links) == bounds.LINKS
    assert page.truncated


def test_tags_in_a_script_are_not_counted_as_open() -> None:
    page = read(("<script>" + "'<div>';" * 2_000 + "</script>") * 3 + "<p>after")
    assert (page.blocks[-1].text, page.truncated) == ("after", False)


def test_open_formatting_elements_are_not_copied_without_end() -> None:
    page = read("".join(f"<font color={n}>" for n in range(20_000)) + "<p>x" * 20_000)
    assert page.truncated


def test_an_attribute_of_a_megabyte_is_cut() -> None:
    page = read(
        f"<a href='/x{'y' * 1_000_000}' title='{'t' * 1_000_000}'></a><div onclick=\"location='/{'z' * 1_000_000}'\">q</div>"
    )
    assert len(page.links[0].target) == bounds.ATTRIBUTE
    assert len(page.links[0].text) == bounds.WORDS


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("value", ["", '=">"', "='>'", "=>"])
def test_very_many_attributes_do_not_cost_their_square(reader: str, value: str) -> None:
    read("<p>before</p><p " + " ".join(f"a{n}{value}" for n in range(200_000)) + ">x", reader)


def test_links_beyond_the_bound_are_left_out_but_the_text_goes_on() -> None:
    page = read("".join(f"<p><a href=/{n}>w{n}</a></p>" for n in range(10_000)))
    assert len(page.links) == bounds.LINKS
    assert page.blocks[-1].text == "w9999"
    assert page.truncated


def test_text_beyond_the_bound_is_left_out() -> None:
    page = read("<p>" + "word " * 90_000 + "<p>" + "more " * 90_000 + "<p>rest")
    assert sum(len(block.text) for block in page.blocks) <= bounds.TEXT
    assert page.truncated


def test_nodes_beyond_the_bound_are_left_out() -> None:
    page = read("<p>before</p>" + "<i></i>" * 150_000 + "<br>" * 100_000 + "<p>after")
    assert page.truncated
    assert sum(page.tags.values()) <= bounds.NODES + 10


def test_scripts_are_bounded_in_number_and_length() -> None:
    page = read("<script>" + "x" * 50_000 + "</script>" + f"<script>{'y' * 9_000}</script>" * 100)
    assert len(page.scripts) == bounds.SCRIPTS
    assert len(page.scripts[0].source) == bounds.SCRIPT
    assert sum(len(script.source) for script in page.scripts) <= bounds.SCRIPT_TEXT


def test_records_are_bounded() -> None:
    page = read("<script type=application/ld+json>[" + ",".join(['{"@type":"Movie"}'] * 200) + "]</script>")
    assert len(page.records) == bounds.RECORDS


@pytest.mark.parametrize(
    "source", ["[" * 100_000, '{"a":' * 100_000, '{"a": 1' + "0" * 5_000 + "}", '{"\\ud800": "\\ud800"}', "{", "nul"]
)
def test_broken_json_records_harm_nothing(source: str) -> None:
    page = read(f"<script type=application/ld+json>{source}</script><p>x")
    assert page.blocks[0].text == "x"
    repr(page).encode()


@pytest.mark.parametrize(
    "html",
    [
        "<style>" + ".a{display:none}" * 50_000 + "</style><p class=a>x",
        "<style>" + "/*" * 200_000,
        "<style>" + "none" * 100_000,
        "<style>" * 100_000,
        "<p style='" + "left:-9" * 500 + "'>x",
        "<!--" * 100_000 + "x",
        "<" * 200_000 + "x",
        "<a " * 50_000 + "x",
        "x" + "&" * 200_000,
        "<svg><script>" + "<div>" * 100_000,
        "</p>" * 100_000 + "x",
        "<div><table></div><div></table>" * 3_000 + "x",
        "<a href=/x><div>" * 2_000 + "x",
        "<title>" * 50_000 + "x",
        "<p itemscope><b itemprop=a>" * 1_000 + "x",
        "<div onclick=\"location='/a'\">" * 400 + "word " * 10_000,
        "<p>https://e.example/x " * 6_000,
    ],
    ids=lambda html: html[:24],
)  # fmt: skip
def test_floods_are_read_in_bounded_time(html: str) -> None:
    page = read("<!doctype html>" + html)
    assert len(page.links) <= bounds.LINKS


@given(
    st.binary(min_size=1, max_size=200),
    st.sampled_from(["text/html", None, "text/plain", "text/html; charset=utf-16le"]),
    st.text(max_size=20),
)
def test_any_bytes_give_a_page_or_a_detector_error(body: bytes, content_type: str | None, url: str) -> None:
    try:
        page = parse(Document(body, url, content_type))
    except DetectorError:
        return
    repr(page).encode()
    assert all(-1 <= link.block < len(page.blocks) for link in page.links)


@pytest.mark.parametrize(
    "body", ['<svg><path d="M0 0"/></svg><p>a<br>b</p>', "<svg><g><use href='#a' /><circle/></g></svg><b></b><i></i>"]
)
def test_drawings_do_not_cut_a_page_before_its_end(body):
    page = parse(
        Document((body * 1_500 + "<a href=https://reel.example/x>Watch</a>").encode(), content_type="text/html")
    )
    assert not page.truncated
    assert [link.url for link in page.links] == ["https://reel.example/x"]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "<svg/>",
        "<svg />",
        "<svg></svg>",
        "<svg><p>",
        "<svg></p>",
        "<div><svg></div>",
        "<svg><div>",
        "<svg><foreignObject>",
        "<svg><desc>",
        "<svg a=b/>",
        "<svg><path/></svg>",
    ],
)
@pytest.mark.parametrize("tag", ['<path d="x"/>', "<path/>", "<g />"])
def test_slashes_end_nothing_outside_a_drawing(before, tag):
    text = before + tag * 20_000
    assert len(affordable(text)) < len(text)


def test_a_bare_value_may_end_in_a_slash():
    text = "<svg>" + "<path d=a/>" * 20_000
    assert len(affordable(text)) < len(text)
