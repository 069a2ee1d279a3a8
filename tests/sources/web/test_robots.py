"""robots.txt as RFC 9309 has it, whatever a site makes of it."""

from __future__ import annotations

import tracemalloc

import pytest

from detector.page import Document
from detector.sources.web.answers import Fetched, Onward, Unfetched
from detector.sources.web.robots import LONGEST_DELAY, SIZE, Refused, ask, read

SITE = "https://a.example"


class Door:
    """Answers everything in one way."""

    def __init__(self, answer: bytes | Unfetched) -> None:
        self._answer = answer
        self.asked: list[str] = []

    def fetch(self, url: str) -> Fetched:
        self.asked.append(url)
        if isinstance(self._answer, Unfetched):
            raise self._answer
        return Fetched(Document(self._answer, url, "text/plain"), 200)

    def step(self, url: str) -> Fetched | Onward:
        raise AssertionError("a robots.txt is fetched behind its redirects")


def allowed(text: str, path: str) -> bool:
    return read(text.encode()).judge()(f"{SITE}{path}") is None


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: another\nDisallow: /", "/a", True),
        ("User-agent: DETECTOR\nDisallow: /", "/a", False),
        ("User-agent: detector/0.1 # us\nDisallow: /", "/a", False),
        # A name that ours begins with, or that begins with ours, is not ours.
        ("User-agent: detect\nDisallow: /", "/a", True),
        ("User-agent: detectors\nDisallow: /", "/a", True),
        # Our own group, and not that of all.
        ("User-agent: *\nDisallow: /\n\nUser-agent: detector\nDisallow: /b", "/a", True),
        ("User-agent: another\nUser-agent: detector\nDisallow: /a", "/a", False),
        ("User-agent: detector\nDisallow: /a\n\nUser-agent: another\nDisallow: /b", "/b", True),
        # The longest rule, and the kinder of two that are as long.
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.php$", "/x/y.php", False),
        ("User-agent: *\nDisallow: /*.php$", "/x/y.php?z", True),
        ("User-agent: *\nDisallow: /a%3Cb", "/a<b", False),
        ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\r\nDisallow: /a\rDisallow: /b", "/b", False),
        ("<html><title>not found</title>", "/a", True),
    ],
)
def test_rules(text: str, path: str, expected: bool):
    assert allowed(text, path) is expected


def test_bytes_that_are_no_text_allow_everything():
    assert read(bytes(range(256)) * 9).judge()(f"{SITE}/a") is None


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 200, 204])
def test_without_a_robots_txt_all_is_allowed(status: int):
    door = Door(Unfetched("There is none.", status))
    assert ask(door, SITE).judge()(f"{SITE}/a") is None
    assert door.asked == ["https://a.example/robots.txt"]


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a_site_out_of_order_is_left_alone_for_now(status: int):
    refusal = ask(Door(Unfetched(f"The server answered {status}.", status)), SITE).judge()(f"{SITE}/a")
    assert refusal is not None
    assert not isinstance(refusal, Refused)
    assert refusal.status == status
    assert "robots.txt" in str(refusal)
    assert str(status) in str(refusal)


def test_a_site_that_cannot_be_reached_is_not_asked_for_pages():
    refusal = ask(Door(Unfetched("There is no host called a.example.")), SITE).judge()(f"{SITE}/a")
    assert str(refusal) == "There is no host called a.example."


def test_a_refusal_by_the_rules_says_so():
    refusal = ask(Door(b"User-agent: *\nDisallow: /a"), SITE).judge()(f"{SITE}/a")
    assert isinstance(refusal, Refused)
    assert "robots.txt of this site does not allow" in str(refusal)


@pytest.mark.parametrize(
    ("said", "expected"),
    [("2", 2.0), ("0.5", 0.5), ("86400", LONGEST_DELAY), ("-1", 0.0), ("nan", 0.0), ("inf", 0.0), ("soon", 0.0)],
)
def test_a_crawl_delay_is_kept_to_within_bounds(said: str, expected: float):
    assert read(f"User-agent: *\nCrawl-delay: {said}".encode()).delay == expected


def test_of_a_huge_file_the_first_part_counts_and_no_half_rule():
    rule = b"Disallow: /private/of/a/long/name\n"
    head = b"User-agent: *\nDisallow: /first\n"
    # The bound falls within a rule, whose beginning would forbid much more.
    filler = b"#" * (SIZE - len(head) - len(rule) // 2 - 1) + b"\n"
    body = head + filler + rule * 3
    assert len(head + filler) < SIZE < len(head + filler + rule)
    refusal = read(body).judge()
    assert refusal(f"{SITE}/first") is not None
    assert refusal(f"{SITE}/private/of/a/long/name") is None
    assert refusal(f"{SITE}/private/other") is None


def test_many_names_with_many_rules_take_no_more_memory_than_the_file_is_worth():
    many = 8_000
    names = "".join(f"{form}: {n}\n" for n, form in zip(range(many), ["User-agent", "user agent"] * many, strict=False))
    body = (names + "".join(f"Disallow: /{n}\n" for n in range(many))).encode()
    tracemalloc.start()
    try:
        refusal = read(body).judge()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 100 * len(body)
    assert refusal(f"{SITE}/7") is None
