"""The whole account of one decision as a table of shares with a running total, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from detector.model.account import Account
from detector.sinks.columns import pad, shorten
from detector.sinks.safety import json_line, plain
from detector.sinks.style import Style, percent, reason_lines, signed
from detector.sinks.tables import row
from detector.sinks.terminal import heading, link_lines

SHOWN = 30
_NAME, _FIGURE = 24, 8
_LINKS = 5


def render(account: Account, style: Style, everything: bool = False) -> str:
    """The account in lines: the strongest shares, or all of them."""
    lines = [*heading(account.verdict, style), "", *_table(account, style, None if everything else SHOWN)]
    links = account.verdict.links[: None if everything else _LINKS]
    if links:
        lines += ["", style.bold("Links, likeliest first")]
    for link in links:
        lines += link_lines(link, style)
        largest = max((abs(reason.contribution) for reason in link.reasons), default=0.0)
        for reason in link.reasons:
            lines += reason_lines(reason, largest, 8, style)
    return "\n".join(lines)


def line(account: Account) -> str:
    """The account as one line of JSON: the verdict's fields, the intercept, and every share with what was measured."""
    told: Mapping[str, Any] = {
        **row(account.verdict),
        "log_odds": account.log_odds,
        "intercept": account.intercept,
        "contributions": [
            {
                "feature": reason.feature,
                "text": reason.text,
                "value": account.values.get(reason.feature),
                "contribution": reason.contribution,
            }
            for reason in account.reasons
        ],
    }
    return json_line(told)


def _table(account: Account, style: Style, most: int | None) -> Iterable[str]:
    yield style.bold(_row("feature", "value", "share", "total", "what it says", style))
    total = account.intercept
    yield _row("intercept", "", signed(total), signed(total), "Before anything is measured", style)
    for reason in account.reasons[:most]:
        total += reason.contribution
        value = account.values.get(reason.feature)
        measured = "" if value is None else f"{value:.3g}"
        yield _row(reason.feature, measured, signed(reason.contribution), signed(total), plain(reason.text, 400), style)
    rest = account.reasons[most:] if most is not None else ()
    if rest:
        share = sum(reason.contribution for reason in rest)
        yield _row(
            f"{len(rest)} smaller shares", "", signed(share), signed(account.log_odds), "--all shows them", style
        )
    yield style.bold(f"Log-odds {signed(account.log_odds)}, which is a probability of {percent(account.verdict.score)}")


def _row(name: str, value: str, share: str, total: str, text: str, style: Style) -> str:
    room = style.columns - _NAME - 3 * _FIGURE - 2
    figures = f"{value:>{_FIGURE}}{share:>{_FIGURE}}{total:>{_FIGURE}}"
    return f"{pad(shorten(name, _NAME), _NAME)}{figures}  {shorten(text, max(room, 12))}"
