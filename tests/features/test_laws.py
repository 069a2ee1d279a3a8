"""Laws that every feature keeps, whatever the page."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import look
from detector.features import FEATURES, Evidence, examine
from detector.features.vector import absent
from detector.page import Document
from detector.parsing import parse

_PLACED = re.compile(r"\b(?:place|first|last|before|behind|neighbouring|pairs|compressed)\b")
"""Words of a description that speak of where things stand: such features may depend on the order of paragraphs."""

_WORDS = [
    "watch full movie",
    "partner site",
    "Dune",
    "a quiet film",
    "order now",
    "ＦＲＥＥ 𝗳𝘂𝗹𝗹",
    "w.a.t.c.h",
    "映画",
    "",
    "8/10 $5!",
    "İzle —",
]
_HOSTS = [
    "unheard.example",
    "own.example",
    "www.netflix.com",
    "bit.ly",
    "192.0.2.7",
    "a.b.weebly.com",
    "xn--e1afmkfd.example",
    "[::1]:81",
    "пример.рф",
]
_PATHS = [
    "",
    "go/1",
    "a/b.pdf",
    "?aff=1&utm_source=x",
    "mod.apk",
    "%ff%00",
    "watch?v=1#x",
    "url?q=https://other.example/",
]

urls = st.builds(
    "{}://{}/{}".format, st.sampled_from(["http", "https"]), st.sampled_from(_HOSTS), st.sampled_from(_PATHS)
)
targets = st.one_of(
    urls, st.sampled_from(["", "#", "javascript:void(0)", "mailto:a@b.example", "/go/x", "//", "https://", "data:,x"])
)
words = st.sampled_from(_WORDS)
links = st.builds('<a href="{}" rel="{}">{}</a>'.format, targets, st.sampled_from(["", "nofollow", "sponsored"]), words)
pictures = st.builds('<a href="{}"><img src="a.png" alt="{}"></a>'.format, targets, words)
paragraphs = st.one_of(
    st.builds("<p>{} {}</p>".format, words, links),
    st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["h2", "p", "li", "footer", "nav"]), words),
    st.builds(
        "<p style='{}'>{}</p>".format,
        st.sampled_from(["display:none", "font-size:0", "left:-9999px;position:absolute"]),
        links,
    ),
    st.builds("<p>{}</p>".format, pictures),
    st.builds("<iframe src='{}'></iframe>".format, targets),
    st.builds("<form action='{}'><input type=password></form>".format, targets),
    st.builds("<script>location.href='{}';eval(1)</script>".format, targets),
)
titles = st.builds("<title>{}</title>".format, words)
pages = st.builds(lambda title, parts: [title, *parts], titles, st.lists(paragraphs, max_size=8))
link_paragraphs = st.lists(st.builds("<p>{}</p>".format, st.one_of(links, pictures)), min_size=2, max_size=6)


def measure(page: Evidence) -> dict[str, float]:
    return {feature.name: feature.measure(page) for feature in FEATURES}


def differing(left: dict[str, float], right: dict[str, float]) -> set[str]:
    return {name for name, value in left.items() if value != pytest.approx(right[name], rel=1e-9, abs=1e-9)}


@given(pages, st.one_of(st.none(), urls))
@settings(max_examples=150, deadline=None)
def test_values_are_finite_and_the_same_again(parts, url):
    html = " ".join(parts)
    found = measure(look(html, url))
    assert not {name for name, value in found.items() if not (type(value) is float and math.isfinite(value))}
    assert found == measure(look(html, url))


@given(st.text(max_size=200), st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_characters_give_finite_values(text, target):
    found = measure(look(f"<title>{text}</title><a href='{target}'>{text}</a><p>{text}</p> .", target))
    assert not {name for name, value in found.items() if not math.isfinite(value)}


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
@pytest.mark.parametrize("html", [" ", "<p></p>", "<title></title>", "<a></a>", "<!-- x -->"])
@pytest.mark.parametrize("url", [None, "https://own.example/"])
def test_a_page_of_nothing_is_measured(feature, html, url):
    value = feature.measure(look(html + "<i></i>", url))
    assert type(value) is float
    assert math.isfinite(value)


@given(pages)
@settings(max_examples=100, deadline=None)
def test_white_space_between_blocks_says_nothing(parts):
    spaced = "\n\t  \n".join(parts)
    assert not differing(measure(look("".join(parts))), measure(look(spaced)))


@given(link_paragraphs, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_paragraphs_counts_only_where_the_description_says_so(parts, chance):
    shuffled = chance.sample(parts, len(parts))
    moved = differing(measure(look("".join(parts))), measure(look("".join(shuffled))))
    free = {feature.name for feature in FEATURES if not _PLACED.search(feature.description.lower())}
    assert not moved & free


@pytest.mark.parametrize(
    ("document", "groups"),
    [
        (Document(b"<p>Dune</p>", "https://own.example/"), set()),
        (Document(b"<p>Dune</p>"), {"site"}),
        (Document(b"Dune", "https://own.example/", "text/plain"), {"links", "markup"}),
        (Document(b"Dune", None, "text/plain"), {"links", "markup", "site"}),
    ],
)
def test_what_was_not_received_is_absent(document, groups):
    assert absent(examine(parse(document)), candidates=True) == groups


def test_a_page_that_names_its_address_has_one():
    page = parse(Document(b"<link rel=canonical href=https://own.example/a><p>Dune</p>"))
    assert absent(examine(page), candidates=True) == set()
    assert absent(examine(page), candidates=False) == {"ways"}
