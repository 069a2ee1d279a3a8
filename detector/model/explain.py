"""Reasons: the exact shares of a decision, in words a moderator reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from detector.features import FEATURES
from detector.features.evidence import Passage
from detector.features.measures import MEASURES
from detector.features.tokens import index, terms, way_terms
from detector.features.vector import Reading
from detector.lexicon import find
from detector.model.linear import Values, probability
from detector.model.weights import SUMMARY, WAY_FOLD, Model
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
_WAY_REASONS = 4
_QUOTES = 3


def page_reasons(model: Model, reading: Reading, dense: Values, ways: Values) -> list[Reason]:
    """All shares of the page's log-odds but the intercept, the largest (for or against spam) first."""
    reasons = [*_dense_reasons(reading, dense, _likeliest(reading, ways)), *_token_reasons(model, reading)]
    return sorted(reasons, key=lambda reason: -abs(reason.contribution))


def _dense_reasons(reading: Reading, dense: Values, likeliest: str) -> Iterable[Reason]:
    for feature, part in zip(FEATURES, dense, strict=False):
        if abs(part) > _SMALLEST:
            yield Reason(
                feature.name, feature.description.removesuffix(" (log)") + _quoted(reading, feature.quotes), float(part)
            )
    for name, part in zip(SUMMARY, dense[len(FEATURES) :], strict=True):
        if abs(part) > _SMALLEST:
            yield Reason(name, _SUMMARY_TEXT[name] + (likeliest if name == SUMMARY[0] else ""), float(part))


def _likeliest(reading: Reading, ways: Values) -> str:
    if not len(ways):
        return ""
    best = int(ways.argmax())
    words = " ".join(reading.candidates[best].way.words)[:60]
    score = probability(float(ways[best]))
    sure = ">99%" if score >= 0.995 else f"{score:.0%}"
    return f", {sure} sure" + (f": “{words}”" if words else "")


def _token_reasons(model: Model, reading: Reading) -> Iterable[Reason]:
    for field, words in terms(reading.page).items():
        for word, part in zip(words, model.page.token_shares(field, index(field, words)), strict=True):
            if abs(part) > _SMALLEST:
                yield Reason(f"token.{field}", f"“{word.lstrip('=~')}” {_FIELD_TEXT[field]}", float(part))


def _quoted(reading: Reading, lists: Sequence[str]) -> str:
    if not lists:
        return ""
    places = chain(reading.page.shown, (way.passage for way in reading.page.away if way.passage is not None))
    found = dict.fromkeys(chain.from_iterable(_phrases(passage, lists) for passage in places if passage.hits))
    on_links = (" ".join(way.words) for way in reading.page.ways if any(name in way.hits for name in lists))
    quotes = list(dict.fromkeys((*found, *on_links)))[:_QUOTES]
    return ": " + ", ".join(f"“{quote[:80]}”" for quote in quotes) if quotes else ""


def _phrases(passage: Passage, lists: Sequence[str]) -> Iterable[str]:
    for name, start, end in find(passage.words):
        if name in lists:
            words = passage.words[start:end]
            # Characters of scripts without spaces are words of their own and stand together.
            yield ("" if all(len(word) == 1 and not word.isascii() for word in words) else " ").join(words)


def way_reasons(model: Model, reading: Reading, number: int) -> list[Reason]:
    """The strongest shares of one candidate's log-odds that speak for a scam link."""
    vector = reading.vector
    parts = model.ways.dense_shares(vector.ways[number])
    reasons = [Reason(name, text, float(part)) for (name, text), part in zip(MEASURES.items(), parts, strict=True)]
    words = way_terms(reading.candidates[number].way)
    shares = model.ways.token_shares("way", vector.way_tokens[number] >> WAY_FOLD)
    reasons += [
        Reason("way.token", f"“{word.lstrip('=~')}”", float(part)) for word, part in zip(words, shares, strict=True)
    ]
    return sorted((r for r in reasons if r.contribution > _SMALLEST), key=lambda reason: -reason.contribution)[
        :_WAY_REASONS
    ]
