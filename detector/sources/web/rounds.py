"""Whose turn it is: sites in a circle, each with one request at a time and a pause after it."""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from detector import urls
from detector.page import Hop
from detector.sources.web.robots import Robots

SITES = 1_024
"""Sites that go round at a time: more than enough to keep all connections busy through the pauses, and few to remember."""
_HOSTS = 64
"""Hosts of one site whose rules are known at a time."""


@dataclass(slots=True)
class Task:
    """A page that is wanted, and how far it has been followed."""

    asked: str
    """The address on the list."""
    here: str
    """The address to be asked for next: `asked`, or where redirects have led to another site."""
    hops: tuple[Hop, ...] = ()
    tries: int = 0
    """Times that the server has put it off."""

    @property
    def origin(self) -> str:
        """Scheme, host and port of `here`, which have one robots.txt.

        >>> Task("", "https://a.example:8443/b?c").origin
        'https://a.example:8443'
        """
        scheme, mark, rest = self.here.partition("://")
        return scheme + mark + rest.partition("/")[0].rpartition("@")[2]


@dataclass(slots=True)
class Site:
    """A registrable domain, whose hosts share the time between requests."""

    name: str
    waiting: deque[Task] = field(default_factory=deque)
    robots: dict[str, Robots] = field(default_factory=dict)
    """By origin (`https://a.example`)."""
    waited: float = 0.0
    """Seconds that it has asked the run to wait, beyond the pauses."""
    silent: int = 0
    """Times in a row that it gave no answer."""

    resting: bool = False
    """Nothing of it is wanted now."""

    def learn(self, origin: str, robots: Robots) -> None:
        """The rules of one of its hosts; those of the first are forgotten where there are too many hosts."""
        if len(self.robots) >= _HOSTS:
            del self.robots[next(iter(self.robots))]
        self.robots[origin] = robots

    @property
    def delay(self) -> float:
        """Seconds that its hosts ask for between two requests."""
        return max((robots.delay for robots in self.robots.values()), default=0.0)


class Rounds:
    """The sites with pages to fetch; several threads take turns.

    So many sites go round at a time; another begins when one is finished. As many that are finished are remembered, for
    redirects may lead to them again.
    """

    def __init__(self, asked: Iterable[str], sites: int = SITES) -> None:
        self._changed = threading.Condition()
        self._most = sites
        self._sites: dict[str, Site] = {}
        self._resting: dict[str, None] = {}
        """Sites of which nothing is wanted, the one that rests longest first."""
        self._later: deque[str] = deque()
        """Sites whose time has not come."""
        self._due: list[tuple[float, int, str]] = []
        """When a site that is not being asked may be: then, in the order in which they came; a heap."""
        self._number = 0
        self._left = 0
        """Tasks that are not finished."""
        self.stopped = False
        for url in asked:
            self._left += 1
            name = urls.address(url).domain
            if name not in self._sites:
                self._sites[name] = Site(name)
                self._later.append(name)
            self._sites[name].waiting.append(Task(url, url))
        for _ in range(min(sites, len(self._later))):
            self._begin_another()

    def take(self) -> Site | None:
        """The next site, for the caller alone until it is given back; waits for one; None when all is done."""
        with self._changed:
            while self._left and not self.stopped:
                wait = None
                if self._due:
                    due, _, name = self._due[0]
                    wait = due - time.monotonic()
                    if wait <= 0:
                        heapq.heappop(self._due)
                        if self._sites[name].waiting:
                            return self._sites[name]
                        # Only now: a redirect to it within the pause would have had to wait.
                        self._rest(name)
                        self._begin_another()
                        continue
                self._changed.wait(wait)
            return None

    def give_back(self, site: Site, pause: float, finished: int, onward: Task | None) -> None:
        """The site rests; so many of its tasks are finished, and one may go on at another site."""
        with self._changed:
            self._push(time.monotonic() + pause, site.name)
            self._left -= finished
            if onward is not None:
                self._add(onward)
            self._changed.notify_all()

    def stop(self) -> None:
        """No more turns."""
        with self._changed:
            self.stopped = True
            self._changed.notify_all()

    def _add(self, task: Task) -> None:
        """A task that is under way."""
        name = urls.address(task.here).domain
        site = self._sites.get(name)
        if site is None or site.resting:
            self._resting.pop(name, None)
            site = self._sites[name] = site or Site(name)
            site.resting = False
            self._push(time.monotonic(), name)
        site.waiting.appendleft(task)

    def _rest(self, name: str) -> None:
        self._sites[name].resting = True
        self._resting[name] = None
        if len(self._resting) > self._most:
            oldest = next(iter(self._resting))
            del self._resting[oldest], self._sites[oldest]

    def _begin_another(self) -> None:
        if self._later:
            self._push(0.0, self._later.popleft())

    def _push(self, due: float, name: str) -> None:
        self._number += 1
        heapq.heappush(self._due, (due, self._number, name))
