"""Log-odds -> probabilities, and the thresholds of the bands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detector.model.linear import Linear
from detector.training import metrics
from detector.training.calibrate import (
    BANDS,
    PREVALENCE,
    REVIEW_RATE,
    SPAM_RATE,
    Curve,
    calibrated,
    choose,
    chosen_for,
    fit_curve,
    logistic,
)
from detector.training.metrics import Scored

PLAIN = tuple(replace(query, sure=None) for query in BANDS)


def pages(scores: np.ndarray, spam: np.ndarray) -> Scored:
    return Scored(scores, spam, np.ones(len(scores)), np.arange(len(scores)))


def test_the_curve_makes_decisions_probabilities_at_the_stated_prevalence():
    """Decisions whose true log-odds are known, told wrongly by a slope and an offset, among as much spam as ham."""
    chance = np.random.default_rng(0)
    spam = np.arange(40_000) % 2 == 0
    # Two normal distributions one apart: the log-odds at even odds are x - 1/2.
    decisions = chance.normal(spam, 1.0)
    curve = fit_curve(pages(3 * decisions - 7, spam))
    expected = decisions - 0.5 + np.log(PREVALENCE / (1 - PREVALENCE))
    assert curve.apply(3 * decisions - 7) == pytest.approx(expected, abs=0.15)
    found = pages(logistic(curve.apply(3 * decisions - 7)), spam)
    assert metrics.calibration_error(PREVALENCE)(found) < 0.01


def test_a_curve_folds_into_the_weights():
    chance = np.random.default_rng(1)
    mean, scale, weight, tokens = (chance.normal(size=4) for _ in range(4))
    linear = Linear(0.3, mean, np.abs(scale) + 1, weight, tokens.astype(np.float16), {"body": 2.0})
    curved = calibrated(linear, Curve(1.7, -0.4))
    values, found = chance.normal(size=4), np.array([0, 2])

    def decision(one: Linear) -> float:
        return one.intercept + one.dense_shares(values).sum() + one.shares(["body"], [found]).sums[0]

    assert decision(curved) == pytest.approx(1.7 * decision(linear) - 0.4)


def test_thresholds_keep_their_rates():
    chance = np.random.default_rng(2)
    spam = np.arange(4_000) % 4 == 0
    found = pages(logistic(chance.normal(spam * 3.0, 1.0)), spam)
    review, certain = _plain(found)
    assert review < certain
    assert metrics.false_positives(found, review) == pytest.approx(REVIEW_RATE, abs=0.001)
    assert metrics.false_positives(found, certain) == pytest.approx(SPAM_RATE, abs=0.001)


def test_an_honest_page_of_score_one_leaves_a_threshold_that_a_model_may_hold():
    found = pages(np.array([1.0, 1.0, 1.0, 0.2]), np.array([True, False, False, False]))
    assert _plain(found) == (1.0, 1.0)


def _plain(found: Scored) -> tuple[float, ...]:
    return tuple(choice.threshold for choice in choose(found, PLAIN))


def whole_sites(seed: int = 4) -> Scored:
    """Honest pages of 200 sites of ten pages; errors come as whole sites. Spam is a third."""
    chance = np.random.default_rng(seed)
    sites = np.repeat(np.arange(300), 10)
    spam = sites >= 200
    scores = np.where(spam, chance.normal(2.5, 1.0, 3000), chance.normal(chance.normal(-1, 1.2, 300)[sites], 0.3))
    return Scored(logistic(scores), spam, np.ones(3000), sites)


def test_bands_that_are_sure_keep_their_rate_in_nine_resamples_of_the_sites_in_ten():
    found = whole_sites()
    for low, high, rate in zip(_plain(found), choose(found), (REVIEW_RATE, SPAM_RATE), strict=True):
        assert high.threshold > low

        def kept(threshold: float, rate: float = rate) -> float:
            samples = (found._replace(weights=weights) for weights in metrics.resampled(found))
            return float(np.mean([metrics.false_positives(sample, threshold) <= rate + 1e-9 for sample in samples]))

        assert kept(high.threshold) >= 0.9
        assert kept(low) < 0.9


def test_a_rate_that_cannot_be_sure_is_kept_by_the_pages_as_they_are_and_noted():
    """One site in three scores above all spam: most resamples hold it."""
    found = pages(np.array([0.9, 0.1, 0.2, 0.8, 0.7]), np.array([False, False, False, True, True]))
    notes: list[str] = []
    chosen = choose(found, note=notes.append)
    assert len(notes) == 2
    assert "90 % of resamples" in notes[0]
    assert tuple(choice.query for choice in chosen) == PLAIN
    assert tuple(choice.threshold for choice in chosen) == _plain(found)


def test_the_manifest_tells_the_queries():
    sure = "in 90 % of resamples of the sites; found pages, damped, out of fold"
    assert chosen_for() == {
        "prevalence": PREVALENCE,
        "spam": f"most recall at false positives of at most 0.5 %, {sure}",
        "review": f"most recall at false positives of at most 2 %, {sure}",
    }
    assert "resamples" not in chosen_for(PLAIN)["spam"]


def test_the_logistic_function_is_finite_everywhere():
    assert logistic(np.array([-np.inf, -1e4, 0.0, 1e4])) == pytest.approx([0, 0, 0.5, 1])
