"""Where to set the spam threshold: answers to queries, and a table of thresholds to choose from.

Thresholds are chosen on out-of-fold scores of the pages a model was fitted on, as its own are, and then measured on pages of
which nothing was used: a threshold looks better on the pages that chose it than anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from detector.training.figures import scored
from detector.training.metrics import interval
from detector.training.queries import Aim, Query, Sweep, closest, cost, precision, search, shortest, swept
from detector.training.slices import Judged, Thresholds, plain
from detector.training.split import group

TABLE = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
SURE = 0.975
"""A cautious threshold keeps its limit in so many resamples: at the end of the 95 % interval that is printed with it."""
_EACH = 1000
"""Costs are told for so many pages."""


def operating(
    queries: Sequence[Query], prevalence: float, shipped: Thresholds, chosen_on: Judged | None, measured_on: Judged
) -> dict[str, Any]:
    """Answers, and figures at each threshold of the table, JSON-able.

    Without out-of-fold scores (`chosen_on` is None) nothing is chosen, and the table tells the other pages alone.
    """
    sets = {judged.name: judged for judged in (chosen_on, measured_on) if judged is not None}
    sweeps = {name: swept(scored(judged.data, judged.scores)) for name, judged in sets.items()}
    answers = [_answer(query, chosen_on.name, sets, sweeps) for query in queries] if chosen_on is not None else []
    named = {value: [f"{name} band"] for name, value in shipped.items()}
    for value in TABLE:
        named.setdefault(value, [])
    for answer in answers:
        for way, point in answer["points"].items():
            if point:
                named.setdefault(point["threshold"], []).append(f"{answer['aim']}, {way}")
    rows = [_row(threshold, named[threshold], prevalence, sweeps) for threshold in sorted(named)]
    return {
        "prevalence": prevalence,
        "chosen on": chosen_on.name if chosen_on is not None else None,
        "measured on": measured_on.name,
        "sets": {name: _size(judged) for name, judged in sets.items()},
        "answers": answers,
        "table": rows,
    }


def _answer(query: Query, name: str, sets: Mapping[str, Judged], sweeps: Mapping[str, Sweep]) -> dict[str, Any]:
    ways = {"as measured": query, "cautious": replace(query, sure=SURE)}
    points = {way: _point(one, name, sets, sweeps) for way, one in ways.items()}
    best = {way: closest(ways[way], sweeps[name]) for way, point in points.items() if point is None}
    return {
        "query": str(query),
        "aim": str(query.aim),
        "limit": query.limit,
        "prevalence": query.prevalence,
        "points": points,
        "closest": {way: round(value, 4) for way, value in best.items() if np.isfinite(value)},
    }


def _point(query: Query, name: str, sets: Mapping[str, Judged], sweeps: Mapping[str, Sweep]) -> dict[str, Any] | None:
    """The threshold that answers the query on the set of this name, and what it comes to on every set."""
    sweep = sweeps[name]
    column = search(query, sweep)
    if not sweep.recall[0, column]:
        return None
    threshold = shortest(max(float(sweep.lowest[column]), 0.0), float(sweep.highest[column]))
    price = query.limit if query.aim is Aim.COST else None
    return {
        "threshold": threshold,
        "figures": {other: _figures(found, threshold, query.prevalence, price) for other, found in sweeps.items()},
        "honest flagged": {other: _honest_flagged(judged, threshold) for other, judged in sets.items()},
    }


def _row(threshold: float, names: Iterable[str], prevalence: float, sweeps: Mapping[str, Sweep]) -> dict[str, Any]:
    figures = {name: _figures(sweep, threshold, prevalence) for name, sweep in sweeps.items()}
    return {"threshold": round(threshold, 4), "names": list(names), "figures": figures}


def _figures(
    sweep: Sweep, threshold: float, prevalence: float, price: float | None = None
) -> dict[str, dict[str, float]]:
    column = sweep.column(threshold)
    one = Sweep(*(part[..., [column]] for part in sweep))
    recall, wrong = one.recall[:, 0], one.false_positives[:, 0]
    samples = {
        "recall": recall,
        "precision": precision(one, prevalence)[:, 0],
        "false positives": wrong,
        "flagged": prevalence * recall + (1 - prevalence) * wrong,
    }
    if price is not None:
        samples["cost"] = _EACH * cost(one, prevalence, price)[:, 0]
    return {name: plain(interval(values[0], values[1:])) for name, values in samples.items()}


def _honest_flagged(judged: Judged, threshold: float) -> dict[str, int]:
    rows = zip(judged.data.rows, judged.scores, strict=True)
    flagged = [group(row) for row, score in rows if row.label == "ham" and score >= threshold]
    return {"pages": len(flagged), "groups": len(set(flagged))}


def _size(judged: Judged) -> dict[str, dict[str, int]]:
    sides = {label: [group(row) for row in judged.data.rows if row.label == label] for label in ("spam", "ham")}
    return {label: {"pages": len(groups), "groups": len(set(groups))} for label, groups in sides.items()}
