"""What the evasions change before the shipped model, on the small set of pages."""

from __future__ import annotations

import pytest

from benchmarks.evasion import TRICKS
from benchmarks.evasion.measure import Bands, Outcome, bands, outcome
from benchmarks.evasion.table import EACH, OVERALL
from detector.model import load
from tests.evasion import HONEST, SPAM

PAGES = [*SPAM, *HONEST]


@pytest.fixture(scope="module")
def before() -> Bands:
    return bands(load(), PAGES)


@pytest.fixture(scope="module")
def outcomes(before: Bands) -> dict[str, Outcome]:
    model = load()
    return {name: outcome(model, trick, PAGES, before) for name, trick in TRICKS.items()}


def test_the_pages_are_judged_rightly_without_evasion(before: Bands) -> None:
    assert all(before[page.id] > 0 for page in SPAM)
    assert not any(before[page.id] for page in HONEST)


@pytest.mark.parametrize("name", TRICKS)
def test_no_evasion_makes_many_spam_pages_clean(outcomes: dict[str, Outcome], name: str) -> None:
    assert outcomes[name].share <= EACH, outcomes[name].flips


@pytest.mark.parametrize("name", [name for name, trick in TRICKS.items() if trick.neutral])
def test_no_neutral_change_makes_an_honest_page_suspicious(outcomes: dict[str, Outcome], name: str) -> None:
    assert not outcomes[name].false_flips


def test_evasions_together_make_few_spam_pages_clean(outcomes: dict[str, Outcome]) -> None:
    flips = sum(len(each.flips) for each in outcomes.values())
    assert flips <= OVERALL * sum(each.caught for each in outcomes.values())
