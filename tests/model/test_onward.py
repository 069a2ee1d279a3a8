"""Where a page by itself sends its visitors on."""

from __future__ import annotations

import pytest

from detector.model import load
from detector.model.judging import judge_document
from detector.model.onward import onward
from detector.page import Document
from detector.parsing import parse

REFRESH = "<meta http-equiv=refresh content='0;url={}'>"
SCRIPT = "<script>location.href='{}'</script>"
LONG = "<p>" + "A long film about sand. " * 30


def sent(html: str, url: str | None = "https://own.example/1") -> str | None:
    return onward(parse(Document(html.encode(), url)))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (REFRESH.format("https://evil.example/x") + LONG, "https://evil.example/x"),
        (SCRIPT.format("https://evil.example/x"), "https://evil.example/x"),
        (SCRIPT.format("https://evil.example/x") + LONG, None),
        (REFRESH.format("/next"), None),
        (REFRESH.format("https://www.own.example/next"), None),
        (f"<noscript>{REFRESH.format('https://evil.example/x')}</noscript>", None),
        (REFRESH.format("/next") + SCRIPT.format("https://evil.example/x"), "https://evil.example/x"),
        ("<a href=https://evil.example/x>x</a>", None),
    ],
)
def test_where_it_sends_them(html, expected):
    assert sent(html) == expected


def test_of_a_page_without_an_address_every_address_is_another_site():
    assert sent(REFRESH.format("https://evil.example/x"), None) == "https://evil.example/x"


def test_a_verdict_tells_it(toy_model):
    document = Document(REFRESH.format("https://evil.example/x").encode(), "https://own.example/1")
    assert judge_document(load(toy_model), document).onward == "https://evil.example/x"
