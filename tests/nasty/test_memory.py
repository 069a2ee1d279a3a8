"""What the program remembers from one page to the next stays small, however long the names on the pages are."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable

import pytest

from detector.model import judge
from detector.page import Document
from detector.parsing import parse
from tests.fuzz import models

_WARM, _PAGES = 4, 20
_MOST = 2_000_000
"""Bytes by which twenty pages may have it grow; each brings some 300,000 that are its own."""

LONG = "s" * 3_900

PAGES: dict[str, Callable[[int], str]] = {
    "attributes": lambda page: f"<p {page}a{'a' * 300_000}>x",
    "rel": lambda page: f"<a href=/q rel='{page} {'a' * 300_000}'>x</a>",
    "classes": lambda page: f"<p class='{page}{'c' * 300_000}' id='{page}{'d' * 300_000}'>x",
    "addresses": lambda page: "".join(
        f"<p><a href='https://e.example/{page}/{link}/{'映' * 1_300}'>Watch full movie</a>" for link in range(80)
    ),
    "queries": lambda page: "".join(
        f"<p><a href='https://e.example/?{page}={link}&{'q' * 3_900}'>Watch full movie</a>" for link in range(80)
    ),
    "hosts": lambda page: "".join(
        f"<p><a href='https://{page}-{link}{'h' * 3_900}.example/'>Watch full movie</a>" for link in range(80)
    ),
    "styles": lambda page: "".join(f"<p style='a:{page}-{link};{'s' * 3_900}'>x" for link in range(80)),
    "sheets": lambda page: "<style>" + "".join(f".c{page}-{rule}{{display:none;{LONG}}}" for rule in range(70)) + "</style><p>x",
    "elements": lambda page: "".join(f"<e{page}-{name}{'e' * 3_900}>x" for name in range(80)),
    "scripts": lambda page: f"<script>location='https://e.example/{page}/{'s' * 3_900}'</script>" * 70,
    "images": lambda page: "".join(f"<a href=/><img src='/{page}-{image}{'i' * 3_900}.png'></a>" for image in range(80)),
    "words": lambda page: "<p>" + " ".join(f"{page}w{word}{'w' * 3_900}" for word in range(80)),
    "titles": lambda page: f"<title>{page}{'t' * 120_000}</title><h1>{page}{'h' * 120_000}</h1>",
    "records": lambda page: f'<script type=application/ld+json>{{"@type":"{page}{LONG}","{page}{LONG}":1}}</script>' * 40,
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_pages_leave_little_behind(name):
    def look(pages: range) -> None:
        for page in pages:
            body = PAGES[name](page).encode()
            judge(models.suspicious(), parse(Document(body, f"https://s{page}.example/", "text/html; charset=utf-8")))
        gc.collect()

    look(range(_WARM))
    tracemalloc.start()
    try:
        look(range(_WARM, _WARM + _PAGES))
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert grown < _MOST
