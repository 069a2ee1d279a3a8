"""Which shares become reasons, and what they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detector.features import FEATURES
from detector.features.measures import MEASURES
from detector.features.tokens import index, way_terms
from detector.features.vector import Reading, read
from detector.model import Model, load
from detector.model.explain import page_reasons, strongest_reasons, way_reasons
from detector.model.scorer import decide_page, decide_ways
from detector.model.weights import SUMMARY, WAY_FOLD
from detector.page import Document
from detector.parsing import parse
from detector.verdict import Reason
from tests.conftest import HAM, SPAM, TEXT

PAGES = [
    pytest.param(Document(SPAM.encode(), "https://films.example/12130", "text/html"), id="spam"),
    pytest.param(Document(HAM.encode(), None, "text/html"), id="honest"),
    pytest.param(Document(TEXT.encode(), None, "text/plain"), id="text"),
    pytest.param(Document(b"<p>.", None, "text/html"), id="empty"),
]


@pytest.fixture(params=["seeded", "alike"])
def model(request, toy_model):
    """The toy model, and one of which all tokens weigh the same, so that their shares are alike."""
    model = load(toy_model)
    if request.param == "seeded":
        return model
    alike = {one: replace(getattr(model, one), tokens=np.full(1 << 20, 0.25, np.float16)) for one in ("page", "ways")}
    return replace(model, **alike)


def reasons(model: Model, document: Document) -> tuple[Reading, tuple[Reason, ...]]:
    reading = read(parse(document))
    ways = decide_ways(model, reading.vector.ways, reading.vector.way_tokens).log_odds
    return reading, page_reasons(reading, decide_page(model, reading.vector, ways), ways)


def largest(shares: list[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted((one for one in shares if abs(one[1]) > 1e-9), key=lambda one: -abs(one[1]))


@pytest.mark.parametrize("document", PAGES)
def test_every_share_is_a_reason_once_and_of_alike_ones_the_first_is_first(model, document):
    """Worked out once more, one field and one token after the other."""
    reading, found = reasons(model, document)
    ways = decide_ways(model, reading.vector.ways, reading.vector.way_tokens).log_odds
    names = [*(feature.name for feature in FEATURES), *SUMMARY]
    shares = list(zip(names, decide_page(model, reading.vector, ways).dense.tolist(), strict=True))
    for field, indices in reading.vector.tokens.items():
        weights = model.page.tokens[indices].astype(np.float64) * (1.0 / max(len(indices), 1) ** 0.5)
        shares += [(f"token.{field}", share) for share in weights.tolist()]
    assert [reason.feature for reason in found] == [name for name, _ in largest(shares)]
    assert [reason.contribution for reason in found] == pytest.approx([share for _, share in largest(shares)])


@pytest.mark.parametrize("document", PAGES)
def test_a_token_is_named_by_the_word_that_was_hashed(model, document):
    reading, found = reasons(model, document)
    for field, words in reading.terms.items():
        assert (index(field, words) == reading.vector.tokens[field]).all()
        quoted = [r.text.split("”")[0][1:] for r in found if r.feature == f"token.{field}"]
        assert sorted(quoted) == sorted(word.lstrip("=~") for word in words)


@pytest.mark.parametrize("most", [0, 1, 2, 8, 50, 10_000])
@pytest.mark.parametrize("document", PAGES)
def test_the_strongest_reasons_are_the_first_of_all(model, document, most):
    reading, found = reasons(model, document)
    ways = decide_ways(model, reading.vector.ways, reading.vector.way_tokens).log_odds
    decision = decide_page(model, reading.vector, ways)
    assert strongest_reasons(reading, decision, ways, most) == found[:most]


@pytest.mark.parametrize("document", PAGES)
def test_a_candidate_has_the_strongest_shares_that_speak_against_it(model, document):
    reading = read(parse(document))
    ways = decide_ways(model, reading.vector.ways, reading.vector.way_tokens)
    for number, candidate in enumerate(reading.candidates):
        words = way_terms(candidate.way)
        weights = model.ways.tokens[reading.vector.way_tokens[number] >> WAY_FOLD].astype(np.float64)
        shares = [*ways.dense[number].tolist(), *(weights / max(len(words), 1) ** 0.5).tolist()]
        texts = [*MEASURES.values(), *(f"“{word.lstrip('=~')}”" for word in words)]
        told = sorted(((text, share) for text, share in zip(texts, shares, strict=True) if share > 1e-9), key=size)[:4]
        found = way_reasons(reading, ways, number)
        assert [reason.text for reason in found] == [text for text, _ in told]
        assert [reason.contribution for reason in found] == pytest.approx([share for _, share in told])


def size(told: tuple[str, float]) -> float:
    return -told[1]


def test_a_reason_quotes_the_first_three_different_phrases(toy_model):
    lines = ("Watch full movie", "Stream now", "Watch full movie", "Watch here", "Watch it free")
    body = "".join(f"<p>{line}</p>" for line in lines)
    _, found = reasons(load(toy_model), Document(body.encode(), None, "text/html"))
    (told,) = (reason.text for reason in found if reason.feature == "text.watch_lines")
    assert told.endswith(": “watch full movie”, “stream now”, “watch here”")
