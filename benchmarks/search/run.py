"""Run variants: out-of-fold decisions, figures, and results that are written as each variant ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benchmarks.search import SHIPPED, VARIANTS, results
from benchmarks.search.calibration import calibrations
from benchmarks.search.candidates import Summaries
from benchmarks.search.compare import compared, samples_of, sizes
from benchmarks.search.variant import Pages, Variant
from detector.model.linear import Values
from detector.training.rows import Rows, load
from detector.training.split import FOLDS, cross_validation
from detector.training.train import labelled

Note = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """Which variants to run, on what, and where results and intermediate values are kept."""

    variants: Sequence[Variant]
    base: Path
    """A dataset folder."""
    seeds: int = 1
    """How many ways to deal the folds; figures are means over them."""
    write: Path | None = None
    """Holds the results; those that stand there are not run again."""
    cache: Path | None = None
    """Keeps what candidates come to."""
    again: bool = False
    """Run what stands there, too."""


class Outcome(NamedTuple):
    """Decisions of a variant and what they cost."""

    decided: Values
    """Seeds × rows, NaN where a row is never tested."""
    seconds: float
    """CPU time of a fold, fit and decisions, without the candidates."""
    size: int
    """Bytes of the served arrays; the mean over folds."""


def search(plan: Plan, note: Note) -> results.Results:
    """All results there are when the plan is done.

    The shipped shape is run whenever anything is: differences to it need its decisions, and those are not stored.
    """
    found = results.read(plan.write, results.key_of(plan.base, plan.seeds))
    pending = [variant for variant in plan.variants if plan.again or not results.stands(found, variant)]
    if pending:
        # More threads only wait for each other, by spinning, where other programs hold a core.
        with threadpool_limits(1):
            _run(plan, pending, found, note)
    return found


def _run(plan: Plan, pending: Sequence[Variant], found: results.Results, note: Note) -> None:
    """Add the results of these variants to what there is."""
    data = labelled(load(plan.base))
    summaries = Summaries(data, f"{found['key']['base']} {found['key']['settings']}", plan.cache, note)
    found["pages"] = sizes(data)
    shipped = out_of_fold(SHIPPED, data, summaries, plan.seeds, note)
    base = samples_of(data, shipped.decided)
    found["calibration"] = calibrations(data, shipped.decided[0])
    for variant in (SHIPPED, *(variant for variant in pending if variant.name != SHIPPED.name)):
        outcome = shipped if variant is SHIPPED else out_of_fold(variant, data, summaries, plan.seeds, note)
        figures = compared(samples_of(data, outcome.decided), base)
        entries = {**found["variants"], variant.name: _entry(variant, outcome, figures)}
        found["variants"] = {name: entries[name] for name in VARIANTS if name in entries}
        if plan.write:
            results.write(plan.write, found)


def out_of_fold(variant: Variant, data: Rows, summaries: Summaries, seeds: int, note: Note) -> Outcome:
    """Cross-validate a variant; every variant tests the same rows in the same folds."""
    decided, seconds, size = np.full((seeds, len(data.rows)), np.nan), 0.0, 0
    for seed in range(seeds):
        pages = Pages(data, summaries.of(variant.lesson, seed))
        for number, (chosen, test) in enumerate(cross_validation(data.rows, seed)):
            note(f"{variant.name}, fold {number + 1} of {FOLDS}")
            fit, asked = pages.select(variant.lesson.taken(data, chosen)), pages.select(test)
            start = time.process_time()
            said = variant.method(fit, variant.lesson.weigh(fit.data.rows), asked)
            seconds += time.process_time() - start
            decided[seed, test] = said.log_odds
            size += said.size
    return Outcome(decided, seconds / (FOLDS * seeds), size // (FOLDS * seeds))


def _entry(variant: Variant, outcome: Outcome, figures: dict[str, Any]) -> dict[str, Any]:
    return {
        "theme": variant.theme,
        "about": variant.about,
        "seconds": round(outcome.seconds, 2),
        "bytes": outcome.size,
        "figures": figures,
    }
