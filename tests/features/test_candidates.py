"""Which ways out are looked at as possible scam links."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from conftest import look
from detector import bounds
from detector.features import examine
from detector.features.candidates import Candidate, candidates
from detector.features.measures import MEASURES, measured
from detector.page import Document
from detector.parsing import parse
from tests.features.test_laws import pages, urls


def targets(html: str, url: str | None = "https://own.example/page") -> list[str]:
    return [one.way.exit.link.target or one.way.exit.link.text for one in candidates(look(html, url))]


def value(name: str, candidate: Candidate) -> float:
    return dict(zip(MEASURES, measured([candidate])[0], strict=True))[f"way.{name}"]


@pytest.mark.parametrize(
    "html",
    [
        "<a href=https://unheard.example/>x</a>",
        "<a href=https://bit.ly/abc>x</a>",
        "<a href=https://amzn.to/abc>x</a>",
        "<a href=/go/offer>x</a>",
        "<a href=/film>Watch full movie</a>",
        "<a href='javascript:go()'>Watch full movie</a>",
        "<form action=/verify><input type=password></form>",
        "<button data-href=/film>x</button>",
        "<meta http-equiv=refresh content='0;url=/next'><p>x</p>",
        "<p>Watch full movie</p>",
    ],
)
def test_what_is_suspected(html):
    assert len(targets(html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<a href=/about>About us</a>",
        "<a href=https://www.netflix.com/title/1>Watch full movie</a>",
        "<a href=https://en.wikipedia.org/wiki/Dune>Dune</a>",
        "<a href='https://www.facebook.com/sharer.php?u=x'>Share</a>",
        "<a href=/poster.jpg>Watch full movie</a>",
        "<a href=mailto:me@own.example>Mail</a>",
        "<p>A quiet film about sand.</p>",
    ],
)
def test_what_is_not(html):
    assert targets(html) == []


def test_inviting_ways_out_come_first_then_those_beside_an_invitation():
    html = (
        "<p><a href=https://plain.example/>the director</a></p><p>A long quiet walk.</p><p>And back.</p>"
        "<p>It ends.</p><p>Watch full movie</p><p><a href=https://beside.example/><img src=a.png></a></p>"
        "<p><a href=https://bait.example/>Watch full movie</a></p>"
    )
    found = targets(html)
    assert (
        found.index("https://bait.example/")
        < found.index("https://beside.example/")
        < found.index("https://plain.example/")
    )


def test_the_same_link_twice_is_one_candidate_that_knows_of_its_twin():
    (found,) = candidates(look(2 * "<p><a href=https://unheard.example/a>here</a></p>"))
    assert found.twins == 2


def test_a_hidden_copy_stands_beside_the_visible_one():
    html = "<p><a href=https://unheard.example/>here</a></p>"
    assert len(candidates(look(html + f"<div style='display:none'>{html}</div>"))) == 2


def test_a_page_of_links_is_bounded_and_keeps_its_lures():
    html = "".join(f"<p><a href=https://h{i}.example/>page {i}</a></p>" for i in range(80))
    found = targets(html + "<p><a href=https://bait.example/>Watch full movie</a></p>")
    assert len(found) == bounds.CANDIDATES
    assert found[0] == "https://bait.example/"


def test_in_plain_text_short_last_lines_stand_for_lost_links():
    text = (
        "Dune\n\nA long and quiet film about sand that I have seen more than once in my own small town.\n\nHere it is\n"
    )
    lines = [one.way.exit.link.text for one in candidates(examine(parse(Document(text.encode(), None, "text/plain"))))]
    assert "Here it is" in lines
    assert targets("<p>Dune</p><p>Here it is</p>") == []


def test_what_is_measured_of_a_lure():
    html = (
        "<title>Dune Messiah</title><p>Hosted on a partner site</p>"
        "<p><a href='http://go.casino-24.weebly.com/a.apk?aff=1' target=_blank rel='nofollow sponsored' download>"
        "WATCH FULL MOVIE <img src=a.png></a></p><p>x</p>"
    )
    lure = candidates(look(html))[0]
    said = (
        "watch",
        "partner_beside",
        "to_unknown",
        "image",
        "short_line",
        "blank",
        "nofollow",
        "sponsored",
        "saved",
        "shouted",
    )
    told = ("free_hosting", "topic", "paid", "program", "subdomain")
    assert [name for name in (*said, *told) if value(name, lure) != 1] == []
    silent = (
        "watch_beside",
        "hidden",
        "wrapped",
        "plain_text",
        "wordless",
        "front_page",
        "in_footer",
        "warned_page",
        "listed",
    )
    assert [name for name in silent if value(name, lure) != 0] == []


@given(pages, urls)
@settings(max_examples=60, deadline=None)
def test_measures_are_finite_and_bounded_in_number(parts, url):
    found = candidates(look(" ".join(parts), url))
    assert len(found) <= bounds.CANDIDATES
    values = measured(found)
    assert len(values) == len(found)
    assert all(len(one) == len(MEASURES) and np.isfinite(one).all() for one in values)
    assert values == [row for one in found for row in measured([one])]
