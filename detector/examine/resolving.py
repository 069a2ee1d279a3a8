"""Where the ways out of a page lead: their redirects, followed within bounds, each address once in a scan.

Done only where a user asks for it, as the servers learn that somebody looked. Networks of affiliates count it as a visit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import replace
from threading import Semaphore, Thread
from time import monotonic
from typing import TYPE_CHECKING

from detector import urls
from detector.model.landings import is_service
from detector.page import Hop, Landing

if TYPE_CHECKING:  # the door brings in what it speaks HTTP with, which a scan of files does not wait for
    from detector.sources.web import Door, Rules

LINK_SECONDS = 10.0
"""For one link, in so far as its address is not opened further."""
SECONDS = 20.0
"""For the links of one page, all together."""
SCAN_SECONDS = 900.0
"""For the links of all pages of a scan."""
AT_ONCE = 4
"""Links followed at a time."""
WRAPPERS = 3
"""Addresses within addresses that are opened on one link's way."""


class Resolver:
    """Follows links through a door. What is not done in time goes on by itself, and may be known for a later page."""

    def __init__(self, door: Door, seconds: float = SECONDS, scan_seconds: float = SCAN_SECONDS) -> None:
        self._door = door
        self._seconds = seconds
        self._scan_seconds = self._left = scan_seconds
        self._asked: dict[str, Future[Landing]] = {}
        self._slots = Semaphore(AT_ONCE)

    def landings(self, links: Sequence[str]) -> Mapping[str, Landing]:
        """What following each of these canonical addresses came to."""
        if self._left > 0:
            started = monotonic()
            wait([self._ask(url) for url in links], min(self._seconds, self._left))
            self._left -= monotonic() - started
        return {url: self._answer(url) for url in links}

    def _ask(self, url: str) -> Future[Landing]:
        if url not in self._asked:
            future: Future[Landing] = Future()
            self._asked[url] = future
            # A daemon: a server that keeps silent must not keep the program from ending.
            Thread(target=self._run, args=(url, future), daemon=True).start()
        return self._asked[url]

    def _run(self, url: str, future: Future[Landing]) -> None:
        with self._slots:
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(follow(self._door, url))
                except Exception as error:
                    said = f"It could not be followed, a fault of this program: {type(error).__name__}: {error}"
                    future.set_result(Landing(None, error=said))

    def _answer(self, url: str) -> Landing:
        future = self._asked.get(url)
        if future is not None and future.cancel():
            del self._asked[url]  # its server was not asked: a later page may
        elif future is not None and future.done():
            return future.result()
        if self._left <= 0:
            said = f"The {self._scan_seconds:g} seconds were over for which a scan follows links."
        else:
            said = f"It was not reached in the {self._seconds:g} seconds that the links of a page may take."
        return Landing(None, error=said)


@contextmanager
def resolving(rules: Rules) -> Iterator[Resolver]:
    """A resolver with a door of its own, which holds to these rules but for the time that a link may take."""
    from detector.sources.web import Door

    with Door(replace(rules, total=LINK_SECONDS)) as door:
        yield Resolver(door)


def follow(door: Door, url: str) -> Landing:
    """Where a canonical address leads, by redirects and by what addresses of known services say."""
    hops: list[Hop] = []
    place = opened(url)
    for _ in range(WRAPPERS):
        chain = door.follow(place)
        hops += chain.hops
        if chain.landing is None:
            reached = opened(chain.reached or place)
            return Landing(reached if reached != url else None, tuple(hops), chain.error)
        place = opened(chain.landing)
        if place == chain.landing:
            return Landing(place, tuple(hops))
    return Landing(place, tuple(hops))


def opened(url: str) -> str:
    """The address that a known service's address says it leads to; a stranger's may lie and has to be asked.

    >>> opened("https://www.google.com/url?q=https://reel.example/a")
    'https://reel.example/a'
    >>> opened("https://reel.example/a?url=https://www.netflix.com/title/1")
    'https://reel.example/a?url=https://www.netflix.com/title/1'
    """
    for _ in range(WRAPPERS):
        inner = urls.unwrap(url, 1)
        if inner == url or not is_service(url):
            return url
        url = inner
    return url
