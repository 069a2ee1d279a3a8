"""Hashed words in named fields."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import look
from detector.features.tokens import SPACE, index, indexed, terms, way_terms
from detector.features.vector import FIELDS

PAGE = (
    "<title>Dune 2024</title><header><p>Menu</p></header><h2>The verdict</h2><p>Sand everywhere, 10 of 12345678.</p>"
    "<p><a href=https://unheard.example/w>Watch</a> <a href=https://www.netflix.com/>Netflix</a> <a href=/b>About</a></p>"
    "<p style='display:none'>cheap pills</p><p>The end</p>"
)


def test_each_field_holds_its_own_words():
    found = terms(look(PAGE))
    assert tuple(found) == FIELDS
    assert found["title"] == ["dune", "####", "dune ####", "=<dun", "=dune", "=une>"]
    assert found["heading"] == ["the", "verdict", "the verdict"]
    assert found["away"] == ["watch"]
    assert found["known"] == ["netflix"]
    assert found["site"] == ["about"]
    assert found["hidden"] == ["cheap", "pills"]
    assert "the end" in found["closing"]
    assert "menu" in found["body"]
    assert "menu" not in found["closing"]
    assert {"=<un", "=<unh", "=heard"} <= set(found["host"])
    assert not any("netf" in word for word in found["host"])
    assert "cheap" not in found["body"]


def test_numbers_keep_their_length_only():
    assert {"##", "#####"} <= set(terms(look(PAGE))["body"])
    assert not any(
        character.isdecimal() for words in terms(look(PAGE)).values() for word in words for character in word
    )


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5))
def test_no_number_becomes_a_word(numbers):
    found = terms(look(f"<title>{' '.join(map(str, numbers))}</title><p>{' '.join(map(str, numbers))}</p>"))
    assert all(set(word) <= set("# ") for field in ("title", "body", "closing") for word in found[field])


def test_tokens_of_a_way_out():
    (way,) = look("<p>Click to see <a href=https://go.unheard.example/Film/x>Watch 10</a></p>").ways
    found = way_terms(way)
    assert {"watch", "##", "watch ##", "~click", "~click to", "=heard", "/film"} <= set(found)
    assert len(found) == len(set(found))


def test_a_known_host_is_not_spelt():
    (way,) = look("<p><a href=https://www.netflix.com/title>x</a></p>").ways
    assert [word for word in way_terms(way) if word[0] in "=/"] == ["/title"]


BODY, TITLE, WAY = [15616, 186105, 432197], [223844], [168425]


def test_the_space_never_moves():
    """Every model and every dataset rests on these indices: a change needs a new TOKENS_VERSION."""
    assert SPACE == 2**20
    assert index("body", ["watch", "full movie", "映画"]).tolist() == BODY
    assert index("title", ["watch"]).tolist() == TITLE
    assert index("way", ["~click"]).tolist() == WAY


def test_another_interpreter_finds_the_same_indices():
    """Python's own hash is seeded anew in every process; this one must not be."""
    code = "from detector.features.tokens import index; print(*index('body', ['watch', 'full movie', '映画']))"
    run = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, check=True)
    assert list(map(int, run.stdout.split())) == BODY


@given(st.lists(st.text(max_size=20), max_size=30), st.sampled_from(FIELDS))
def test_indices_stand_by_their_tokens(words, field):
    found = index(field, words)
    assert found.dtype == np.uint32
    assert len(found) == len(words)
    assert (found < SPACE).all()
    assert found.tolist() == [int(index(field, [word])[0]) for word in words]


@given(st.lists(st.tuples(st.sampled_from((*FIELDS, "way")), st.lists(st.text(max_size=8), max_size=8)), max_size=8))
def test_many_fields_at_once_are_each_by_itself(fields):
    found = indexed([*fields, ("body", ["\ud800"])])
    assert [one.tolist() for one in found[:-1]] == [index(field, words).tolist() for field, words in fields]
    assert found[-1].tolist() == index("body", ["\ud800"]).tolist()


def test_fields_are_salted_apart():
    words = [f"word{i}" for i in range(500)]
    assert (index("title", words) == index("body", words)).mean() < 0.01


def test_the_space_is_used_evenly():
    found = index("body", [f"word {i}" for i in range(20_000)])
    assert len(np.unique(found)) > 19_700
    assert np.bincount(found >> 16, minlength=16).min() == pytest.approx(1250, rel=0.15)
