"""What a finished run says of itself: what it read, labelled, left out and lost, how fast, and where the rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detector.sinks.progress import span
from detector.sinks.safety import plain

LISTED = 5
"""Losses that are told one by one."""
LEFT_OUT = "left_out:"
"""Begins the key of a count of records that a filter left out; the filter's name follows."""
BANDS = ("spam", "review", "clean", "errors")


def closing_lines(report: Mapping[str, Any]) -> list[str]:
    """The closing report of a run, a sentence a line.

    Keys: `inputs` and `records` (numbers), `counts` (`pages`, `spam`, `review`, `clean`, `errors`, `refused` and
    `unfetched` of these, `losses`, `left_out:<filter>`), `losses` (the first of them, each with `input`, `loss`, and `record` or `offset` where known),
    `seconds`, `labelled` (pages of this run alone; all of them where it is missing), `rows` (number written), `output`,
    and `summary` where one was written.
    """
    counts: Mapping[str, int] = report["counts"]
    lines = [
        f"{_many(report['inputs'], 'input')}, {_many(report['records'], 'record')}: "
        f"{_many(counts.get('pages', 0), 'page')} labelled.",
        f"Found: {', '.join(f'{counts.get(band, 0):,} {band}' for band in BANDS)}.",
        *_unfetched(counts),
        *_left_out(counts),
        *_losses(counts.get("losses", 0), report.get("losses", ())),
        _speed(report.get("labelled", counts.get("pages", 0)), report["seconds"]),
        f"Rows: {report['rows']:,} in {plain(str(report['output']))}",
    ]
    return [*lines, f"Summary: {plain(str(report['summary']))}"] if report.get("summary") else lines


def _unfetched(counts: Mapping[str, int]) -> list[str]:
    refused, failed = counts.get("refused", 0), counts.get("unfetched", 0)
    if not refused + failed:
        return []
    told = f"{refused:,} refused by robots.txt, {failed:,} failed"
    return [f"Not fetched: {_many(refused + failed, 'page')} ({told})."]


def _left_out(counts: Mapping[str, int]) -> list[str]:
    by = {name.removeprefix(LEFT_OUT): count for name, count in counts.items() if name.startswith(LEFT_OUT) and count}
    if not by:
        return []
    told = ", ".join(
        f"{count:,} by {plain(name)}" for name, count in sorted(by.items(), key=lambda pair: (-pair[1], pair))
    )
    return [f"Left out: {_many(sum(by.values()), 'record')} ({told})."]


def _losses(count: int, first: Sequence[Mapping[str, Any]]) -> list[str]:
    if not count:
        return []
    shown = first[:LISTED]
    more = [f"  and {count - len(shown):,} more"] if count > len(shown) else []
    return [f"Lost: {_many(count, 'piece')} could not be read.", *map(_loss, shown), *more]


def _loss(loss: Mapping[str, Any]) -> str:
    offset, record = loss.get("offset"), loss.get("record")
    place = f", byte {offset:,}" if offset is not None else f", record {record:,}" if record is not None else ""
    return f"  {plain(str(loss['input']), 200)}{place}: {plain(str(loss['loss']), 300)}"


def _speed(pages: int, seconds: float) -> str:
    speed = f", {pages / seconds:,.1f} pages/s" if seconds > 0 and pages else ""
    return f"Time: {span(seconds)}{speed}."


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
