"""What is owed and what is aimed at, and how far it was reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from benchmarks.throughput.contestants import FLOOR, OURS, USER


class Goal(NamedTuple):
    """A figure with its bound."""

    what: str
    value: float
    owed: float
    aim: float | None
    most: bool
    """Whether the bound is the most the figure may be; otherwise the least."""

    @property
    def reached(self) -> bool:
        """Whether what is owed was reached."""
        return self.value <= self.owed if self.most else self.value >= self.owed


def goals(sections: Mapping[str, Mapping[str, Any]]) -> list[Goal]:
    """All that these sections can tell."""
    found = {name: section["found"] for name, section in sections.items()}
    return [*_contest(found), *_cores(found), *_memory(found), *_kills(found)]


def _contest(found: Mapping[str, Any]) -> Iterator[Goal]:
    if "contest" in found:
        times = {one["name"]: one["times_ours"]["cpu"]["value"] for one in found["contest"]["contestants"]}
        if USER in times:
            yield Goal(f"{USER} / {OURS}, processor time a page", times[USER], 7, 12, most=False)
        yield Goal(f"{OURS} / {FLOOR}, processor time a page", 1 / times[FLOOR], 8, 4, most=True)


def _cores(found: Mapping[str, Any]) -> Iterator[Goal]:
    for name, layout in found["cores"]["layouts"].items() if "cores" in found else ():
        if "2" in layout["workers"]:
            factor = layout["workers"]["2"]["factor"]["value"]
            yield Goal(f"pages a second on two processors / on one, {name}", factor, 1.85, None, most=False)


def _memory(found: Mapping[str, Any]) -> Iterator[Goal]:
    largest = [found["memory"]["process_mb"]] if "memory" in found else []
    for growth in [found["growth"]] if "growth" in found else []:
        largest += [row["process_mb"] for row in growth["counts"]["rows"]]
        largest += [row["process_mb"] for kind in growth["sizes"].values() for row in kind["rows"]]
    if largest:
        yield Goal("MB of the largest process, on any input", max(largest), 300, None, most=True)


def _kills(found: Mapping[str, Any]) -> Iterator[Goal]:
    if "kills" in found:
        kills = found["kills"]
        yield Goal("rows lost or doubled by kills", kills["lost"] + kills["doubled"], 0, None, most=True)
