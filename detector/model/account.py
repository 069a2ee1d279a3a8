"""The whole account of one decision: the intercept, every share of it, and the candidates with theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from detector.features import FEATURES
from detector.features.vector import read
from detector.model.explain import page_reasons
from detector.model.scorer import decide_page, judge, way_log_odds
from detector.model.weights import SUMMARY, Model
from detector.page import Page
from detector.verdict import Reason, Verdict


class Account(NamedTuple):
    """Why a page has its score."""

    verdict: Verdict
    """The decision; its links are the likeliest candidates, suspected or not."""
    intercept: float
    """Log-odds before anything is measured."""
    reasons: Sequence[Reason]
    """Every share, the largest first; with the intercept they sum to `log_odds`."""
    values: Mapping[str, float]
    """What the dense features measured; hashed tokens have no value of their own."""
    log_odds: float


def account(model: Model, page: Page, id: str | None = None) -> Account:
    """Everything that decided about a page."""
    reading = read(page)
    ways = way_log_odds(model, reading.vector.ways, reading.vector.way_tokens)
    names = (*(feature.name for feature in FEATURES), *SUMMARY)
    decision = decide_page(model, reading.vector, ways)
    return Account(
        verdict=judge(_naming_all(model), page, id),
        intercept=model.page.intercept,
        reasons=page_reasons(reading, decision, ways),
        values=dict(zip(names, decision.values.tolist(), strict=True)),
        log_odds=decision.log_odds,
    )


def _naming_all(model: Model) -> Model:
    """The same model, with no candidate too unlikely to be named."""
    thresholds = {**model.manifest["thresholds"], "way": 0.0}
    return replace(model, manifest={**model.manifest, "thresholds": thresholds})
