"""What is counted of a crawl, and that the count does not depend on how it was cut into chunks."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterable
from functools import reduce
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from detector.sinks.summary import Tally, merge
from detector.sinks.summary_tables import finished
from detector.verdict import Band, Fingerprint, LinkVerdict, Verdict
from tests.sinks.records import Place, Record

Counted = tuple[Verdict, str, Record]


def link(url: str, score: float = 0.9) -> LinkVerdict:
    return LinkVerdict(url, "anchor", "Watch", score)


def page(
    band: Band | None = Band.SPAM, url: str | None = "https://films.example/1", *links: LinkVerdict, **changes: Any
) -> Verdict:
    fields: dict[str, Any] = {
        "id": "a",
        "url": url,
        "score": math.nan if band is None else {"spam": 0.97, "review": 0.5, "clean": 0.02}[band],
        "band": band,
        "kind": None if band in (None, Band.CLEAN) else "fake-stream",
        "reasons": (),
        "links": links,
        "model": "toy",
        "schema": "0",
        "error": "It broke." if band is None else None,
    }
    return Verdict(**(fields | changes))


def counted(*pages: Verdict) -> dict[str, Any]:
    return tallied((verdict, "a.warc", Record(Place(number))) for number, verdict in enumerate(pages))


def tallied(pages: Iterable[Counted]) -> dict[str, Any]:
    tally = Tally()
    for verdict, name, record in pages:
        tally.add(verdict, name, record)
    return json.loads(json.dumps(tally.partial()))


LINKS = st.builds(
    link,
    st.sampled_from(
        ["https://reel.example/a", "https://reel.example/b", "https://t.me/x", "https://films.example/go", "watch", ""]
    ),
    st.sampled_from([0.25, 0.5, 1.0]),
)
SKETCHES = st.sampled_from(["", "0a1b" * 16, "2c3d" * 16])
PAGES = st.builds(
    lambda band, host, links, text, lure, kind: page(
        band, f"https://{host}/1", *links, fingerprint=Fingerprint(text, lure=lure), kind=kind
    ),
    st.sampled_from([*Band, None]),
    st.sampled_from(["films.example", "a.films.example", "pipes.example"]),
    st.lists(LINKS, max_size=3),
    SKETCHES,
    st.sampled_from(["", "0b" * 8]),
    st.sampled_from(["survey", "crypto"]),
)
CRAWLS = st.lists(PAGES, max_size=8).map(
    lambda pages: [(verdict, f"{number % 2}.warc", Record(Place(number))) for number, verdict in enumerate(pages)]
)
PARTIALS = st.builds(tallied, CRAWLS)


class TestMerge:
    @settings(max_examples=30)
    @given(PARTIALS, PARTIALS, PARTIALS)
    def test_it_does_not_matter_what_is_put_together_first(self, one, two, three):
        assert merge(merge(one, two), three) == merge(one, merge(two, three))

    @given(PARTIALS)
    def test_nothing_changes_nothing(self, one):
        assert merge(one, counted()) == merge(counted(), one) == merge(one, counted())
        assert finished(merge(one, counted())) == finished(one)

    @settings(max_examples=30)
    @given(PARTIALS, PARTIALS)
    def test_what_is_put_together_is_left_as_it_was(self, one, two):
        before = copy.deepcopy((one, two))
        merge(one, two)
        assert (one, two) == before

    @settings(max_examples=60)
    @given(CRAWLS, st.randoms(use_true_random=False), st.integers(1, 4))
    def test_neither_chunks_nor_order_change_the_tables(self, crawl, chance, size):
        chunks = [crawl[start : start + size] for start in range(0, len(crawl), size)]
        chance.shuffle(chunks)
        assert finished(reduce(merge, map(tallied, chunks), counted())) == finished(tallied(crawl))


class TestPages:
    def test_outcomes(self):
        found = finished(counted(page(), page(Band.CLEAN), page(Band.REVIEW), page(None), page(None)))
        assert found["pages"] == {"spam": 1, "review": 1, "clean": 1, "errors": 2, "all": 5}

    def test_kinds_of_suspected_pages(self):
        found = finished(counted(page(kind="survey"), page(Band.REVIEW), page(), page(Band.CLEAN), page(None)))
        assert found["kinds"] == [
            {"kind": "fake-stream", "spam": 1, "review": 1},
            {"kind": "survey", "spam": 1, "review": 0},
        ]

    def test_clean_and_failed_pages_leave_nothing_but_their_number(self):
        found = counted(*[page(Band.CLEAN, "https://a.example/", link("https://b.example/"))] * 5, page(None))
        assert found == counted() | {"pages": {"spam": 0, "review": 0, "clean": 5, "errors": 1}}


class TestHosts:
    def test_pages_by_registrable_domain(self):
        addresses = ("https://a.films.example/1", "https://films.example/2", "https://x.blogspot.com/", None)
        found = finished(counted(*(page(Band.SPAM, url) for url in addresses), page(Band.REVIEW), page(score=0.99)))
        assert [(row["host"], row["spam"], row["review"], row["score"]) for row in found["hosts"]] == [
            ("films.example", 3, 1, 0.99),
            ("", 1, 0, 0.97),
            ("x.blogspot.com", 1, 0, 0.97),
        ]


def exits(*pages: Verdict) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = finished(counted(*pages))["exits"]
    return rows


class TestExits:
    def test_pages_spam_links_and_the_likeliest(self):
        links = (link("https://reel.example/a", 0.5), link("https://w.reel.example/b", 0.9))
        assert exits(
            page(Band.SPAM, "https://a.example/", *links), page(Band.REVIEW, "https://b.example/", links[0])
        ) == [
            {
                "host": "reel.example",
                "pages": 2,
                "spam": 1,
                "links": 3,
                "score": 0.9,
                "url": "https://w.reel.example/b",
                "list": "",
            }
        ]

    def test_wrappers_are_opened(self):
        (row,) = exits(page(Band.SPAM, None, link("https://www.google.com/url?q=https%3A%2F%2Freel.example%2Fq")))
        assert row["host"] == "reel.example"

    def test_the_page_s_own_site_is_no_exit(self):
        assert exits(page(Band.SPAM, "https://a.films.example/1", link("https://films.example/go/2"))) == []

    def test_what_is_no_address_is_no_exit(self):
        written = (
            "",
            "/go",
            "javascript:go()",
            "https://[",
            "https://\ud800.example/",
            "https://a.example/?url=https://\ud800.b/",
        )
        found = exits(page(Band.SPAM, None, *map(link, written)))
        assert {row["host"] for row in found} <= {"a.example"}

    def test_shared_hosts_are_told_apart(self):
        urls = (
            "https://sites.google.com/view/x",
            "https://docs.google.com/d",
            "https://bit.ly/x",
            "https://me.github.io/",
        )
        lists = {row["host"]: row["list"] for row in exits(page(Band.SPAM, None, *map(link, urls)))}
        assert "google.com" not in lists
        assert lists["sites.google.com"] == "free_hosting"
        assert lists["bit.ly"] == "shorteners"
        assert "me.github.io" in lists

    def test_most_spam_comes_first(self):
        one, two = link("https://one.example/"), link("https://two.example/")
        assert [row["host"] for row in exits(page(Band.SPAM, None, one, two), page(Band.SPAM, None, two))] == [
            "two.example",
            "one.example",
        ]


class TestCampaigns:
    LIKE = Fingerprint(text="0a1b" * 16)

    def test_pages_alike_are_named_together(self):
        alike = [page(Band.SPAM, f"https://s{n}.example/", id=None, fingerprint=self.LIKE) for n in range(7)]
        (found,) = finished(counted(page(), *alike, page(Band.REVIEW, fingerprint=self.LIKE)))["campaigns"]
        assert (found["pages"], found["spam"], found["hosts"], found["kind"]) == (8, 7, 8, "fake-stream")
        assert found["first"][0] == {"input": "a.warc", "record": 1, "id": None, "url": "https://s0.example/"}
        assert len(found["first"]) == 5

    def test_a_page_alone_is_no_campaign(self):
        assert finished(counted(page(fingerprint=self.LIKE), page()))["campaigns"] == []

    def test_pages_of_different_chunks_meet(self):
        one, two = (tallied([(page(fingerprint=self.LIKE), name, Record(Place(0)))]) for name in ("b.warc", "a.warc"))
        (found,) = finished(merge(one, two))["campaigns"]
        assert [page["input"] for page in found["first"]] == ["a.warc", "b.warc"]

    def test_the_likeliest_kind_is_the_campaign_s(self):
        kinds = ("survey", "crypto", "crypto")
        (found,) = finished(counted(*(page(kind=kind, fingerprint=self.LIKE) for kind in kinds)))["campaigns"]
        assert found["kind"] == "crypto"
