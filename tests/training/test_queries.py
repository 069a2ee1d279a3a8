"""The threshold that answers a query, set against trying every threshold by hand."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.training import metrics
from detector.training.metrics import Scored, threshold_at, with_interval
from detector.training.queries import Aim, Query, closest, cost, percent, precision, search, shortest, swept
from tests.training.test_metrics import made, scored_pages

SHARES = st.sampled_from([0.01, 0.05, 0.2, 0.5])


def tried(found: Scored) -> list[float]:
    """Every threshold that tells some pages apart, the lowest first; the last flags none."""
    return [*np.unique(found.scores).tolist(), np.inf]


@given(scored_pages())
@settings(deadline=None)
def test_a_sweep_tells_what_the_metrics_tell(found):
    sweep = swept(found)
    for threshold in (*tried(found), 0.3):
        column = sweep.column(threshold)
        assert sweep.recall[0, column] == pytest.approx(metrics.recall(found, threshold))
        assert sweep.false_positives[0, column] == pytest.approx(metrics.false_positives(found, threshold))
        assert precision(sweep, 0.1)[0, column] == pytest.approx(metrics.precision(found, threshold, 0.1))
        assert sweep.lowest[column] <= threshold or column == len(sweep.lowest) - 1


@given(scored_pages())
@settings(deadline=None)
def test_both_ends_of_a_column_flag_the_same_pages(found):
    sweep = swept(found)
    for low, high in zip(sweep.lowest[1:], sweep.highest[1:], strict=True):
        assert (found.scores >= low).tolist() == (found.scores >= high).tolist()


@given(scored_pages(), st.floats(0.001, 0.99))
@settings(deadline=None)
def test_a_limit_of_false_positives_gives_the_threshold_at_that_rate(found, rate):
    sweep = swept(found)
    threshold = sweep.lowest[search(Query(Aim.FALSE_POSITIVES, rate, 0.1), sweep)]
    assert metrics.false_positives(found, threshold) <= rate + 1e-8
    # Below it only where the rate is hit to the last digit.
    assert threshold == threshold_at(found, rate) or metrics.false_positives(found, threshold) == pytest.approx(rate)


@given(scored_pages(), st.floats(0.05, 1), SHARES)
@settings(deadline=None)
def test_no_other_threshold_that_keeps_the_precision_has_more_recall(found, least, prevalence):
    sweep = swept(found)
    column = search(Query(Aim.PRECISION, least, prevalence), sweep)
    kept = [t for t in tried(found) if metrics.precision(found, t, prevalence) >= least]
    assert precision(sweep, prevalence)[0, column] >= least - 1e-8
    assert sweep.recall[0, column] >= max(metrics.recall(found, t) for t in kept) - 1e-9


@given(scored_pages(), st.floats(0.1, 100), SHARES)
@settings(deadline=None)
def test_no_other_threshold_is_cheaper(found, price, prevalence):
    def priced(threshold: float) -> float:
        missed, wrong = 1 - metrics.recall(found, threshold), metrics.false_positives(found, threshold)
        return prevalence * missed + (1 - prevalence) * wrong * price

    sweep = swept(found)
    column = search(Query(Aim.COST, price, prevalence), sweep)
    least = min(map(priced, tried(found)))
    assert cost(sweep, prevalence, price)[0, column] == pytest.approx(least)


def many(errors: int = 3) -> Scored:
    """Sixty sites of each label, a page each; some honest ones score as high as spam."""
    chance = np.random.default_rng(3)
    scores = np.concatenate((chance.uniform(0.3, 1, 60), chance.uniform(0, 0.4, 60)))
    scores[60 : 60 + errors] = 0.62
    return made(scores.tolist(), [True] * 60 + [False] * 60)


@pytest.mark.parametrize("errors", [0, 1, 3])
def test_a_cautious_threshold_keeps_its_limit_at_the_end_of_the_interval(errors):
    """By the very interval that is printed with it; the next lower threshold does not."""
    found = many(errors)
    sweep = swept(found)
    for aim, limit, figure in (
        (Aim.PRECISION, 0.9, partial(metrics.precision, prevalence=0.2)),
        (Aim.FALSE_POSITIVES, 0.04, metrics.false_positives),
    ):
        column = search(Query(aim, limit, 0.2, sure=0.975), sweep)

        def keeps(column: int, aim: Aim = aim, limit: float = limit, figure: object = figure) -> bool:
            interval = with_interval(found, partial(figure, threshold=float(sweep.lowest[column])))  # type: ignore[call-overload]
            return bool(interval.low >= limit - 1e-9 if aim is Aim.PRECISION else interval.high <= limit + 1e-9)

        assert keeps(column)
        assert not keeps(column + 1)
        assert column <= search(Query(aim, limit, 0.2), sweep)
        assert sweep.recall[0, column] > 0


def test_what_no_threshold_keeps_is_answered_by_flagging_nothing():
    """The highest page is honest: the precision that was asked for is nowhere reached, and the best is told."""
    found = made([0.9, 0.8, 0.1], [False, True, False])
    query = Query(Aim.PRECISION, 0.95, 0.5)
    assert search(query, swept(found)) == 0
    assert closest(query, swept(found)) == pytest.approx(1 / 1.5)
    assert closest(Query(Aim.FALSE_POSITIVES, 0.1, 0.5), swept(found)) == 0.5
    dear = Query(Aim.COST, 1e6, 0.01)
    assert search(dear, swept(found)) == 0


def test_one_group_makes_nothing_sure():
    """No resample of a single group of both labels differs; of two that hold one label each, some hold both."""
    scores, spam = np.array([0.9, 0.1]), np.array([True, False])
    sure = Query(Aim.FALSE_POSITIVES, 0.1, 0.5, sure=0.9)
    apart = swept(Scored(scores, spam, np.ones(2), np.arange(2)))
    assert len(apart.recall) < 1 + metrics.RESAMPLES
    assert search(sure, apart) == 1
    none = apart._replace(recall=apart.recall[:1], false_positives=apart.false_positives[:1])
    assert search(sure, none) == 0


def test_queries_say_what_they_ask():
    assert str(Query(Aim.PRECISION, 0.95, 0.05)) == (
        "most recall at a precision of at least 95 % where 5 % of pages are spam"
    )
    assert str(Query(Aim.FALSE_POSITIVES, 0.005, 0.1)) == "most recall at false positives of at most 0.5 %"
    assert "in 90 % of resamples of the sites" in str(Query(Aim.FALSE_POSITIVES, 0.005, 0.1, sure=0.9))
    assert "costs 20 spam pages missed" in str(Query(Aim.COST, 20, 0.1))
    assert percent(0.07) == "7 %"


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_shortest_number_lies_between_the_ends(one, other):
    low, high = sorted((one, other))
    found = shortest(low, high)
    assert low <= found <= high
    if high - low > 0.1:
        assert len(repr(found)) <= 3
