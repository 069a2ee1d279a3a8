"""Every evasion really changes the page, and the parsed page still holds what matters: where it leads and what it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.evasion import TRICKS, Trick
from benchmarks.evasion.edits import bait_words
from benchmarks.evasion.pages import Written, document
from detector import urls
from detector.features import examine
from detector.page import LinkKind, Page
from detector.parsing import parse
from tests.evasion import HONEST, SPAM

EVERY = pytest.mark.parametrize("trick", TRICKS.values(), ids=lambda trick: trick.name.replace(" ", "-"))


def read(body: str | bytes, page: Written, reader: str = "lexbor") -> Page:
    return parse(document(body, page.url), reader)


def changed(trick: Trick) -> Iterator[tuple[Written, str | bytes]]:
    """The pages that a trick applies to, and what it makes of them."""
    for page in SPAM:
        body = trick.change(page)
        if body not in (page.html, page.html.encode()):
            yield page, body


def landings(page: Page) -> set[str]:
    """Where the ways out of a page lead in the end."""
    return {urls.unwrap(link.url) for link in page.links if link.url}


def domains(found: set[str]) -> set[str]:
    return {urls.address(url).domain for url in found}


def exits(page: Written) -> set[str]:
    """The landings of the scam links that the page gives as it is."""
    targets = {urls.unwrap(url) for exit_ in page.exits if (url := urls.resolve(page.url, exit_))}
    return targets & landings(read(page.html, page))


def shown(page: Page) -> set[str]:
    """The words that a reader sees."""
    return set(examine(page).words)


def said(page: Page) -> set[str]:
    """The words of a page and of its links, as the features read them."""
    evidence = examine(page)
    return shown(page).union(*(way.words for way in evidence.ways))


@EVERY
def test_it_changes_most_pages_and_does_so_each_time_alike(trick: Trick) -> None:
    first, again = dict(changed(trick)), dict(changed(trick))
    assert first == again
    assert len(first) >= 5


@EVERY
def test_where_the_page_leads_is_still_found(trick: Trick) -> None:
    for page, body in changed(trick):
        found = landings(read(body, page))
        if "exits" in trick.keeps:
            assert exits(page) <= found, page.id
        if "hosts" in trick.keeps:
            assert domains(exits(page)) <= domains(found), page.id


@EVERY
def test_what_the_page_says_is_still_read(trick: Trick) -> None:
    if "words" in trick.keeps:
        for page, body in changed(trick):
            wanted = set(bait_words(page)) & shown(read(page.html, page))
            assert wanted <= said(read(body, page)), page.id


@EVERY
def test_both_readers_understand_it_alike(trick: Trick) -> None:
    for page, body in list(changed(trick))[:2]:
        assert read(body, page) == read(body, page, "soup"), page.id


@pytest.mark.parametrize("trick", [trick for trick in TRICKS.values() if trick.neutral], ids=lambda trick: trick.name)
def test_honest_pages_change_as_well(trick: Trick) -> None:
    assert any(trick.change(page) not in (page.html, page.html.encode()) for page in HONEST)


def test_there_are_many_evasions_and_each_is_told_in_a_sentence() -> None:
    assert len(TRICKS) >= 30
    assert all(len(trick.description) > 20 and "\n" not in trick.description for trick in TRICKS.values())
    assert {key for trick in TRICKS.values() for key in trick.keeps} == {"exits", "hosts", "words"}


@pytest.mark.parametrize("name", ["dotted address", "decimal address", "hexadecimal address"])
def test_an_address_in_numbers_is_read_as_a_browser_reads_it(name: str) -> None:
    for page, body in changed(TRICKS[name]):
        assert any(url.split("/")[2] == "203.0.113.77" for url in landings(read(body, page))), page.id


def test_a_refresh_leads_to_the_first_exit() -> None:
    for page, body in changed(TRICKS["meta refresh"]):
        found = {urls.unwrap(link.url) for link in read(body, page).links if link.kind is LinkKind.REFRESH and link.url}
        assert found & exits(page), page.id


def test_a_template_that_is_no_shadow_root_is_not_read() -> None:
    page = SPAM[0]
    body = TRICKS["declarative shadow root"].change(page)
    assert isinstance(body, str)
    assert not read(body.replace("shadowrootmode", "class"), page).links
