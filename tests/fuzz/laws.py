"""What holds for every page and every verdict, whatever the bytes were."""

from __future__ import annotations

import math

import pytest

from detector import bounds, urls
from detector.model.account import Account
from detector.model.linear import probability
from detector.page import Page
from detector.verdict import Band, Verdict

_EACH = 1e-9
"""Shares smaller than this are not told."""


def bounded(page: Page) -> None:
    """A page is within every bound of the parsing stage, and what it points to is there."""
    assert sum(len(block.text) for block in page.blocks) <= bounds.TEXT
    assert all(block.text and block.text == " ".join(block.text.split()) for block in page.blocks)
    assert 0 <= page.depth <= bounds.DEPTH
    assert sum(page.tags.values()) <= bounds.NODES + bounds.DEPTH
    assert len(page.title) <= bounds.ATTRIBUTE
    assert len(page.lang) <= 3
    assert len(page.meta) <= bounds.FIELDS
    assert all(len(name) <= bounds.FIELD and len(said) <= bounds.ATTRIBUTE for name, said in page.meta.items())
    _links_bounded(page)
    _code_bounded(page)
    for part in (page.title, *(block.text for block in page.blocks), *(link.target for link in page.links)):
        part.encode("utf-8")


def _links_bounded(page: Page) -> None:
    count = len(page.blocks)
    assert len(page.links) <= bounds.LINKS
    for link in page.links:
        assert len(link.target) <= bounds.CODE
        assert len(link.text) <= bounds.WORDS
        assert len(link.window) <= 100
        assert -1 <= link.block < count
        assert 0 <= link.before <= count
        for url in (link.url, page.canonical, page.base, page.url):
            assert url is None or url.startswith(("http://", "https://"))
        assert link.url is None or urls.resolve(None, link.url) == link.url or len(link.url) > bounds.ADDRESS


def _code_bounded(page: Page) -> None:
    assert len(page.scripts) <= bounds.SCRIPTS
    assert sum(len(script.source) for script in page.scripts) <= bounds.SCRIPT_TEXT
    assert all(len(script.source) <= bounds.SCRIPT and len(script.src) <= bounds.ATTRIBUTE for script in page.scripts)
    assert len(page.records) <= bounds.RECORDS
    for record in page.records:
        assert len(record) <= bounds.RECORD_FIELDS
        assert all(len(said) <= bounds.FIELD for said in record.values())


def judged(verdict: Verdict) -> None:
    """Scores are probabilities, and a page that was read has a band."""
    scores = [verdict.score, *(link.score for link in verdict.links), *(kind.score for kind in verdict.kinds)]
    assert all(math.isfinite(score) and 0 <= score <= 1 for score in scores)
    shares = [*verdict.reasons, *(reason for link in verdict.links for reason in link.reasons)]
    assert all(math.isfinite(reason.contribution) for reason in shares)
    assert verdict.error is None
    assert (verdict.kind is None) == (verdict.band is Band.CLEAN)


def accounted(account: Account) -> None:
    """Shares and intercept sum to the log-odds that the score stands for."""
    total = account.intercept + math.fsum(reason.contribution for reason in account.reasons)
    left_out = _EACH * (len(account.values) + 1_000_000)
    assert total == pytest.approx(account.log_odds, rel=1e-9, abs=max(1e-6, left_out * 1e-3))
    assert account.verdict.score == pytest.approx(probability(account.log_odds), rel=1e-12)
    assert all(math.isfinite(value) for value in account.values.values())
