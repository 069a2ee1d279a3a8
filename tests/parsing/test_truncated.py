"""Past a bound that cuts a part of a page, the page says that it was cut; up to the bound it does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detector import bounds
from detector.model import judge, load
from detector.page import Document, Page
from detector.parsing import parse

LIMITS = Path(__file__).resolve().parents[2] / "docs" / "limits.md"
_WRAPPED = "<div onclick=\"location='/a'\">" * 200
_FORMATTING = "".join(f"<font color={n}>" for n in range(200))


def script(length: int) -> str:
    """A script of so many characters."""
    return f"<script>{'x' * length}</script>"


def frames(count: int, levels: int = 1) -> str:
    markup = "<p>x</p>"
    for _ in range(levels):
        markup = f'<iframe srcdoc="{markup.replace("&", "&amp;").replace(chr(34), "&quot;")}"></iframe>'
    return markup * count


def words(length: int) -> str:
    return "word " * (length // 5)


PAGES: dict[str, tuple[str, str]] = {
    "BYTES": ("<p>x</p>" + " " * (bounds.BYTES - 8), "<p>x</p>" + " " * bounds.BYTES),
    "NODES": ("<p>x</p>" + "<br>" * (bounds.NODES // 2), "<p>x</p>" + "<br>" * bounds.NODES),
    "DEPTH": ("<div>" * (bounds.DEPTH - 2) + "x", "<div>" * bounds.DEPTH + "x"),
    "NESTING": (
        "<br>" * bounds.SIMPLE + "<div>" * (bounds.DEPTH - 2),
        "<br>" * bounds.SIMPLE + "<div>" * (bounds.NESTING + 1),
    ),
    "COPIES": (_FORMATTING + "<br>" * bounds.SIMPLE, _FORMATTING + "<br>" * (bounds.COPIES // 200)),
    "SEARCHES": ("<div>" * 400 + "<br>" * 24_000, "<div>" * 400 + "<br>" * 26_000),
    "FLOOD": (
        "<br>" * bounds.SIMPLE + "<svg><textarea>" + "<" * 9_000,
        "<br>" * bounds.SIMPLE + "<svg><textarea>" + "<" * (bounds.FLOOD + 1),
    ),
    "ATTRIBUTES": (
        "<p " + " ".join(f"a{n}={'x' * 10}" for n in range(2_000)) + ">x",
        "<p " + " ".join(f"a{n}={'x' * 10}" for n in range(bounds.ATTRIBUTES + 1)) + ">x",
    ),
    "COMPARED": (
        ("<p" + "".join(f" a{n}=b" for n in range(1_000)) + ">x") * 190,
        ("<p" + "".join(f" a{n}=b" for n in range(1_000)) + ">x") * 210,
    ),
    "TEXT": (f"<p>{words(bounds.LINE_CHARACTERS)}", f"<p>{words(bounds.TEXT)}" * 2),
    "LINKS": ("<a href=/a>b</a>" * 2_000, "<a href=/a>b</a>" * (bounds.LINKS + 1)),
    "ATTRIBUTE": (f"<a href='/{'a' * 4_000}'>b</a>", f"<a href='/{'a' * bounds.ATTRIBUTE}'>b</a>"),
    "CODE": (f"<p onclick='{'a' * bounds.CODE}'>b", f"<p onclick='{'a' * (bounds.CODE + 1)}'>b"),
    "WRAPS": (_WRAPPED + "<br>x" * 1_000, _WRAPPED + "<br>x" * (bounds.WRAPS // 200)),
    "FRAMES": (frames(bounds.FRAMES), frames(bounds.FRAMES + 1)),
    "FRAME_LEVELS": (frames(1, bounds.FRAME_LEVELS), frames(1, bounds.FRAME_LEVELS + 1)),
    "SCRIPTS": (script(9) * bounds.SCRIPTS, script(9) * (bounds.SCRIPTS + 1)),
    "SCRIPT": (script(bounds.SCRIPT), script(bounds.SCRIPT + 1)),
    "SCRIPT_TEXT": (script(bounds.SCRIPT) * 10, script(bounds.SCRIPT) * 10 + script(1)),
    "SHEET_TEXT": (
        f"<style>{'a' * bounds.SHEET_TEXT}</style><p>x",
        f"<style>{'a' * (bounds.SHEET_TEXT + 1)}</style><p>x",
    ),
    "HEAD_CHARACTERS": (f"<p>{words(bounds.HEAD_CHARACTERS)}", f"<p>{words(1_000)}" * 41),
    "TAIL_CHARACTERS": (f"<p>{words(bounds.TAIL_CHARACTERS)}" * 4, f"<p>{words(bounds.TAIL_CHARACTERS)}" * 5),
    "LINE_CHARACTERS": (f"<p>{words(bounds.LINE_CHARACTERS)}", f"<p>{words(bounds.LINE_CHARACTERS + 10)}"),
}
"""Bound -> a page up to it (or well below, where that is quicker), and one past it."""
AGAIN = {
    "links that are written out": "<p>" + " http://a.example/{} " * (bounds.LINKS + 1),
    "a form's address": f"<form action='/{'a' * bounds.ATTRIBUTE}'><button>b</button></form>",
    "code in an address": f"<a href='javascript:{'a' * bounds.CODE}'>b</a>",
    "values for scripts": f"<script type=application/json>{'x' * (bounds.SCRIPT + 1)}</script><p>x",
    "attributes within a frame": f'<iframe srcdoc="<p {" ".join(f"a{n}=bcdefghijk" for n in range(2_100))}>x"></iframe>',
    "nesting within a shadow root": "<div><template shadowrootmode=open>" + "<div>" * 4_500 + "</template></div>",
    "a text file of links": "http://a.example/ \n" * (bounds.LINKS + 1),
    "a long text file": words(bounds.TEXT + 100),
}
"""Other ways past a bound."""


def read(text: str, reader: str = "lexbor") -> Page:
    kind = "text/html" if "<" in text else "text/plain"
    return parse(Document(text.encode(), "https://own.example/", f"{kind}; charset=utf-8"), reader)


@pytest.mark.parametrize("bound", PAGES)
def test_a_page_past_a_bound_is_scored_and_says_so(toy_model: Path, bound: str) -> None:
    model = load(toy_model)
    below, beyond = (judge(model, read(text)) for text in PAGES[bound])
    assert (below.truncated, beyond.truncated) == (False, True)
    assert 0 <= beyond.score <= 1


@pytest.mark.parametrize("way", AGAIN)
def test_other_ways_past_a_bound_say_so_too(way: str) -> None:
    assert read(AGAIN[way]).truncated


@pytest.mark.parametrize(
    "text",
    [
        text
        for bound in ("SCRIPT", "FRAMES", "ATTRIBUTE", "CODE", "SHEET_TEXT", "DEPTH", "ATTRIBUTES")
        for text in PAGES[bound]
    ],
)
def test_both_readers_say_it(text: str) -> None:
    assert read(text, "soup").truncated == read(text).truncated


def test_the_documented_bounds_are_these() -> None:
    told = re.findall(r"^\| `bounds\.([A-Z_]+)` \|.*\| truncated[^|]* \|$", LIMITS.read_text("utf-8"), re.MULTILINE)
    assert told == list(PAGES)
