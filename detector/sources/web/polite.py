"""Many pages of many sites, at the pace that their servers can be asked to bear.

A site (a registrable domain, or an IP address) gets one request at a time, and a pause after each. The robots.txt of a host
is asked for first and kept to. A redirect is a request like any other, so that pages which lead to one site do not send a
crowd there.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Generator, Iterable
from dataclasses import replace
from typing import NamedTuple

from detector.errors import UsageError
from detector.sources.web.answers import Fetched, Onward, Unfetched
from detector.sources.web.bounds import Rules
from detector.sources.web.robots import Fetcher, Judge, Refused, Robots, ask
from detector.sources.web.rounds import Rounds, Site, Task

DELAY = 1.0
"""Seconds between two requests to a site, where its robots.txt asks for no more."""
CONNECTIONS = 16
"""Sites that are asked at the same time."""
HOPS = Rules().hops
"""Redirects of one page."""
TRIES = 3
"""Times that a page is asked for whose server says when to come again (429 or 503 with Retry-After)."""
LONGEST_WAIT = 120.0
"""Seconds that such a server is waited for."""
PATIENCE = 600.0
"""Seconds that one site may make the run wait in all."""
SILENCES = 5
"""Pages in a row that fail without an answer, after which a site is asked no more: each may take half a minute."""
_BUSY = (429, 503)
_SILENT = Unfetched(
    f"This site gave no page and no answer {SILENCES} times in a row, and is asked no more in this run."
)
_SHOWN = 200
_TICK = 0.2


class Result(NamedTuple):
    """What became of one address."""

    asked: str
    answer: Fetched | Unfetched


class _Turn(NamedTuple):
    """What came of one turn of a site."""

    results: list[Result]
    pause: float
    onward: Task | None = None


_Told = Result | Exception | None
"""A thread that has nothing more to do says None, one that cannot go on says why."""


def fetch_all(
    door: Fetcher, asked: Iterable[str], delay: float = DELAY, connections: int = CONNECTIONS
) -> Generator[Result, None, None]:
    """Fetch each of these canonical addresses; results come as they are there. Raises UsageError where nothing can be."""
    rounds = Rounds(asked)
    # Few wait here: pages are large.
    told: queue.Queue[_Told] = queue.Queue(connections)
    threads = [
        threading.Thread(target=_work, args=(door, rounds, delay, told), daemon=True) for _ in range(connections)
    ]
    for thread in threads:
        thread.start()
    try:
        working = connections
        while working:
            result = told.get()
            if isinstance(result, Exception):
                raise result
            if result is None:
                working -= 1
            else:
                yield result
        for thread in threads:
            thread.join()
    finally:
        # A thread that still waits for a server ends with its answer, which is lost.
        rounds.stop()


def _work(door: Fetcher, rounds: Rounds, delay: float, told: queue.Queue[_Told]) -> None:
    try:
        while (site := rounds.take()) is not None:
            turn = _turn(door, site, delay)
            for result in turn.results:
                _tell(told, result, rounds)
            rounds.give_back(site, turn.pause, len(turn.results), turn.onward)
    except Exception as error:
        _tell(told, error, rounds)
    _tell(told, None, rounds)


def _tell(told: queue.Queue[_Told], said: _Told, rounds: Rounds) -> None:
    while not rounds.stopped:
        try:
            return told.put(said, timeout=_TICK)
        except queue.Full:
            continue


def _turn(door: Fetcher, site: Site, delay: float) -> _Turn:
    """One request to a site: for the robots.txt of a host of it, or for a page."""
    results: list[Result] = []
    judges: dict[str, Judge] = {}
    while site.waiting:
        # Taken out before anything is asked: a redirect of another site may put one in front meanwhile.
        task = site.waiting.popleft()
        known = site.robots.get(task.origin)
        if known is None or time.monotonic() > known.until:
            site.waiting.appendleft(task)
            site.learn(task.origin, _robots(door, task.origin))
            return _Turn(results, max(delay, site.delay))
        judge = judges[task.origin] = judges.get(task.origin) or known.judge()
        refusal = _SILENT if site.silent >= SILENCES else judge(task.here)
        if refusal is None:
            return _page(door, site, task, results, max(delay, site.delay))
        results.append(Result(task.asked, _led(refusal, task)))
    return _Turn(results, 0.0)


def _page(door: Fetcher, site: Site, task: Task, results: list[Result], pause: float) -> _Turn:
    """A turn in which a page is asked for; `results` are what is known already."""
    answer = _stepped(door, task.here)
    site.silent = site.silent + 1 if isinstance(answer, Unfetched) and answer.status is None else 0
    if isinstance(answer, Onward):
        onward = _onward(answer, task)
        if isinstance(onward, Task):
            return _Turn(results, pause, onward)
        answer = onward
    if isinstance(answer, Unfetched) and (wait := _wait(answer, task, site)) is not None:
        site.waiting.appendleft(replace(task, tries=task.tries + 1))
        return _Turn(results, max(pause, wait))
    return _Turn([*results, Result(task.asked, _led(answer, task))], pause)


def _robots(door: Fetcher, origin: str) -> Robots:
    try:
        return ask(door, origin)
    except UsageError:
        raise
    except Exception as error:  # a fault of this program
        return Robots(closed=str(_fault(error)))


def _stepped(door: Fetcher, url: str) -> Fetched | Onward | Unfetched:
    try:
        return door.step(url)
    except Unfetched as error:
        return error
    except UsageError:
        raise
    except Exception as error:  # a fault of this program
        return _fault(error)


def _fault(error: Exception) -> Unfetched:
    return Unfetched(f"The page could not be fetched, a fault of this program: {type(error).__name__}: {error}")


def _wait(answer: Unfetched, task: Task, site: Site) -> float | None:
    """How long to wait until a page is asked for once more; None where it is not."""
    wait = answer.retry_after
    if answer.status not in _BUSY or wait is None or task.tries + 1 >= TRIES:
        return None
    if wait > min(LONGEST_WAIT, PATIENCE - site.waited):
        return None
    site.waited += wait
    return wait


def _onward(answer: Onward, task: Task) -> Task | Unfetched:
    hops = (*task.hops, answer.hop)
    if len(hops) > HOPS:
        return Unfetched(f"There are more than {HOPS} redirects.")
    if answer.url in {hop.url for hop in hops}:
        return Unfetched("The redirects lead in a circle.")
    return Task(task.asked, answer.url, hops)


def _led(answer: Fetched | Unfetched, task: Task) -> Fetched | Unfetched:
    """The answer, with the redirects that led to it."""
    if not task.hops:
        return answer
    if isinstance(answer, Fetched):
        return answer._replace(document=replace(answer.document, hops=task.hops))
    kind = Refused if isinstance(answer, Refused) else Unfetched
    return kind(f"Redirected to {task.here[:_SHOWN]}: {answer}", answer.status, (*task.hops, *answer.hops))
