"""The table of evasions: one function each, declared where it is written.

A trick is a pure function from a written page to the HTML that an evader would publish in its place, as text, or as bytes
where the encoding is the trick. Where it finds nothing to work on it returns the page's HTML unchanged. Its name is the
function's, in words, and the first line of its docstring says what it does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from benchmarks.evasion.pages import Written

Change = Callable[[Written], str | bytes]


class Trick(NamedTuple):
    """A declared evasion."""

    name: str
    theme: str
    description: str
    change: Change
    neutral: bool
    """Honest sites are built so as well: done to an honest page, it must not raise suspicion."""
    keeps: frozenset[str]
    """What the parsed page must still hold: `exits` (where they lead), at least their `hosts`, the inviting `words`."""


TRICKS: dict[str, Trick] = {}
"""Every evasion by name, in the order of declaration."""


def trick(theme: str, *, neutral: bool = False, keeps: str = "exits words") -> Callable[[Change], Change]:
    """Declare the decorated function as an evasion. Raises ValueError for a name declared twice."""

    def declare(change: Change) -> Change:
        name = change.__name__.strip("_").replace("_", " ")
        if name in TRICKS:
            raise ValueError(f"evasion {name!r} is declared twice")
        description = (change.__doc__ or "").strip().partition("\n")[0].rstrip(".")
        TRICKS[name] = Trick(name, theme, description, change, neutral, frozenset(keeps.split()))
        return change

    return declare
