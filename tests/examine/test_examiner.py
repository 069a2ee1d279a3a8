"""A run over pages goes on past any of them, in order."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from detector.examine import Bounds, Examiner, watchdog
from detector.model import load
from detector.model.judging import judge_document, with_spam_threshold
from detector.page import Document
from tests.conftest import HAM, SPAM
from tests.examine.hostile import judge

PAGES = [Document(body.encode(), "https://films.example/1", id=str(n)) for n, body in enumerate([SPAM, HAM] * 3)]


@pytest.mark.parametrize("reader", ["lexbor", "soup"])
@pytest.mark.parametrize("forks", [True, False])
def test_verdicts_are_those_of_the_parent(
    toy_model: Path, monkeypatch: pytest.MonkeyPatch, forks: bool, reader: str
) -> None:
    monkeypatch.setattr(watchdog, "FORKS", forks and watchdog.FORKS)
    model = with_spam_threshold(load(toy_model), 0.3)
    with Examiner(model, reader) as examiner:
        found = [examiner.examine(page) for page in PAGES]
    assert found == [judge_document(model, page, reader) for page in PAGES]
    assert [verdict.band for verdict in found] == ["spam", "clean"] * 3


def test_misdeeds_fail_alone_and_the_order_stays(toy_model: Path) -> None:
    deeds = [b"leave", b"crash", b"raise_it", b"refuse", b"be_killed"]
    pages = [page for n, deed in enumerate(deeds) for page in (PAGES[n], Document(deed, id=deed.decode()))]
    with Examiner(load(toy_model), judge=judge) as examiner:
        found = [examiner.examine(page) for page in pages]
    assert [verdict.id for verdict in found] == [page.id for page in pages]
    assert [verdict.error is None for verdict in found] == [True, False] * len(deeds)
    assert all(math.isnan(verdict.score) and verdict.band is None for verdict in found[1::2])


@pytest.mark.skipif(not watchdog.FORKS, reason="needs fork")
def test_a_page_that_hangs_is_given_up_with_its_name_and_address(toy_model: Path) -> None:
    with Examiner(load(toy_model), limits=Bounds(seconds=4), judge=judge) as examiner:
        before, hung, after = map(examiner.examine, (PAGES[0], replace(PAGES[1], body=b"hang"), PAGES[2]))
    assert (hung.id, hung.url) == ("1", "https://films.example/1")
    assert hung.error == "The page took longer than 4 seconds."
    assert (before.error, after.error) == (None, None)


def test_settings_and_findings_reach_the_judge(toy_model: Path) -> None:
    with Examiner(load(toy_model), judge=told, lists="mine") as examiner:
        assert examiner.examine(PAGES[0], landings="there").error == "mine there"


def told(model, document, reader, lists, landings):
    return replace(judge_document(model, document, reader), error=f"{lists} {landings}")
