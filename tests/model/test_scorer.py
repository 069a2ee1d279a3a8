"""Scores are exact sums of reasons, and the same however pages are put."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detector.features.vector import read
from detector.model import judge, load, scorer
from detector.model.account import account
from detector.model.linear import probability
from detector.model.parts import EVERYTHING, Part
from detector.model.scorer import page_log_odds, score, summary, way_log_odds
from detector.page import Document, Page
from detector.parsing import parse
from detector.verdict import Band, Fingerprint

AUTHORED = Path(__file__).resolve().parents[2] / "datasets" / "authored"
WRITTEN = sorted(AUTHORED.glob("*/pages/*.html"))[::16] + sorted(AUTHORED.glob("*/text/*.txt"))[::12]
SMALL = {
    "empty": b"<p></p>.",
    "no links": b"<title>Sand</title><p>A long film about sand.</p>",
    "text": b"Watch full movie here\nFULL MOVIE on our partner site",
    "lure": b"<title>Alita 2</title><p><a href=https://evil.example/w>Watch full movie</a> on our partner site</p>",
}
PAGES = [
    *(pytest.param(body, id=name) for name, body in SMALL.items()),
    *(pytest.param(p.read_bytes(), id=f"{p.parts[-3]}/{p.name}") for p in WRITTEN),
]


@pytest.fixture
def model(toy_model):
    return load(toy_model)


def page(body: bytes, url: str | None = "https://own.example/1") -> Page:
    return parse(Document(body, url))


def test_there_are_written_pages_to_look_at():
    assert len(WRITTEN) > 10


@pytest.mark.parametrize("body", PAGES)
def test_every_share_and_the_intercept_sum_to_the_score(model, body):
    found = account(model, page(body))
    total = found.intercept + math.fsum(reason.contribution for reason in found.reasons)
    # Shares below 1e-9 are no reasons; a page has at most some thousands of them.
    assert total == pytest.approx(found.log_odds, abs=1e-5)
    assert probability(found.log_odds) == found.verdict.score == score(model, page(body))


@pytest.mark.parametrize("body", PAGES)
def test_a_verdict_is_in_its_band_and_its_reasons_are_the_strongest(model, body):
    verdict = judge(model, page(body), "a")
    review, spam, way = model.thresholds
    assert verdict.band is (
        Band.SPAM if verdict.score >= spam else Band.REVIEW if verdict.score >= review else Band.CLEAN
    )
    weights = [abs(reason.contribution) for reason in verdict.reasons]
    assert weights == sorted(weights, reverse=True)
    assert verdict.reasons == tuple(account(model, page(body)).reasons[: scorer.MOST_REASONS])
    scores = [link.score for link in verdict.links]
    assert scores == sorted(scores, reverse=True)
    assert all(value >= way for value in scores) or (len(scores) == 1 and verdict.band is not Band.CLEAN)


@pytest.mark.parametrize("body", PAGES[:8])
@pytest.mark.parametrize(
    "parts", [frozenset(), *(frozenset((part,)) for part in Part), *(EVERYTHING - {p} for p in Part)]
)
def test_a_part_that_is_left_out_changes_nothing_else(model, body, parts):
    whole, some = judge(model, page(body), "a"), judge(model, page(body), "a", parts)
    left_out = {
        **({} if Part.REASONS in parts else {"reasons": ()}),
        **({} if Part.LINKS in parts else {"links": ()}),
        **({} if Part.KINDS in parts else {"kinds": (), "kind": None}),
        **({} if Part.FINGERPRINT in parts else {"fingerprint": Fingerprint()}),
        **({} if Part.LEADS in parts else {"leads": ()}),
    }
    assert some == replace(whole, **left_out)


def test_a_part_that_is_left_out_is_not_worked_out(model, monkeypatch):
    for name in ("strongest_reasons", "way_reasons", "kind_scores", "fingerprint", "leads"):
        monkeypatch.setattr(scorer, name, None)
    assert judge(model, page(SMALL["lure"]), parts=frozenset()).band is Band.SPAM
    for part in Part:
        with pytest.raises(TypeError, match="not callable"):
            judge(model, page(SMALL["lure"]), parts=frozenset((part,)))


def test_shares_of_every_candidate_sum_to_its_log_odds(model):
    vector = read(page(SMALL["lure"])).vector
    together = way_log_odds(model, vector.ways, vector.way_tokens)
    assert len(together) >= 1
    for number in range(len(together)):
        alone = way_log_odds(model, vector.ways[number : number + 1], vector.way_tokens[number : number + 1])
        assert alone[0] == together[number]


def test_the_order_of_pages_and_those_before_change_nothing(model):
    bodies = [*SMALL.values(), *(path.read_bytes() for path in WRITTEN[:6])]
    there = [score(model, page(body)) for body in bodies]
    back = [score(model, page(body)) for body in reversed(bodies)][::-1]
    assert there == back


def test_a_page_without_anything_has_a_score(model):
    verdict = judge(model, Page(None, None, "text"))
    assert 0 < verdict.score < 0.5
    assert verdict.links == ()


def test_a_lost_address_is_no_evidence_either_way(model):
    vector = read(page(SMALL["no links"], None)).vector
    assert "site" in vector.absent
    assert not any(
        reason.feature.startswith("site.") for reason in account(model, page(SMALL["no links"], None)).reasons
    )


def test_lost_mark_up_is_no_evidence_either_way(model):
    reasons = account(model, page(SMALL["text"], None)).reasons
    assert not any(reason.feature.startswith(("links.", "markup.", "site.")) for reason in reasons)


def test_a_lure_weighs_more_than_none(model):
    assert score(model, page(SMALL["lure"])) > 0.8 > 0.4 > score(model, page(SMALL["no links"]))
    (link, *_) = judge(model, page(SMALL["lure"])).links
    assert link.url == "https://evil.example/w"
    assert "partner" in link.block


def test_a_fingerprint_holds_where_the_likeliest_link_with_an_address_leads(model):
    lure, line = SMALL["lure"], b"<p>Click to watch full movie on our partner site</p>"
    other = b"<h1>Sand</h1><p>Watch <a href=https://go.evil.example/z>full movie</a> on our partner site</p>"
    found = [judge(model, page(body)).fingerprint.lure for body in (lure, lure + line, other)]
    assert len(set(found)) == 1
    assert found[0] != ""
    assert judge(model, page(SMALL["no links"])).fingerprint.lure == ""


def test_no_threshold_moves_a_fingerprint(model):
    doubtful = page(b"<title>Sand</title><p>About <a href=https://doubt.example/w>sand</a></p>")
    assert account(model, doubtful).verdict.fingerprint == judge(model, doubtful).fingerprint
    assert judge(model, doubtful).fingerprint.lure == ""


@pytest.mark.parametrize("found", [[], [0.0], [1.0, -1.0], [900.0, -900.0, 3.0, 2.0]])
def test_the_summary_of_candidates_is_finite(found):
    assert np.isfinite(summary(np.array(found))).all()


def test_log_odds_without_bounds_give_a_probability():
    assert [probability(value) for value in (-1e9, 0.0, 1e9)] == [0.0, 0.5, 1.0]


def test_page_log_odds_is_what_judge_reports(model):
    vector = read(page(SMALL["lure"])).vector
    ways = way_log_odds(model, vector.ways, vector.way_tokens)
    assert probability(page_log_odds(model, vector, ways)) == judge(model, page(SMALL["lure"])).score
