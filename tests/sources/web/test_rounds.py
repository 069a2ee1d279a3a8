"""Whose turn it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detector.sources.web.robots import Robots
from detector.sources.web.rounds import Rounds, Site, Task


def visits(rounds: Rounds) -> list[str]:
    """Take turns, one page in each, until all is done; the sites in the order of their turns."""
    seen = []
    while (site := rounds.take()) is not None:
        seen.append(site.name)
        site.waiting.popleft()
        rounds.give_back(site, 0.0, 1, None)
    return seen


def test_sites_take_turns_in_the_order_of_the_list():
    asked = [f"http://{host}.example/{n}" for host in ("a", "www.b", "c", "b") for n in range(2)]
    assert visits(Rounds(asked)) == [*("a.example", "b.example", "c.example") * 2, "b.example", "b.example"]


@given(st.lists(st.integers(0, 9), max_size=40), st.integers(1, 12))
def test_every_page_has_one_turn_however_few_sites_go_round(hosts, sites):
    asked = [f"http://s{host}.example/{n}" for n, host in enumerate(hosts)]
    seen = visits(Rounds(asked, sites))
    assert sorted(seen) == sorted(f"s{host}.example" for host in hosts)


def test_so_many_sites_go_round_at_a_time():
    asked = [f"http://s{host}.example/{n}" for host in range(6) for n in range(3)]
    seen = visits(Rounds(asked, 2))
    for first in range(0, 18, 6):
        assert set(seen[first : first + 6]) == {f"s{first // 3}.example", f"s{first // 3 + 1}.example"}


def test_few_finished_sites_are_remembered_and_a_redirect_wakes_one():
    rounds = Rounds([f"http://s{n}.example/" for n in range(5)], 2)
    sites: list[Site] = []
    while len(sites) < 5:
        site = rounds.take()
        assert site is not None
        sites.append(site)
        task = site.waiting.popleft()
        onward = Task(task.asked, "http://s3.example/") if len(sites) == 5 else None
        rounds.give_back(site, 0.0, int(onward is None), onward)
    assert len(rounds._sites) <= 2 + 2
    woken = rounds.take()
    assert woken is sites[3]
    woken.waiting.popleft()
    rounds.give_back(woken, 0.0, 1, None)
    assert rounds.take() is None


def test_the_rules_of_so_many_hosts_are_known():
    site = Site("a.example")
    for n in range(1_000):
        site.learn(f"http://{n}.a.example", Robots(delay=float(n)))
    assert len(site.robots) < 100
    assert site.delay == 999
