"""Links are followed within bounds, each address once, and what that came to decides about the page."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pytest

from detector.examine.resolving import AT_ONCE, WRAPPERS, Resolver, follow
from detector.page import Hop, Landing
from detector.sources.web import Chain

REEL, SHORT = "https://reel.example/w", "https://bit.ly/abc"


class FakeDoor:
    """Knows some addresses by heart; counts what it is asked for, and holds it back until it is opened."""

    def __init__(self, **redirects: str) -> None:
        self.redirects: dict[str, str] = redirects
        self.asked: Counter[str] = Counter()
        self.inside = self.most_inside = 0
        self.open = threading.Event()
        self.open.set()
        self._lock = threading.Lock()

    def follow(self, url: str) -> Chain:
        with self._lock:
            self.asked[url] += 1
            self.inside += 1
            self.most_inside = max(self.inside, self.most_inside)
        self.open.wait()
        with self._lock:
            self.inside -= 1
        if url == "https://fault.example/":
            raise ZeroDivisionError("by nothing")
        hops: list[Hop] = []
        while url in self.redirects:
            hops.append(Hop(url, 302))
            url = self.redirects[url]
        return Chain(tuple(hops), url, None)


@pytest.fixture
def door() -> Iterator[FakeDoor]:
    found = FakeDoor()
    yield found
    found.open.set()


def addresses(count: int) -> Sequence[str]:
    return [f"https://reel{number}.example/" for number in range(count)]


def test_every_link_has_its_answer(door):
    door.redirects = {SHORT: REEL}
    found = Resolver(door).landings([SHORT, "https://stays.example/"])
    assert found == {
        SHORT: Landing(REEL, (Hop(SHORT, 302),)),
        "https://stays.example/": Landing("https://stays.example/"),
    }


def test_an_address_is_asked_once_in_a_scan(door):
    resolver = Resolver(door)
    first, second = resolver.landings([SHORT, REEL]), resolver.landings([REEL, SHORT])
    assert first == second
    assert door.asked == {SHORT: 1, REEL: 1}


def test_links_are_followed_side_by_side_but_few_at_a_time(door):
    door.open.clear()
    links = addresses(3 * AT_ONCE)
    threading.Thread(target=lambda: (_until(lambda: door.inside == AT_ONCE), door.open.set()), daemon=True).start()
    Resolver(door).landings(links)
    assert door.most_inside == AT_ONCE
    assert set(door.asked) == set(links)


def test_a_silent_server_costs_the_time_of_one_page_and_is_not_asked_again(door):
    door.open.clear()
    links = addresses(2 * AT_ONCE)
    resolver = Resolver(door, seconds=0.05)
    late = resolver.landings(links)
    assert {landing.url for landing in late.values()} == {None}
    assert late[links[0]].error == "It was not reached in the 0.05 seconds that the links of a page may take."
    door.open.set()
    resolver._seconds = 600
    assert {url: found.url for url, found in resolver.landings(links).items()} == {url: url for url in links}
    assert set(door.asked.values()) == {1}


def test_a_scan_has_its_time_for_all_pages(door):
    door.open.clear()
    resolver = Resolver(door, scan_seconds=0.05)
    for link in (REEL, SHORT):
        assert resolver.landings([link])[link].error == "The 0.05 seconds were over for which a scan follows links."
    door.open.set()
    assert SHORT not in door.asked


def test_what_is_known_is_told_when_the_time_is_over(door):
    resolver = Resolver(door)
    resolver.landings([REEL])
    resolver._left = 0
    assert resolver.landings([REEL]) == {REEL: Landing(REEL)}


def test_a_fault_is_told_and_the_other_links_are_followed(door):
    found = Resolver(door).landings(["https://fault.example/", REEL])
    assert "a fault of this program: ZeroDivisionError" in (found["https://fault.example/"].error or "")
    assert found[REEL] == Landing(REEL)


class TestAddressesWithinAddresses:
    def test_a_known_service_is_not_asked_where_it_says_where_it_leads(self, door):
        assert follow(door, f"https://www.google.com/url?q={REEL}") == Landing(REEL)
        assert door.asked == {REEL: 1}

    def test_a_stranger_is_asked(self, door):
        claiming = f"{REEL}?url=https://www.netflix.com/title/1"
        assert follow(door, claiming) == Landing(claiming)
        assert door.asked == {claiming: 1}

    def test_a_stranger_within_a_known_service_is_asked(self, door):
        claiming = f"{REEL}?url=https://www.netflix.com/title/1"
        assert follow(
            door,
            "https://www.google.com/url?q=https%3A%2F%2Freel.example%2Fw%3Furl%3Dhttps%3A%2F%2Fwww.netflix.com%2Ftitle%2F1",
        ) == Landing(claiming)

    def test_one_on_the_way_is_opened_too(self, door):
        door.redirects = {SHORT: f"https://www.google.com/url?q={REEL}", REEL: "https://deep.example/"}
        assert follow(door, SHORT) == Landing("https://deep.example/", (Hop(SHORT, 302), Hop(REEL, 302)))

    def test_the_last_one_is_known_though_it_gives_no_answer(self, door):
        door.follow = lambda url: Chain((), None, "So.", reached=url)
        assert follow(door, f"https://www.google.com/url?q={REEL}") == Landing(REEL, (), "So.")
        assert follow(door, REEL) == Landing(None, (), "So.")

    def test_they_have_an_end(self, door):
        follows = iter(range(100))
        door.follow = lambda url: Chain((Hop(url, 302),), f"https://www.google.com/url?q={REEL}{next(follows)}", None)
        found = follow(door, SHORT)
        assert len(found.hops) == WRAPPERS
        assert found.url == f"{REEL}{WRAPPERS - 1}"


def _until(said: Callable[[], bool]) -> None:
    while not said():
        threading.Event().wait(0.001)
