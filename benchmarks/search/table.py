"""Results as a page of Markdown, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.search.compare import FIGURES, FOUND, WRITTEN
from detector.training.calibrate import PREVALENCE
from detector.training.report_tables import NOTHING, Section, Table, markdown_of, text_of

Results = Mapping[str, Any]
Told = Mapping[str, Any]

_HEAD = """# Model search

Written by `python -m benchmarks.search --write docs`; do not edit. Rows `{base}`: {found[spam]:,} spam and {found[ham]:,} honest
found pages, {written[spam]:,} spam and {written[ham]:,} honest written ones. Every variant is cross-validated inside the training
pages, in the folds of `detector train` (spam by source, honest pages by site, written pages by template){seeds}. What the ways
out of a page come to is out of fold, too, and the same for all variants that fit the same rows. `dev` is not touched: what it says
of the shipped model stands in [results](results.md).

Figures are damped as in [results](results.md). A cell holds the figure, then its difference to the shipped shape with a 95 %
bootstrap interval: sites and campaigns are drawn with replacement, the same draws for both. **Bold** is a difference whose interval
leaves out 0. There are {cells:,} differences here, and no correction for their number: about one in twenty is bold by chance, and the
best of many variants looks better than it is.

Seconds are CPU time of one fold, fit and decisions, without the scorer of candidates; the machine may have been busy. Arrays are
what serving would load for the page's decision.
"""
_NOTES = {
    "ablation": """One part left out, or only one kept, and everything else fitted anew. Dense features and tokens overlap (links are
counted and their words are read), so a part without which nothing changes is not a part that says nothing. Whether runs of
characters help can be asked of whole fields only: rows hold hashed tokens, in which the title's words and runs are mixed, and no
text. So the title and the host names, which are runs alone, are taken out.""",
    "rows": """Fewer rows to learn from, for the scorer of candidates too. All pages are judged, those of the kind left out as well.
Scores of candidates are calibrated on known scam links in all of them.""",
    "settings": "The shipped shape with other penalties, or with sources weighed otherwise; the latter for the scorer of candidates too.",
    "additive": """Each dense value as a curve, in the same linear model beside the same tokens. Columns are weighted so that a straight
line costs about as much as in the shipped shape. Reasons would stay exact.""",
    "boosting": """Trees see dense values, missing where they do not apply, and the candidate summary; scores of tokens, and what a
distilled shape is taught, come from folds inside the fitted pages. Stumps are additive: they could be served as arrays, and reasons
would stay exact. Deeper trees would need other reasons. A distilled shape is served as the shipped one is.""",
    "token budget": """Indices shifted right, so that several tokens share a weight. Rows have lost the tokens of a single site or campaign,
but serving meets them: tested pages get a random index for each, drawn apart for every page. Pages of a site share such tokens in
truth, so small budgets may be worse than they look here. The first line is the shipped number of weights with such tokens.""",
}
_CALIBRATION = """The shipped shape's out-of-fold decisions on found and written pages together, each fold mapped by a curve fitted on the
other folds, at a prevalence of {prevalence:.0%}; probabilities are kept between 0.001 and 0.999. Calibration error: expected, over ten bins
of equal width. Differences are to Platt's curve, the shipped kind; lower is better."""


def markdown(found: Results) -> str:
    """`docs/search.md`."""
    key, pages = found["key"], found["pages"]
    seeds = f", dealt {key['seeds']} times; figures are means" if key["seeds"] > 1 else ""
    cells = sum(len(told["figures"]) for name, told in found["variants"].items() if name != "shipped")
    head = _HEAD.format(base=key["base"], found=pages[FOUND], written=pages[WRITTEN], seeds=seeds, cells=cells)
    return "\n".join([head, *map(markdown_of, _sections(found, "**{}**"))])


def text(found: Results) -> str:
    """The tables for a terminal; an asterisk in place of bold."""
    return "\n\n".join(map(text_of, _sections(found, "{}*", short=True)))


def _sections(found: Results, mark: str, short: bool = False) -> Iterator[Section]:
    variants = found["variants"]
    if "shipped" in variants:
        yield Section("The shipped shape", [_shipped(variants["shipped"])])
        yield Section("Beyond chance", [_apart(variants)])
    for theme in dict.fromkeys(told["theme"] for name, told in variants.items() if name != "shipped"):
        chosen = {name: told for name, told in variants.items() if told["theme"] == theme}
        about = (
            []
            if short
            else [Table(["variant", "what it is"], [[name, told["about"]] for name, told in chosen.items()])]
        )
        yield Section(theme.capitalize(), [_unfolded(_NOTES[theme]), _variants(chosen, mark, short), *about])
    if "calibration" in found:
        said = _unfolded(_CALIBRATION.format(prevalence=PREVALENCE))
        yield Section("Calibration", [said, _calibrations(found["calibration"], mark, short)])


def _unfolded(paragraph: str) -> str:
    return paragraph.replace("\n", " ")


def _shipped(told: Told) -> Table:
    rows = [[name, f"{f['value']:.3f}", f"{f['low']:.3f} – {f['high']:.3f}"] for name, f in told["figures"].items()]
    cost = [["seconds a fold", f"{told['seconds']:.1f}", ""], ["arrays", _size(told["bytes"]), ""]]
    return Table(["figure", "value", "interval"], rows + cost)


def _apart(variants: Mapping[str, Told]) -> Table:
    rows = []
    for figure in FIGURES:
        told = {name: v["figures"][figure]["difference"] for name, v in variants.items() if figure in v["figures"]}
        above = [name for name, apart in told.items() if _side(apart) > 0]
        below = [name for name, apart in told.items() if _side(apart) < 0]
        rows.append([figure, ", ".join(above) or NOTHING, ", ".join(below) or NOTHING])
    return Table(["figure", "better than the shipped shape", "worse"], rows)


def _variants(chosen: Mapping[str, Told], mark: str, short: bool) -> Table:
    head = [
        "variant",
        *(name.replace(" pages", "").replace(" false positives", "") for name in FIGURES),
        "seconds",
        "arrays",
    ]
    rows = [
        [
            name,
            *(_cell(told["figures"].get(figure), mark, short) for figure in FIGURES),
            f"{told['seconds']:.1f}",
            _size(told["bytes"]),
        ]
        for name, told in chosen.items()
    ]
    return Table(head, rows)


def _calibrations(kinds: Mapping[str, Told], mark: str, short: bool) -> Table:
    names = list(next(iter(kinds.values())))
    return Table(
        ["curve", *names], [[kind, *(_cell(told[name], mark, short) for name in names)] for kind, told in kinds.items()]
    )


def _cell(figure: Told | None, mark: str, short: bool) -> str:
    if figure is None:
        return NOTHING
    apart = figure["difference"]
    said = _signed(apart["value"])
    if _side(apart):
        said = mark.format(said)
    interval = (
        "" if short or apart["low"] == apart["high"] else f" ({_signed(apart['low'])} – {_signed(apart['high'])})"
    )
    return f"{figure['value']:.3f} {said}{interval}"


def _side(apart: Told) -> int:
    """1 where the whole interval of a difference, as it is printed, is above 0, -1 where it is below, else 0.

    >>> _side({"low": 0.0006, "high": 0.02}), _side({"low": -0.2, "high": -0.0004}), _side({"low": -0.2, "high": -0.0006})
    (1, 0, -1)
    """
    return int(round(apart["low"], 3) > 0) - int(round(apart["high"], 3) < 0)


def _signed(value: float) -> str:
    """A difference with a true minus sign.

    >>> _signed(-0.0124), _signed(0.0)
    ('−0.012', '+0.000')
    """
    # Adding 0 takes the sign of what is rounded to nothing.
    return f"{round(value, 3) + 0.0:+.3f}".replace("-", "−")


def _size(count: int) -> str:
    """Bytes for a reader.

    >>> _size(2_103_296), _size(6_144)
    ('2.1 MB', '6.1 kB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} kB"
