"""How much each row counts in a fit."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.training.rows import Row
from detector.training.weights import SOURCE_POWER, UNSURE, _shares, page_weights


@st.composite
def datasets(draw: st.DrawFn) -> list[Row]:
    """Rows of both labels in sources of any size."""
    rows: list[Row] = []
    for label in ("spam", "ham"):
        for number, size in enumerate(draw(st.lists(st.integers(1, 60), min_size=1, max_size=6))):
            split = draw(st.sampled_from(["train", "train", "authored"]))
            variant = draw(st.sampled_from(["", "", "x"]))
            rows += [Row(f"{label}{number}{i}", label, f"src{number}", split, variant=variant) for i in range(size)]
    return rows


def mass(rows: list[Row], weights: np.ndarray, *names: str) -> dict[tuple[str, ...], float]:
    found: dict[tuple[str, ...], float] = defaultdict(float)
    for row, weight in zip(rows, weights, strict=True):
        found[tuple(getattr(row, name) for name in names)] += weight
    return found


@given(datasets())
@settings(max_examples=60, deadline=None)
def test_each_class_weighs_half_of_the_rows(rows):
    weights = page_weights(rows)
    assert (weights > 0).all()
    assert mass(rows, weights, "label") == pytest.approx({("spam",): len(rows) / 2, ("ham",): len(rows) / 2})


@given(datasets())
@settings(max_examples=60, deadline=None)
def test_no_source_counts_by_its_number_of_pages(rows):
    """Of two sources of one kind, the one with more pages weighs more, but less than its pages would make it."""
    found = page_weights(rows)
    kinds = mass(rows, found, "label", "split", "variant", "source")
    sizes = mass(rows, np.ones(len(rows)), "label", "split", "variant", "source")
    for one, weight in kinds.items():
        for other, less in kinds.items():
            if one[:3] == other[:3] and sizes[other] <= sizes[one] and not one[2]:
                assert weight / less == pytest.approx((sizes[one] / sizes[other]) ** (1 - SOURCE_POWER))


def test_copies_and_written_pages_keep_their_share_however_many():
    rows = [Row(f"{label}f{i}", label, f"src{i % 3}", "train") for label in ("spam", "ham") for i in range(10)]
    rows += [Row(f"{label}v{i}", label, "src0", "train", variant="x") for label in ("spam", "ham") for i in range(200)]
    rows += [Row(f"{label}a{i}", label, "own", "authored") for label in ("spam", "ham") for i in range(50)]
    rows += [
        Row(f"{label}u{i}", label, "own", "authored", variant=UNSURE) for label in ("spam", "ham") for i in range(7)
    ]
    weights = page_weights(rows)
    for label in ("spam", "ham"):
        parts = {"variant": 0.0, "authored": 0.0, "found": 0.0, "unsure": 0.0}
        for row, weight in zip(rows, weights, strict=True):
            if row.label == label:
                copy = "unsure" if row.variant == UNSURE else "variant"
                parts[copy if row.variant else "authored" if row.split == "authored" else "found"] += weight
        total = sum(parts.values())
        assert {part: weight / total for part, weight in parts.items()} == pytest.approx(_shares(label))


def test_what_is_missing_leaves_its_share_to_the_rest():
    rows = [Row("a", "spam", "s", "train"), Row("b", "ham", "s", "train")]
    assert page_weights(rows).tolist() == pytest.approx([1, 1])
