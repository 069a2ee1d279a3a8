"""Kinds of spam: which are named, and that each score is the linear decision it says it is."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from detector.features.vector import read
from detector.model import judge, kinds, load
from detector.model.kinds import KIND_FOLD, KINDS, OTHER, Rest
from detector.model.linear import Linear, probability
from detector.model.scorer import decide_page, kind_scores, way_log_odds
from detector.model.weights import GROUPS
from detector.page import Document
from detector.parsing import parse
from detector.verdict import Band
from tests.conftest import HAM, SPAM, TEXT

ALIKE = dict.fromkeys((*KINDS, OTHER), 0.5)
PAGES = [
    Document(SPAM.encode(), "https://films.example/12130", "text/html"),
    Document(SPAM.encode(), None, "text/html"),
    Document(TEXT.encode(), None, "text/plain"),
    Document(HAM.encode(), None, "text/html"),
]


def told(**said: float) -> np.ndarray:
    return np.array([said.get(kind.replace("-", "_"), 0.0) for kind in (*KINDS, OTHER)])


def names(found: np.ndarray, **thresholds: float) -> list[str]:
    return [kind for kind, _ in kinds.named(found, ALIKE | thresholds)]


def test_all_kinds_above_their_threshold_are_named_likeliest_first():
    assert names(told(survey=0.6, phishing=0.9, crypto=0.4)) == ["phishing", "survey"]
    assert names(told(survey=0.6, phishing=0.9, crypto=0.4), crypto=0.3) == ["phishing", "survey", "crypto"]
    assert names(told(survey=0.6, phishing=0.9), survey=0.7) == ["phishing"]


def test_the_likeliest_is_named_however_unlikely_and_before_a_less_likely_one_that_reaches_its_own():
    assert names(told(gambling=0.1)) == ["gambling"]
    assert names(told(gambling=0.4, injection=0.3), injection=0.2) == ["gambling", "injection"]


def test_other_is_the_likelier_the_less_likely_every_named_kind_is():
    decided = np.full((3, len(KINDS)), -3.0)
    decided[1, 0], decided[2] = 3.0, -6.0
    one_likely, none_likely = (kinds.scores(decided, Rest(1.0, -1.0))[i, -1] for i in (1, 2))
    assert one_likely < kinds.scores(decided, Rest(1.0, -1.0))[0, -1] < none_likely


def test_the_chance_of_no_kind_is_the_product_of_the_chances_of_not_being_each():
    decided = np.linspace(-4, 2, len(KINDS))
    none = math.prod(1 - probability(float(one)) for one in decided)
    assert kinds.none_of(decided) == pytest.approx(math.log(none / (1 - none)))


@pytest.mark.parametrize("value", [-1e6, 0.0, 1e6])
def test_wild_decisions_give_probabilities(value):
    with np.errstate(all="raise"):
        found = kinds.scores(np.full(len(KINDS), value), Rest(1.0, 0.0))
    assert ((found >= 0) & (found <= 1)).all()


@pytest.mark.parametrize("document", PAGES, ids=["address", "no address", "text", "honest"])
def test_every_kind_is_the_linear_decision_of_its_weights(toy_model, document):
    """Worked out once more with the page's own decision, one kind after the other."""
    model = load(toy_model)
    vector = read(parse(document)).vector
    ways = way_log_odds(model, vector.ways, vector.way_tokens)
    found = kind_scores(model, vector, ways)
    for number, kind in enumerate(KINDS):
        tokens = np.repeat(np.asarray(model.kinds.tokens)[:, number], 1 << KIND_FOLD)
        alone = Linear(
            model.kinds.intercepts[number],
            model.kinds.mean,
            model.kinds.scale,
            model.kinds.weights[number],
            tokens,
            model.kinds.fields,
        )
        alone_said = decide_page(replace(model, page=alone), vector, ways).log_odds
        assert found[number] == pytest.approx(probability(alone_said)), kind


def test_a_group_that_says_nothing_moves_no_kind(toy_model):
    """Without an address what is measured of addresses must not count, whatever its weight."""
    model = load(toy_model)
    heavy = model.kinds.weights + 100.0 * np.array([group == "site" for group in GROUPS])
    other = replace(model, kinds=replace(model.kinds, mean=model.kinds.mean + 1.0, weights=heavy))
    same = replace(model, kinds=replace(model.kinds, mean=model.kinds.mean + 1.0))
    with_address, without = (read(parse(document)).vector for document in PAGES[:2])
    assert (kind_scores(other, without, np.zeros(0)) == kind_scores(same, without, np.zeros(0))).all()
    assert (kind_scores(other, with_address, np.zeros(0)) != kind_scores(same, with_address, np.zeros(0))).any()


def test_a_verdict_carries_the_likeliest_kind_and_all_that_were_named(toy_model):
    model = load(toy_model)
    verdict = judge(model, parse(PAGES[0]))
    assert verdict.band is Band.SPAM
    assert verdict.kind == "fake-stream"
    assert verdict.kinds[0].kind == "fake-stream"
    assert 0.5 < verdict.kinds[0].score <= 1
    generous = replace(model, kinds=replace(model.kinds, thresholds=dict.fromkeys(ALIKE, 0.0)))
    every = judge(generous, parse(PAGES[0])).kinds
    assert {kind for kind, _ in every} == {*KINDS, OTHER}
    assert [score for _, score in every] == sorted((score for _, score in every), reverse=True)


def test_a_clean_page_has_no_kind_and_costs_no_decision_about_it(toy_model):
    model = replace(load(toy_model), kinds=None)  # type: ignore[arg-type]
    verdict = judge(model, parse(PAGES[3]))
    assert (verdict.band, verdict.kind, verdict.kinds) == (Band.CLEAN, None, ())
