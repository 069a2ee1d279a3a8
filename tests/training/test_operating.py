"""Answers to queries, and the table of thresholds."""

from __future__ import annotations

import json

import numpy as np
import pytest

from detector.training.operating import TABLE, operating
from detector.training.queries import Aim, Query
from detector.training.report_tables import text_of
from detector.training.report_thresholds import answers, table
from detector.training.slices import Judged
from tests.training.scored_pages import judged, page

SHIPPED = {"spam": 0.6281, "review": 0.2}


def pages(name: str, seed: int, apart: float = 0.4) -> Judged:
    """Sixty pages of each label, every one of a source of its own."""
    chance = np.random.default_rng(seed)
    scores = np.concatenate((chance.uniform(apart, 1, 60), chance.uniform(0, 0.6, 60))).tolist()
    rows = [page(f"{name}{i}", "spam" if i < 60 else "ham") for i in range(120)]
    return judged(rows, scores, name)


def said(results: dict) -> str:
    return "\n".join(text_of(section) for section in (*answers(results), table(results)))


@pytest.fixture(scope="module")
def results() -> dict:
    queries = [
        Query(Aim.PRECISION, 0.8, 0.1),
        Query(Aim.FALSE_POSITIVES, 0.05, 0.1),
        Query(Aim.COST, 2, 0.1),
    ]
    return operating(queries, 0.1, SHIPPED, pages("out of fold", 1), pages("dev", 2))


def test_a_limit_holds_where_it_was_chosen_and_surely_for_the_cautious(results):
    precision, rate, _ = results["answers"]
    for way in ("as measured", "cautious"):
        assert precision["points"][way]["figures"]["out of fold"]["precision"]["value"] >= 0.8
        assert rate["points"][way]["figures"]["out of fold"]["false positives"]["value"] <= 0.05
    assert precision["points"]["cautious"]["figures"]["out of fold"]["precision"]["low"] >= 0.8
    assert rate["points"]["cautious"]["figures"]["out of fold"]["false positives"]["high"] <= 0.05
    for answer in (precision, rate):
        assert answer["points"]["cautious"]["threshold"] > answer["points"]["as measured"]["threshold"]


def test_a_threshold_can_be_typed_and_flags_what_is_told(results):
    """The few digits that are printed are the threshold that was measured."""
    measured = {"out of fold": pages("out of fold", 1), "dev": pages("dev", 2)}
    for answer in results["answers"]:
        for point in answer["points"].values():
            assert len(f"{point['threshold']:g}") <= 6
            for name, told in point["honest flagged"].items():
                scores = measured[name].scores[60:]
                assert told["pages"] == told["groups"] == int((scores >= point["threshold"]).sum())
                share = point["figures"][name]["false positives"]["value"]
                assert share == pytest.approx(float((scores >= point["threshold"]).mean()), abs=1e-4)
            assert f"detector scan --threshold {point['threshold']:g} PATHS" in " ".join(said(results).split())


def test_costs_are_told_for_a_thousand_pages(results):
    figures = results["answers"][2]["points"]["as measured"]["figures"]["dev"]
    missed, wrong = 1 - figures["recall"]["value"], figures["false positives"]["value"]
    assert figures["cost"]["value"] == pytest.approx(1000 * (0.1 * missed + 0.9 * wrong * 2), abs=0.2)
    assert f"{figures['cost']['value']:.1f} (" in said(results)


def test_the_table_holds_usual_shipped_and_found_thresholds(results):
    told = {row["threshold"]: row for row in results["table"]}
    assert set(TABLE) | set(SHIPPED.values()) <= set(told)
    assert told[0.6281]["names"] == ["spam band"]
    # 0.2 is in the table of its own, and shipped.
    assert told[0.2]["names"] == ["review band"]
    point = results["answers"][0]["points"]["cautious"]
    row = told[round(point["threshold"], 4)]
    assert "precision, cautious" in row["names"]
    assert row["figures"]["dev"]["recall"] == point["figures"]["dev"]["recall"]
    flagged, shares = row["figures"]["dev"]["flagged"]["value"], row["figures"]["dev"]
    assert flagged == pytest.approx(
        0.1 * shares["recall"]["value"] + 0.9 * shares["false positives"]["value"], abs=2e-4
    )
    assert list(told) == sorted(told)


def test_what_cannot_be_reached_is_told_in_one_sentence():
    """The highest scores are honest."""
    rows = [page("a", "ham"), page("b", "spam"), page("c", "ham"), page("d", "spam")]
    chosen = judged(rows, [0.9, 0.8, 0.2, 0.1], "out of fold")
    queries = [Query(Aim.PRECISION, 0.99, 0.05), Query(Aim.COST, 500, 0.05)]
    results = operating(queries, 0.05, SHIPPED, chosen, pages("dev", 2))
    assert [set(answer["points"].values()) for answer in results["answers"]] == [{None}, {None}]
    text = " ".join(said(results).split())
    assert "As measured: no threshold that finds spam keeps this limit; the best that finds spam comes to 5 %." in text
    assert "no threshold is cheaper than flagging nothing, which misses 50 spam pages in 1,000" in text
    assert "scan --threshold 0" not in text
    assert json.loads(json.dumps(results, allow_nan=False)) == results


def test_without_out_of_fold_scores_the_table_stands_alone():
    results = operating([], 0.1, SHIPPED, None, pages("dev", 2))
    assert results["answers"] == []
    assert list(results["sets"]) == ["dev"]
    assert "Dev:" in said(results)
    assert "chosen" not in said(results)
