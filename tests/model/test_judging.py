"""Whatever a document is, it gets a verdict."""

from __future__ import annotations

import math

import pytest

from detector.errors import UsageError
from detector.model import judging, load
from detector.model.judging import failed, judge_document, with_spam_threshold
from detector.model.parts import Part
from detector.page import Document
from tests.conftest import SPAM


@pytest.fixture
def model(toy_model):
    return load(toy_model)


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n", b"\0" * 9_000])
def test_an_unreadable_document_is_a_verdict_with_an_error(model, body):
    verdict = judge_document(model, Document(body, "https://own.example/", None, "a"))
    assert (verdict.id, verdict.url, verdict.band, verdict.links) == ("a", "https://own.example/", None, ())
    assert math.isnan(verdict.score)
    assert verdict.error
    assert verdict.error.startswith("The page is")
    assert verdict.model == model.name


@pytest.mark.parametrize("fault", [RecursionError("deep"), ValueError("x")])
def test_a_fault_of_the_program_is_told_as_one(model, monkeypatch, fault):
    def faulty(*_):
        raise fault

    monkeypatch.setattr(judging, "parse", faulty)
    verdict = judge_document(model, Document(b"<p>x"))
    assert f"a fault of this program: {type(fault).__name__}" in (verdict.error or "")


def test_a_page_for_which_memory_does_not_suffice_is_given_up(model, monkeypatch):
    def greedy(*_):
        raise MemoryError

    monkeypatch.setattr(judging, "parse", greedy)
    assert judge_document(model, Document(b"<p>x")).error == "The page took more memory than one page may."


def test_a_wrong_request_is_no_bad_page(model):
    with pytest.raises(UsageError):
        judge_document(model, Document(b"<p>x"), reader="eyes")


def test_an_interrupt_is_not_swallowed(model, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(judging, "parse", interrupt)
    with pytest.raises(KeyboardInterrupt):
        judge_document(model, Document(b"<p>x"))


def test_a_readable_document_has_no_error(model):
    verdict = judge_document(model, Document(b"<p>A film.", None, None, "b"))
    assert (verdict.id, verdict.error) == ("b", None)


def test_only_the_parts_asked_for_are_told(model):
    lure = Document(SPAM.encode(), "https://films.example/12130", "text/html")
    whole, bare = judge_document(model, lure), judge_document(model, lure, parts=frozenset((Part.LINKS,)))
    assert (bare.score, bare.band, bare.links) == (whole.score, whole.band, whole.links)
    assert whole.reasons
    assert bare.reasons == bare.kinds == ()


@pytest.mark.parametrize(("threshold", "review"), [(0.9, 0.4), (0.2, 0.2)])
def test_another_threshold_keeps_the_bands_in_order(model, threshold, review):
    moved = with_spam_threshold(model, threshold)
    assert moved.thresholds == (review, threshold, 0.5)
    assert model.thresholds == (0.4, 0.8, 0.5)
    assert moved.name == model.name


def test_a_failure_needs_no_document(model):
    assert failed(model, None, None, UsageError("So.")).error == "So."
