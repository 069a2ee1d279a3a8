"""What following links came to decides with, and is told."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from detector.model import load
from detector.model.judging import judge_document
from detector.model.landings import NOT_FOLLOWED
from detector.page import Document, Hop, Landing
from detector.verdict import Verdict

SHORT, STRANGER, NETFLIX = "https://bit.ly/abc", "https://go.pipes.example/abc", "https://www.netflix.com/title/1"
REEL = "https://reel.example/w"


def lure(url: str) -> Document:
    body = f"""<!doctype html><html lang=en><title>Alita: Battle Angel 2 (2025)</title><h1>Alita: Battle Angel 2 (2025)</h1>
    <p>The sequel picks up where the first film ended, and it is a joy to look at.</p>
    <p><a href="{url}"><img src=play.jpg alt="Watch Full Movie"></a></p>"""
    return Document(body.encode(), "https://films.example/12130", "text/html")


def landing(url: str | None, *hops: str, error: str | None = None) -> Landing:
    return Landing(url, tuple(Hop(hop, 301) for hop in hops), error)


@pytest.fixture
def judged(toy_model):
    model = load(toy_model)

    def verdict(url: str, found: Landing | None = None) -> Verdict:
        return judge_document(model, lure(url), landings=NOT_FOLLOWED if found is None else {url: found})

    return verdict


@pytest.fixture(scope="module")
def shipped():
    return load()


def test_a_short_link_to_a_known_service_is_cleared_by_it(shipped):
    """By the model that users have."""
    before = judge_document(shipped, lure(SHORT))
    after = judge_document(shipped, lure(SHORT), landings={SHORT: landing(NETFLIX, SHORT)})
    assert before.links[0].url == SHORT
    assert SHORT not in {link.url for link in after.links}
    assert after.score < before.score


def test_a_short_link_to_a_stranger_counts_as_a_link_to_the_stranger(judged):
    after = judged(SHORT, landing(REEL, SHORT))
    assert after.score == pytest.approx(judged(REEL).score, abs=0.1)
    assert after.fingerprint.lure == judged(REEL).fingerprint.lure != judged(SHORT).fingerprint.lure
    link = after.links[0]
    assert (link.url, link.landing, link.hops, link.error) == (SHORT, REEL, (Hop(SHORT, 301),), None)


@pytest.mark.parametrize(
    "harmless",
    [NETFLIX, "https://films.example/home", "https://films.example/go/on", "http://localhost/", f"{STRANGER}/play.jpg"],
)
def test_a_stranger_s_redirect_to_a_harmless_place_is_told_and_clears_nothing(judged, harmless):
    """A server of spammers may send a program that looks elsewhere than visitors."""
    before, after = judged(STRANGER), judged(STRANGER, landing(harmless, STRANGER))
    assert after.score == before.score
    assert (after.links[0].score, after.links[0].landing) == (before.links[0].score, harmless)


def test_one_stranger_on_the_way_is_enough(judged):
    assert judged(SHORT, landing(NETFLIX, SHORT, STRANGER)).score == judged(SHORT).score


def test_an_address_that_claims_a_known_service_is_told_by_where_it_stays(judged):
    """`?url=` of a stranger may be there for readers alone."""
    claiming = f"{REEL}?url={NETFLIX}"
    assert judged(claiming).links == ()
    assert judged(claiming, landing(claiming)).links[0].url == claiming


def test_a_way_out_of_the_own_site_is_not_cleared_by_an_answer_of_the_own_site(judged):
    own = f"https://films.example/out?url={REEL}"
    before, after = judged(own), judged(own, landing(own))
    assert before.links[0].landing == after.links[0].landing == REEL
    assert after.score == before.score


def test_how_far_a_link_was_followed_counts_and_is_told(judged):
    link = judged(SHORT, landing(REEL, SHORT, error="The host reel.example is unknown.")).links[0]
    assert (link.landing, link.error) == (REEL, "The host reel.example is unknown.")


def test_a_link_that_gave_no_answer_is_as_before(judged):
    before, after = judged(SHORT), judged(SHORT, landing(None, error="It is over."))
    assert (after.score, after.links[0].score, after.links[0].landing) == (before.score, before.links[0].score, None)
    assert after.links[0].error == "It is over."


def test_landings_of_other_links_change_nothing(judged, toy_model):
    other = judge_document(load(toy_model), lure(SHORT), landings={REEL: landing(NETFLIX, REEL)})
    assert other == judged(SHORT)


def test_landings_go_to_another_process():
    found = {SHORT: landing(NETFLIX, SHORT, error="So.")}
    assert pickle.loads(pickle.dumps(found)) == found


def test_a_redirect_of_a_suspected_page_is_shown_though_its_link_is_below_the_threshold(toy_model):
    model = load(toy_model)
    strict = replace(model, manifest={**model.manifest, "thresholds": {"review": 0.01, "spam": 0.8, "way": 0.9999}})
    page = replace(lure(SHORT), body=lure(SHORT).body + b"<p>Watch full movie on our partner site</p>")
    before, after = (judge_document(strict, page, landings=said) for said in ({}, {SHORT: landing(REEL, SHORT)}))
    assert [link.url for link in before.links] == [""]
    assert [(link.url, link.landing) for link in after.links] == [("", None), (SHORT, REEL)]
    assert 0.5 <= after.links[1].score < 0.9999
