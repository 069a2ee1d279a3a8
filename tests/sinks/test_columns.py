"""Cutting and folding by columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.sinks.columns import fold, pad, shorten, shorten_middle, width
from detector.sinks.safety import plain

SHOWN = st.text("ab 映画é\u0301—", max_size=80).map(plain)


@given(SHOWN, st.integers(12, 60))
def test_nothing_is_wider_than_its_room(text, columns):
    assert width(shorten(text, columns)) <= columns
    assert width(shorten_middle(text, columns)) <= columns
    assert all(width(line) <= columns for line in fold(text, columns))


@given(SHOWN, st.integers(12, 60))
def test_folding_loses_no_letter(text, columns):
    assert "".join("".join(fold(text, columns)).split()) == "".join(text.split())


@pytest.mark.parametrize(("text", "columns"), [("short", 10), ("映画", 4)])
def test_what_fits_is_left_alone(text, columns):
    assert shorten(text, columns) == shorten_middle(text, columns) == text


def test_both_ends_of_an_address_are_kept():
    shown = shorten_middle("hxxps://evil[.]example/" + "x" * 200 + "/watch", 40)
    assert shown.startswith("hxxps://evil[.]example")
    assert shown.endswith("/watch")


def test_padding_counts_wide_characters():
    assert width(pad("映画", 10)) == 10
