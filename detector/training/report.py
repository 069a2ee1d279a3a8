"""Figures as a page of Markdown, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detector.training import report_sections, report_thresholds
from detector.training.report_tables import Section, Table, markdown_of, text_of

Results = Mapping[str, Any]
Figures = Mapping[str, Mapping[str, float]]

_HEAD = """# Results

Written by `detector evaluate --write docs`; do not edit. Model `{model}`; split `{split}`: {spam:,} spam and {ham:,} honest pages
of sites and campaigns that no fit has seen. Figures are *damped* unless they say otherwise: an honest page weighs 1 / max(n, 20) in
a source of n pages, a spam source min(n, 5) altogether. Intervals: 95 %, bootstrap over sites and campaigns. With so few spam
sources, differences below about 0.1 mean little.
"""
_FITTED = "of sites and campaigns that no fit has seen"
_CROSS = """Out of fold: spam grouped by source, honest pages by site, written pages by template, so that both sides of a written pair are
judged by a model that saw neither them nor their template."""
_UNSURE = """Written pages that no rule decides, such as a review of an invented sequel without any exit. They are fitted on both sides, so
these scores are of pages the model knows."""
_GREY = "Pages on which two readers disagreed. They are not fitted and count in no figure."


def markdown(results: Results) -> str:
    """`docs/results.md`."""
    head = _HEAD.format(model=results["model"], split=results["split"], **results["pages"])
    if results["split"] != "dev":
        head = head.replace(_FITTED, "on which the model was fitted, so that figures on them are too good")
    sections = [
        Section(results["split"].capitalize(), [_figures(results["figures"])]),
        *report_thresholds.answers(results["operating"]),
        report_thresholds.table(results["operating"]),
        Section("Cross-validation inside the training pages", [_CROSS, _figures(results["cross_validation"])]),
        *report_sections.apart(results),
        Section("Unsure pages", [_UNSURE, report_sections.banded(results["unsure"])]),
        Section("Disputed pages", [_GREY, report_sections.banded(results["grey"])]),
    ]
    return "\n".join([head, _bands(results), *map(markdown_of, sections)])


def _bands(results: Results) -> str:
    bands, chosen = results["thresholds"], results["chosen_for"]
    return (
        f"Bands: spam from {bands['spam']:.3f} ({chosen['spam']}); review from {bands['review']:.3f} ({chosen['review']}); "
        f"a link is named from {bands['way']:.3f}.\n"
    )


def _figures(figures: Figures) -> Table:
    rows = [[name, f"{f['value']:.3f}", f"{f['low']:.3f} – {f['high']:.3f}"] for name, f in figures.items()]
    return Table(["figure", "value", "interval"], rows)


def text(results: Results) -> str:
    """The figures for a terminal."""
    pages = results["pages"]
    head = f"Model {results['model']} on {results['split']}: {pages['spam']} spam, {pages['ham']} honest pages"
    sections = [
        Section(head, [_figures(results["figures"])]),
        report_thresholds.table(results["operating"]),
        Section("Cross-validation inside the training pages", [_figures(results["cross_validation"])]),
        Section("Apart", [*_warnings(results), "By source, form, language, site, kind and batch: with --write DIR."]),
    ]
    return "\n\n".join(map(text_of, sections))


def _warnings(results: Results) -> list[str]:
    uneven = [report_sections.uneven_languages(one) for one in results["languages"]]
    return [*map(report_sections.worst_site, results["sites"]), *uneven]


def answers(results: Results) -> str:
    """The answers to what was asked, for a terminal."""
    operating = results["operating"]
    return "\n\n".join(map(text_of, (*report_thresholds.answers(operating), report_thresholds.table(operating))))


def compared(before: Figures, after: Figures) -> str:
    """What changed from one model to another, both on the same rows."""
    lines = [f"  {'':<52} {'before':>7} {'after':>7}"]
    for name, now in after.items():
        if name in before:
            was = before[name]
            lines.append(f"  {name:<52} {was['value']:>7.3f} {now['value']:>7.3f}  {now['value'] - was['value']:+.3f}")
    return "\n".join(lines)
