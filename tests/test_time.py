"""The time of whole steps grows with the page: reading it, measuring it, taking its addresses apart, showing it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detector import urls
from detector.features import FEATURES, examine
from detector.page import Document, Page
from detector.parsing import parse
from detector.sinks.safety import one_line
from tests.growth import assert_linear

_HANDLER = "<div onclick=\"location='/a'\">"
HTML: dict[str, Callable[[int], str]] = {
    "an image whose name is dots": lambda n: f"<a href=/a><img src={'.' * n}></a>" * 4,
    "blocks within links": lambda n: _HANDLER * 100 + "<p>x" * n,
    "white space within links": lambda n: "w" + "<b onclick=\"location='/a'\">" * 100 + "<i> </i>" * n + "<p>x",
    "written addresses beside links": lambda n: (
        "<p>" + "".join(f"<a href=/{k}>http://b.example/{k}</a> http://c.example/{k} " for k in range(n // 2))
    ),
    "code of slashes": lambda n: f'<b onclick="{"//a" * 600}">x</b>' * (n // 20),
    "templates left open": lambda n: "<template shadowrootmode=open></template>" + "<template " * 900 + "a" * (20 * n),
    "attributes": lambda n: f"<p {' '.join(f'data-a{k}=http://b.example' for k in range(100))}>x" * (n // 20),
    "style sheets": lambda n: "<style>" + "a{b:none}" * n + "</style><p class=a>x",
    "styles": lambda n: "".join(f"<p style='left:-9px;{'a:b;' * 100}{k}'>x" for k in range(n // 4)),
    "records": lambda n: "<script type=application/ld+json>[" + '{"@type": "Movie"},' * n + "1]</script><p>x",
    "microdata": lambda n: "<div itemscope>" + "<p itemprop=a>x</p>" * n,
    "classes": lambda n: "".join(f"<div class='a{k} b-{k}' id=c{k}>x</div>" for k in range(n)),
    "forms": lambda n: "<form action=/a><button>b</button>" * n,
    "tables": lambda n: "<table><tr><td>x" * (n // 8),
    "entities": lambda n: "<p>" + "&amp;&#120;&bogus;" * n,
}
TEXT: dict[str, Callable[[int], str]] = {
    "a heading closed late": lambda n: "# a" + " " * n + "x" + "#" * n + "x",
    "brackets": lambda n: "![![](" + "]" * n + ")" + "[](" * n,
    "addresses": lambda n: " ".join(f"http://a.example/{k}" for k in range(n)),
    "a head without end": lambda n: "---\n" + "a: b\n" * n,
    "short lines": lambda n: "a\n" * n,
    "tags": lambda n: "a<b " * n,
}
LINE = " ".join(f"word{number % 37} watch full movie." for number in range(40))
MEASURED: dict[str, Callable[[int], str]] = {
    "prose": lambda n: f"<p>{LINE}" * (n // 40),
    "many short blocks": lambda n: "".join(f"<p>watch {k}" for k in range(n)),
    "one long word": lambda n: "<p>" + "a" * (20 * n),
    "letters of two scripts": lambda n: "<p>" + "a" * n + "Ж" * n + " " + "Ж" * n,
    "letters apart": lambda n: "<p>" + "w a t c h . " * n,
    "links to one host": lambda n: "".join(
        f"<p>watch <a href=https://b.example/{k}>full movie {k}</a>" for k in range(n)
    ),
    "links to many hosts": lambda n: "".join(f"<a href=https://b{k}.example/>x{k}</a>" for k in range(n)),
    "links alike": lambda n: "<a href=https://b.example/>watch</a>" * n,
    "relative links": lambda n: f"<a href='a{'/' * 400}'>x</a>" * (n // 20),
    "wrapped links": lambda n: f"<a href='https://b.example/?http{'&' * 400}'>x</a>" * (n // 20),
    "a long title": lambda n: f"<title>{'watch ' * n}</title><p>x",
    "headings": lambda n: "<h2>Best drill</h2><p>best drill ever</p>" * n,
    "scripts": lambda n: f"<script>{'location=_0x12ab;' * n}</script>",
}


def read(text: str, kind: str = "text/html") -> Page:
    return parse(Document(text.encode(), "https://own.example/a", f"{kind}; charset=utf-8"))


def measure(page: Page) -> list[float]:
    evidence = examine(page)
    return [feature.measure(evidence) for feature in FEATURES]


@pytest.mark.parametrize("made", HTML)
def test_reading_grows_with_the_page(made):
    assert_linear(read, HTML[made], 1_000)


@pytest.mark.parametrize("made", TEXT)
def test_reading_text_grows_with_it(made):
    assert_linear(lambda text: read(text, "text/plain"), TEXT[made], 4_000)


@pytest.mark.parametrize("made", MEASURED)
def test_measuring_grows_with_the_page(made):
    assert_linear(measure, lambda n: read(MEASURED[made](n)), 1_000)


@pytest.mark.parametrize(
    "unit", ["a", "/", "&", "http://", "aHR0c", "%68", ".", "url=", "_x_tr_a", "a1", "@", "xn--", "-"]
)
def test_opening_wrapped_addresses_grows_with_them(unit):
    # Wrappers of three layers are opened, each read again.
    for start in ("https://b.example/http", "https://c.cdn.ampproject.org/", "https://b-c.translate.goog/?"):
        assert_linear(urls.unwrap, lambda size, start=start: (start + unit * size)[:size], 1_000)


@pytest.mark.parametrize("unit", ["\x1b", "\u202e", "a", "\ud800", "\U000e0041", "\n"])
def test_lines_grow_with_what_is_in_them(unit):
    assert_linear(one_line, lambda size: unit * size, 4_000)
