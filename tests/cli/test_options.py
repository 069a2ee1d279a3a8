"""When there is colour, and how wide a line may be."""

from __future__ import annotations

import io

import pytest

from detector.cli import options


class Terminal(io.StringIO):
    """An output that a person reads."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("asked", "variables", "on_terminal", "colored"),
    [
        (None, {}, True, True),
        (None, {}, False, False),
        (None, {"NO_COLOR": "1"}, True, False),
        (None, {"NO_COLOR": ""}, True, True),
        (None, {"TERM": "dumb"}, True, False),
        (True, {"NO_COLOR": "1"}, False, True),
        (False, {}, True, False),
    ],
)
def test_colour(monkeypatch, asked, variables, on_terminal, colored):
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", Terminal() if on_terminal else io.StringIO())
    assert options.style(asked).color is colored


@pytest.mark.parametrize(("columns", "used"), [("20", 60), ("90", 90), ("300", 100)])
def test_lines_are_neither_cramped_nor_endless(monkeypatch, columns, used):
    monkeypatch.setenv("COLUMNS", columns)
    assert options.style(None).columns == used
