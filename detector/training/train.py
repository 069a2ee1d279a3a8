"""Labelled pages -> a fitted, calibrated model with its thresholds and its out-of-fold decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from detector.errors import UsageError
from detector.model.linear import Values
from detector.training import calibrate
from detector.training.additions import read_additions
from detector.training.build import measure
from detector.training.calibrate import Choice
from detector.training.figures import first_link_right, ranking_figures, scored, threshold_figures
from detector.training.fit import Fitted, decide, fit_page, summarise, ways_out_of_fold
from detector.training.kinds import Learned, learn_kinds
from detector.training.metrics import Interval, roc_auc, with_interval
from detector.training.named_links import link_figures
from detector.training.queries import Query
from detector.training.rows import Rows, join, load
from detector.training.split import FOLDS, cross_validation
from detector.training.ways import fit_ways, way_curve, way_threshold
from detector.training.weights import UNSURE, page_weights

Note = Callable[[str], None]


@dataclass(frozen=True)
class Trained:
    """A fitted model before it is written."""

    fitted: Fitted
    thresholds: Mapping[str, float]
    """Scores from which a page is `review`, a page is `spam`, a `way` out is named."""
    bands: Sequence[Query]
    """What the thresholds of `review` and `spam` answer."""
    decided: Values
    """Calibrated out-of-fold log-odds of the rows it was fitted on, NaN for copies."""
    candidates: Sequence[Values]
    """Calibrated out-of-fold log-odds of each row's candidates."""
    data: Rows
    kinds: Learned


def train(datasets: Path, additions: Sequence[Path], note: Note, seed: int = 0) -> Trained:
    """Fit on `datasets/base` and the user's own labelled pages."""
    base = load(datasets / "base")
    data = labelled(base)
    if additions:
        own = measure(read_additions(additions))
        if not own.rows:
            raise UsageError("None of the added pages could be read: add pages that hold text.")
        counts = Counter(row.label for row in own.rows)
        note(f"added: {counts['spam']} spam and {counts['ham']} honest pages, {counts['unsure']} unsure")
        data = join(data, labelled(own))
    return fit_all(data, note, seed)


def labelled(data: Rows) -> Rows:
    """The rows a model is fitted on: training and written pages with a clear label, and unsure ones on both sides."""
    fitted = [i for i, row in enumerate(data.rows) if row.split in ("train", "authored")]
    clear = data.select(i for i in fitted if data.rows[i].label in ("spam", "ham"))
    unsure = data.select(i for i in fitted if data.rows[i].label == "unsure" and not data.rows[i].variant)
    return join(clear, join(_as_copies(unsure, "spam"), _as_copies(unsure, "ham")))


def _as_copies(unsure: Rows, label: str) -> Rows:
    """Unsure pages as copies with this label; none of their ways out is to blame.

    A page that counts as much for spam as against it is drawn to the middle: into the review band.
    """
    rows = [replace(row, id=f"{row.id}+{label}", label=label, variant=UNSURE, parent=row.id) for row in unsure.rows]
    return unsure._replace(rows=rows, truth=[np.zeros_like(truth) for truth in unsure.truth])


def fit_all(data: Rows, note: Note, seed: int = 0) -> Trained:
    """Cross-validate, calibrate, choose thresholds, and fit on everything."""
    raw = ways_out_of_fold(data, note, seed)
    curve = way_curve(data, raw)
    candidates = [curve.apply(found) for found in raw]
    summaries = summarise(candidates)
    decided = _cross_validated(data, summaries, note, seed)
    found = np.flatnonzero(~np.isnan(decided))
    page_curve = calibrate.fit_curve(scored(data.select(found), decided[found]))
    decided = page_curve.apply(decided)
    chosen = _bands(data, decided, note)
    note("fitting on all pages")
    weights = page_weights(data.rows)
    page = calibrate.calibrated(fit_page(data, summaries, weights), page_curve)
    ways = calibrate.calibrated(fit_ways(data, weights), curve)
    review, spam = (choice.threshold for choice in chosen)
    thresholds = {"review": review, "spam": spam, "way": way_threshold(data, candidates)}
    kinds = learn_kinds(data, summaries, note, seed)
    return Trained(
        Fitted(page, ways), thresholds, [choice.query for choice in chosen], decided, candidates, data, kinds
    )


def _bands(data: Rows, decided: Values, note: Note) -> Sequence[Choice]:
    """The bands, by found pages: written ones are made to be hard, and say nothing of how often such pages occur."""
    judged = ~np.isnan(decided)
    found = np.array([row.split == "train" for row in data.rows]) & judged
    labels = {row.label for row, chosen in zip(data.rows, found, strict=True) if chosen}
    pages = np.flatnonzero(found if len(labels) > 1 else judged)
    return calibrate.choose(scored(data.select(pages), calibrate.logistic(decided[pages])), note=note)


def _cross_validated(data: Rows, summaries: Values, note: Note, seed: int) -> Values:
    decisions = np.full(len(data.rows), np.nan)
    for number, (chosen, test) in enumerate(cross_validation(data.rows, seed)):
        note(f"pages, fold {number + 1} of {FOLDS}")
        part = data.select(chosen)
        page = fit_page(part, summaries[chosen], page_weights(part.rows))
        decisions[test] = decide(page, data.select(test), summaries[test])
    return decisions


def cross_validation_figures(trained: Trained) -> dict[str, Interval]:
    """What the folds say of found pages and of written ones."""
    rows = trained.data.rows
    figures: dict[str, Interval] = {}
    thresholds = {name: trained.thresholds[name] for name in ("spam", "review")}
    for name, split in (("found pages", "train"), ("written pages", "authored")):
        chosen = [i for i, row in enumerate(rows) if row.split == split and not row.variant]
        part = trained.data.select(chosen)
        found = scored(part, calibrate.logistic(trained.decided[chosen]))
        if found.spam.any() and not found.spam.all():
            every = {**ranking_figures(found), **threshold_figures(found, thresholds)}
            figures |= {f"{name}: {figure}": value for figure, value in every.items()}
    for batch in sorted({row.batch for row in rows if row.batch and not row.variant}):
        chosen = [i for i, row in enumerate(rows) if row.batch == batch and not row.variant]
        part = trained.data.select(chosen)
        found = scored(part, trained.decided[chosen])
        figures[f"written pages, batch {batch}: ROC-AUC"] = with_interval(found, roc_auc)
    figures["scam link ranked first, where it is known"] = first_link_right(trained.data, trained.candidates)
    figures |= link_figures(trained.data, trained.candidates, trained.thresholds["way"])
    return figures


def out_of_fold(trained: Trained) -> dict[str, float]:
    """Calibrated out-of-fold log-odds by row, rounded."""
    pairs = zip(trained.data.rows, trained.decided, strict=True)
    return {row.id: round(float(value), 4) for row, value in pairs if not np.isnan(value)}
