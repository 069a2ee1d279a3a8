"""Reasons: the exact shares of a decision, in words a moderator reads."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from detector.features import FEATURES
from detector.features.evidence import Passage
from detector.features.measures import MEASURES
from detector.features.tokens import way_terms
from detector.features.vector import Reading
from detector.lexicon import find
from detector.model.decision import PageDecision, WayDecisions
from detector.model.linear import Values, probability
from detector.model.weights import SUMMARY
from detector.verdict import Reason

_SMALLEST = 1e-9
_SUMMARY_TEXT = {
    "ways.best": "The likeliest scam link of the page",
    "ways.second": "The second likeliest scam link of the page",
    "ways.third_mean": "The three likeliest scam links of the page",
    "ways.count": "Number of likely scam links",
}
_FIELD_TEXT = {
    "title": "in the title",
    "heading": "in a heading",
    "body": "in the text",
    "closing": "in the closing lines",
    "away": "on a link to an unknown host",
    "known": "on a link to a known service",
    "site": "on a link within the site",
    "hidden": "in hidden text",
    "host": "in the name of a linked host",
}
_MEASURES = tuple(MEASURES.items())
_WAY_REASONS = 4
_QUOTES = 3


def page_reasons(reading: Reading, decision: PageDecision, ways: Values) -> tuple[Reason, ...]:
    """All shares of the page's log-odds but the intercept, the largest (for or against spam) first."""
    return strongest_reasons(reading, decision, ways, len(decision.dense) + len(decision.tokens.each))


def strongest_reasons(reading: Reading, decision: PageDecision, ways: Values, most: int) -> tuple[Reason, ...]:
    """The first `most` of all reasons; the others are never put into words."""
    shares = np.concatenate((decision.dense, decision.tokens.each))
    chosen = _largest(np.abs(shares), most)
    said = (_page_text(reading, decision, ways, number) for number in chosen)
    return tuple(Reason(*names, share) for names, share in zip(said, shares[chosen].tolist(), strict=True))


def way_reasons(reading: Reading, ways: WayDecisions, number: int) -> tuple[Reason, ...]:
    """The strongest shares of one candidate's log-odds that speak for a scam link."""
    shares = np.concatenate((ways.dense[number], ways.tokens.of(number)))
    chosen = _largest(shares, _WAY_REASONS)
    words = way_terms(reading.candidates[number].way) if max(chosen, default=0) >= len(_MEASURES) else ()
    said = (
        _MEASURES[place] if place < len(_MEASURES) else ("way.token", _token(words[place - len(_MEASURES)]))
        for place in chosen
    )
    return tuple(Reason(*names, share) for names, share in zip(said, shares[chosen].tolist(), strict=True))


def _largest(sizes: Values, most: int) -> list[int]:
    """Places of the `most` largest above nothing, the largest first; of equal ones the first."""
    least = _SMALLEST
    if most < len(sizes):
        # Finding where the largest begin is cheaper than putting all in order.
        least = max(least, float(np.partition(sizes, -most)[-most]))
    found = (sizes >= least).nonzero()[0].tolist()
    return sorted(found, key=(-sizes).__getitem__)[:most]


def _page_text(reading: Reading, decision: PageDecision, ways: Values, number: int) -> tuple[str, str]:
    """The name and the text of one share: of a feature, of the candidates' summary, or of a token."""
    if number < len(FEATURES):
        feature = FEATURES[number]
        return feature.name, feature.description.removesuffix(" (log)") + _quoted(reading, feature.quotes)
    if number < len(decision.dense):
        name = SUMMARY[number - len(FEATURES)]
        return name, _SUMMARY_TEXT[name] + (_likeliest(reading, ways) if name == SUMMARY[0] else "")
    place = number - len(decision.dense)
    which = bisect_right(decision.tokens.ends, place)
    field = tuple(reading.terms)[which]
    word = reading.terms[field][place - decision.tokens.ends[which]]  # counted from the end of its field
    return f"token.{field}", f"{_token(word)} {_FIELD_TEXT[field]}"


def _token(word: str) -> str:
    return f"“{word.lstrip('=~')}”"


def _likeliest(reading: Reading, ways: Values) -> str:
    if not len(ways):
        return ""
    best = int(ways.argmax())
    words = " ".join(reading.candidates[best].way.words)[:60]
    score = probability(float(ways[best]))
    sure = ">99%" if score >= 0.995 else f"{score:.0%}"
    return f", {sure} sure" + (f": “{words}”" if words else "")


def _quoted(reading: Reading, lists: Sequence[str]) -> str:
    quotes: dict[str, None] = {}
    for phrase in _phrases(reading, lists):
        quotes[phrase] = None
        if len(quotes) == _QUOTES:
            break
    return ": " + ", ".join(f"“{quote[:80]}”" for quote in quotes) if quotes else ""


def _phrases(reading: Reading, lists: Sequence[str]) -> Iterator[str]:
    """What the page says of these lists: phrases in its text and around its ways out, then words of links."""
    if not lists:
        return
    around = (way.passage for way in reading.page.away if way.passage is not None)
    for passage in chain(reading.page.shown, around):
        if not passage.hits.keys().isdisjoint(lists):
            yield from _found(passage, lists)
    for way in reading.page.ways:
        if not way.hits.keys().isdisjoint(lists):
            yield " ".join(way.words)


def _found(passage: Passage, lists: Sequence[str]) -> Iterator[str]:
    for name, start, end in find(passage.words):
        if name in lists:
            words = passage.words[start:end]
            # Characters of scripts without spaces are words of their own and stand together.
            yield ("" if all(len(word) == 1 and not word.isascii() for word in words) else " ").join(words)
