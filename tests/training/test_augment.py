"""Counterfactual copies: the same page with a scam block, and with an honest one."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector import urls
from detector.errors import DatasetError
from detector.features.relations import Relation, host_relation
from detector.page import Document, Page
from detector.parsing import parse
from detector.training.augment import (
    BlockText,
    beheaded,
    choose,
    filled,
    invented_host,
    places,
    read_blocks,
    renamed,
    text_only,
    twins,
)
from tests.training import toy

AUTHORED = Path(__file__).resolve().parents[2] / "datasets" / "authored"
BLOCKS = [block for path in sorted(AUTHORED.glob("blocks*.jsonl")) for block in read_blocks(path)]
PAGE = toy.page(random.Random(1), False, "own.example")


def parsed(html: str) -> Page:
    return parse(Document(html.encode(), "https://own.example/a", "text/html; charset=utf-8"))


def test_there_are_blocks_of_both_sides_with_ids_of_their_own():
    assert {block.label for block in BLOCKS} == {"spam", "ham"}
    assert Counter(block.id for block in BLOCKS).most_common(1)[0][1] == 1


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.id)
def test_every_block_can_be_filled_and_inserted(block):
    for seed in range(3):
        fragment, host = filled(block, PAGE, random.Random(seed))
        assert not re.search(r"\{(?:url\d?|host|title)\}", fragment)
        place = places(PAGE)[seed]
        grown = parsed(PAGE[:place] + fragment + PAGE[place:])
        if re.search(r"\{url\d?\}", block.html):
            domain = urls.address(f"https://{host}/").domain
            landed = {urls.address(urls.unwrap(link.url)).domain for link in grown.links if link.url}
            assert domain in landed, fragment
        assert len(grown.blocks) + len(grown.links) > len(parsed(PAGE).blocks)


def test_scam_and_honest_blocks_draw_from_the_same_hosts():
    """Else the names would tell the sides apart."""
    spam = next(block for block in BLOCKS if block.label == "spam")
    ham = next(block for block in BLOCKS if block.label == "ham")
    for seed in range(50):
        assert filled(spam, PAGE, random.Random(seed))[1] == filled(ham, PAGE, random.Random(seed))[1]


def test_invented_hosts_are_nobodys():
    chance = random.Random(3)
    found = [urls.resolve(None, f"https://{invented_host(chance)}/") for _ in range(2_000)]
    assert None not in found
    relations = Counter(host_relation(urls.address(url), False) for url in found if url)
    assert relations[Relation.UNKNOWN] > 1_990
    assert len(set(found)) > 1_900


def test_a_title_in_a_block_is_the_pages_and_harmless():
    block = BlockText("b", "ham", "g", "k", "en", "<p>{title}</p>")
    page = "<title>Tom &amp; Jerry &lt;script&gt; | The site</title><p>x</p>"
    assert filled(block, page, random.Random(0))[0] == "<p>Tom &amp; Jerry &lt;script&gt;</p>"
    assert filled(block, "no title", random.Random(0))[0] == "<p>this film</p>"


@given(st.integers(0, 10_000))
@settings(max_examples=100, deadline=None)
def test_twins_differ_only_in_the_block_at_one_place(seed):
    blocks = choose(BLOCKS, "en")
    made = list(twins(PAGE, blocks, random.Random(seed)))
    assert [block.label for _, _, block, _ in made] == ["spam", "ham"]
    starts = []
    for _, grown, block, host in made:
        length = len(grown) - len(PAGE)
        inserted = {i: grown[i : i + length] for i in range(len(PAGE) + 1) if grown[:i] + grown[i + length :] == PAGE}
        starts.append({i for i, part in inserted.items() if (part[:2], part[-2:]) == (block.html[:2], block.html[-2:])})
        assert host not in PAGE
    assert starts[0] & starts[1]


@pytest.mark.parametrize(
    "page", ["", "plain words", "<p>one</p>", "<body>", "<p>one</p>" * 50, "<article><h1>x</h1></article><footer>"]
)
def test_a_place_lies_within_the_page(page):
    assert places(page)
    assert all(0 <= place <= len(page) for place in places(page))


def test_blocks_suit_the_language():
    chosen = choose(BLOCKS, "de")
    assert {block.lang for side in chosen.values() for block in side} <= {"de", "en"}
    assert all(side for side in choose(BLOCKS, "xx").values())
    assert {label for label, side in chosen.items() for block in side if block.label != label} == set()


def test_beheaded_has_no_head():
    found = beheaded(PAGE)
    assert not re.search(r"<!doctype|<html|<head|<title|<body|</body", found, re.IGNORECASE)
    page = parsed(found)
    assert page.title == ""
    assert [link.url for link in page.links] == [link.url for link in parsed(PAGE).links]
    assert beheaded("<p>no body at all</p>") == "<p>no body at all</p>"


def test_text_only_keeps_words_and_loses_links():
    page = parsed(toy.page(random.Random(2), True, "own.example"))
    text = text_only(page)
    assert page.title in text.split("\n")
    assert all(link.text in text for link in page.links)
    assert not any(link.url in text or link.target in text for link in page.links if link.url)
    assert "://" not in text


def test_unknown_hosts_are_renamed_each_to_one_name():
    page = '<a href="https://lost.example/a">https://lost.example</a> <a href=https://www.netflix.com/x>n</a> <a href=http://other.example:80/b>'
    found = renamed(page, random.Random(0))
    assert "lost.example" not in found
    assert "other.example" not in found
    assert "https://www.netflix.com/x" in found
    first, second = re.findall(r"https://([^/\"<]+)", found)[:2]
    assert first == second
    assert found == renamed(page, random.Random(0))


@pytest.mark.parametrize("text", ["{", "[1]", '{"id": "b"}', '{"id": "b", "other": 1}'])
def test_what_is_no_block_is_refused(text, tmp_path):
    (tmp_path / "blocks.jsonl").write_text(text)
    with pytest.raises(DatasetError, match=r"blocks\.jsonl is not a file of blocks"):
        read_blocks(tmp_path / "blocks.jsonl")
