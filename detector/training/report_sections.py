"""What is measured apart, as sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from detector.training.apart import FEWEST_PAGES, LARGE_SITE, UNEVEN, WORST_SHARE
from detector.training.queries import percent
from detector.training.report_tables import NOTHING, Section, Table, side_cells, spread
from detector.training.slices import RATE
from detector.training.written import RATE as WRITTEN_RATE

_SPAM = ["spam pages", "sources", "recall, spam band", "recall, either band"]
_HAM = ["honest pages", "sites", "false positives, spam band", "false positives, either band"]
Results = Mapping[str, Any]


def apart(results: Results) -> Iterator[Section]:
    """All that a page of results shows between its main figures and the disputed pages."""
    yield Section("By source", [banded(results["sources"])])
    if results["spam_sources"]:
        yield Section(
            "By source, out of fold",
            ["Spam found for training, each source judged without itself.", banded(results["spam_sources"])],
        )
    yield forms(results["forms"])
    yield languages(results["languages"])
    yield sites(results["sites"])
    yield honest(results)
    yield spam_kinds(results["spam_kinds"])
    if results["written"]:
        yield written(results["written"])
    if "kind_confusion" in results:
        yield kinds_said(results["kind_confusion"])


def banded(groups: Sequence[Mapping[str, Any]]) -> Table:
    """Pages of each group by band."""
    head = ["label", "group", "pages", "sites", "in the spam band", "in the review band", "median score"]
    counts, shares = ("pages", "sites"), ("spam", "review")
    rows = [
        [g["label"], g["name"], *(f"{g[n]}" for n in counts), *(f"{g[n]:.1%}" for n in shares), f"{g['median']:.3f}"]
        for g in groups
    ]
    return Table(head, rows)


def forms(slices: Sequence[Mapping[str, Any]]) -> Section:
    """HTML and text, long and short, and copies that lost something."""
    prose = (
        "Damped within each line. *Either band* is spam or review. The last column sets its threshold on the line's own honest pages, "
        "where there are enough. Copies are dev pages that lost their mark-up, or all but their title; they count in no other figure."
    )
    head = ["pages", *_SPAM, *_HAM, f"recall at {percent(RATE)} false positives"]
    rows = [
        [part["name"], *side_cells(part["spam"]), *side_cells(part["ham"], 2), spread(part["recall at rate"])]
        for part in slices
    ]
    return Section("By form and length", [prose, Table(head, rows)])


def languages(sets: Sequence[Mapping[str, Any]]) -> Section:
    """Spam found and honest pages flagged in each language, beside the average."""
    parts: list[str | Table] = [
        f"*Times the average*: a language's false positives, spam band and either band, over those of all pages. It is marked where it is "
        f"above {UNEVEN:g} and rests on {FEWEST_PAGES} honest pages or more."
    ]
    for one in sets:
        head = ["language", *_SPAM, *_HAM, "times the average, spam / either", "uneven"]
        rows = [
            [part["name"], *side_cells(part["spam"]), *side_cells(part["ham"], 2), *_uneven(part)]
            for part in (*one["languages"], {**one["all"], "ratio": {}, "uneven": []})
        ]
        parts += [f"{one['pages'].capitalize()}:", Table(head, rows), uneven_languages(one)]
    return Section("By language", parts)


def _uneven(part: Mapping[str, Any]) -> list[str]:
    ratios = [part["ratio"].get(name) for name in ("spam", "review")]
    told = " / ".join(NOTHING if ratio is None else f"{ratio:.1f}" for ratio in ratios)
    return [told if any(ratio is not None for ratio in ratios) else NOTHING, ", ".join(part["uneven"])]


def uneven_languages(one: Mapping[str, Any]) -> str:
    """In one sentence, the languages whose honest pages are flagged too often."""
    named = [f"{part['name']} ({', '.join(part['uneven'])})" for part in one["languages"] if part["uneven"]]
    found = ", ".join(named) or "none"
    return f"Languages flagged more than {UNEVEN:g} times as often as the average, {one['pages']}: {found}."


def sites(sets: Sequence[Mapping[str, Any]]) -> Section:
    """The honest sites that are flagged most."""
    parts: list[str | Table] = [
        "Errors come by site. Share of a site's pages in the spam band, every page alike, the worst first. A site of one page "
        "is all or nothing."
    ]
    for one in sets:
        parts.append(worst_site(one))
        parts += _site_table(one["worst"], "honest site", "in the spam band")
        parts += _site_table(
            one["worst large, either band"], f"honest site of {LARGE_SITE} pages or more", "in either band"
        )
    return Section("Worst honest sites", parts)


def _site_table(worst: Sequence[Mapping[str, Any]], name: str, band: str) -> list[Table]:
    rows = [[site["name"], f"{site['pages']}", f"{site['flagged']:.1%}"] for site in worst]
    return [Table([name, "pages", band], rows)] if rows else []


def worst_site(one: Mapping[str, Any]) -> str:
    """Whether any honest site is flagged too much, in two sentences."""
    every, large = one["above"], one["large above"]
    return (
        f"No site above {percent(WORST_SHARE)}, {one['pages']}: {_yes(not every)} ({every} of {one['sites']:,} sites; the largest share is "
        f"{one['largest']:.1%}). Among sites of {LARGE_SITE} pages or more: {_yes(not large)} ({large} of {one['large']}; "
        f"in either band {one['large above, either band']})."
    )


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"


def honest(results: Results) -> Section:
    """Honest pages by kind, found and written."""
    parts: list[str | Table] = ["Honest pages that look like spam, or have its furniture."]
    found = [
        ("kind", results["split"], results["honest_kinds"]),
        ("group", "written pages, out of fold", results["written_groups"]),
    ]
    for name, pages, slices in found:
        if slices:
            rows = [[part["name"], *side_cells(part["ham"], 2)] for part in slices]
            parts += [f"{pages.capitalize()}:", Table([name, *_HAM], rows)]
    if results["honest_unnamed"]:
        share = spread(results["honest_unnamed"], 2)
        parts.append(f"Honest {results['split']} pages on which no link is named as the scam link: {share}.")
    return Section("Honest pages by kind", parts)


def spam_kinds(sets: Sequence[Mapping[str, Any]]) -> Section:
    """Spam by kind, with and without what is out of reach."""
    parts: list[str | Table] = [
        "Some spam is not given away by its page. The last three columns leave these sources out; every other figure counts them."
    ]
    for one in sets:
        head = ["kind", *_SPAM, "pages within reach", "recall, spam band", "recall, either band"]
        rows = [[part["name"], *side_cells(part["spam"]), *_within(part["within reach"])] for part in one["kinds"]]
        parts += [f"{one['pages'].capitalize()}:", Table(head, rows)]
        beyond = [[part["name"], part["reason"], *side_cells(part["spam"])] for part in one["out of reach"]]
        parts += [Table(["out of reach", "why", *_SPAM], beyond)] if beyond else []
    return Section("Spam by kind, and what the page does not show", parts)


def _within(side: Mapping[str, Any] | None) -> list[str]:
    pages, _, *shares = side_cells(side)
    return [pages, *shares]


def written(lines: Sequence[Mapping[str, Any]]) -> Section:
    """Written pages by batch."""
    flagged = percent(WRITTEN_RATE)
    prose = (
        f"Recall where {flagged} of all written honest pages are flagged; the batches share that threshold. *Pairs*: a page with a deceiving "
        "way out beside its twin with an honest one; told apart where the deceiving one scores higher. Half would be chance."
    )
    head = ["batch", "spam pages", "honest pages", f"recall at {flagged}", "honest flagged", "pairs", "told apart"]
    rows = [
        [
            line["name"],
            *(NOTHING if line[side] is None else f"{line[side]}" for side in ("spam pages", "honest pages")),
            *(spread(line[figure]) for figure in ("recall", "false positives")),
            *((f"{line['pairs']['pairs']}", spread(line["pairs"]["right"])) if line["pairs"] else (NOTHING, NOTHING)),
        ]
        for line in lines
    ]
    return Section("Written pages, out of fold", [prose, Table(head, rows)])


def kinds_said(rows: Sequence[Mapping[str, Any]]) -> Section:
    """True kinds against the kinds that are said."""
    columns = sorted({kind for row in rows for kind in row["said"]})
    cells = [
        [row["kind"], f"{row['pages']}", f"{row['right']:.1%}", *(f"{row['said'].get(kind, '')}" for kind in columns)]
        for row in rows
    ]
    prose = "Spam pages in either band, a line for each true kind. *Right*: it is among the kinds said. Several may be said of a page, and each is counted."
    return Section("Kinds said", [prose, Table(["kind", "pages", "right", *columns], cells)])
