"""Which links of a page are worth following."""

from __future__ import annotations

import pytest

from detector.model import leads, load
from detector.model.judging import judge_document
from detector.page import Document

REVIEW = "<title>Alita, a review</title><h1>Alita</h1><p>Robert Rodriguez films the fights with care, and it is worth an evening.</p>"


@pytest.fixture
def found(toy_model):
    model = load(toy_model)

    def judged(body: str) -> tuple[str, ...]:
        return judge_document(model, Document((REVIEW + body).encode(), "https://own.example/1")).leads

    return judged


def test_the_likeliest_scam_link_comes_first(found):
    body = """<p>See <a href="https://bit.ly/a">this interview</a> with the director about his long work on it.</p>
    <p><a href="https://reel.example/a">Watch full movie</a></p>"""
    assert found(body) == ("https://reel.example/a", "https://bit.ly/a")


def test_of_suspected_links_the_known_redirectors_come_first(found):
    ways = [f"https://{host}/a" for host in ("reel.example", "tinyurl.com", "films.example", "bit.ly")]
    body = "".join(f'<p><a href="{way}">Watch full movie {n}</a></p>' for n, way in enumerate(ways))
    followed = found(body)
    assert set(followed) == set(ways)
    assert set(followed[:2]) == {"https://tinyurl.com/a", "https://bit.ly/a"}


def test_an_open_link_that_nothing_speaks_against_is_left_alone(found):
    assert found('<p>My friend <a href="https://friend.example/">wrote about it</a> as well, at length.</p>') == ()


@pytest.mark.parametrize(
    "url", ["https://bit.ly/a", "https://www.awin1.com/cread.php?awinmid=1", "https://own.example/go/shop"]
)
def test_a_link_that_hides_where_it_leads_is_followed_though_nothing_is_suspected(found, url):
    assert found(f'<p>The <a href="{url}">interview</a> with the director is well worth reading, too.</p>') == (url,)


def test_short_links_with_the_same_words_may_lead_to_different_places(found):
    body = "".join(f'<p>Go <a href="https://bit.ly/{name}">here</a></p>' for name in "abab")
    assert found(body) == ("https://bit.ly/a", "https://bit.ly/b")


def test_a_known_service_and_a_lost_link_are_not_followed(found):
    assert found("<p>Watch full movie</p><p><a href='https://www.netflix.com/title/1'>Watch on Netflix</a></p>") == ()


def test_they_are_bounded(found):
    body = "".join(f'<p><a href="https://bit.ly/{number}">here</a></p>' for number in range(30))
    assert len(found(body)) == leads.MOST


def test_of_a_suspected_page_the_likeliest_link_with_an_address_is_followed_though_a_lost_one_is_likelier(found):
    lines = "<p>Watch full movie on our partner site</p><p>FULL MOVIE: click to watch on our partner site</p>" * 3
    weak = '<p>My friend <a href="https://friend.example/">wrote about it</a> as well, at length.</p>'
    assert found(lines + weak) == ("https://friend.example/",)
