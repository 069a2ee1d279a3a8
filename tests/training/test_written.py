"""Written pages: recall at a shared threshold, and pairs told apart."""

from __future__ import annotations

import pytest

from detector.training.rows import Row
from detector.training.written import ALL, pairs_right, written_figures
from tests.training.scored_pages import judged, page


def side(batch: str, pair: str, label: str, form: str = "html") -> Row:
    """One side of a pair."""
    return page(
        f"{batch}/{pair}{label}{form}",
        label,
        source=f"authored-{batch}",
        split="authored",
        batch=batch,
        pair=pair,
        campaign=f"{batch}/{pair}",
        form=form,
    )


def test_a_pair_is_told_apart_where_the_spam_side_scores_above():
    rows = [
        side("film", "p1", "spam"),
        side("film", "p1", "ham"),
        side("film", "p2", "spam"),
        side("film", "p2", "ham"),
    ]
    # The same name in another batch is another pair; a tie is no win; a page without a twin is none.
    rows += [side("sober", "p1", "spam"), side("sober", "p1", "ham"), side("sober", "p3", "spam")]
    found = pairs_right(judged(rows, [0.9, 0.8, 0.1, 0.2, 0.5, 0.5, 0.9]))
    assert {name: told["pairs"] for name, told in found.items()} == {"film": 2, "sober": 1, ALL: 3}
    assert found["film"]["right"]["value"] == 0.5
    assert found["sober"]["right"]["value"] == 0
    assert found[ALL]["right"]["value"] == pytest.approx(1 / 3, abs=1e-4)


def test_a_text_is_the_twin_of_a_text():
    rows = [side("film", "p1", label, form) for form in ("html", "text") for label in ("spam", "ham")]
    found = pairs_right(judged(rows, [0.9, 0.5, 0.4, 0.3]))
    assert found[ALL]["pairs"] == 2
    assert found[ALL]["right"]["value"] == 1


def test_rows_that_name_no_pair_have_none():
    rows = [page("a", "spam", batch="film"), page("b", "ham", batch="film")]
    assert pairs_right(judged(rows, [0.9, 0.1])) == {}


def test_batches_share_one_threshold():
    """The threshold that spares the one batch's honest pages costs the other's spam."""
    rows = [side("a", str(i), "spam") for i in range(3)] + [side("a", str(i), "ham") for i in range(3)]
    rows += [side("b", str(i), "spam") for i in range(3)] + [side("b", str(i), "ham") for i in range(3)]
    lines = written_figures(judged(rows, [0.9, 0.8, 0.7, 0.1, 0.1, 0.1, 0.9, 0.5, 0.5, 0.6, 0.1, 0.1]))
    a, b, every = lines
    assert [line["name"] for line in lines] == ["a", "b", ALL]
    assert a["recall"]["value"] == 1
    assert b["recall"]["value"] == pytest.approx(1 / 3, abs=1e-4)
    assert every["recall"]["value"] == pytest.approx(4 / 6, abs=1e-4)
    assert every["spam pages"] == every["honest pages"] == 6
    assert every["false positives"]["value"] == 0
    assert a["pairs"]["right"]["value"] == 1
