"""The answers to queries, and the table of thresholds, as sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from detector.training.queries import percent
from detector.training.report_tables import NOTHING, Section, Table, spread

_ROWS = {"recall": 1, "precision": 1, "false positives": 2, "flagged": 1}
"""Figure -> digits of its per cent."""
_UNSEEN = "Where no honest page is flagged, none was seen among these pages; that is not to say that there are none."


def answers(operating: Mapping[str, Any]) -> Iterator[Section]:
    """A section for every query."""
    for answer in operating["answers"]:
        title = answer["query"][0].upper() + answer["query"][1:]
        if not any(answer["points"].values()):
            yield Section(title, [_unreached(answer, "as measured")])
            continue
        missing = [_unreached(answer, way) for way, point in answer["points"].items() if point is None]
        yield Section(title, [_points(answer, operating), *missing, *_uses(answer)])


def _points(answer: Mapping[str, Any], operating: Mapping[str, Any]) -> Table:
    points = [point for point in answer["points"].values() if point]
    ways = [way for way, point in answer["points"].items() if point]
    rows = [["threshold", *(f"{point['threshold']:g}" for point in points)]]
    for name in operating["sets"]:
        rows += [[f"{name}: {figure}", *cells] for figure, cells in _figure_rows(points, name)]
    return Table(["", *ways], rows)


def _figure_rows(points: Sequence[Mapping[str, Any]], name: str) -> Iterator[tuple[str, list[str]]]:
    for figure, digits in _ROWS.items():
        yield figure, [spread(point["figures"][name][figure], digits=digits) for point in points]
    yield "honest pages flagged", [_honest(point["honest flagged"][name]) for point in points]
    if all("cost" in point["figures"][name] for point in points):
        yield "cost of 1,000 pages", [_cost(point["figures"][name]["cost"]) for point in points]


def _honest(flagged: Mapping[str, int]) -> str:
    return (
        f"{flagged['pages']} on {flagged['groups']} site{'s' * (flagged['groups'] != 1)}"
        if flagged["pages"]
        else "none"
    )


def _cost(figure: Mapping[str, float]) -> str:
    return f"{figure['value']:.1f} ({figure['low']:.1f}–{figure['high']:.1f})"


def _unreached(answer: Mapping[str, Any], way: str) -> str:
    if answer["aim"] == "cost":
        nothing = 1000 * answer["prevalence"]
        return f"{way.capitalize()}: no threshold is cheaper than flagging nothing, which misses {nothing:g} spam pages in 1,000."
    best = answer["closest"].get(way)
    come = f"; the best that finds spam comes to {percent(best)}" if best is not None else ""
    return f"{way.capitalize()}: no threshold that finds spam keeps this limit{come}."


def _uses(answer: Mapping[str, Any]) -> Iterator[str]:
    said = {
        "as measured": "To use it with this model: `detector scan --threshold {:g} PATHS`.",
        "cautious": "To stay within the limit at the end of the 95 % interval, too: `detector scan --threshold {:g} PATHS`.",
    }
    if answer["aim"] == "cost":
        said["cautious"] = (
            "With the least cost at the end of the 95 % interval: `detector scan --threshold {:g} PATHS`."
        )
    points = answer["points"]
    if (
        points["as measured"]
        and points["cautious"]
        and points["as measured"]["threshold"] == points["cautious"]["threshold"]
    ):
        said["cautious"] = "The cautious threshold is the same."
    for way, point in points.items():
        if point:
            yield said[way].format(point["threshold"])


def _how(operating: Mapping[str, Any]) -> str:
    chosen, measured = operating["chosen on"], operating["measured on"]
    spam, ham = (operating["sets"][chosen][label] for label in ("spam", "ham"))
    return (
        f"Thresholds are chosen {chosen} on the pages the model was fitted on, as its own are: {spam['pages']:,} spam pages of "
        f"{spam['groups']:,} sources and templates, {ham['pages']:,} honest pages of {ham['groups']:,} sites and templates. "
        f"{measured.capitalize()} pages choose nothing."
    )


def table(operating: Mapping[str, Any], title: str = "Thresholds") -> Section:
    """What each threshold comes to, on every set of pages."""
    where = percent(operating["prevalence"])
    head = ["threshold", "recall", "false positives", f"precision where {where} is spam", "flagged", "which"]
    parts: list[str | Table] = [
        f"Pages that score at least the threshold are flagged. Precision and the share flagged are told for pages of which {where} "
        f"are spam. {_UNSEEN} A threshold is set with the option `--threshold` of `detector scan`, and found with the options "
        "`--max-recall-at-precision`, `--max-recall-at-false-positives` and `--false-positive-cost` of `detector evaluate`."
    ]
    parts += [_how(operating)] if operating["chosen on"] else []
    for name in operating["sets"]:
        rows = [_threshold_row(row, row["figures"][name]) for row in operating["table"]]
        parts += [f"{name.capitalize()}:", Table(head, rows)]
    return Section(title, parts)


def _threshold_row(row: Mapping[str, Any], figures: Mapping[str, Any]) -> list[str]:
    return [
        f"{row['threshold']:g}",
        spread(figures["recall"]),
        spread(figures["false positives"], digits=2),
        spread(figures["precision"]),
        f"{figures['flagged']['value']:.1%}",
        "; ".join(row["names"]) or NOTHING,
    ]
