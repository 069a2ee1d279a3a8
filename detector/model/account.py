"""The whole account of one decision: the intercept, every share of it, and the candidates with theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from detector.features import FEATURES
from detector.features.vector import read
from detector.model.explain import page_reasons
from detector.model.listed import NOTHING, look_up, strongest_first
from detector.model.scorer import decide_page, judge, way_log_odds
from detector.model.weights import SUMMARY, Model
from detector.page import Document, Page
from detector.parsing import parse
from detector.verdict import Reason, Verdict

if TYPE_CHECKING:
    from detector.reputation import Reputation


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


def account(model: Model, page: Page, id: str | None = None, reputation: Reputation | None = None) -> Account:
    """Everything that decided about a page, the lists of `reputation` among it."""
    reading = read(page)
    ways = way_log_odds(model, reading.vector.ways, reading.vector.way_tokens)
    names = (*(feature.name for feature in FEATURES), *SUMMARY)
    decision = decide_page(model, reading.vector, ways)
    listed = NOTHING if reputation is None else look_up(reputation, reading)
    return Account(
        verdict=judge(_naming_all(model), page, id, reputation=reputation),
        intercept=model.page.intercept,
        reasons=strongest_first(listed.reasons, page_reasons(reading, decision, ways)),
        values=dict(zip(names, decision.values.tolist(), strict=True)),
        log_odds=decision.log_odds + listed.log_odds,
    )


def account_of(
    model: Model, document: Document, reader: str = "lexbor", reputation: Reputation | None = None
) -> Account:
    """Read a document and account for its score. Raises UnreadableInput where its bytes hold no text."""
    return account(model, parse(document, reader), document.id, reputation)


def _naming_all(model: Model) -> Model:
    """The same model, with no candidate too unlikely to be named."""
    thresholds = {**model.manifest["thresholds"], "way": 0.0}
    return replace(model, manifest={**model.manifest, "thresholds": thresholds})
