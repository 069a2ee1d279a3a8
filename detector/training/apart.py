"""Measured apart: form and length, languages, sites, hard honest pages, and spam that no page evidence reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from detector.features import FEATURES
from detector.training.rows import Row
from detector.training.slices import OTHERS, Judged, Slice, Thresholds, flagged_sites, slice_of, slices_by

VARIANTS = ("text only", "title only")
"""Copies of dev pages that are scored apart and count in no main figure."""
UNEVEN, FEWEST_PAGES = 2.0, 20
"""A language is flagged where its false positives are above so many times the average, on so many honest pages."""
FEWEST_TOLD = {"language": 10, "group": 5}
"""Pages below which a language, or a group of honest pages, has no line of its own."""
WORST_SHARE, WORST_LISTED, LARGE_SITE = 0.1, 10, 10
"""Share of a site's pages that should never be flagged; sites listed; pages from which one error is below that share."""

Reach = Mapping[str, str]
_COPIES = "faithful copies of sign-in pages saved without their address, where the host is the only difference"
OUT_OF_REACH: Reach = {
    "aff_becawell": "a thin affiliate list whose links all lead to services that anybody would vouch for",
    "aff_mostbooks": "a generated list whose only link to an unknown host is a visit counter",
    "phishing_maxamin": _COPIES,
    "phishing_zphisher": _COPIES,
    "pva_pvaithub": "a shop whose cart is on the same site; only its contact links leave",
}
"""Spam sources that the page alone does not give away, and why. They stay in every main figure."""


def forms(judged: Judged, variants: Judged, thresholds: Thresholds) -> list[Slice]:
    """All pages, HTML and text, short pages, and the copies of each variant there are, below the pages they were made of."""
    short = _short(judged)
    whole = {row.id.removesuffix(f"+{row.variant}") for row in variants.data.rows}
    parts = [
        slice_of(judged, thresholds, "all pages"),
        *slices_by(judged, thresholds, lambda row: row.form),
        slice_of(judged.part(np.flatnonzero(short)), thresholds, "under 60 words"),
        slice_of(judged.part(np.flatnonzero(~short)), thresholds, "60 words or more"),
        slice_of(judged.where(lambda row: row.id in whole), thresholds, "whole, of the copies below"),
        *slices_by(variants, thresholds, lambda row: f"copies: {row.variant}"),
    ]
    return [part for part in parts if part["spam"] or part["ham"]]


def _short(judged: Judged) -> Any:
    column = [feature.name for feature in FEATURES].index("text.few_words")
    return judged.data.dense[:, column] > 0.5


def languages(judged: Judged, thresholds: Thresholds) -> dict[str, Any]:
    """Every language beside all of them; false positives also as a multiple of those of all pages."""
    everything = slice_of(judged, thresholds, "all")
    rows = []
    for part in slices_by(judged, thresholds, lambda row: row.lang or "?", FEWEST_TOLD["language"]):
        ratio = {name: _ratio(part, everything, name) for name in thresholds}
        enough = part["name"] != OTHERS and part["ham"] is not None and part["ham"]["pages"] >= FEWEST_PAGES
        uneven = [name for name, times in ratio.items() if enough and times is not None and times > UNEVEN]
        rows.append({**part, "ratio": ratio, "uneven": uneven})
    return {"pages": judged.name, "all": everything, "languages": rows}


def _ratio(part: Slice, everything: Slice, name: str) -> float | None:
    if part["ham"] is None or not everything["ham"][name]["value"]:
        return None
    return float(round(part["ham"][name]["value"] / everything["ham"][name]["value"], 2))


def sites(judged: Judged, thresholds: Thresholds) -> dict[str, Any]:
    """The honest sites with the largest share of pages in the spam band; of large ones, also in either band."""
    spam = flagged_sites(judged, thresholds["spam"])
    large = [site for site in spam if site[1] >= LARGE_SITE]
    either = [site for site in flagged_sites(judged, thresholds["review"]) if site[1] >= LARGE_SITE]
    return {
        "pages": judged.name,
        "sites": len(spam),
        "large": len(large),
        "largest": round(max((share for *_, share in spam), default=0.0), 4),
        "above": _above(spam),
        "large above": _above(large),
        "large above, either band": _above(either),
        "worst": _worst(spam),
        "worst large, either band": _worst(either),
    }


def _above(found: Sequence[tuple[str, int, float]]) -> int:
    return sum(share > WORST_SHARE for *_, share in found)


def _worst(found: Sequence[tuple[str, int, float]]) -> list[dict[str, Any]]:
    return [
        {"name": name, "pages": pages, "flagged": round(share, 4)}
        for name, pages, share in found[:WORST_LISTED]
        if share
    ]


def honest_kinds(judged: Judged, thresholds: Thresholds) -> list[Slice]:
    """Honest pages by kind; written ones by the group of hard pages they were written for, where they name one."""
    return slices_by(judged.where(lambda row: row.label == "ham"), thresholds, _hard_group, FEWEST_TOLD["group"])


def _hard_group(row: Row) -> str:
    return row.group or row.kind or "?"


def spam_kinds(judged: Judged, thresholds: Thresholds) -> dict[str, Any]:
    """Spam by kind: all of it, and without the sources that are out of reach."""
    spam = judged.where(lambda row: row.label == "spam")
    within = spam.where(lambda row: row.source not in OUT_OF_REACH)
    without = {part["name"]: part for part in _with_all(within, thresholds)}
    rows = [{**part, "within reach": without.get(part["name"], {}).get("spam")} for part in _with_all(spam, thresholds)]
    beyond = slices_by(spam.where(lambda row: row.source in OUT_OF_REACH), thresholds, lambda row: row.source)
    return {
        "pages": judged.name,
        "kinds": rows,
        "out of reach": [{**part, "reason": OUT_OF_REACH[part["name"]]} for part in beyond],
    }


def _with_all(judged: Judged, thresholds: Thresholds) -> Sequence[Slice]:
    kinds = slices_by(judged, thresholds, lambda row: row.kind or "?")
    return [*kinds, slice_of(judged, thresholds, "all")] if kinds else []
