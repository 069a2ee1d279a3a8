"""Figures of merit, set against scikit-learn's and against counts by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from detector.training import metrics
from detector.training.metrics import Scored, damped, threshold_at, with_interval

_SCORES = st.sampled_from([0.0, 0.1, 0.25, 0.25000001, 0.5, 0.9, 1.0]) | st.floats(0, 1)
_PAGE = st.tuples(_SCORES, st.booleans(), st.floats(0.01, 5), st.integers(0, 4))


@st.composite
def scored_pages(draw: st.DrawFn) -> Scored:
    """Pages of both labels."""
    drawn = [
        *draw(st.lists(_PAGE, min_size=2, max_size=40)),
        (draw(_SCORES), True, 1.0, 0),
        (draw(_SCORES), False, 1.0, 1),
    ]
    scores, spam, weights, sites = map(np.array, zip(*drawn, strict=True))
    return Scored(scores, spam, weights, sites)


def made(scores: list[float], spam: list[bool], weights: list[float] | None = None) -> Scored:
    return Scored(np.array(scores), np.array(spam), np.array(weights or [1.0] * len(scores)), np.arange(len(scores)))


@given(scored_pages())
def test_roc_auc_is_that_of_scikit_learn(found):
    assert metrics.roc_auc(found) == pytest.approx(
        roc_auc_score(found.spam, found.scores, sample_weight=found.weights), abs=1e-9
    )


@given(scored_pages())
def test_average_precision_of_distinct_scores_is_that_of_scikit_learn(found):
    from sklearn.metrics import average_precision_score

    distinct = found._replace(scores=np.random.default_rng(0).permutation(len(found.scores)).astype(float))
    balanced = metrics.at_prevalence(distinct, 0.5)
    expected = average_precision_score(distinct.spam, distinct.scores, sample_weight=balanced)
    assert metrics.average_precision(distinct) == pytest.approx(expected, abs=1e-9)


def test_ranking_at_its_best_and_worst():
    right, wrong = made([0.1, 0.2, 0.8], [False, False, True]), made([0.9, 0.8, 0.1], [False, False, True])
    assert (metrics.roc_auc(right), metrics.average_precision(right)) == (1, 1)
    assert metrics.roc_auc(wrong) == 0
    assert metrics.average_precision(wrong) == 0.5
    assert metrics.roc_auc(made([0.5, 0.5], [True, False])) == 0.5


@given(scored_pages(), st.floats(0, 0.99))
def test_at_most_the_rate_is_flagged_and_no_lower_threshold_would_do(found, rate):
    threshold = threshold_at(found, rate)
    assert metrics.false_positives(found, threshold) <= rate + 1e-12
    lower = found.scores[~found.spam & (found.scores < threshold)]
    if len(lower):
        assert metrics.false_positives(found, lower.max()) > rate - 1e-12


def test_a_threshold_by_hand():
    found = made([0.1, 0.2, 0.3, 0.4, 0.35], [False] * 4 + [True])
    threshold = threshold_at(found, 0.25)
    assert 0.3 < threshold < 0.35
    assert metrics.recall(found, threshold) == 1
    assert metrics.recall(found, threshold_at(found, 0.0)) == 0
    assert metrics.recall_at(0.25)(found) == 1


def test_damped_weights_by_hand():
    """An honest page weighs 1 / max(n, 20), a spam source min(n, 5) altogether."""
    sources = ["one"] * 2 + ["large"] * 40 + ["single"] + ["kit"] * 10
    spam = np.array([False] * 42 + [True] * 11)
    found = damped(sources, spam)
    assert found[:2].tolist() == [1 / 20] * 2
    assert found[2:42].tolist() == [1 / 40] * 40
    assert found[42] == 1
    assert found[43:].sum() == pytest.approx(5)
    assert len(damped([], np.zeros(0, bool))) == 0


def test_a_source_is_damped_within_its_class():
    assert damped(["both"] * 12, np.array([True] * 10 + [False] * 2))[-1] == 1 / 20


@given(scored_pages())
@settings(max_examples=15, deadline=None)
def test_an_interval_is_in_order_and_repeatable(found):
    figure = with_interval(found, metrics.roc_auc)
    assert figure == with_interval(found, metrics.roc_auc) or np.isnan(figure.low)
    assert figure.low <= figure.high or np.isnan(figure.low)


def test_an_interval_contains_its_value_and_narrows_with_sites():
    chance = np.random.default_rng(1)

    def interval(size: int) -> metrics.Interval:
        spam = np.arange(size) % 2 == 0
        found = Scored(chance.normal(spam, 1.0), spam, np.ones(size), np.arange(size))
        return with_interval(found, metrics.roc_auc)

    few, many = interval(40), interval(2_000)
    assert few.low < few.value < few.high
    assert many.low < many.value < many.high
    assert many.high - many.low < (few.high - few.low) / 3
    assert str(few) == f"{few.value:.3f} ({few.low:.3f}–{few.high:.3f})"


def test_the_bootstrap_draws_sites_not_pages():
    """A hundred copies of one page on one site are one observation."""
    one = made([0.2, 0.4, 0.6, 0.8, 0.3, 0.7], [False, True, False, True, False, True])
    copied = Scored(*(np.repeat(each, 100) for each in one))
    alone, together = with_interval(one, metrics.roc_auc), with_interval(copied, metrics.roc_auc)
    assert together.value == pytest.approx(alone.value)
    assert (together.low, together.high) == pytest.approx((alone.low, alone.high))


def test_a_share_is_weighted_and_its_interval_draws_groups():
    chance = np.random.default_rng(5)
    right, weights = chance.uniform(size=100) < 0.3, chance.uniform(0.5, 2, 100)
    found = metrics.share(right, weights, [str(i) for i in range(100)])
    assert found.value == pytest.approx(np.average(right, weights=weights))
    assert found.low < found.value < found.high
    copied = metrics.share(np.repeat(right, 9), np.repeat(weights, 9), [str(i) for i in range(100) for _ in range(9)])
    assert copied == pytest.approx(found)
    assert metrics.share([True, False], np.ones(2), ["one", "one"]) == (0.5, 0.5, 0.5)


def test_calibrated_scores_have_next_to_no_calibration_error():
    chance = np.random.default_rng(2)
    scores = chance.uniform(0, 1, 200_000)
    spam = chance.uniform(0, 1, len(scores)) < scores
    found = Scored(scores, spam, np.ones(len(scores)), np.zeros(len(scores), np.int64))
    assert metrics.calibration_error(float(spam.mean()))(found) < 0.01
    boastful = found._replace(scores=np.where(scores > 0.5, 1.0, 0.0))
    assert metrics.calibration_error(float(spam.mean()))(boastful) > 0.2


@given(scored_pages(), st.floats(0.01, 0.99))
def test_weights_at_a_prevalence(found, prevalence):
    weights = metrics.at_prevalence(found, prevalence)
    assert weights.sum() == pytest.approx(1)
    assert weights[found.spam].sum() == pytest.approx(prevalence)


def test_precision_by_hand():
    found = made([0.9, 0.9, 0.1, 0.9, 0.1, 0.1, 0.1], [True, True, True, False, False, False, False])
    assert metrics.precision(found, 0.5, 0.1) == pytest.approx((0.1 * 2 / 3) / (0.1 * 2 / 3 + 0.9 / 4))
    assert metrics.precision(found, 2.0, 0.1) == 1.0
