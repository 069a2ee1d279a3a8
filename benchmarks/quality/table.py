"""What the systems came to: figures with intervals, as JSON, Markdown and text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.quality.contest import Result, scored
from benchmarks.quality.split import Pages
from detector.model.linear import Values
from detector.training.figures import ranking_figures
from detector.training.rows import Row
from detector.training.write import plain

DEV = (
    "ROC-AUC",
    "recall at 0.5 % false positives",
    "recall at 1 % false positives",
    "recall at 2 % false positives",
)
WRITTEN = ("ROC-AUC", "recall at 2 % false positives")
Said = Mapping[str, Any]

_HEAD = """# Peers

Written by `python -m benchmarks.quality --corpus labelled/ --write docs`; do not edit. Every system learned from the same
{fitted} and scored the same {dev}, whose sources, sites and campaigns none had seen. What collections give away by themselves
is masked for all of them. Figures are [damped](explanation/evaluation.md#why-not-accuracy), with 95 % intervals, bootstrap over
sites and campaigns. **≈** marks an interval that overlaps with this project's: there, this table decides nothing.
Times are processor time, in milliseconds a page, reading the page included.
"""
_WRITTEN = """The {pages} of `datasets/authored` that are spam or honest, in pairs that differ in little but the way out. Each is scored by a
fit that saw neither it nor its template, in the project's own five folds. The same folds chose the settings, for the peers
by the command, for this project by hand, so that all of these figures are a little kind.
"""
_SETTINGS = """Chosen by the highest damped PR-AUC over the folds inside the training pages, written pages among them; found sources are tested on
at most 20 pages each. Peers that cannot weigh a page learn from at most `most` pages of a source and label; the others weigh
pages as the project's own fit does. The copies that the project makes of its training pages are its own part and no peer's.
"""


def results(ours: Result, peers: Sequence[Result], skipped: Mapping[str, str], pages: Pages) -> dict[str, Any]:
    """Every figure, JSON-able."""
    dev = [source.row for source in pages.dev]
    known = ours.written or {}
    # A page written after the model was fitted has no decision of its own to compare with.
    written = [source.row for source in pages.fitted if source.row.split == "authored" and source.row.id in known]
    first = _said(ours, dev, written, None)
    return {
        "pages": {"fitted": _counts([s.row for s in pages.fitted]), "dev": _counts(dev), "written": _counts(written)},
        "systems": [first, *(_said(peer, dev, written, first) for peer in peers)],
        "skipped": dict(skipped),
    }


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    counts = Counter(row.label for row in rows)
    return {"spam": counts["spam"], "ham": counts["ham"]}


def _said(result: Result, dev: Sequence[Row], written: Sequence[Row], ours: Said | None) -> dict[str, Any]:
    said: dict[str, Any] = {"name": result.name, "about": result.about, "setting": result.setting}
    said["dev"] = _figures(dev, result.dev, DEV, ours and ours["dev"])
    decided = result.written
    said["written"] = (
        None
        if decided is None or not written
        else _figures(written, np.array([decided[row.id] for row in written]), WRITTEN, ours and ours["written"])
    )
    said["milliseconds"] = {"learning": round(result.learning, 2), "scoring": round(result.scoring, 2)}
    said["tried"] = {setting: round(merit, 4) for setting, merit in result.tried.items()}
    return said


def _figures(rows: Sequence[Row], scores: Values, names: Sequence[str], ours: Said | None) -> dict[str, dict[str, Any]]:
    every = plain(ranking_figures(scored(rows, scores)))
    figures: dict[str, dict[str, Any]] = {name: {**every[name]} for name in names}
    for name, figure in figures.items():
        if ours:
            figure["overlaps"] = bool(figure["low"] <= ours[name]["high"] and ours[name]["low"] <= figure["high"])
    return figures


def markdown(said: Said) -> str:
    """`docs/peers.md`."""
    counts = {name: f"{n['spam']:,} spam and {n['ham']:,} honest pages" for name, n in said["pages"].items()}
    parts = [_HEAD.format(**counts), "## Held-out pages\n", _table(said["systems"], "dev", DEV, times=True)]
    judged = [system for system in said["systems"] if system["written"]]
    if judged:
        parts += ["## Written pages, out of fold\n", _WRITTEN.format(pages=counts["written"])]
        parts += [_table(judged, "written", WRITTEN, times=False)]
    parts += ["## Systems and settings\n", _SETTINGS]
    parts += ["\n".join(f"- **{s['name']}**: {s['about']}. {_tried(s)}" for s in said["systems"]) + "\n"]
    if said["skipped"]:
        parts += ["Not compared here:\n", "\n".join(f"- {name}: {why}" for name, why in said["skipped"].items()) + "\n"]
    return "\n".join(parts)


def _tried(system: Said) -> str:
    others = "; ".join(f"{setting}: {merit:.3f}" for setting, merit in system["tried"].items())
    return f"Setting: {system['setting']}." + (f" Tried: {others}." if len(system["tried"]) > 1 else "")


def _table(systems: Sequence[Said], part: str, names: Sequence[str], times: bool) -> str:
    head = ["system", *names, *(["learning, ms", "scoring, ms"] if times else [])]
    rows = [head, ["---"] * len(head)]
    for system in systems:
        cells = [system["name"], *(_cell(system[part][name]) for name in names)]
        spent = system["milliseconds"]
        rows.append(cells + ([f"{spent['learning']:.1f}", f"{spent['scoring']:.1f}"] if times else []))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(figure: Said) -> str:
    mark = " ≈" if figure.get("overlaps") else ""
    return f"{figure['value']:.3f} ({figure['low']:.3f}–{figure['high']:.3f}){mark}"


def text(said: Said) -> str:
    """The figures for a terminal."""
    lines = ["Held-out pages (≈: the interval overlaps with ours)", *_lines(said["systems"], "dev", DEV)]
    judged = [system for system in said["systems"] if system["written"]]
    if judged:
        lines += ["", "Written pages, out of fold", *_lines(judged, "written", WRITTEN)]
    lines += ["", *(f"skipped {name}: {why}" for name, why in said["skipped"].items())]
    return "\n".join(lines).rstrip()


def _lines(systems: Sequence[Said], part: str, names: Sequence[str]) -> Iterator[str]:
    short = [name.removesuffix(" false positives") for name in names]
    yield f"  {'':<14}" + "".join(f"{name:<24}" for name in short) + "learning, scoring"
    for system in systems:
        spent = system["milliseconds"]
        cells = "".join(f"{_cell(system[part][name]):<24}" for name in names)
        yield f"  {system['name']:<14}{cells}{spent['learning']:.1f}, {spent['scoring']:.1f} ms"
