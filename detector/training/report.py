"""Figures as a page of Markdown, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_HEAD = """# Results

Written by `detector evaluate --write docs`; do not edit. Model `{model}`; split `{split}`: {spam:,} spam and {ham:,} honest pages
of sites and campaigns that no fit has seen. Figures are *damped* unless they say otherwise: an honest page weighs 1 / max(n, 20) in
a source of n pages, a spam source min(n, 5) altogether. Intervals: 95 %, bootstrap over sites and campaigns. With so few spam
sources, differences below about 0.1 mean little.
"""


def markdown(results: Mapping[str, Any]) -> str:
    """`docs/results.md`."""
    head = _HEAD.format(model=results["model"], split=results["split"], **results["pages"])
    bands = results["thresholds"]
    said = f"Bands: spam from {bands['spam']:.3f}, review from {bands['review']:.3f}; a link is named from {bands['way']:.3f}.\n"
    parts = [head, said, f"## {results['split'].capitalize()}\n", _figures(results["figures"])]
    parts += ["## Cross-validation inside the training pages\n", _CROSS, _figures(results["cross_validation"])]
    for title, key in (("source", "sources"), ("language", "languages"), ("kind", "kinds"), ("form", "forms")):
        parts += [f"## By {title}\n", "\n".join(_groups(results[key])) + "\n"]
    parts += ["## Unsure pages\n", _UNSURE, "\n".join(_groups(results["unsure"])) + "\n"]
    parts += ["## Disputed pages\n", _GREY, "\n".join(_groups(results["grey"])) + "\n"]
    return "\n".join(parts)


_CROSS = """Out of fold: spam grouped by source, honest pages by site, written pages by template, so that both sides of a written pair are
judged by a model that saw neither them nor their template.
"""
_UNSURE = """Written pages that no rule decides, such as a review of an invented sequel without any exit. They are fitted on both sides, so
these scores are of pages the model knows.
"""
_GREY = "Pages on which two readers disagreed. They are not fitted and count in no figure.\n"


def _figures(figures: Mapping[str, Mapping[str, float]]) -> str:
    rows = [f"| {name} | {f['value']:.3f} | {f['low']:.3f} – {f['high']:.3f} |" for name, f in figures.items()]
    return "\n".join(["| figure | value | interval |", "|---|---|---|", *rows]) + "\n"


def _groups(groups: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "| label | group | pages | sites | in the spam band | in the review band | median score |"
    yield "|---|---|---|---|---|---|---|"
    for g in groups:
        yield f"| {g['label']} | {g['name']} | {g['pages']} | {g['sites']} | {g['spam']:.1%} | {g['review']:.1%} | {g['median']:.3f} |"


def text(results: Mapping[str, Any]) -> str:
    """The figures for a terminal."""
    lines = [
        f"Model {results['model']} on {results['split']}: {results['pages']['spam']} spam, {results['pages']['ham']} honest pages",
        "",
    ]
    lines += _lines(results["figures"])
    lines += ["", "Cross-validation inside the training pages", ""]
    return "\n".join([*lines, *_lines(results["cross_validation"])])


def _lines(figures: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    width = max(map(len, figures), default=0)
    for name, f in figures.items():
        yield f"  {name:<{width}}  {f['value']:.3f}  ({f['low']:.3f} – {f['high']:.3f})"


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What changed from one model to another, both on the same rows."""
    lines = [f"  {'':<52} {'before':>7} {'after':>7}"]
    for name, now in after.items():
        if name in before:
            was = before[name]
            lines.append(f"  {name:<52} {was['value']:>7.3f} {now['value']:>7.3f}  {now['value'] - was['value']:+.3f}")
    return "\n".join(lines)
