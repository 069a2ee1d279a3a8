"""The score of a page, of each of its candidates and of each kind of spam: linear decisions, the candidates feeding the others."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detector.features.evidence import WayOut
from detector.features.fingerprint import fingerprint
from detector.features.tokens import Indices
from detector.features.vector import Reading, Vector, read
from detector.model import kinds
from detector.model.explain import page_reasons, way_reasons
from detector.model.linear import Values, probability
from detector.model.weights import GROUPS, WAY_FOLD, Model
from detector.page import Page
from detector.verdict import Band, KindScore, LinkVerdict, Verdict

MOST_REASONS = 8
MOST_WAYS = 20


def way_log_odds(model: Model, ways: NDArray[np.float32], tokens: Sequence[Indices]) -> Values:
    """Log-odds of each candidate being a scam link."""
    if not len(ways):
        return np.zeros(0)
    words = [model.ways.token_shares("way", found >> WAY_FOLD).sum() for found in tokens]
    log_odds: Values = model.ways.intercept + model.ways.dense_shares(ways).sum(axis=1) + np.array(words)
    return log_odds


def summary(log_odds: Values) -> Values:
    """What the candidates come to: best, second, mean of the best three, number above even odds (log)."""
    if not len(log_odds):
        return np.zeros(4)
    scores = np.sort(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))))[::-1]
    second = scores[1] if len(scores) > 1 else 0.0
    return np.array([scores[0], second, scores[:3].sum() / 3, math.log1p(float((scores > 0.5).sum()))])


def dense_part(model: Model, vector: Vector, ways: Values) -> Values:
    """Each dense value's share of the page's log-odds; absent groups have none."""
    shares = model.page.dense_shares(np.concatenate((vector.dense, summary(ways))))
    if vector.absent:
        shares[~_applicable(vector)] = 0.0
    return shares


def _applicable(vector: Vector) -> NDArray[np.bool_]:
    """Of each dense value: does its group say anything here?"""
    return np.array([group not in vector.absent for group in GROUPS])


def page_log_odds(model: Model, vector: Vector, ways: Values) -> float:
    """Log-odds of the page being spam."""
    words = sum(float(model.page.token_shares(field, found).sum()) for field, found in vector.tokens.items())
    return model.page.intercept + float(dense_part(model, vector, ways).sum()) + words


def score(model: Model, page: Page) -> float:
    """Probability in 0..1 that the page is spam."""
    vector = read(page).vector
    return probability(page_log_odds(model, vector, way_log_odds(model, vector.ways, vector.way_tokens)))


def kind_scores(model: Model, vector: Vector, ways: Values) -> Values:
    """Probability of each kind of spam, then of `other`, given that the page is spam."""
    values = np.concatenate((vector.dense.astype(np.float64), summary(ways)))
    decided = kinds.log_odds(model.kinds, values, _applicable(vector), vector.tokens)
    return kinds.scores(decided, model.kinds.rest)


def judge(model: Model, page: Page, id: str | None = None) -> Verdict:
    """Decide about a page, with reasons."""
    reading = read(page)
    ways = way_log_odds(model, reading.vector.ways, reading.vector.way_tokens)
    value = probability(page_log_odds(model, reading.vector, ways))
    review, spam, _ = model.thresholds
    band = Band.SPAM if value >= spam else Band.REVIEW if value >= review else Band.CLEAN
    reasons = page_reasons(model, reading, dense_part(model, reading.vector, ways), ways)
    said = () if band is Band.CLEAN else _kinds(model, reading.vector, ways)
    return Verdict(
        id=id,
        url=page.url,
        score=value,
        band=band,
        kind=said[0].kind if said else None,
        reasons=tuple(reasons[:MOST_REASONS]),
        links=tuple(_suspects(model, reading, ways, band)),
        model=model.name,
        schema=model.manifest["schema"],
        truncated=page.truncated,
        fingerprint=fingerprint(reading.page, _lure(reading, ways)),
        kinds=said,
    )


def _kinds(model: Model, vector: Vector, ways: Values) -> tuple[KindScore, ...]:
    return kinds.named(kind_scores(model, vector, ways), model.kinds.thresholds)


def _lure(reading: Reading, ways: Values) -> WayOut | None:
    """The likeliest candidate with an address, where it is likelier than not: no threshold decides about it."""
    order = np.argsort(-ways, kind="stable")
    likely = (reading.candidates[number].way for number in order[ways[order] > 0].tolist())
    return next((way for way in likely if way.landing is not None), None)


def _suspects(model: Model, reading: Reading, ways: Values, band: Band) -> list[LinkVerdict]:
    """The candidates above the threshold, likeliest first; on a page that is not clean at least the likeliest."""
    threshold = model.thresholds[2]
    found: list[LinkVerdict] = []
    for number in np.argsort(-ways, kind="stable")[:MOST_WAYS]:
        value = probability(float(ways[number]))
        if value < threshold and (found or band is Band.CLEAN):
            break
        found.append(_suspect(model, reading, int(number), value))
    return found


def _suspect(model: Model, reading: Reading, number: int, value: float) -> LinkVerdict:
    way = reading.candidates[number].way
    link = way.exit.link
    return LinkVerdict(
        url=link.url or link.target,
        kind=str(link.kind),
        text=link.text,
        score=value,
        block=way.passage.block.text if way.passage is not None else "",
        reasons=tuple(way_reasons(model, reading, number)),
    )
