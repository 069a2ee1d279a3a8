"""Which part of the page a class or an id names, whatever was met before, and how much of that is kept."""

from __future__ import annotations

import pytest

from detector.page import Region
from detector.parsing import elements, regions
from detector.parsing.regions import named


@pytest.mark.parametrize(
    ("classes", "id_", "region"),
    [
        ("site-footer", "", Region.FOOTER),
        ("siteFooter", "", Region.FOOTER),
        ("SITE_FOOTER", "", Region.FOOTER),
        ("--nav--", "", Region.NAV),
        ("x", "comments", Region.COMMENTS),
        ("footer", "comments", Region.COMMENTS),
        ("wide widget_area", "", Region.ASIDE),
        ("postContent", "", Region.MAIN),
        ("main-menu-1", "", None),
        ("no-sidebar", "", None),
        ("foot er", "nameless", None),
        ("", "", None),
        ("", f"{'x' * 93}-footer", Region.FOOTER),
        ("", f"{'x' * 94}-footer", None),
        (f"{'x' * 493}-footer", "", Region.FOOTER),
        (f"{'x' * 494}-footer", "", None),
    ],
)
def test_the_words_of_a_class_or_an_id_name_a_region(classes: str, id_: str, region: Region | None) -> None:
    assert [named(classes, id_), named(classes, id_)] == [region, region]


def test_a_class_of_no_name_does_not_hide_an_id_that_is_cut_to_one() -> None:
    long = f"{'x' * 93}-footers"
    assert named(long, "") is None
    assert named("", long) is Region.FOOTER


def test_pages_of_very_many_names_do_not_fill_the_memory() -> None:
    for number in range(2 * regions._MOST):
        named(f"c{number} d{number}", f"i{number}")
        elements.learn(f"a{number}")
    assert len(regions._CLASSES) <= regions._MOST
    assert len(regions._NAMELESS) <= regions._MOST + 2
    assert len(elements.UNMARKED) <= elements._MOST_UNMARKED
    assert named("sidebar", "") is Region.ASIDE
