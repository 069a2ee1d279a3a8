"""The outcomes as plain values, as Markdown, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.evasion.measure import Bands, Outcome
from detector.model.weights import Model

OVERALL, EACH = 0.05, 0.15
"""Targets: share of flips over all evasions together, and of any one."""

_HEADINGS = ("evasion", "pages", "caught before", "flips", "share", "drops", "honest pages", "false flips")
_HEAD = """# Evasions

Written by `python -m benchmarks.evasion --write docs`; do not edit. Model `{model}`; {spam} spam pages, {caught} of them
caught, and {ham} honest ones: the written HTML pages, each with and without every evasion that finds something to work
on in it.

- A **flip** is a spam page that the model puts into the review or spam band without the evasion, and into the clean
  band with it. A **drop** is one that was in the spam band and is in a lower one; flips count among them.
- A **false flip** is an honest page that an evasion raises into a higher band. It is looked for where the evasion is
  something that honest sites do as well; elsewhere the columns are empty.
- The shipped model was fitted on written pages. So flips are measured, not scores: what a change of the page takes away
  from a decision that was right before. That says nothing about how often decisions are right. `--model` measures
  another model.

Targets: at most {overall:.0%} flips over all evasions, at most {each:.0%} for any one. **Bold** is a share above that.

"""


def results(model: Model, before: Bands, labels: Mapping[str, str], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """All that was measured, as plain values; `labels` are the labels of the pages by id."""
    spam = [id for id, label in labels.items() if label == "spam"]
    counts = {"spam": len(spam), "caught": sum(before[id] > 0 for id in spam), "ham": len(labels) - len(spam)}
    evasions = [_evasion(outcome) for outcome in outcomes]
    names = ("pages", "caught", "flips", "drops", "honest", "false_flips")
    total = {name: sum(evasion[name] for evasion in evasions) for name in names}
    total["share"] = total["flips"] / max(total["caught"], 1)
    return {
        "model": model.name,
        "pages": counts,
        "overall": total,
        "evasions": evasions,
    }


def _evasion(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.trick.name,
        "theme": outcome.trick.theme,
        "description": outcome.trick.description,
        "neutral": outcome.trick.neutral,
        "pages": outcome.pages,
        "caught": outcome.caught,
        "flips": len(outcome.flips),
        "share": outcome.share,
        "drops": len(outcome.drops),
        "honest": outcome.honest,
        "false_flips": len(outcome.false_flips),
        "flipped": [*outcome.flips],
        "raised": [*outcome.false_flips],
    }


def markdown(found: Mapping[str, Any]) -> str:
    """`docs/evasion.md`."""
    head = _HEAD.format(model=found["model"], **found["pages"], overall=OVERALL, each=EACH)
    rows = [_HEADINGS, ["---", *["---:"] * (len(_HEADINGS) - 1)], _cells("all evasions", found["overall"], OVERALL)]
    rows += [_cells(evasion["name"], evasion, EACH) for evasion in found["evasions"]]
    said = [("evasion", "theme", "what it does"), ["---"] * 3]
    said += [(evasion["name"], evasion["theme"], evasion["description"]) for evasion in found["evasions"]]
    return f"{head}{_table(rows)}\n## What each of them does\n\n{_table(said)}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def _cells(name: str, counts: Mapping[str, Any], most: float) -> Sequence[str]:
    share = f"{counts['share']:.1%}"
    honest = (f"{counts['honest']:,}", f"{counts['false_flips']:,}") if counts["honest"] else ("", "")
    return (
        name,
        f"{counts['pages']:,}",
        f"{counts['caught']:,}",
        f"{counts['flips']:,}",
        f"**{share}**" if counts["share"] > most else share,
        f"{counts['drops']:,}",
        *honest,
    )


def text(found: Mapping[str, Any]) -> str:
    """The table for a terminal."""
    rows = [_HEADINGS, *(_cells(evasion["name"], evasion, EACH) for evasion in found["evasions"])]
    rows.append(_cells("all evasions", found["overall"], OVERALL))
    return "\n".join(f"{row[0]:<28}" + "".join(f"{cell.strip('*'):>14}" for cell in row[1:]) for row in rows)
