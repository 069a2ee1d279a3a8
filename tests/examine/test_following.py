"""Links of a page, followed through the door: chains, circles, dead ends and places that are not for strangers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from detector.errors import PageGivenUp
from detector.examine import Examiner
from detector.examine.resolving import Resolver, resolving
from detector.model import load
from detector.model.judging import judge_document
from detector.model.weights import Model
from detector.page import Document, Hop
from detector.sources.web import Door, Rules
from detector.verdict import LinkVerdict, Verdict
from tests.examine.redirecting import Site, site

RULES = Rules(allow_private=True)
Examine = Callable[..., Verdict]


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as found:
        yield found


@pytest.fixture
def examine(toy_model: Path) -> Examine:
    def examined(*targets: str, rules: Rules = RULES) -> Verdict:
        with resolving(rules) as resolver, Examiner(load(toy_model), resolver=resolver) as examiner:
            return examiner.examine(lure(*targets))

    return examined


def lure(*targets: str) -> Document:
    # Links to one host with the same words would be one candidate.
    links = (
        f'<p><a href="{target}"><img src=play.jpg alt="Watch Full Movie {number}"></a></p>'
        for number, target in enumerate(targets)
    )
    body = f"<title>Alita 2 (2025)</title><h1>Alita 2</h1>{''.join(links)}"
    return Document(body.encode(), "https://films.example/12130")


def only(verdict: Verdict) -> LinkVerdict:
    (link,) = verdict.links
    return link


def test_a_chain_is_followed_to_its_end(examine, server):
    server.redirects = {"/go": (301, "/a?b=c"), "/a?b=c": (302, f"{server.url}/end")}
    link = only(examine(f"{server.url}/go"))
    assert link.landing == f"{server.url}/end"
    assert link.hops == (Hop(f"{server.url}/go", 301), Hop(f"{server.url}/a?b=c", 302))
    assert link.error is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_redirect_counts(examine, server, status):
    server.redirects = {"/go": (status, "/end")}
    assert only(examine(f"{server.url}/go")).hops == (Hop(f"{server.url}/go", status),)


def test_a_link_that_does_not_redirect_leads_where_it_says(examine, server):
    link = only(examine(f"{server.url}/go"))
    assert (link.landing, link.hops, link.error) == (None, (), None)


def test_a_server_that_refuses_head_is_asked_with_get(examine, server):
    server.refuses_head = True
    server.redirects = {"/go": (302, "/end")}
    assert only(examine(f"{server.url}/go")).landing == f"{server.url}/end"


def test_a_circle_is_told(examine, server):
    server.redirects = {"/go": (302, "/on"), "/on": (302, "/go")}
    link = only(examine(f"{server.url}/go"))
    assert "circle" in (link.error or "")
    assert [hop.url for hop in link.hops] == [f"{server.url}/go", f"{server.url}/on"]


def test_a_chain_without_end_is_broken_off(examine, server):
    server.redirects = {f"/{number}": (302, f"/{number + 1}") for number in range(100)}
    link = only(examine(f"{server.url}/0"))
    assert link.error is not None
    assert RULES.hops <= len(link.hops) <= RULES.hops + 1


def test_a_dead_end_is_told_with_the_place_it_would_have_led_to(examine, server):
    with site() as gone:
        dead = f"{gone.url}/w"
    server.redirects = {"/go": (302, dead)}
    link = only(examine(f"{server.url}/go"))
    assert (link.landing, link.hops) == (dead, (Hop(f"{server.url}/go", 302),))
    assert link.error is not None
    assert only(examine(dead)).landing is None
    assert only(examine(dead)).error is not None


def test_a_chain_into_a_forbidden_place_is_refused_and_told(examine, server):
    metadata = "http://169.254.169.254/latest/meta-data/"
    server.redirects = {"/go": (302, metadata)}
    link = only(examine(f"{server.url}/go"))
    assert (link.landing, link.hops) == (metadata, (Hop(f"{server.url}/go", 302),))
    assert "is not asked" in (link.error or "")


def test_a_private_place_is_not_asked_by_default(examine, server):
    link = only(examine(f"{server.url}/go", rules=Rules()))
    assert "is not asked" in (link.error or "")
    assert server.asked == []


def test_each_address_is_asked_once_for_all_pages(toy_model, server):
    server.redirects = {"/go": (302, "/end")}
    with resolving(RULES) as resolver, Examiner(load(toy_model), resolver=resolver) as examiner:
        first, second = (examiner.examine(lure(f"{server.url}/go")) for _ in range(2))
    assert first == second
    assert only(second).landing == f"{server.url}/end"
    assert server.asked.count(("HEAD", "/go")) == 1


def test_a_server_that_keeps_silent_leaves_the_other_links_their_time(toy_model, server):
    with site() as silent, Door(RULES) as door:
        silent.open.clear()
        resolver = Resolver(door)
        resolver.landings([f"{server.url}/known"])
        resolver._seconds = 0.05
        with Examiner(load(toy_model), resolver=resolver) as examiner:
            found = examiner.examine(lure(f"{silent.url}/go", f"{server.url}/known"))
    said = {link.url: link.error for link in found.links}
    assert said[f"{silent.url}/go"] is not None
    assert said.get(f"{server.url}/known") is None


def test_a_page_that_cannot_be_read_asks_nobody(toy_model, server):
    with resolving(RULES) as resolver, Examiner(load(toy_model), resolver=resolver) as examiner:
        assert examiner.examine(Document(b"")).error is not None
    assert server.asked == []


def test_without_a_resolver_nobody_is_asked(toy_model, server):
    with Examiner(load(toy_model)) as examiner:
        assert only(examiner.examine(lure(f"{server.url}/go"))).hops == ()
    assert server.asked == []


def test_the_first_verdict_stands_where_the_page_is_given_up_at_the_second_look(toy_model, server):
    server.redirects = {"/go": (301, f"{server.url}/end")}
    with resolving(RULES) as resolver, Examiner(load(toy_model), judge=_once, resolver=resolver) as examiner:
        verdict = examiner.examine(lure(f"{server.url}/go"))
    assert server.asked
    assert (verdict.error, only(verdict).landing) == (None, None)


def _once(model: Model, document: Document, reader: str, **found: object) -> Verdict:
    if found:
        raise PageGivenUp("The page took longer than it may.")
    return judge_document(model, document, reader)
