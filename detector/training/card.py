"""The model card: what a model is, what it was fitted on, what it may be used for (Mitchell et al. 2019)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_CARD = """# Model {name}

Scores how likely a review page is spam whose links lead to a scam, and which of its links is to blame.

- **Digest** `{digest}` · feature table `{schema}` · made with {libraries}
- **Shape** one L2 logistic regression over {features} dense features, hashed words by field, and what a second such regression
  says of each way out. Every score is an exact sum of reasons.
- **Fitted on** {rows}, and counterfactual copies of honest pages. Features only; no page text is shipped.
- **Scores** are probabilities where {prevalence:.0%} of pages are spam.

## Bands

| band | score from | chosen for |
|---|---|---|
| spam | {spam:.3f} | {spam_for} |
| review | {review:.3f} | {review_for} |
| a named link | {way:.3f} | at most 1.0% of honest pages, damped, out of fold |

## Cross-validation

Out of fold; spam grouped by source, honest pages by site, written pages by template. Intervals: 95 %, bootstrap over groups.

| figure | value |
|---|---|
{figures}

## Use

Meant for pages that review films, series, books, games, products and places, to order a moderator's queue and to label archives. It
reads what the page says and where it leads; it does not visit anything. Do not use it to judge people, to detect machine-written
prose, or as the only ground for a ban. Known to miss: shops whose cart is on the same site, generated “best of” lists without
an outside link, faithful copies of sign-in pages saved without their address.
"""


def write_card(manifest: Mapping[str, Any], path: Path) -> None:
    """Write `card.md` from the manifest, so that it cannot say anything else."""
    thresholds, chosen = manifest["thresholds"], manifest["chosen_for"]
    figures = "\n".join(
        f"| {name} | {figure['value']:.3f} ({figure['low']:.3f} – {figure['high']:.3f}) |"
        for name, figure in manifest["cross_validation"].items()
    )
    text = _CARD.format(
        name=manifest["name"],
        digest=manifest["digest"][:16],
        schema=manifest["schema"],
        libraries=", ".join(f"{name} {number}" for name, number in manifest["libraries"].items()),
        features=len(manifest["features"]),
        rows=", ".join(f"{count:,} {name} pages" for name, count in manifest["rows"].items()),
        prevalence=chosen["prevalence"],
        spam=thresholds["spam"],
        review=thresholds["review"],
        way=thresholds["way"],
        spam_for=chosen["spam"],
        review_for=chosen["review"],
        figures=figures,
    )
    path.write_text(text, "utf-8")
