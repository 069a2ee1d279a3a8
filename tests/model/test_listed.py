"""What lists add: exact shares, once a list, bounded, and nothing where none are given."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from detector.model import judge, load, scorer
from detector.model.account import account
from detector.model.judging import judge_document
from detector.model.linear import probability
from detector.model.listed import PREFIX
from detector.page import Document, Hop, Landing, Page
from detector.parsing import parse
from detector.reputation import Reputation, opened
from detector.reputation.build import build, source
from detector.verdict import LinkVerdict, Reason
from tests.conftest import HAM, SPAM

URL = "https://films.own.example/12130"
PLAIN = "<title>Sand</title><p>A long film about sand, and a good one.</p>"
LURE = PLAIN + "<p><a href=https://evil.example/w>Watch full movie</a> on our partner site</p>"
MENU = PLAIN + "<nav><a href=/a>a</a> <a href=https://films.own.example/b>b</a></nav>"
TRAILER = PLAIN + "<p><a href=https://www.youtube.com/watch?v=1>Trailer</a></p>"


@pytest.fixture
def model(toy_model):
    return load(toy_model)


@pytest.fixture
def lists(tmp_path: Path):
    """Lists by name, opened: `lists(mine=["evil.example"])`; `weight` for all."""

    def made(weight: float = 4.0, allow: Sequence[str] = (), **said: Sequence[str]) -> Reputation:
        sources = []
        for name, entries in {**said, "allowed": allow}.items():
            (tmp_path / name).write_text("\n".join(entries), "utf-8")
            sources.append(source(str(tmp_path / name)))
        build(tmp_path / "lists.rep", sources[:-1], sources[-1:], weight)
        return opened([str(tmp_path / "lists.rep")])

    return made


def page(body: str, url: str | None = URL) -> Page:
    return parse(Document(body.encode(), url, "text/html"))


def of_lists(reasons: Sequence[Reason]) -> list[tuple[str, str, float]]:
    return [(r.feature, r.text, r.contribution) for r in reasons if r.feature.startswith(PREFIX)]


def links(model, body: str, reputation: Reputation) -> dict[str, LinkVerdict]:
    return {link.url: link for link in judge(model, page(body), reputation=reputation).links}


LISTED = {
    "the page": ["own.example"],
    "a link": ["evil.example"],
    "both": ["own.example", "evil.example"],
    "an address": ["https://evil.example/w"],
    "the page's address": [URL],
    "neither": ["other.example"],
    "a trailer": ["youtube.com"],
}


@pytest.mark.parametrize("body", [SPAM, HAM, PLAIN, LURE, MENU, TRAILER])
@pytest.mark.parametrize("entries", LISTED.values(), ids=LISTED)
def test_every_share_and_the_intercept_sum_to_the_score(model, lists, body, entries):
    reputation = lists(one=entries, two=entries[:1])
    found = account(model, page(body), reputation=reputation)
    total = found.intercept + math.fsum(reason.contribution for reason in found.reasons)
    assert total == pytest.approx(found.log_odds, abs=1e-5)
    verdict = judge(model, page(body), reputation=reputation)
    assert probability(found.log_odds) == found.verdict.score == verdict.score
    assert verdict.reasons == tuple(found.reasons[: scorer.MOST_REASONS])
    weights = [abs(reason.contribution) for reason in found.reasons]
    assert weights == sorted(weights, reverse=True)
    without = account(model, page(body))
    assert found.log_odds == without.log_odds + sum(share for _, _, share in of_lists(found.reasons))
    assert [reason for reason in found.reasons if not reason.feature.startswith(PREFIX)] == list(without.reasons)


@pytest.mark.parametrize("body", [SPAM, HAM, PLAIN, LURE, MENU, TRAILER])
def test_lists_that_have_nothing_of_a_page_change_nothing(model, lists, body):
    reputation = lists(mine=["other.example", "https://evil.example/other"], allow=["own.example"])
    assert judge(model, page(body), "a", reputation=reputation) == judge(model, page(body), "a")
    assert account(model, page(body), "a", reputation) == account(model, page(body), "a")


def test_the_page_s_own_host_is_a_reason(model, lists):
    verdict = judge(model, page(PLAIN), reputation=lists(mine=["own.example"]))
    assert of_lists(verdict.reasons) == [("reputation.mine", "The page's own host is on your list “mine”", 4.0)]
    by_address = judge(model, page(PLAIN), reputation=lists(mine=[URL]))
    assert of_lists(by_address.reasons)[0][1] == "The page's own address is on your list “mine”"


def test_a_redirect_to_the_page_is_a_reason(model, lists):
    through = replace(page(PLAIN), hops=(Hop("https://track.evil.example/go", 302),))
    verdict = judge(model, through, reputation=lists(mine=["evil.example"]))
    assert of_lists(verdict.reasons) == [
        ("reputation.mine", "The page was reached through a host on your list “mine”", 4.0)
    ]


def test_a_listed_link_is_a_reason_of_the_page_and_of_the_link(model, lists, tmp_path):
    (tmp_path / "why.json").write_text('[{"url": "https://evil.example/w", "threat": "Malware"}]')
    build(tmp_path / "f", [source(str(tmp_path / "why.json"))], (), 2.5)
    reputation = opened([str(tmp_path / "f")])
    verdict, before = judge(model, page(LURE), reputation=reputation), judge(model, page(LURE))
    text = "A link leads to an address on your list “why” (malware)"
    assert of_lists(verdict.reasons) == [("reputation.why", text, 2.5)]
    assert verdict.links[0].reasons[0] == Reason("reputation.why", text.replace("A link", "The link"), 2.5)
    assert verdict.links[0].reasons[1:] == before.links[0].reasons
    assert odds(verdict.links[0].score) == pytest.approx(odds(before.links[0].score) + 2.5)
    assert odds(verdict.score) == pytest.approx(odds(before.score) + 2.5)


def odds(score: float) -> float:
    return math.log(score / (1 - score))


@pytest.mark.parametrize(
    "target",
    [
        "https://www.evil.example/x",
        "https://www.google.com/url?q=https%3A%2F%2Fevil.example%2Fx",
        "https://a.example/out/aHR0cHM6Ly9ldmlsLmV4YW1wbGUvcQ==",
    ],
)
def test_a_link_is_looked_up_as_written_and_where_it_lands(model, lists, target):
    body = PLAIN + f"<p><a href='{target}'>here</a></p>"
    assert of_lists(judge(model, page(body), reputation=lists(mine=["evil.example"])).reasons)
    wrapper = lists(mine=["google.com", "a.example", "www.evil.example"])
    assert of_lists(judge(model, page(body), reputation=wrapper).reasons)


def test_a_link_is_looked_up_where_its_redirects_were_found_to_lead(model, lists):
    body = PLAIN + "<p><a href=https://bit.ly/x>here</a></p>"
    document = Document(body.encode(), URL, "text/html")
    reputation = lists(mine=["evil.example"])
    landings = {"https://bit.ly/x": Landing("https://evil.example/", (Hop("https://bit.ly/x", 301),))}
    assert not of_lists(judge_document(model, document, reputation=reputation).reasons)
    assert of_lists(judge_document(model, document, landings=landings, reputation=reputation).reasons)


def test_a_listed_link_that_is_no_candidate_is_named(model, lists):
    reputation = lists(mine=["youtube.com"])
    assert judge(model, page(TRAILER)).links == ()
    (link,) = judge(model, page(TRAILER), reputation=reputation).links
    assert (link.url, link.text, link.kind) == ("https://www.youtube.com/watch?v=1", "Trailer", "anchor")
    assert [reason.feature for reason in link.reasons] == ["reputation.mine"]
    assert link.score == probability(model.ways.intercept + 4.0)
    assert link.block == "Trailer"


def test_a_candidate_too_unlikely_to_be_named_is_named_where_it_is_listed(model, lists):
    body = PLAIN + "<p>About <a href=https://doubt.example/w>sand</a></p>"
    assert judge(model, page(body)).links == ()
    assert list(links(model, body, lists(mine=["doubt.example"]))) == ["https://doubt.example/w"]


def test_links_of_one_entry_are_named_once_and_each_listed_address_of_a_host(model, lists):
    body = PLAIN + "".join(f"<p><a href=https://www.youtube.com/{n}>clip</a></p>" for n in range(30))
    assert len(links(model, body, lists(mine=["youtube.com"]))) == 1
    two = lists(mine=["https://www.youtube.com/3", "https://www.youtube.com/20"])
    assert list(links(model, body, two)) == ["https://www.youtube.com/3", "https://www.youtube.com/20"]
    all_of_them = lists(mine=[f"https://www.youtube.com/{n}" for n in range(30)])
    assert len(links(model, body, all_of_them)) == scorer.MOST_WAYS


def test_listed_links_are_named_before_others_where_there_is_no_room_for_all(model, lists):
    lures = "".join(f"<p><a href=https://evil{n}.example/w>Watch full movie {n}</a></p>" for n in range(30))
    found = links(
        model, PLAIN + lures + "<p><a href=https://www.youtube.com/1>clip</a></p>", lists(mine=["youtube.com"])
    )
    assert len(found) == scorer.MOST_WAYS
    assert "https://www.youtube.com/1" in found
    scores = [link.score for link in found.values()]
    assert scores == sorted(scores, reverse=True)


def test_the_menus_of_a_listed_site_are_no_further_hits(model, lists):
    verdict = judge(model, page(MENU), reputation=lists(mine=["own.example"]))
    assert [text for _, text, _ in of_lists(verdict.reasons)] == ["The page's own host is on your list “mine”"]
    assert not any(link.reasons and link.reasons[0].feature.startswith(PREFIX) for link in verdict.links)


def test_another_page_of_the_same_site_is_a_hit(model, lists):
    verdict = judge(model, page(MENU), reputation=lists(mine=["https://films.own.example/b"]))
    assert [text for _, text, _ in of_lists(verdict.reasons)] == ["A link leads to an address on your list “mine”"]


def test_a_list_counts_once_and_all_together_no_more_than_two(model, lists):
    body = LURE + "<a href=https://evil.test/>x</a><a href=https://www.evil.example/>y</a>"
    entries = ["evil.example", "evil.test", "own.example"]
    for count in range(1, 6):
        names = [f"list{n}" for n in range(count)]
        reputation = lists(weight=3.0, **dict.fromkeys(names, entries))
        found = account(model, page(body), reputation=reputation)
        shares = of_lists(found.reasons)
        assert sorted(name for name, _, _ in shares) == [f"reputation.{name}" for name in names]
        assert math.fsum(share for _, _, share in shares) == pytest.approx(min(count, 2) * 3.0)
        link = next(link for link in found.verdict.links if link.url == "https://evil.example/w")
        assert math.fsum(share for _, _, share in of_lists(link.reasons)) == pytest.approx(min(count, 2) * 3.0)


def test_what_is_allowed_is_no_hit(model, lists):
    reputation = lists(mine=["evil.example", "own.example"], allow=["evil.example", "own.example"])
    assert judge(model, page(LURE), reputation=reputation) == judge(model, page(LURE))


def test_kinds_and_fingerprints_are_those_without_lists(model, lists):
    verdict = judge(model, page(LURE), reputation=lists(mine=["own.example", "www.youtube.com"]))
    before = judge(model, page(LURE))
    assert (verdict.fingerprint, verdict.kinds) == (before.fingerprint, before.kinds)


def test_a_page_without_address_or_links_has_no_hits(model, lists):
    reputation = lists(mine=["own.example"])
    assert judge(model, page(PLAIN, None), reputation=reputation) == judge(model, page(PLAIN, None))
    assert judge(model, Page(None, None, "text"), reputation=reputation) == judge(model, Page(None, None, "text"))
