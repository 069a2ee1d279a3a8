"""Curves of memory as an SVG of a few lines."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import cycle, pairwise
from typing import Any

_WIDTH, _HEIGHT = 760, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 100, 52, 44
_COLOURS = ("#333333", "#0b6fb8", "#c4530a", "#2a7d4f", "#8a4fa3", "#a38000", "#b5396b", "#2f8f9d")
_LINE = 15
"""Height of a line of writing."""
_MARKS = 5
"""Lines across the picture, at most."""

Curve = Mapping[str, Any]


def memory(curves: Sequence[Curve], title: str) -> str:
    """Megabytes of each process over minutes."""
    right = max(second for curve in curves for second, _ in curve["points"]) / 60
    highest = max(megabytes for curve in curves for _, megabytes in curve["points"])
    top = math.ceil(highest / step(highest)) * step(highest)
    body = [*_frame(right, top), *_lines(curves, right, top)]
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12" fill="#333333">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        _text(_LEFT, 22, title, "start", size=14),
    ]
    return "\n".join([*head, *body, "</svg>\n"])


def step(highest: float) -> float:
    """The distance between two marks of an axis, a round number.

    >>> step(183), step(9.1), step(0.3)
    (50.0, 2.0, 0.1)
    """
    least = highest / _MARKS
    power = 10.0 ** math.floor(math.log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least)


def _frame(right: float, top: float) -> Iterator[str]:
    yield _text(_LEFT - 8, _TOP - 12, "MB", "end")
    yield _text(_WIDTH - _RIGHT + 8, _HEIGHT - _BOTTOM + 20, "minutes", "start")
    for level in _marks(top):
        height = _y(level, top)
        yield f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{height}" y2="{height}" stroke="#dddddd"/>'
        yield _text(_LEFT - 8, height + 4, f"{level:g}", "end")
    for minute in _marks(right):
        yield _text(_x(minute, right), _HEIGHT - _BOTTOM + 20, f"{minute:g}", "middle")


def _lines(curves: Sequence[Curve], right: float, top: float) -> Iterator[str]:
    names = _apart([_y(curve["points"][-1][1], top) + 4 for curve in curves])
    for curve, colour, height in zip(curves, cycle(_COLOURS), names, strict=False):
        line = " ".join(f"{_x(second / 60, right)},{_y(megabytes, top)}" for second, megabytes in curve["points"])
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5" stroke-linejoin="round"/>'
        yield _text(_WIDTH - _RIGHT + 8, height, curve["name"], "start", colour)


def _apart(heights: Sequence[float]) -> list[float]:
    """The same heights, moved so that no two names lie over each other."""
    placed = list(heights)
    order = sorted(range(len(placed)), key=lambda number: -placed[number])
    for below, above in pairwise(order):
        placed[above] = round(min(placed[above], placed[below] - _LINE), 1)
    return placed


def _marks(highest: float) -> list[float]:
    width = step(highest)
    return [round(number * width, 6) for number in range(math.floor(highest / width + 1e-9) + 1)]


def _x(minutes: float, right: float) -> float:
    return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * minutes / right, 1)


def _y(megabytes: float, top: float) -> float:
    return round(_HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * megabytes / top, 1)


def _text(x: float, y: float, words: str, anchor: str, colour: str = "#333333", size: int = 12) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}" font-size="{size}">{escape(words)}</text>'
