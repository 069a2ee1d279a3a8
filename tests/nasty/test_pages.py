"""Every nasty page is read and judged within its bounds, or refused with a sentence; what is written of it does nothing."""

from __future__ import annotations

import pytest

from detector.errors import DetectorError
from detector.model import judge
from detector.page import Page
from detector.parsing import parse
from tests.fuzz import laws, models, pages
from tests.nasty.corpus import BIG, CORPUS, SMALL
from tests.nasty.recipe import Recipe

_SLOW_READER = 60_000
"""Bytes of a page that BeautifulSoup is given here."""


def read(recipe: Recipe, reader: str) -> Page | None:
    """The page; None where it is refused in one sentence."""
    try:
        page = parse(recipe.document(), reader)
    except DetectorError as error:
        said = str(error)
    else:
        laws.bounded(page)
        assert page.truncated or not recipe.cut, "it was cut and does not say so"
        return page
    assert said.endswith(".")
    assert not recipe.cut
    return None


def look(recipe: Recipe, reader: str) -> None:
    page = read(recipe, reader)
    if page is not None:
        verdict = judge(models.suspicious(), page, recipe.id or recipe.name)
        laws.judged(verdict)
        assert verdict.truncated or not page.truncated
        pages.written(verdict)


@pytest.mark.parametrize("recipe", SMALL, ids=lambda recipe: recipe.name)
def test_a_nasty_page(recipe):
    look(recipe, "lexbor")


@pytest.mark.parametrize("recipe", BIG, ids=lambda recipe: recipe.name)
def test_a_big_nasty_page(recipe):
    look(recipe, "lexbor")


@pytest.mark.parametrize(
    "recipe", [recipe for recipe in SMALL if len(recipe.make()) <= _SLOW_READER], ids=lambda recipe: recipe.name
)
def test_a_nasty_page_for_the_reference_reader(recipe):
    look(recipe, "soup")


def test_there_is_much_of_everything():
    assert len(CORPUS) > 190
    assert len(BIG) > 20
    assert sum(recipe.cut for recipe in CORPUS.values()) > 15
