"""The table of dense features: one function each, declared where it is written.

A feature is a pure function from `Evidence` to a finite float. Its name is `group.function_name`, the first line of its
docstring is the reason a moderator reads, a doctest stands beside it, and its version is raised whenever its meaning changes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detector.features.evidence import Evidence

Measure = Callable[[Evidence], float]


@dataclass(frozen=True, slots=True)
class Feature:
    """A declared feature."""

    name: str
    group: str
    version: int
    description: str
    measure: Measure
    quotes: tuple[str, ...] = ()
    """Phrase lists whose finds a reason quotes."""


_DECLARED: dict[str, Feature] = {}


def feature(group: str, version: int = 1, quotes: tuple[str, ...] = ()) -> Callable[[Measure], Measure]:
    """Declare the decorated function as a feature of `group`. Raises ValueError for a name declared twice."""

    def declare(measure: Measure) -> Measure:
        name = f"{group}.{measure.__name__}"
        if name in _DECLARED:
            raise ValueError(f"feature {name} is declared twice; the table has {', '.join(sorted(_DECLARED))}")
        description = (measure.__doc__ or "").strip().partition("\n")[0].rstrip(".")
        _DECLARED[name] = Feature(name, group, version, description, measure, quotes)
        return measure

    return declare


def declared() -> Sequence[Feature]:
    """All features declared so far, by name."""
    return tuple(sorted(_DECLARED.values(), key=lambda f: f.name))


def share(part: float, whole: float) -> float:
    """`part / whole`, 0 where there is no whole."""
    return part / whole if whole else 0.0


log: Callable[[float], float] = math.log1p
"""The natural logarithm of 1 + count: the tenth link says less than the first."""
