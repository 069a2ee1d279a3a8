"""The measure of growth tells a line from a square: what is planted here must be seen."""

from __future__ import annotations

import re

import pytest

from tests.growth import LIMIT, assert_linear, growth


def letters(size: int) -> str:
    return "a" * size


@pytest.mark.parametrize("pattern", ["a*b", "(?:a|b)*c", "a{0,5000}b", r"\w+:", "(.*?),$"])
def test_a_planted_square_is_seen(pattern):
    with pytest.raises(AssertionError, match="times as long"):
        assert_linear(re.compile(pattern).search, letters, 1_000)


@pytest.mark.parametrize("pattern", ["a", "a*", "(?<!a)a++b", "b*c", "[^b]*+$", "a{0,9}b"])
def test_what_is_linear_passes(pattern):
    assert_linear(re.compile(pattern).findall, letters, 1_000)
    assert_linear(re.compile(pattern).findall, letters, 10_000)


def test_squares_outside_of_expressions_are_seen():
    with pytest.raises(AssertionError):
        assert_linear(lambda found: [one for one in found if one not in found[:-1]], lambda size: [*range(size)], 500)


def test_a_cut_input_does_not_grow():
    assert growth(lambda text: text[:100].upper(), letters, 1_000) < LIMIT / 2
