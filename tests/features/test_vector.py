"""A page as the numbers a model reads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.features import FEATURES, vector
from detector.features.measures import MEASURES
from detector.features.registry import declared, feature
from detector.features.tokens import SPACE
from detector.features.vector import FIELDS, Vector, read, schema
from detector.page import Document
from detector.parsing import parse
from tests.features.test_laws import pages, urls


def vector_of(html: str, url: str | None = None, kind: str = "text/html") -> Vector:
    return read(parse(Document(html.encode(), url, f"{kind}; charset=utf-8"))).vector


def equal(left: Vector, right: Vector) -> bool:
    return bool(
        (left.dense == right.dense).all()
        and left.absent == right.absent
        and all((left.tokens[field] == right.tokens[field]).all() for field in FIELDS)
        and np.array_equal(left.ways, right.ways)
        and all(map(np.array_equal, left.way_tokens, right.way_tokens))
    )


@given(pages, st.one_of(st.none(), urls), st.sampled_from(["text/html", "text/plain"]))
@settings(max_examples=60, deadline=None)
def test_the_same_page_gives_the_same_vector_of_the_stated_shape(parts, url, kind):
    html = " ".join((*parts, "."))
    found = vector_of(html, url, kind)
    assert equal(found, vector_of(html, url, kind))
    assert found.dense.shape == (len(FEATURES),)
    assert found.dense.dtype == np.float32
    assert found.ways.shape == (len(found.way_tokens), len(MEASURES))
    assert found.ways.dtype == np.float32
    assert tuple(found.tokens) == FIELDS
    assert all(one.dtype == np.uint32 and (one < SPACE).all() for one in (*found.tokens.values(), *found.way_tokens))


def test_a_page_without_ways_out_has_measures_of_none():
    found = vector_of("<p>Dune</p>")
    assert found.ways.shape == (0, len(MEASURES))
    assert found.way_tokens == []


def test_features_stand_in_the_order_of_their_names():
    assert [one.name for one in FEATURES] == sorted(one.name for one in FEATURES)
    found = dict(zip((one.name for one in FEATURES), vector_of("<title>Dune 2026</title>").dense, strict=True))
    assert found["text.title_any_year"] == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FEATURES", (replace(FEATURES[0], version=FEATURES[0].version + 1), *FEATURES[1:])),
        ("FEATURES", (replace(FEATURES[0], name="links.other"), *FEATURES[1:])),
        ("FEATURES", FEATURES[1:]),
        ("MEASURES", {**MEASURES, "way.other": "It is other"}),
        ("FIELDS", FIELDS[::-1]),
        ("BITS", 19),
        ("TOKENS_VERSION", vector.TOKENS_VERSION + 1),
        ("CANDIDATES_VERSION", vector.CANDIDATES_VERSION + 1),
    ],
)
def test_whatever_gives_a_vector_its_meaning_is_in_the_schema(name, value, monkeypatch):
    before = schema()
    monkeypatch.setattr(vector, name, value)
    assert schema() != before


def test_words_about_a_feature_are_not():
    before = schema()
    assert len(before) == 12
    assert schema() == before


def test_a_feature_is_declared_once():
    with pytest.raises(ValueError, match=r"links\.total is declared twice"):

        @feature("links")
        def total(page: object) -> float:
            return 0.0

    assert declared() == FEATURES


def test_every_feature_tells_a_moderator_what_it_says():
    assert all(one.description and one.description[-1] != "." and one.version >= 1 for one in FEATURES)
    assert {one.group for one in FEATURES} == {"links", "text", "markup", "site"}
