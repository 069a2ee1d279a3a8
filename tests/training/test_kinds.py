"""Kinds of spam are learned from labelled pages, judged on folds that saw none of them, and served as trained."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detector.features.vector import read
from detector.model import load
from detector.model.kinds import KINDS, OTHER, Kinds, scores
from detector.model.scorer import kind_scores, way_log_odds
from detector.page import Document
from detector.parsing import parse
from detector.training.build import build
from detector.training.evaluate import evaluate
from detector.training.fit import summarise
from detector.training.kind_curves import GRID, curves, masses, threshold_of
from detector.training.kinds import Learned, kind_decisions, kind_of, kind_weights, kinds_said, learn_kinds
from detector.training.rows import OWN, Row, Rows
from detector.training.train import labelled
from detector.training.ways import way_decisions
from detector.training.weights import UNSURE
from tests.training import toy

OFFER = "Claim 200 free spins at the casino"


def row(**said: Any) -> Row:
    return Row(**{"id": "a", "label": "spam", "source": "x", "split": "train", **said})


def gambling(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A spam page of the toy corpus whose lure is a casino's."""
    body = said[said["form"]].replace("Hosted on a partner site", "Slots, roulette and a welcome bonus")
    for lure in toy._LURES:
        body = body.replace(lure, OFFER)
    return {**said, "kind": "gambling", said["form"]: body}


@pytest.fixture(scope="module")
def two_kinds(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Every other spam source leads to a casino, in training and in dev."""
    home = tmp_path_factory.mktemp("kinds")
    lines = [
        (split, gambling(said) if said["label"] == "spam" and int(said["source"].rsplit("-")[-1]) % 2 else said)
        for split, said in toy.corpus(sources=12)
    ]
    return build(toy.write_corpus(home / "corpus", lines), toy.write_authored(home / "authored"), home / "base", jobs=1)


def no_summaries(data: Rows) -> np.ndarray:
    return np.zeros((len(data.rows), 4))


@pytest.fixture(scope="module")
def learned(two_kinds: Rows) -> Learned:
    data = labelled(two_kinds)
    return learn_kinds(data, no_summaries(data), print)


def spam(data: Rows, split: str) -> Rows:
    return data.select(
        i for i, one in enumerate(data.rows) if one.split == split and one.label == "spam" and not one.variant
    )


def test_kinds_are_told_apart_on_sources_that_no_fold_had_seen(learned, two_kinds):
    known = sum(one.split == "authored" for one in spam(two_kinds, "authored").rows)
    assert {line["kind"]: line["pages"] for line in learned.confusion} == {"fake-stream": 30 + known, "gambling": 30}
    assert all(line["right"] > 0.9 for line in learned.confusion)


def test_kinds_are_told_apart_on_dev(learned, two_kinds):
    dev = spam(two_kinds, "dev")
    said = kinds_said(learned.kinds, dev, no_summaries(dev))
    assert {one.kind for one in dev.rows} == {"fake-stream", "gambling"}
    assert [names[0] for names in said] == [one.kind for one in dev.rows]


def test_a_kind_that_no_page_is_of_is_never_said(learned, two_kinds):
    dev = spam(two_kinds, "dev")
    said = {kind for names in kinds_said(learned.kinds, dev, no_summaries(dev)) for kind in names}
    assert said <= {"fake-stream", "gambling"}


def test_scores_are_probabilities(learned, two_kinds):
    """Where a kind is likely it is right that often: the mean score of a kind is about its share."""
    data = spam(two_kinds, "train")
    told = scores(kind_decisions(learned.kinds, data, no_summaries(data)), learned.kinds.rest)
    for kind in ("fake-stream", "gambling"):
        assert told[:, KINDS.index(kind)].mean() == pytest.approx(0.5, abs=0.1)


def test_kinds_are_served_as_trained(model_folder, base):
    """Each page is measured anew, from its bytes; its row was stored in half precision and without rare words."""
    model = load(model_folder)
    candidates = way_decisions(model.ways, base)
    trained = scores(kind_decisions(model.kinds, base, summarise(candidates)), model.kinds.rest)
    told = dict(zip((one.id for one in base.rows), trained, strict=True))
    for _, said in list(toy.corpus())[::5]:
        kind = "text/plain" if said["form"] == "text" else "text/html"
        vector = read(parse(Document(said[said["form"]].encode(), said["url"], f"{kind}; charset=utf-8"))).vector
        ways = way_log_odds(model, vector.ways, vector.way_tokens)
        assert kind_scores(model, vector, ways) == pytest.approx(told[said["id"]], abs=0.01)


def test_what_was_fitted_is_what_is_loaded(trained, model_folder):
    fitted, loaded = trained.kinds.kinds, load(model_folder).kinds
    for name in ("intercepts", "mean", "scale", "weights", "tokens"):
        assert np.array_equal(getattr(loaded, name), getattr(fitted, name)), name
    assert (loaded.rest, loaded.thresholds, loaded.fields) == (fitted.rest, fitted.thresholds, fitted.fields)
    assert loaded.tokens.flags.c_contiguous


def test_the_manifest_and_the_evaluation_tell_how_kinds_are_confused(trained, model_folder, datasets):
    confusion = json.loads((model_folder / "manifest.json").read_text("utf-8"))["kinds"]["confusion"]
    assert confusion == list(trained.kinds.confusion)
    assert [line["kind"] for line in confusion] == ["fake-stream"]
    (line,) = evaluate(load(model_folder), datasets)["kind_confusion"]
    assert line == {"kind": "fake-stream", "pages": 10, "right": 1.0, "said": {"fake-stream": 10}}


def test_a_copy_is_fitted_but_not_judged_and_an_unsure_page_is_neither(two_kinds, learned):
    data = labelled(two_kinds)
    counted = sum(line["pages"] for line in learned.confusion)
    assert counted == sum(one.label == "spam" and not one.variant for one in data.rows)
    assert any(one.variant for one in data.rows if one.label == "spam")
    turned = [replace(one, variant=UNSURE) if one.kind == "gambling" else one for one in data.rows]
    again = learn_kinds(data._replace(rows=turned), no_summaries(data), print)
    assert [line["kind"] for line in again.confusion] == ["fake-stream"]


def test_a_user_s_page_without_a_kind_teaches_none(two_kinds):
    data = labelled(two_kinds)
    own = [
        replace(one, id=OWN + one.id, kind="other") if one.kind == "gambling" and not one.variant else one
        for one in data.rows
    ]
    again = learn_kinds(data._replace(rows=own), no_summaries(data), print)
    assert OTHER not in {line["kind"] for line in again.confusion}


def test_all_kinds_weigh_the_same_and_a_large_campaign_does_not_drown_small_ones():
    sizes = {"presell": ("supplement", 100), "shop": ("supplement", 1), "kit": ("phishing", 5)}
    rows = [row(kind=kind, source=source) for source, (kind, size) in sizes.items() for _ in range(size)]
    weights = kind_weights(rows, np.array([kind_of(one) for one in rows]))
    assert weights.mean() == pytest.approx(1.0)
    by_source = {name: sum(w for w, one in zip(weights, rows, strict=True) if one.source == name) for name in sizes}
    assert by_source["kit"] == pytest.approx(by_source["presell"] + by_source["shop"])
    assert by_source["presell"] < 20 * by_source["shop"]


@pytest.mark.parametrize(
    ("said", "counts_as"),
    [
        ("fake-leak", "fake-stream"),
        ("iptv", "fake-stream"),
        ("pharmacy", "supplement"),
        ("hidden", "injection"),
        ("fake-shop", OTHER),
        ("", OTHER),
        *((kind, kind) for kind in KINDS),
    ],
)
def test_finer_names_count_as_the_rubric_says(said, counts_as):
    assert kind_of(row(kind=said)) == counts_as


def test_the_written_pages_use_names_that_are_known():
    """A misspelt kind would silently become `other`."""
    from detector.training.kinds import _SAME

    authored = Path(__file__).resolve().parents[2] / "datasets" / "authored"
    lines = [line for path in authored.glob("*/labels.jsonl") for line in path.read_text("utf-8").split("\n") if line]
    names = {said["kind"] for said in map(json.loads, lines) if said["label"] == "spam"}
    assert names <= {*KINDS, OTHER, *_SAME}


def test_masses_are_those_of_the_row_s_own_kind():
    assert masses(np.array(["a", "b", "a"]), np.array([1.0, 2.0, 3.0])).tolist() == [4.0, 2.0, 4.0]


def test_one_slope_serves_all_kinds_and_a_common_kind_is_likelier():
    """Equal decisions, but the first kind is right nine times in ten and the second once."""
    truth = np.array([KINDS[0]] * 90 + [KINDS[1]] * 10)
    decided = np.where(truth[:, None] == np.array(KINDS), 1.0, -1.0)
    slope, offsets = curves(decided, truth, np.ones(100))
    assert slope > 0
    assert offsets.shape == (len(KINDS),)
    assert offsets[0] > offsets[1] > offsets[2]


def test_a_threshold_keeps_out_what_is_mostly_wrong():
    told = np.array([0.9, 0.8, 0.3, 0.3, 0.3])
    right = np.array([True, True, False, False, False])
    assert threshold_of(told, right, np.ones(5)) == max(GRID)
    assert threshold_of(np.array([0.9, 0.46, 0.3]), np.array([True, True, False]), np.ones(3)) == 0.45


def test_a_kind_never_met_has_the_highest_threshold():
    assert threshold_of(np.full(3, 0.3), np.zeros(3, bool), np.ones(3)) == max(GRID)


def test_the_shape_of_what_is_fitted(learned: Learned):
    kinds: Kinds = learned.kinds
    assert kinds.tokens.dtype == np.float16
    assert len(kinds.intercepts) == len(kinds.weights) == kinds.tokens.shape[1] == len(KINDS)
