"""Many sites on one server of this machine, which remembers who asked for what, and when by its own clock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from detector import urls
from detector.sources.web import door
from detector.sources.web.network import Network
from tests.sources.web.servers import Script, answer, request

Answers = Mapping[str, bytes | Callable[[int], bytes]]
"""What is answered by `host/path`, or by `/path` on all hosts; a function is told how often that was asked for before."""


@dataclass
class Asked:
    """One request."""

    url: str
    """Host and path: `a.test/b`."""
    began: float
    ended: float = 0.0

    @property
    def site(self) -> str:
        """The registrable domain."""
        return urls.address(f"http://{self.url}").domain


@dataclass
class Log:
    """All requests of a server, in the order in which they came."""

    asked: list[Asked] = field(default_factory=list)
    most: int = 0
    """Most requests that one site had at the same time."""
    _at_once: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, url: str) -> tuple[Asked, int]:
        """A request has come; also how often its address was asked for before."""
        with self._lock:
            one = Asked(url, time.monotonic())
            times = sum(other.url == url for other in self.asked)
            self.asked.append(one)
            self._at_once[one.site] = self._at_once.get(one.site, 0) + 1
            self.most = max(self.most, self._at_once[one.site])
            return one, times

    def end(self, one: Asked) -> None:
        """Its answer is about to be sent."""
        with self._lock:
            one.ended = time.monotonic()
            self._at_once[one.site] -= 1

    @property
    def pages(self) -> list[str]:
        """What was asked for beside robots.txt."""
        with self._lock:
            return [one.url for one in self.asked if not one.url.endswith("/robots.txt")]

    def of(self, site: str) -> list[Asked]:
        """The requests to one site."""
        with self._lock:
            return [one for one in self.asked if one.site == site]

    def shortest_pause(self) -> float:
        """Seconds between an answer and the next request to the same site."""
        return min(
            (
                then.began - one.ended
                for site in {one.site for one in self.asked}
                for one, then in pairwise(self.of(site))
            ),
            default=float("inf"),
        )


def sites(answers: Answers, log: Log, slow: Mapping[str, float] | float = 0.0) -> Script:
    """Answer by host and path; 404 to all else. `slow`: seconds before an answer, by host or for all."""

    def script(connection: object, closing: threading.Event) -> None:
        asked = request(connection)  # type: ignore[arg-type]
        if not asked:
            return
        path = asked.split(b" ", 2)[1].decode("ascii")
        fields = (line.partition(b":") for line in asked.split(b"\r\n"))
        host = next(value.strip().decode() for name, _, value in fields if name.lower() == b"host").partition(":")[0]
        one, times = log.begin(host + path)
        closing.wait(slow if isinstance(slow, float) else slow.get(host, 0.0))
        said = answers.get(host + path, answers.get(path, answer(b"gone", "404 Not Found")))
        log.end(one)
        connection.sendall(said if isinstance(said, bytes) else said(times))  # type: ignore[attr-defined]

    return script


def all_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every host name lead to this machine."""
    monkeypatch.setattr(door, "Network", lambda: Network(resolve=lambda host, seconds: ["127.0.0.1"], proxy=no_proxy))


def no_proxy(scheme: str, host: str) -> None:
    """None at all."""
