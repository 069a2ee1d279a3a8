"""A frame that holds its page in itself is read where it stands, and tells nothing about the page around it."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from urllib.parse import quote

import pytest

from detector.page import Document, Hidden, LinkKind, Page, Region
from detector.parsing import parse
from tests.growth import assert_linear

INNER = "<title>I</title><h2>Watch</h2><p>now <a href='https://e.example/w'>here</a>"
_CODED = b64encode(INNER.encode()).decode()
WAYS = (
    f'<iframe srcdoc="{escape(INNER)}"></iframe>',
    f'<iframe src="data:text/html,{quote(INNER)}"></iframe>',
    f'<iframe src=" DATA:text/html;charset=utf-8;base64,{_CODED}"></iframe>',
    f'<object data="data:text/html;base64,{_CODED}"></object>',
    f'<embed src="data:application/xhtml+xml,{quote(INNER)}">',
    f'<iframe src=about:blank srcdoc="{escape(INNER)}">old</iframe>',
)


def both(html: str) -> Page:
    """The page, which both readers understand alike."""
    document = Document(html.encode(), "https://a.example/p", "text/html; charset=utf-8")
    fast, slow = parse(document), parse(document, "soup")
    assert fast == slow
    return fast


@pytest.mark.parametrize("frame", WAYS)
def test_what_a_frame_holds_is_read_in_its_place(frame: str) -> None:
    page = both(f"<title>O</title><main><p>before</p>{frame}<p>after</p></main>")
    assert [(block.text, block.region) for block in page.blocks] == [
        (text, Region.MAIN) for text in ("before", "Watch", "now here", "after")
    ]
    assert [(link.kind, link.url, link.text, link.block) for link in page.links] == [
        (LinkKind.ANCHOR, "https://e.example/w", "here", 2)
    ]
    assert page.title == "O"


def test_what_the_frame_s_page_says_of_itself_is_not_the_page_s() -> None:
    inner = (
        "<html lang=fr><base href=https://good.example/><title>I</title><link rel=canonical href=https://good.example/c>"
        "<meta property=og:url content=https://good.example/o><style>.x{display:none}</style><p class=x>hidden</p>"
    )
    page = both(f"<html lang=en><body><iframe srcdoc='{escape(inner)}'></iframe><p class=x>shown <a href=/q>q</a>")
    assert (page.lang, page.title, page.canonical, page.base) == ("en", "", None, "https://a.example/p")
    assert "og:url" not in page.meta
    assert [(block.text, block.hidden) for block in page.blocks] == [("hidden", Hidden.DISPLAY), ("shown q", Hidden.NO)]
    assert page.links[0].url == "https://a.example/q"


@pytest.mark.parametrize(
    ("frame", "hidden"),
    [("<iframe width=0 srcdoc='{}'>", Hidden.TINY), ("<iframe style=display:none srcdoc='{}'>", Hidden.DISPLAY)],
)
def test_a_frame_that_nobody_sees_hides_what_it_holds(frame: str, hidden: Hidden) -> None:
    page = both(f"<p>a</p>{frame.format(escape(INNER))}</iframe><p>b</p>")
    assert [block.hidden for block in page.blocks] == [Hidden.NO, hidden, hidden, Hidden.NO]
    assert page.links[0].hidden is hidden


@pytest.mark.parametrize(
    "inner", ["<textarea>", "<!--", "<plaintext>", "<script>", "<table>", "</body></html>", "<b><i>"]
)
def test_a_broken_page_in_a_frame_swallows_nothing_of_the_page_around(inner: str) -> None:
    page = both(f"<p>a</p><iframe srcdoc='{escape(inner)}'></iframe><p>b <a href=/x>x</a></p>")
    assert [block.text for block in page.blocks] == ["a", "b x"]
    assert len(page.links) == 1


def test_frames_within_frames_are_read_to_a_depth_and_their_addresses_beyond() -> None:
    html = "<a href=https://e.example/deep>x</a>"
    for _ in range(4):
        html = f'<iframe srcdoc="{escape(html)}"></iframe>'
    page = both(html)
    assert not page.blocks
    html = '<iframe srcdoc="&lt;a href=https://e.example/three>x&lt;/a>"></iframe>'
    for _ in range(2):
        html = f'<iframe srcdoc="{escape(html)}"></iframe>'
    assert [(link.kind, link.url) for link in both(html).links] == [(LinkKind.FRAME, "https://e.example/three")]


def test_a_flood_of_frames_is_read_to_a_bound() -> None:
    def flood(count: int) -> Document:
        return Document(b'<iframe srcdoc="<a href=/x>x</a>"></iframe>' * count)

    assert_linear(parse, flood, 1_000)
    page = parse(flood(4_000))
    assert len([link for link in page.links if link.kind is LinkKind.ANCHOR]) == 50
    assert page.truncated


def test_a_frame_cannot_hold_more_depth_than_a_page() -> None:
    page = parse(Document(f"<p>a<iframe srcdoc='{'<div>' * 100_000}'></iframe>".encode()))
    assert page.blocks[0].text == "a"


def test_other_frames_are_ways_out_as_before() -> None:
    page = both(
        "<iframe src=https://e.example/f></iframe><iframe src=javascript:false></iframe><iframe src=data:,x></iframe>"
    )
    assert [link.target for link in page.links] == ["https://e.example/f", "javascript:false", "data:,x"]
    assert both("<iframe src=\"javascript:location='/j'\"></iframe>").links[0].url == "https://a.example/j"


def test_a_link_to_a_page_that_it_holds_leads_where_that_leads() -> None:
    held = "<meta http-equiv=refresh content='0;url=https://e.example/w'>"
    page = both(f'<a href="data:text/html,{quote(held)}">Watch</a>')
    assert [(link.kind, link.url, link.text) for link in page.links] == [
        (LinkKind.HANDLER, "https://e.example/w", "Watch")
    ]
