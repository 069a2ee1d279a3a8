"""How a terminal is written to: its width, its colours, and the few shapes that recur."""

from __future__ import annotations

from typing import NamedTuple

from detector.sinks.columns import fold, pad
from detector.sinks.safety import plain
from detector.verdict import Band, Reason

_BAR = 8
BANDS = {Band.SPAM: ("■", "SPAM", "1;31"), Band.REVIEW: ("▲", "REVIEW", "1;33"), Band.CLEAN: ("○", "clean", "32")}
"""Sign, word and colour of each band; colour never speaks alone."""
_FOR, _AGAINST = "31", "32"


class Style(NamedTuple):
    """What the terminal can show."""

    color: bool = False
    columns: int = 80

    def paint(self, text: str, code: str) -> str:
        """The text in a colour (SGR parameters, ECMA-48), where there is colour."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text

    def bold(self, text: str) -> str:
        """A heading."""
        return self.paint(text, "1")

    def dim(self, text: str) -> str:
        """Something that matters less."""
        return self.paint(text, "2")


def percent(score: float) -> str:
    """A probability as people read it; certainty is never claimed.

    >>> percent(0.974), percent(0.9999), percent(0.0001)
    ('97%', '>99%', '<1%')
    """
    return ">99%" if score >= 0.995 else "<1%" if score < 0.005 else f"{score:.0%}"


def signed(value: float) -> str:
    """A share of the log-odds, its sign always shown.

    >>> signed(1.2), signed(-0.456)
    ('+1.20', '−0.46')
    """
    return f"{value:+.2f}".replace("-", "−")


def reason_lines(reason: Reason, largest: float, indent: int, style: Style) -> list[str]:
    """A reason behind its share and a bar as long as its weight beside the largest one's."""
    length = max(round(_BAR * abs(reason.contribution) / largest), 1) if largest else 1
    bar = style.paint(pad("█" * min(length, _BAR), _BAR), _FOR if reason.contribution > 0 else _AGAINST)
    start = indent + 6 + 1 + _BAR + 2
    first, *rest = fold(plain(reason.text, 240), style.columns - start)
    return [
        f"{' ' * indent}{signed(reason.contribution):>6} {bar}  {first}",
        *(" " * start + line for line in rest),
    ]
