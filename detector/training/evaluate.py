"""Score held-out rows with a model and say how well it does: in all, at every threshold, and part by part."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.errors import DatasetError
from detector.model.linear import Values
from detector.model.store import out_of_fold as kept_out_of_fold
from detector.model.weights import Model
from detector.training import apart
from detector.training.calibrate import PREVALENCE, logistic
from detector.training.figures import kind_confusion, ranking_figures, scored, threshold_figures
from detector.training.fit import decide, summarise
from detector.training.kinds import kind_of, kinds_said
from detector.training.named_links import honest_unnamed
from detector.training.operating import operating
from detector.training.queries import Query
from detector.training.rows import Row, Rows, load
from detector.training.slices import Judged, plain
from detector.training.ways import way_decisions
from detector.training.written import written_figures

LABELS = ("spam", "ham")


def score_rows(model: Model, data: Rows) -> Values:
    """Probability of spam of each row."""
    return _scores(model, data, way_decisions(model.ways, data))


def _scores(model: Model, data: Rows, candidates: Sequence[Values]) -> Values:
    return logistic(decide(model.page, data, summarise(candidates)))


def out_of_fold(model: Model, base: Rows) -> Judged | None:
    """The rows the model was fitted on with the scores of folds that had not seen them; None where it keeps none of both labels.

    Pages that a user added are not among them: their rows are stored nowhere.
    """
    log_odds = kept_out_of_fold(model.folder, model.manifest)
    # A page may have become unsure or disputed since.
    data = base.select(_places(base, lambda row: row.id in log_odds and row.label in LABELS))
    scores = logistic(np.array([log_odds[row.id] for row in data.rows], np.float64))
    return Judged("out of fold", data, scores) if {row.label for row in data.rows} == set(LABELS) else None


def evaluate(
    model: Model, datasets: Path, split: str = "dev", queries: Sequence[Query] = (), prevalence: float = PREVALENCE
) -> dict[str, Any]:
    """Every figure of a model on one split, JSON-able.

    Raises DatasetError where the split has not both labels, or a query is asked of a model without out-of-fold scores.
    """
    base = load(datasets / "base")
    data = base.select(_places(base, lambda row: row.split == split and row.label in LABELS and not row.variant))
    candidates = way_decisions(model.ways, data)
    judged = Judged(split, data, _scores(model, data, candidates))
    found = scored(data, judged.scores)
    if found.spam.all() or not found.spam.any():
        raise DatasetError(f"The split {split!r} holds no pages of one label: evaluate on dev.")
    kept = out_of_fold(model, base)
    if queries and kept is None:
        raise DatasetError(
            f"{model.name} keeps no out-of-fold scores of these rows to choose a threshold on: train it with this dataset."
        )
    review, spam, way = model.thresholds
    bands = {"spam": spam, "review": review}
    variants = _judged(
        model, base, lambda row: row.split == split and row.variant in apart.VARIANTS and row.label in LABELS
    )
    figures = {**ranking_figures(found), **threshold_figures(found, bands)}
    return {
        "model": model.name,
        "split": split,
        "pages": {"spam": int(found.spam.sum()), "ham": int((~found.spam).sum())},
        "thresholds": dict(model.manifest["thresholds"]),
        "chosen_for": dict(model.manifest["chosen_for"]),
        "figures": {name: plain(figure) for name, figure in figures.items()},
        "operating": operating(queries, prevalence, bands, kept, judged),
        "cross_validation": model.manifest["cross_validation"],
        "sources": _by(judged, bands, lambda row: row.source),
        **_apart(judged, variants, kept, bands),
        "honest_unnamed": _unnamed(data, candidates, way),
        "kind_confusion": _kinds_said(model, data, candidates, judged.scores >= review),
        **{name: _by(_judged(model, base, of), bands, lambda row: row.source) for name, of in _OTHERS.items()},
    }


def _kinds_said(
    model: Model, data: Rows, candidates: Sequence[Values], flagged: NDArray[np.bool_]
) -> Sequence[Mapping[str, Any]]:
    """The kinds that verdicts name of the spam pages in either band."""
    chosen = [i for i in _places(data, lambda row: row.label == "spam") if flagged[i]]
    part = data.select(chosen)
    said = kinds_said(model.kinds, part, summarise([candidates[i] for i in chosen]))
    return kind_confusion([kind_of(row) for row in part.rows], said)


def _places(data: Rows, wanted: Callable[[Row], bool]) -> list[int]:
    return [i for i, row in enumerate(data.rows) if wanted(row)]


def _apart(judged: Judged, variants: Judged, kept: Judged | None, bands: Mapping[str, float]) -> dict[str, Any]:
    """The parts that are looked at apart: of the split, and out of fold of found pages and of written ones."""
    found = _part(kept, "found pages, out of fold", lambda row: row.split != "authored")
    written = _part(kept, "written pages, out of fold", lambda row: row.split == "authored")
    sets = [judged, *([found] if found else [])]
    spam = found.where(lambda row: row.label == "spam") if found else None
    return {
        "forms": apart.forms(judged, variants, bands),
        "languages": [apart.languages(one, bands) for one in sets],
        "sites": [apart.sites(one, bands) for one in sets],
        "spam_sources": _by(spam, bands, lambda row: row.source) if spam else [],
        "spam_kinds": [apart.spam_kinds(one, bands) for one in sets],
        "honest_kinds": apart.honest_kinds(judged, bands),
        "written_groups": apart.honest_kinds(written, bands) if written else [],
        "written": written_figures(written) if written else [],
    }


def _part(kept: Judged | None, name: str, wanted: Callable[[Row], bool]) -> Judged | None:
    """These rows under a name of their own; None where they are not of both labels."""
    part = kept.where(wanted)._replace(name=name) if kept is not None else None
    return part if part is not None and {row.label for row in part.data.rows} == set(LABELS) else None


def _unnamed(data: Rows, candidates: Sequence[Values], threshold: float) -> dict[str, float] | None:
    figure = honest_unnamed(data, candidates, threshold, lambda row: row.label == "ham")
    return plain(figure) if figure is not None else None


_OTHERS: Mapping[str, Callable[[Row], bool]] = {
    "unsure": lambda row: row.label == "unsure" and not row.variant,
    "grey": lambda row: row.split == "grey" and not row.variant,
}


def _judged(model: Model, base: Rows, wanted: Callable[[Row], bool], name: str = "") -> Judged:
    data = base.select(_places(base, wanted))
    return Judged(name, data, score_rows(model, data))


def _by(judged: Judged, bands: Mapping[str, float], name: Callable[[Row], str]) -> list[Mapping[str, Any]]:
    """How many pages of each group fall into each band."""
    groups: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row, score in zip(judged.data.rows, judged.scores, strict=True):
        groups[row.label, name(row)].append(float(score))
    places = {(row.label, name(row), row.site or row.campaign) for row in judged.data.rows}
    sites = Counter(place[:2] for place in places)
    rows: list[Mapping[str, Any]] = []
    for (label, group), values in sorted(groups.items()):
        spam, flagged = (float(np.mean(np.array(values) >= bands[band])) for band in ("spam", "review"))
        told = {"spam": spam, "review": flagged - spam, "median": float(np.median(values))}
        size = {"label": label, "name": group, "pages": len(values), "sites": sites[label, group]}
        rows.append({**size, **{name: round(value, 4) for name, value in told.items()}})
    return rows
