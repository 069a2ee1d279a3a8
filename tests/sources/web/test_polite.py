"""Many pages of many sites: each once, and no site asked more than it can be asked to bear, by its own clock."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest

from detector.errors import UsageError
from detector.page import Document
from detector.sources.web import Door, Rules, polite
from detector.sources.web.answers import Fetched, Onward, Unfetched
from detector.sources.web.polite import Result, fetch_all
from detector.sources.web.robots import Refused
from tests.sources.web.servers import Server, answer, redirect
from tests.sources.web.sites import Answers, Log, all_here, sites

RULES = Rules(allow_private=True)
PAGE = answer(b"<p>words")
TEXT = "Content-Type: text/plain"
PAUSE = 0.05


def robots(text: str) -> bytes:
    return answer(text.encode(), fields=TEXT)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    all_here(monkeypatch)


def run(
    answers: Answers, asked: Sequence[str], log: Log, delay: float = PAUSE, connections: int = 8, slow: float = 0.0
) -> dict[str, Fetched | Unfetched]:
    """What became of each address, all on one server; `{}` stands for its port."""
    with Server(sites(answers, log, slow)) as server, Door(RULES) as door:
        port = f":{server.port}"
        results = list(fetch_all(door, [f"http://{url.replace('{}', port)}" for url in asked], delay, connections))
    assert len(results) == len(asked)
    found = {result.asked.removeprefix("http://").replace(port, "{}"): result.answer for result in results}
    assert found.keys() == set(asked)
    return found


def test_each_page_is_fetched_once_and_each_site_asked_in_turn():
    log = Log()
    asked = [f"{host}site{n}.test{{}}/p{p}" for p in range(4) for n in range(6) for host in ("", "www.")]
    found = run({f"/p{p}": answer(b"<p>page %d" % p) for p in range(4)}, asked, log, slow=0.01)
    for url, fetched in found.items():
        assert isinstance(fetched, Fetched)
        assert fetched.document.body == b"<p>page " + url[-1:].encode()
    assert sorted(log.pages) == sorted(url.replace("{}", "") for url in asked)
    assert log.most == 1
    assert log.shortest_pause() >= PAUSE
    # A robots.txt for each host, and before its first page.
    for site in {one.site for one in log.asked}:
        seen = [one.url for one in log.of(site)]
        assert sum(url.endswith("/robots.txt") for url in seen) == 2
        assert seen[0].endswith("/robots.txt")


def test_a_slow_site_does_not_hold_up_the_others():
    log = Log()
    passed = threading.Event()

    def waits(times: int) -> bytes:
        assert passed.wait(20)
        return PAGE

    answers = {"slow.test/p": waits, "/p": PAGE, "fast0.test/p": PAGE}
    asked = ["slow.test{}/p", *(f"fast{n}.test{{}}/p" for n in range(6))]
    with Server(sites(answers, log)) as server, Door(RULES) as door:
        urls = [f"http://{url.replace('{}', f':{server.port}')}" for url in asked]
        done = []
        for result in fetch_all(door, urls, 0.0, 2):
            done.append(result.asked)
            if len(done) == 6:
                passed.set()
    assert "slow.test" in done[-1]


def test_hosts_take_turns():
    """One connection: no site is finished before the others have begun."""
    log = Log()
    run({"/p": PAGE, "/q": PAGE}, [f"s{n}.test{{}}/{p}" for n in range(4) for p in "pq"], log, 0.0, 1)
    order = [one.site for one in log.asked]
    for start in range(0, len(order), 4):
        assert len(set(order[start : start + 4])) == 4


def test_what_robots_txt_forbids_is_not_asked_for():
    log = Log()
    answers = {
        "a.test/robots.txt": robots("User-agent: *\nDisallow: /private"),
        "b.test/robots.txt": answer(b"", "503 Service Unavailable"),
        "c.test/robots.txt": answer(b"<p>gone", "404 Not Found"),
        "d.test/robots.txt": answer(b"", fields=TEXT),
        "e.test/robots.txt": answer(b"\0\1", fields="Content-Type: application/octet-stream"),
        "/p": PAGE,
        "/private/p": PAGE,
    }
    found = run(answers, [f"{host}.test{{}}/{path}" for host in "abcde" for path in ("private/p", "p")], log)
    assert isinstance(found["a.test{}/private/p"], Refused)
    for path in ("private/p", "p"):
        closed = found[f"b.test{{}}/{path}"]
        assert isinstance(closed, Unfetched)
        assert closed.status == 503
        assert all(isinstance(found[f"{host}.test{{}}/{path}"], Fetched) for host in "cde")
    assert isinstance(found["a.test{}/p"], Fetched)
    assert sorted(log.pages) == sorted(
        ["a.test/p", *(f"{host}.test/{path}" for host in "cde" for path in ("p", "private/p"))]
    )


def test_a_robots_txt_is_read_behind_redirects():
    log = Log()
    answers = {
        "a.test/robots.txt": redirect("/1"),
        **{f"a.test/{n}": redirect(f"/{n + 1}") for n in range(1, 5)},
        "a.test/5": robots("User-agent: *\nDisallow: /p"),
        "/p": PAGE,
    }
    assert isinstance(run(answers, ["a.test{}/p"], log)["a.test{}/p"], Refused)


def test_a_crawl_delay_holds_for_all_hosts_of_a_site():
    log = Log()
    answers = {"www.a.test/robots.txt": robots("User-agent: *\nCrawl-delay: 0.2"), "/p": PAGE, "/q": PAGE}
    run(answers, [f"{host}.test{{}}/{path}" for host in ("www.a", "b") for path in "pq"] + ["a.test{}/p"], log, 0.0)
    asked = log.of("a.test")
    assert len(asked) == 5
    assert all(then.began - one.ended >= 0.2 for one, then in pairwise(asked))


def test_a_redirect_is_a_request_like_any_other():
    """Pages that lead to one site do not send a crowd there, and its robots.txt is kept to."""
    log = Log()
    with Server(sites(answers := {}, log, 0.01)) as server, Door(RULES) as door:
        port = server.port
        answers |= {f"s{n}.test/p": redirect(f"http://hub.test:{port}/p{n}", "301 Moved") for n in range(6)}
        answers |= {f"hub.test/p{n}": PAGE for n in range(5)}
        answers |= {"hub.test/robots.txt": robots("User-agent: *\nDisallow: /p5")}
        urls = [f"http://s{n}.test:{port}/p" for n in range(6)]
        found = {result.asked: result.answer for result in fetch_all(door, urls, PAUSE, 8)}
    assert log.most == 1
    assert log.shortest_pause() >= PAUSE
    assert len(log.of("hub.test")) == 6
    for n, url in enumerate(urls):
        answered = found[url]
        if n == 5:
            assert isinstance(answered, Refused)
            assert str(answered).startswith(f"Redirected to http://hub.test:{port}/p5: ")
            assert answered.hops == ((url, 301),)
        else:
            assert isinstance(answered, Fetched)
            assert answered.document.url == f"http://hub.test:{port}/p{n}"
            assert answered.document.hops == ((url, 301),)


def test_a_site_that_many_others_lead_to_is_asked_for_its_rules_once():
    log = Log()
    with Server(sites(answers := {}, log)) as server, Door(RULES) as door:
        answers |= {f"s{n}.test/p": redirect(f"http://hub.test:{server.port}/p{n}") for n in range(9)}
        answers |= {f"hub.test/p{n}": PAGE for n in range(9)}
        # One connection and no pause: the hub is finished with, for now, after each.
        found = list(fetch_all(door, [f"http://s{n}.test:{server.port}/p" for n in range(9)], 0.0, 1))
    assert all(isinstance(result.answer, Fetched) for result in found)
    assert len(log.of("hub.test")) == 1 + 9


def test_circles_and_endless_redirects_end():
    log = Log()
    found = run(
        {"/a": redirect("/b"), "/b": redirect("/a"), **{f"/n{n}": redirect(f"/n{n + 1}") for n in range(30)}},
        ["a.test{}/a", "b.test{}/n0"],
        log,
        0.0,
    )
    assert "circle" in str(found["a.test{}/a"])
    assert "more than 10 redirects" in str(found["b.test{}/n0"])
    assert len(log.of("b.test")) == 1 + 11


def test_a_busy_server_is_asked_again_when_it_says_and_not_for_ever():
    log = Log()
    answers = {
        "a.test/p": lambda times: PAGE if times else answer(b"", "429 Too Many Requests", "Retry-After: 1"),
        "b.test/p": answer(b"", "503 Service Unavailable", "Retry-After: 0"),
        "c.test/p": answer(b"", "503 Service Unavailable", "Retry-After: 86400"),
        "d.test/p": answer(b"", "503 Service Unavailable"),
    }
    found = run(answers, [f"{host}.test{{}}/p" for host in "abcd"], log, 0.0)
    assert isinstance(found["a.test{}/p"], Fetched)
    first, second = (one for one in log.of("a.test") if one.url == "a.test/p")
    assert second.began - first.ended >= 1.0
    for host, times in (("b", polite.TRIES), ("c", 1), ("d", 1)):
        failed = found[f"{host}.test{{}}/p"]
        assert isinstance(failed, Unfetched)
        assert failed.status == 503
        assert log.pages.count(f"{host}.test/p") == times


def test_a_site_cannot_make_the_run_wait_without_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(polite, "PATIENCE", 0.0)
    log = Log()
    run({"/p": answer(b"", "429 Too Many Requests", "Retry-After: 1")}, ["a.test{}/p"], log, 0.0)
    assert log.pages == ["a.test/p"]


class Script:
    """A door that does what a test says, and counts."""

    def __init__(self, page: Fetched | Exception, robots: Fetched | Exception | None = None) -> None:
        self._page, self._robots = page, robots or Unfetched("There is none.", 404)
        self.steps = 0

    def fetch(self, url: str) -> Fetched:
        if isinstance(self._robots, Exception):
            raise self._robots
        return self._robots

    def step(self, url: str) -> Fetched | Onward:
        self.steps += 1
        if isinstance(self._page, Exception):
            raise self._page
        return self._page


URLS = [f"https://a.example/{n}" for n in range(20)]


def test_a_site_that_never_answers_is_given_up():
    door = Script(Unfetched("The server sent nothing for 10 seconds."))
    found = list(fetch_all(door, URLS, 0.0, 2))
    assert [result.asked for result in found] == URLS
    assert door.steps == polite.SILENCES
    assert "asked no more" in str(found[-1].answer)


def test_a_fault_of_the_program_is_told_of_its_page_alone():
    for door in (Script(ValueError("x")), Script(Fetched(Document(b"a"), 200), ValueError("x"))):
        found = list(fetch_all(door, URLS[:2], 0.0, 2))
        assert len(found) == 2
        assert all("a fault of this program: ValueError: x" in str(result.answer) for result in found)


def test_what_no_page_can_be_fetched_for_ends_the_run():
    with pytest.raises(UsageError, match="proxy"):
        list(fetch_all(Script(UsageError("The proxy cannot be used.")), URLS, 0.0, 2))


def test_a_caller_that_goes_away_ends_the_threads():
    before = set(threading.enumerate())
    results: Iterator[Result] = fetch_all(Script(Fetched(Document(b"a"), 200)), URLS, 0.0, 3)
    next(results)
    results.close()  # type: ignore[attr-defined]
    for thread in set(threading.enumerate()) - before:
        thread.join(20)
        assert not thread.is_alive()
