"""Text without mark-up: lines are blocks, written addresses and Markdown links are the ways out."""

from __future__ import annotations

import pytest

from detector import bounds
from detector.page import Block, Document, Link, LinkKind, Page
from detector.parsing import parse
from detector.parsing.plain import written


def read(text: str) -> Page:
    return parse(Document(text.encode(), url="https://a.example/post", content_type="text/plain"))


def only_link(text: str) -> Link:
    links = read(text).links
    assert len(links) == 1
    return links[0]


def test_each_line_is_a_block_and_empty_lines_are_none() -> None:
    page = read("Alita  2 Review\n\n The story\tgoes on.\r\nEnd")
    assert page.form == "text"
    assert page.blocks == (Block("Alita 2 Review", "line"), Block("The story goes on.", "line"), Block("End", "line"))


def test_the_first_short_line_is_the_title() -> None:
    assert read("x" * 200 + "\nAlita 2 (2025)\nmore").title == "Alita 2 (2025)"


def test_heading_marks_give_the_tag() -> None:
    assert read("# One\n### Three ##\n#hash").blocks == (
        Block("One", "h1"),
        Block("Three", "h3"),
        Block("#hash", "line"),
    )


def test_front_matter_goes_but_for_title_and_language() -> None:
    page = read('---\nlayout: post\ntitle: "Alita: Angel"\nlang: en-GB\n---\nBody line that is here')
    assert (page.title, page.lang) == ("Alita: Angel", "en")
    assert [block.text for block in page.blocks] == ["Body line that is here"]


def test_a_markdown_link_gives_its_words_and_leaves_them_in_the_line() -> None:
    page = read('first\nNow [Watch **full**](https://e.example/w "title") here')
    assert page.blocks[1].text == "Now Watch **full** here"
    link = page.links[0]
    assert (link.kind, link.url, link.text, link.words_from, link.block) == (
        LinkKind.TEXT,
        "https://e.example/w",
        "Watch **full**",
        "text",
        1,
    )


def test_a_markdown_image_is_no_link_but_one_inside_a_link_is_its_words() -> None:
    assert read("![poster](https://a.example/p.jpg)\nx").links == ()
    link = only_link("[![Click to watch](p.jpg)](https://e.example/w)")
    assert (link.url, link.text, link.words_from, link.image, link.block) == (
        "https://e.example/w",
        "Click to watch",
        "alt",
        True,
        -1,
    )
    assert read("first\n[![x](p.jpg)](/w)").links[0].before == 1


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("see https://e.example/a?b=c#d.", "https://e.example/a?b=c#d"),
        ("(HTTP://e.example/x)", "HTTP://e.example/x"),
        ("<https://e.example/x>", "https://e.example/x"),
        ("https://e.example/a_(b)", "https://e.example/a_(b)"),
        ("www.e.example/x, and", "www.e.example/x"),
        ("**https://e.example/x**", "https://e.example/x"),
        ("看https://e.example/x。", "https://e.example/x"),
    ],
)
def test_addresses_are_found_without_the_punctuation_around(line: str, target: str) -> None:
    assert [each.target for each in written(line)] == [target]


@pytest.mark.parametrize(
    "line", ["me@www.example.com", "awww.example", "http://", "ftp://e.example/x", "www. example", "e.example/x"]
)
def test_what_is_no_web_address_is_not_found(line: str) -> None:
    assert list(written(line)) == []


def test_an_address_without_scheme_resolves_as_http() -> None:
    assert only_link("go to www.e.example/x").url == "http://www.e.example/x"


def test_a_relative_markdown_link_resolves_against_the_page() -> None:
    assert only_link("[next](/p/2)").url == "https://a.example/p/2"


def test_tags_in_text_are_no_words_but_their_addresses_are_found() -> None:
    page = read('Watch <a href="https://e.example/w">here</a> <3 a<b')
    assert page.blocks[0].text == "Watch here <3 a<b"
    assert page.links[0].url == "https://e.example/w"


def test_a_link_whose_words_are_its_address_counts_once() -> None:
    assert only_link("[https://e.example/w](https://e.example/w)").url == "https://e.example/w"


def test_links_and_text_are_bounded() -> None:
    page = read("https://e.example/x\n" * (bounds.LINKS + 10))
    assert len(page.links) == bounds.LINKS
    assert page.truncated
    long = read("word " * 150_000)
    assert long.truncated
    assert sum(len(block.text) for block in long.blocks) <= bounds.TEXT


@pytest.mark.parametrize(
    "piece", ["[", "[a](", "![a](", "[![", "(", "[a](b(", "https://", "www.a", "<a", "<!--", "---\n", "](x", "# "]
)
def test_no_repeated_piece_costs_more_than_linear_time(piece: str) -> None:
    read("x" + piece * (400_000 // len(piece)))
