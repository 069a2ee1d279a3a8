"""Which fingerprints belong together, and that grouping says so for any number of them."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.features import campaigns, examine
from detector.features.campaigns import NEAR_TEMPLATE, NEAR_TEXT, SAME_TEXT, distance, group, same_campaign
from detector.features.fingerprint import PLACES, fingerprint
from detector.page import Document
from detector.parsing import parse
from detector.verdict import Fingerprint

AUTHORED = Path(__file__).resolve().parents[2] / "datasets" / "authored"
CHANCE = random.Random(0)


def sketched(chance: random.Random) -> str:
    """A sketch of few values, so that some places are equal by chance; now and then none."""
    return "".join(chance.choices(("0001", "0001", "0002", "0003", "0004"), k=PLACES)) if chance.random() < 0.8 else ""


def mingled(seed: int) -> Fingerprint:
    chance = random.Random(seed)
    exits, lure = (chance.choice(("", "", "", "00000000000000a1", "00000000000000a2")) for _ in range(2))
    return Fingerprint(sketched(chance), sketched(chance), exits, lure)


seeds = st.integers(0, 2**32 - 1)
fingerprints = seeds.map(mingled)
sketches = seeds.map(lambda seed: mingled(seed).text)
few = st.lists(fingerprints, max_size=campaigns.NEIGHBOURS)


def drawn(digits: int = 4 * PLACES) -> str:
    return f"{CHANCE.getrandbits(4 * digits):0{digits}x}"


def with_equal(sketch: str, equal: int) -> str:
    """Another sketch with so many places of this one."""
    kept = set(CHANCE.sample(range(PLACES), equal))
    return "".join(sketch[4 * n : 4 * n + 4] if n in kept else drawn(4) for n in range(PLACES))


def anything() -> Fingerprint:
    return Fingerprint(drawn(), drawn(), drawn(16), drawn(16))


def parts(numbers: Sequence[int]) -> set[frozenset[int]]:
    """Which pages stand together, whatever the numbers are."""
    return {frozenset(n for n, other in enumerate(numbers) if other == number) for number in numbers}


def by_pairs(found: Sequence[Fingerprint]) -> set[frozenset[int]]:
    """What all pairs connect, worked out the slow way."""
    groups: list[set[int]] = []
    for number, one in enumerate(found):
        near = [members for members in groups if any(same_campaign(one, found[other]) for other in members)]
        groups = [members for members in groups if members not in near]
        groups.append({number}.union(*near))
    return set(map(frozenset, groups))


@given(few)
@settings(max_examples=150, deadline=None)
def test_campaigns_are_what_pairs_connect(found):
    assert parts(group(found)) == by_pairs(found)


@given(few, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_order_changes_nothing_but_the_numbers(found, chance):
    order = chance.sample(range(len(found)), len(found))
    moved = group([found[number] for number in order])
    assert parts([moved[order.index(number)] for number in range(len(found))]) == parts(group(found))


@given(few)
@settings(max_examples=60, deadline=None)
def test_numbers_count_up_from_the_first_page(found):
    numbers = group(found)
    assert list(dict.fromkeys(numbers)) == list(range(len(set(numbers))))
    assert len(numbers) == len(found)


@given(fingerprints, fingerprints)
@settings(max_examples=80, deadline=None)
def test_both_ways_are_one(left, right):
    assert same_campaign(left, right) == same_campaign(right, left)
    assert distance(left.text, right.text) == distance(right.text, left.text)


@given(sketches, sketches, sketches)
def test_distance_is_a_distance(one, two, three):
    assert distance(one, one) == (0 if one else PLACES)
    assert distance(one, three) <= distance(one, two) + distance(two, three)


@pytest.mark.parametrize(
    ("text", "template", "exits", "lure", "expected"),
    [
        (SAME_TEXT, 0, False, False, True),
        (SAME_TEXT - 1, 0, False, False, False),
        (NEAR_TEXT, NEAR_TEMPLATE, False, False, True),
        (NEAR_TEXT, NEAR_TEMPLATE - 1, False, False, False),
        (NEAR_TEXT - 1, PLACES, False, False, False),
        (0, NEAR_TEMPLATE, True, False, True),
        (0, NEAR_TEMPLATE - 1, True, False, False),
        (0, 0, False, True, True),
    ],
)
def test_what_makes_two_pages_one_campaign(text, template, exits, lure, expected):
    one = anything()
    other = Fingerprint(
        with_equal(one.text, text),
        with_equal(one.template, template),
        one.exits if exits else drawn(16),
        one.lure if lure else drawn(16),
    )
    assert same_campaign(one, other) is expected
    assert (len(set(group([one, other]))) == 1) is expected


@pytest.mark.parametrize("empty", [Fingerprint(), Fingerprint(template=drawn()), Fingerprint(exits=drawn(16))])
def test_pages_that_nothing_is_known_of_are_alone(empty):
    assert not same_campaign(empty, empty)
    assert group([empty, anything(), empty]) == [0, 1, 2]


def test_a_chain_is_one_campaign():
    chain = [anything()]
    for _ in range(400):
        chain.append(anything()._replace(text=with_equal(chain[-1].text, SAME_TEXT)))
    assert not same_campaign(chain[0], chain[-1])
    assert set(group(chain)) == {0}
    assert set(group(CHANCE.sample(chain, len(chain)))) == {0}


def test_pages_of_text_versions_are_found_and_others_left_alone():
    """Written pages are individual; the text of one is the only other page with its words."""
    parents: dict[str, str] = {}
    found: dict[str, Fingerprint] = {}
    for line in (AUTHORED / "offers" / "labels.jsonl").read_text("utf-8").splitlines():
        said = json.loads(line)
        kind = "text/html" if said["file"].endswith(".html") else "text/plain"
        body = (AUTHORED / "offers" / said["file"]).read_bytes()
        parents[said["id"]] = said.get("parent", said["id"])
        found[said["id"]] = fingerprint(examine(parse(Document(body, said["url"], f"{kind}; charset=utf-8"))))
    assert parts(group([*found.values()])) == parts([[*found].index(parents[name]) for name in found])
    assert len(set(parents.values())) < len(parents)


def test_joining_leaves_no_page_behind():
    """Pages of campaigns that are joined in a chain follow, also those in none of the pairs."""
    campaign = np.concatenate((np.arange(64), np.arange(64)))
    joined = campaigns._joined(campaign, np.arange(1, 64), np.arange(63))
    assert set(joined.tolist()) == {0}


@pytest.fixture
def compared(monkeypatch):
    """How many pairs were compared, a number each time."""
    counts: list[int] = []
    alike = campaigns.alike
    monkeypatch.setattr(campaigns, "alike", lambda *of: counts.append(len(of[1])) or alike(*of))
    return counts


class TestMany:
    def test_order_changes_nothing_where_not_all_can_be_compared(self):
        crowd = []
        for _ in range(60):
            one = Fingerprint("", "0001" * 2 + drawn(56), "0" * 15 + "1", "")
            twin = one.template[:32] + drawn(32)
            crowd += [one, one._replace(template=twin)]
        shuffled = CHANCE.sample(crowd, len(crowd))
        moved = dict(zip(shuffled, group(shuffled), strict=True))
        assert parts([moved[one] for one in crowd]) == parts(group(crowd))
        assert len(parts(group(crowd))) < len(crowd)

    def test_campaigns_among_thousands_of_pages_are_found(self):
        seeds = [anything() for _ in range(50)]
        copies = [
            (n, anything()._replace(text=with_equal(one.text, 9))) for n, one in enumerate(seeds) for _ in range(40)
        ]
        others = [anything() for _ in range(3_000)]
        numbers = group([*seeds, *(copy for _, copy in copies), *others])
        assert [numbers[n] for n, _ in copies] == numbers[50:2_050]
        assert len(set(numbers)) == 50 + 3_000

    def test_an_empty_part_is_no_key(self, compared):
        group([Fingerprint(lure=drawn(16)) for _ in range(200)])
        assert sum(compared) == 0

    def test_pages_of_one_campaign_are_not_compared_again(self, compared):
        common = drawn()
        group([anything()._replace(text=with_equal(common, 14)) for _ in range(500)])
        assert sum(compared) < 2 * 500

    def test_a_key_that_all_share_costs_no_square(self, compared):
        common = drawn()
        crowd = [anything()._replace(text=with_equal(common, SAME_TEXT - 1), exits=common[:16]) for _ in range(2_000)]
        group(crowd)
        assert sum(compared) <= len(crowd) * (PLACES + 2) * campaigns.NEIGHBOURS

    def test_copies_are_one_whatever_their_number(self):
        one = anything()
        assert set(group([one] * 50_000)) == {0}
