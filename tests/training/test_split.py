"""Folds: what belongs together is never torn apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.training.rows import OWN, Row
from detector.training.split import FOLDS, balanced, cross_validation, fold, group


def row(id: str, label: str = "ham", **said: str) -> Row:
    return Row(**{"id": id, "label": label, "source": "s", "split": "train", "site": id, **said})


@st.composite
def datasets(draw: st.DrawFn, prefix: str = "") -> list[Row]:
    """Rows that share sites, sources and templates, with copies that hold blocks."""
    found = []
    for number in range(draw(st.integers(5, 40))):
        label, split = draw(st.sampled_from(["spam", "ham"])), draw(st.sampled_from(["train", "train", "authored"]))
        place = str(draw(st.integers(0, 12)))
        found.append(
            row(
                f"{prefix}{number}", label, split=split, site=f"site{place}", source=f"src{place}", campaign=f"c{place}"
            )
        )
        if draw(st.booleans()):
            block = draw(st.sampled_from(["", "block:1", "block:2", "block:3"]))
            side = draw(st.sampled_from(["spam", "ham"])) if block else label
            found.append(
                row(f"{prefix}{number}+", side, split=split, site=f"site{place}", source=f"src{place}", campaign=f"c{place}",
                    variant="x", parent=f"{prefix}{number}", block=block)
            )  # fmt: skip
    return found


@given(datasets(), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_nothing_is_fitted_that_belongs_to_what_is_tested(rows, seed):
    tested: list[int] = []
    parent = {each.id: each for each in rows}
    for fit, test in cross_validation(rows, seed):
        groups = {group(rows[i]) for i in test}
        assert not groups & {group(rows[i]) for i in fit if not rows[i].variant}
        assert not {rows[i].id for i in test} & {rows[i].parent for i in fit}
        assert not groups & {group(parent[rows[i].parent]) for i in fit if rows[i].variant}
        assert not any(rows[i].variant for i in test)
        tested += test.tolist()
    assert sorted(tested) == [i for i, each in enumerate(rows) if not each.variant]


def test_a_block_is_left_out_of_exactly_one_fold():
    rows = [row(str(i)) for i in range(30)]
    rows += [row(f"{i}+", "spam", variant="x", parent=str(i), block="block:a") for i in range(30)]
    without = [number for number, (fit, _) in enumerate(cross_validation(rows)) if not any(rows[i].block for i in fit)]
    assert without == [fold("block:a")]


@given(datasets(), datasets(prefix=OWN), st.integers(0, 3))
@settings(max_examples=80, deadline=None)
def test_shipped_rows_keep_their_folds_when_own_rows_come(shipped, own, seed):
    before, after = balanced(shipped, seed), balanced([*shipped, *own], seed)
    assert {name: after[name] for name in before} == before


@given(datasets(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_folds_do_not_depend_on_the_order_of_rows(rows, chance):
    assert balanced(rows) == balanced(chance.sample(rows, len(rows)))


def test_both_classes_are_dealt_evenly():
    rows = [row(f"{label}{i}", label, source=f"src{i}") for label in ("spam", "ham") for i in range(50)]
    folds = balanced(rows)
    for label in ("spam", "ham"):
        sizes = [sum(folds[group(each)] == number for each in rows if each.label == label) for number in range(FOLDS)]
        assert sizes == [10] * FOLDS


def test_a_seed_deals_anew():
    rows = [row(str(i)) for i in range(40)]
    assert balanced(rows, 0) != balanced(rows, 1)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"label": "spam", "source": "kit"}, "source:kit"),
        ({"label": "ham", "site": "a.example"}, "site:a.example"),
        ({"label": "ham", "site": "", "campaign": "c"}, "site:c"),
        ({"label": "spam", "split": "authored", "campaign": "film/t1"}, "pair:film/t1"),
        ({"label": "ham", "split": "authored", "campaign": "film/t1"}, "pair:film/t1"),
    ],
)
def test_what_a_row_stays_together_with(said, expected):
    assert group(row("x", **said)) == expected


def test_a_hash_decides_for_all_time():
    assert [fold(name) for name in ("block:b1", "block:b2", "site:a.example")] == [4, 0, 1]
