"""The score of a page, of each of its candidates and of each kind of spam: linear decisions, the candidates feeding the others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detector.features.evidence import WayOut
from detector.features.fingerprint import fingerprint
from detector.features.tokens import Indices
from detector.features.vector import Reading, Vector, read
from detector.model import kinds
from detector.model.decision import NO_WAYS, PageDecision, WayDecisions
from detector.model.explain import strongest_reasons, way_reasons
from detector.model.leads import leads
from detector.model.linear import Values, probability
from detector.model.listed import NOTHING, Listed, look_up, strongest_first
from detector.model.parts import EVERYTHING, Part
from detector.model.weights import GROUPS, WAY_FOLD, Model
from detector.page import Page
from detector.verdict import Band, Fingerprint, KindScore, LinkVerdict, Reason, Verdict

if TYPE_CHECKING:
    from detector.reputation import Reputation

MOST_REASONS = 8
MOST_WAYS = 20


def decide_ways(model: Model, ways: NDArray[np.float32], tokens: Sequence[Indices]) -> WayDecisions:
    """Decide about the candidates of a page."""
    if not tokens:
        return NO_WAYS
    dense = model.ways.dense_shares(ways)
    words = model.ways.shares(["way"] * len(tokens), [found >> WAY_FOLD for found in tokens])
    return WayDecisions(dense, words, model.ways.intercept + np.add.reduce(dense, axis=1) + np.array(words.sums))


def decide_page(model: Model, vector: Vector, ways: Values) -> PageDecision:
    """Decide about a page whose candidates have these log-odds."""
    values = _values(vector, ways)
    dense = model.page.dense_shares(values)
    if vector.absent:
        dense[~_applicable(vector.absent)] = 0.0
    words = model.page.shares(tuple(vector.tokens), tuple(vector.tokens.values()))
    return PageDecision(values, dense, words, model.page.intercept + float(np.add.reduce(dense)) + sum(words.sums))


def way_log_odds(model: Model, ways: NDArray[np.float32], tokens: Sequence[Indices]) -> Values:
    """Log-odds of each candidate being a scam link."""
    return decide_ways(model, ways, tokens).log_odds


def page_log_odds(model: Model, vector: Vector, ways: Values) -> float:
    """Log-odds of the page being spam."""
    return decide_page(model, vector, ways).log_odds


def kind_scores(model: Model, vector: Vector, ways: Values) -> Values:
    """Probability of each kind of spam, then of `other`, given that the page is spam."""
    decided = kinds.log_odds(model.kinds, _values(vector, ways), _applicable(vector.absent), vector.tokens)
    return kinds.scores(decided, model.kinds.rest)


def summary(log_odds: Values) -> Values:
    """What the candidates come to: best, second, mean of the best three, number above even odds (log)."""
    if not len(log_odds):
        return np.zeros(4)
    scores = 1 / (1 + np.exp(-np.minimum(np.maximum(log_odds, -30.0), 30.0)))
    scores.sort()
    best = scores[:-4:-1]
    second = best[1] if len(best) > 1 else 0.0
    return np.array([best[0], second, np.add.reduce(best) / 3, math.log1p(np.count_nonzero(scores > 0.5))])


def score(model: Model, page: Page) -> float:
    """Probability in 0..1 that the page is spam."""
    vector = read(page).vector
    return probability(page_log_odds(model, vector, way_log_odds(model, vector.ways, vector.way_tokens)))


def judge(
    model: Model,
    page: Page,
    id: str | None = None,
    parts: frozenset[Part] = EVERYTHING,
    reputation: Reputation | None = None,
) -> Verdict:
    """Decide about a page, with reasons; of the verdict's parts only these are worked out, and the others are empty.

    What the lists of `reputation` have of the page and its ways out adds to their log-odds.
    """
    reading = read(page)
    ways = decide_ways(model, reading.vector.ways, reading.vector.way_tokens)
    decision = decide_page(model, reading.vector, ways.log_odds)
    listed = NOTHING if reputation is None else look_up(reputation, reading)
    value = probability(decision.log_odds + listed.log_odds)
    review, spam, _ = model.thresholds
    band = Band.SPAM if value >= spam else Band.REVIEW if value >= review else Band.CLEAN
    asked = Part.KINDS in parts and band is not Band.CLEAN
    said = _kinds(model, reading.vector, ways.log_odds) if asked else ()
    return Verdict(
        id=id,
        url=page.url,
        score=value,
        band=band,
        kind=said[0].kind if said else None,
        reasons=_reasons(reading, decision, ways.log_odds, listed) if Part.REASONS in parts else (),
        links=_suspects(model, reading, ways, band, listed) if Part.LINKS in parts else (),
        leads=leads(reading, ways.log_odds, _likeliest_first(ways.log_odds), model.thresholds[2], band)
        if Part.LEADS in parts
        else (),
        model=model.name,
        schema=model.manifest["schema"],
        truncated=page.truncated or reading.page.skipped,
        fingerprint=fingerprint(reading.page, _lure(reading, ways.log_odds))
        if Part.FINGERPRINT in parts
        else Fingerprint(),
        kinds=said,
        hops=page.hops,
    )


def _values(vector: Vector, ways: Values) -> Values:
    return np.concatenate((vector.dense, summary(ways)))


@cache  # there are few groups that can be absent
def _applicable(absent: frozenset[str]) -> NDArray[np.bool_]:
    """Of each dense value: does its group say anything here?"""
    return np.array([group not in absent for group in GROUPS])


def _kinds(model: Model, vector: Vector, ways: Values) -> tuple[KindScore, ...]:
    return kinds.named(kind_scores(model, vector, ways), model.kinds.thresholds)


def _lure(reading: Reading, ways: Values) -> WayOut | None:
    """The likeliest candidate with an address, where it is likelier than not: no threshold decides about it."""
    likely = (reading.candidates[number].way for number in _likeliest_first(ways) if ways[number] > 0)
    return next((way for way in likely if way.landing is not None), None)


def _likeliest_first(ways: Values) -> list[int]:
    order: list[int] = (-ways).argsort(kind="stable").tolist()
    return order


def _reasons(reading: Reading, decision: PageDecision, ways: Values, listed: Listed) -> tuple[Reason, ...]:
    found = strongest_reasons(reading, decision, ways, MOST_REASONS)
    return strongest_first(listed.reasons, found)[:MOST_REASONS]


def _suspects(
    model: Model, reading: Reading, ways: WayDecisions, band: Band, listed: Listed
) -> tuple[LinkVerdict, ...]:
    """The suspected ways out, likeliest first; each that is listed is among them, measured or not."""
    if not listed.hits:
        numbers = _suspected(model, reading, ways.log_odds, band)
        return tuple(_suspect(reading, ways, number, float(ways.log_odds[number])) for number in numbers)
    shares = np.array([listed.way_log_odds(candidate.way) for candidate in reading.candidates])
    log_odds = ways.log_odds + shares
    beyond = listed.beyond(reading)
    chosen = [number for number in _likeliest_first(log_odds) if shares[number]]
    # What is listed comes before what is suspected, where there is no room for all.
    room = max(MOST_WAYS - len(chosen) - len(beyond), 0)
    chosen += [number for number in _suspected(model, reading, log_odds, band) if not shares[number]][:room]
    found = [_suspect(reading, ways, number, float(log_odds[number]), listed) for number in chosen[:MOST_WAYS]]
    found += [_beyond(way, model.ways.intercept, listed) for way in beyond[: MOST_WAYS - len(found)]]
    return tuple(sorted(found, key=lambda link: -link.score))


def _suspected(model: Model, reading: Reading, ways: Values, band: Band) -> list[int]:
    """The candidates above the threshold, likeliest first.

    On a page that is not clean also the likeliest, and those that were found to redirect, where they are likelier than not.
    """
    order = _likeliest_first(ways)[:MOST_WAYS]
    least = dict.fromkeys(order, model.thresholds[2])
    if band is not Band.CLEAN:
        least |= {number: 0.5 for number in order if _redirects(reading, number)} | dict.fromkeys(order[:1], 0.0)
    return [number for number in order if probability(float(ways[number])) >= least[number]]


def _redirects(reading: Reading, number: int) -> bool:
    link = reading.candidates[number].way.exit.link
    return link.landing is not None and link.landing != link.url


def _suspect(
    reading: Reading, ways: WayDecisions, number: int, log_odds: float, listed: Listed = NOTHING
) -> LinkVerdict:
    way = reading.candidates[number].way
    return _verdict(way, log_odds, (*listed.way_reasons(way), *way_reasons(reading, ways, number)))


def _beyond(way: WayOut, intercept: float, listed: Listed) -> LinkVerdict:
    """A listed way out that is no candidate, of which nothing is measured."""
    return _verdict(way, intercept + listed.way_log_odds(way), listed.way_reasons(way))


def _verdict(way: WayOut, log_odds: float, reasons: tuple[Reason, ...]) -> LinkVerdict:
    link = way.exit.link
    return LinkVerdict(
        url=link.url or link.target,
        kind=str(link.kind),
        text=link.text,
        score=probability(log_odds),
        block=way.passage.block.text if way.passage is not None else "",
        reasons=reasons,
        landing=way.landing.url if way.landing is not None and link.url not in (None, way.landing.url) else None,
    )
