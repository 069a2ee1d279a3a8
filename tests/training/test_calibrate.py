"""Log-odds -> probabilities, and the thresholds of the bands."""

from __future__ import annotations

import numpy as np
import pytest

from detector.model.linear import Linear
from detector.training import metrics
from detector.training.calibrate import (
    PREVALENCE,
    REVIEW_RATE,
    SPAM_RATE,
    Curve,
    calibrated,
    fit_curve,
    logistic,
    thresholds,
)
from detector.training.metrics import Scored


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
        return one.intercept + one.dense_shares(values).sum() + one.token_shares("body", found).sum()

    assert decision(curved) == pytest.approx(1.7 * decision(linear) - 0.4)


def test_thresholds_keep_their_rates():
    chance = np.random.default_rng(2)
    spam = np.arange(4_000) % 4 == 0
    found = pages(logistic(chance.normal(spam * 3.0, 1.0)), spam)
    review, certain = thresholds(found)
    assert review < certain
    assert metrics.false_positives(found, review) == pytest.approx(REVIEW_RATE, abs=0.001)
    assert metrics.false_positives(found, certain) == pytest.approx(SPAM_RATE, abs=0.001)


def test_an_honest_page_of_score_one_leaves_a_threshold_that_a_model_may_hold():
    found = pages(np.array([1.0, 1.0, 1.0, 0.2]), np.array([True, False, False, False]))
    assert thresholds(found) == (1.0, 1.0)


def test_the_logistic_function_is_finite_everywhere():
    assert logistic(np.array([-np.inf, -1e4, 0.0, 1e4])) == pytest.approx([0, 0, 0.5, 1])
