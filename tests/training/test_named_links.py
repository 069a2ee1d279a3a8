"""Named links: how many are scam links, and on how many honest pages there is none."""

from __future__ import annotations

import numpy as np
import pytest

from detector.training.named_links import honest_unnamed, link_figures, named_right
from tests.training.scored_pages import page, rows_of

HIGH, LOW = 3.0, -3.0


def written(id: str, label: str, **said: str):
    return page(id, label, split="authored", campaign=f"t-{id}", **said)


def test_precision_counts_named_links_of_known_truth_on_both_sides():
    rows = [written("s", "spam"), written("h", "ham"), page("found", "spam"), written("c", "spam", variant="no head")]
    truth = [[1, 0, -1, 1], [0, 0], [0], [0]]
    log_odds = [np.array([HIGH, HIGH, HIGH, LOW]), np.array([HIGH, LOW]), np.array([HIGH]), np.array([HIGH])]
    # Named with a known truth: one right and one wrong of the spam page, one wrong of the honest page.
    assert named_right(rows_of(rows, truth), log_odds, 0.5).value == pytest.approx(1 / 3)
    assert named_right(rows_of(rows, truth), log_odds, 0.99) is None


def test_a_link_at_the_threshold_is_named():
    data = rows_of([written("s", "spam")], [[1]])
    assert named_right(data, [np.array([0.0])], 0.5).value == 1
    assert named_right(data, [np.array([-1e-6])], 0.5) is None


def test_honest_pages_without_a_named_link_are_damped():
    """Forty pages of one source, all with a named link, weigh as much as twenty clean ones of another."""
    rows = [page(f"a{i}", "ham", source="large") for i in range(40)]
    rows += [page(f"b{i}", "ham", source="small") for i in range(20)] + [page("s", "spam")]
    log_odds = [*[np.array([HIGH, LOW])] * 40, *[np.array([LOW])] * 19, np.zeros(0), np.array([HIGH])]
    data = rows_of(rows, [[0] * len(found) for found in log_odds])
    found = honest_unnamed(data, log_odds, 0.5, lambda row: row.label == "ham")
    assert found.value == pytest.approx(0.5)
    assert honest_unnamed(data, log_odds, 0.5, lambda row: False) is None


def test_found_and_written_pages_are_told_apart():
    rows = [page("f", "ham"), written("h", "ham"), written("s", "spam")]
    log_odds = [np.array([LOW]), np.array([HIGH]), np.array([HIGH])]
    figures = link_figures(rows_of(rows, [[0], [0], [1]]), log_odds, 0.5)
    assert {name: figure.value for name, figure in figures.items()} == {
        "found honest pages without a named link": 1,
        "written honest pages without a named link": 0,
        "named links of written pages that are scam links": 0.5,
    }
