"""Parts of some pages: what is counted, damped, and left out."""

from __future__ import annotations

import pytest

from detector.training import slices
from detector.training.slices import OTHERS, flagged_sites, plain, slice_of, slices_by
from tests.training.scored_pages import judged, page

BANDS = {"spam": 0.6, "review": 0.2}


def test_a_slice_by_hand():
    """Spam pages of one source count five altogether, an honest page of a small source a twentieth."""
    rows = [page(f"k{i}", "spam", source="kit") for i in range(10)] + [page("one", "spam"), page("h", "ham")]
    part = slice_of(judged(rows, [0.9] * 10 + [0.3, 0.3]), BANDS)
    assert part["spam"]["pages"] == 11
    assert part["spam"]["groups"] == 2
    assert part["spam"]["spam"]["value"] == pytest.approx(5 / 6, abs=1e-4)
    assert part["spam"]["review"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert part["ham"] == {
        "pages": 1,
        "groups": 1,
        "spam": {"value": 0, "low": 0, "high": 0},
        "review": {"value": 1, "low": 1, "high": 1},
    }
    assert part["recall at rate"] is None


def test_a_label_without_pages_is_none():
    part = slice_of(judged([page("h", "ham")], [0.1]), BANDS, "honest")
    assert part["spam"] is None
    assert part["name"] == "honest"


def test_recall_at_a_rate_needs_enough_honest_pages(monkeypatch):
    rows = [page("s", "spam"), *(page(f"h{i}", "ham") for i in range(99))]
    assert slice_of(judged(rows, [0.5] + [0.1] * 99), BANDS)["recall at rate"] is None
    rows.append(page("last", "ham"))
    assert slice_of(judged(rows, [0.5] + [0.1] * 100), BANDS)["recall at rate"]["value"] == 1


def test_small_slices_are_put_together_last():
    rows = [page(str(i), "ham", lang=lang) for i, lang in enumerate(["zz", "zz", "aa", "bb"])]
    parts = slices_by(judged(rows, [0.1] * 4), BANDS, lambda row: row.lang, fewest=2)
    assert [(part["name"], part["ham"]["pages"]) for part in parts] == [("zz", 2), (OTHERS, 2)]


def test_sites_are_told_by_the_share_of_their_honest_pages():
    rows = [page("a", "ham", site="big"), page("b", "ham", site="big"), page("c", "ham", site="", campaign="kit")]
    rows += [page("d", "spam", site="bad"), page("e", "ham", site="good")]
    found = flagged_sites(judged(rows, [0.9, 0.1, 0.9, 0.9, 0.1]), 0.6)
    assert found == [("kit", 1, 1.0), ("big", 2, 0.5), ("good", 1, 0.0)]


def test_figures_are_rounded_for_json():
    assert plain(slices.Interval(1 / 3, 0.0, 1.0)) == {"value": 0.3333, "low": 0.0, "high": 1.0}
