"""Padded copies: the same prose around both sides of a pair, and never a pair's own."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from detector.page import Document
from detector.parsing import parse
from detector.training.padding import PADDED, padded
from detector.training.pages import Source, read_authored
from detector.training.weights import page_weights

AUTHORED = Path(__file__).resolve().parents[2] / "datasets" / "authored"


@pytest.fixture(scope="module")
def written() -> dict[str, Source]:
    return {source.row.id: source for source in read_authored(AUTHORED) if source.row.batch in ("film", "offers")}


@pytest.fixture(scope="module")
def copies(written: dict[str, Source]) -> list[Source]:
    return list(padded(list(written.values())))


def texts(source: Source) -> set[str]:
    page = parse(Document(source.body.encode(), source.url, "text/html; charset=utf-8"))
    return {block.text for block in page.blocks if len(block.text.split()) >= 25}


def test_both_sides_of_a_pair_are_padded_with_the_same_paragraphs(written, copies):
    added: dict[str, list[set[str]]] = defaultdict(list)
    for copy in copies:
        assert copy.row.variant == PADDED
        added[copy.row.pair].append(texts(copy) - texts(written[copy.row.parent]))
    assert len(added) > 20
    for sides in added.values():
        assert len(sides) == 2
        assert sides[0] == sides[1] != set()
        assert sum(len(text.split()) for text in sides[0]) >= 300


def test_every_way_out_of_the_page_is_still_there(written, copies):
    for copy in copies:
        before, after = (
            parse(Document(source.body.encode(), source.url, "text/html; charset=utf-8"))
            for source in (written[copy.row.parent], copy)
        )
        assert {link.url for link in before.links} <= {link.url for link in after.links}, copy.row.id


def test_no_page_is_padded_with_its_own_pairs_words(written, copies):
    own: dict[str, set[str]] = defaultdict(set)
    for source in written.values():
        own[source.row.pair] |= texts(source)
    for copy in copies:
        assert not (texts(copy) - texts(written[copy.row.parent])) & own[copy.row.pair]


def test_padded_pages_weigh_as_written_ones(written, copies):
    rows = [source.row for source in written.values() if source.row.label in ("spam", "ham")]
    alone, joined = page_weights(rows), page_weights([*rows, *(copy.row for copy in copies)])
    assert joined.sum() / (len(rows) + len(copies)) == pytest.approx(alone.sum() / len(rows))
    assert joined[len(rows) :].sum() > 0.1 * joined.sum()
