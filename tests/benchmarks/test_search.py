"""Variants side by side: the same folds and draws for all, nothing learned from what is judged, results that outlive a run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from benchmarks.search import SHIPPED, VARIANTS, additive, boosting, budgets, calibration, candidates, results
from benchmarks.search.compare import FIGURES, compared, samples_of
from benchmarks.search.run import Plan, search
from benchmarks.search.table import text
from benchmarks.search.variant import WHOLE, Decided, Pages
from benchmarks.search.variants_shape import linear, only_groups, without_fields
from detector.features import FEATURES
from detector.features.tokens import BITS, SPACE
from detector.features.vector import FIELDS
from detector.training import metrics, train
from detector.training.build import build
from detector.training.fit import fit_page, summarise, ways_out_of_fold
from detector.training.metrics import Scored
from detector.training.rows import Row, Rows, load
from detector.training.split import cross_validation, fold_of_each
from detector.training.train import labelled
from detector.training.ways import way_curve
from detector.training.weights import UNSURE, page_weights
from tests.training import toy

QUICK = [VARIANTS[name] for name in ("candidate summary only", "without tokens")]


def silent(sentence: str) -> None:
    """A note that nobody reads."""


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    """Few draws; one thread, as in a search: with more, sums are rounded otherwise."""
    with pytest.MonkeyPatch.context() as patch, threadpool_limits(1):
        patch.setattr(metrics, "RESAMPLES", 20)
        yield


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("search")
    corpus = toy.write_corpus(home / "corpus", list(toy.corpus()))
    build(corpus, toy.write_authored(home / "authored"), home / "base", jobs=1)
    return home / "base"


@pytest.fixture(scope="module")
def data(base: Path) -> Rows:
    return labelled(load(base))


@pytest.fixture(scope="module")
def pages(data: Rows) -> Pages:
    return Pages(data, candidates.out_of_fold(data, WHOLE, 0, silent))


@pytest.fixture(scope="module")
def fold(pages: Pages) -> tuple[Pages, Pages]:
    """What the first fold fits and tests."""
    fit, test = next(iter(cross_validation(pages.data.rows)))
    return pages.select(fit), pages.select(test)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("docs")


@pytest.fixture
def plan(base: Path, folder: Path) -> Plan:
    return Plan(QUICK, base, write=folder, cache=folder / "cache")


@pytest.fixture(scope="module")
def told(base: Path, folder: Path) -> list[str]:
    """What the first run said while it ran; it wrote into the folder."""
    notes: list[str] = []
    search(Plan(QUICK, base, write=folder, cache=folder / "cache"), notes.append)
    return notes


def test_every_variant_has_its_line_and_every_line_its_cells(told, folder):
    said = (folder / "search.md").read_text("utf-8")
    assert "`python -m benchmarks.search --write docs`" in said.partition("\n\n")[2].partition("\n\n")[0]
    blocks = [part.splitlines() for part in said.split("\n\n") if part.startswith("| ")]
    assert all(len({line.count("|") for line in block}) == 1 for block in blocks)
    variants = next(block for block in blocks if block[0].startswith("| variant | found: ROC-AUC"))
    assert [line.split(" | ")[0].strip("| ") for line in variants[2:]] == [
        name for name in VARIANTS if name in {variant.name for variant in QUICK}
    ]
    assert "## Calibration" in said
    assert "{" not in said


def test_results_are_plain_values(told, folder):
    found = json.loads((folder / "search.json").read_text("utf-8"))
    assert found["pages"] == {"found pages": {"spam": 30, "ham": 30}, "written pages": {"spam": 8, "ham": 8}}
    assert {*found["variants"]} == {"shipped", *(variant.name for variant in QUICK)}
    assert found["variants"]["shipped"]["figures"]["found pages: ROC-AUC"]["value"] > 0.9
    for name, entry in found["variants"].items():
        assert tuple(entry["figures"]) == FIGURES
        assert all(0 <= figure["value"] <= 1 for figure in entry["figures"].values())
        if name == "shipped":
            assert all(figure["difference"]["value"] == 0 for figure in entry["figures"].values())
    assert "candidate summary only" in text(found)


def test_a_run_goes_on_where_it_was(told, plan):
    assert {note.partition(",")[0].strip() for note in told} == {
        "candidates of all rows",
        "shipped",
        *(variant.name for variant in QUICK),
    }
    notes: list[str] = []
    before = search(plan, notes.append)
    assert notes == []
    after = search(replace(plan, variants=[*QUICK, VARIANTS["dense only"]]), notes.append)
    assert {note.partition(",")[0] for note in notes} == {"shipped", "dense only"}
    assert after["variants"].keys() == before["variants"].keys() | {"dense only"}
    assert all(after["variants"][variant.name] == before["variants"][variant.name] for variant in QUICK)


def test_results_of_other_rows_or_seeds_do_not_stand(told, base, folder):
    key = results.key_of(base, 1)
    assert results.read(folder, key)["variants"]
    assert not results.read(folder, results.key_of(base, 2))["variants"]
    assert not results.read(folder, {**key, "base": "other"})["variants"]


def test_what_was_defined_anew_is_run_anew(told, plan):
    notes: list[str] = []
    search(replace(plan, variants=[replace(QUICK[0], about="something else"), QUICK[1]], write=None), notes.append)
    assert {note.partition(",")[0] for note in notes} == {"shipped", *(variant.name for variant in QUICK)}
    notes.clear()
    search(replace(plan, variants=[replace(QUICK[0], about="something else"), QUICK[1]]), notes.append)
    assert {note.partition(",")[0] for note in notes} == {"shipped", QUICK[0].name}


def test_the_shipped_shape_decides_as_training_does(data, pages):
    raw = ways_out_of_fold(data, silent)
    curve = way_curve(data, raw)
    summaries = summarise([curve.apply(found) for found in raw])
    assert np.array_equal(pages.summaries, summaries)
    expected = train._cross_validated(data, summaries, silent, 0)
    for fit, test in cross_validation(data.rows):
        said = SHIPPED.method(pages.select(fit), page_weights([data.rows[i] for i in fit]), pages.select(test))
        assert np.array_equal(said.log_odds, expected[test])


def test_inner_decisions_know_neither_the_page_nor_its_copies(fold):
    fit, _ = fold

    def spy(known: Pages, weights: np.ndarray, asked: Pages) -> Decided:
        seen = {row.parent or row.id for row in known.data.rows}
        assert not seen & {row.parent or row.id for row in asked.data.rows}
        return Decided(np.array([float(row.id in seen) + 1 for row in asked.data.rows]), 0)

    assert (boosting.inner(fit, spy) == 1).all()


LESSONS = {
    "without inserted blocks": "found head unsure written",
    "without stripped copies": "found block unsure written",
    "without copies": "found unsure written",
    "without unsure pages": "found block head written",
    "without written pages": "found block head unsure",
}


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_leaves_out_what_its_name_says(name):
    rows = [
        Row("found", "ham", "x", "train"),
        Row("block", "spam", "x", "train", variant="scam block"),
        Row("head", "ham", "x", "train", variant="no head"),
        Row("unsure", "spam", "x", "train", variant=UNSURE),
        Row("written", "ham", "x", "authored"),
    ]
    assert " ".join(row.id for row in rows if VARIANTS[name].lesson.takes(row)) == LESSONS[name]


def test_pages_left_out_of_every_fit_are_judged(data):
    lesson = VARIANTS["without written pages"].lesson
    every = lesson.taken(data, np.arange(len(data.rows)))
    assert {data.rows[i].split for i in every} == {"train"}
    summaries = candidates.out_of_fold(data, lesson, 0, silent)
    written = [i for i, row in enumerate(data.rows) if row.split == "authored" and not row.variant]
    assert (summaries[written, 0] > 0).any()
    assert set(written) <= {i for _, test in cross_validation(data.rows) for i in test}


def test_a_group_left_out_has_no_weight(fold):
    fit, _ = fold
    weights = page_weights(fit.data.rows)
    factors = only_groups("links", "markup", "site", "ways")
    page = fit_page(fit.data, fit.summaries, weights, factors=factors)
    text_columns = np.array([feature.group == "text" for feature in FEATURES] + [False] * 4)
    assert (page.weight[text_columns] == 0).all()
    assert (page.weight[~text_columns] != 0).any()


def test_a_field_left_out_changes_nothing_when_its_tokens_do(fold):
    fit, test = fold
    method, weights = linear(without_fields("body")), page_weights(fit.data.rows)
    other = [{**tokens, "body": tokens["title"]} for tokens in test.data.tokens]
    changed = test._replace(data=test.data._replace(tokens=other))
    assert np.array_equal(method(fit, weights, test).log_odds, method(fit, weights, changed).log_odds)
    shipped = linear()(fit, weights, test).log_odds
    assert not np.array_equal(shipped, linear()(fit, weights, changed).log_odds)


@pytest.mark.parametrize("name", ["4 bins", "splines", "trees with a token score", "mean distilled", "2^14 tokens"])
def test_methods_tell_spam_apart(name, fold):
    fit, test = fold
    said = VARIANTS[name].method(fit, page_weights(fit.data.rows), test)
    spam = np.array([row.label == "spam" for row in test.data.rows])
    assert said.log_odds[spam].min() > said.log_odds[~spam].max()
    assert said.size > 0


def test_bins_cut_what_varies_and_hold_every_value():
    values = np.column_stack((np.r_[np.zeros(60), np.linspace(1, 2, 40)], np.full(100, 3.0)))
    curves = additive.bins(4)(values)
    columns = curves.expand(np.vstack((values, [[-1.0, -1.0], [9.0, 9.0]]))).toarray()
    assert (columns.sum(axis=1) == 2).all()
    assert np.bincount(curves.owner).tolist() == [4, 2]
    assert columns[:100].sum(axis=0).tolist() == [0, 60, 20, 20, 0, 100]
    assert columns[100].tolist() == [1, 0, 0, 0, 1, 0]


def test_splines_hold_a_straight_line():
    values = np.random.default_rng(0).uniform(-5, 5, (50, 2))
    columns = additive.splines(values).expand(values)
    assert (columns @ np.tile(additive._KNOTS, 2)) == pytest.approx(values.sum(axis=1))


def test_the_whole_space_without_rare_tokens_is_the_shipped_shape(fold):
    fit, test = fold
    full = test._replace(data=test.data._replace(lengths=_lengths(test.data)))
    weights = page_weights(fit.data.rows)
    assert np.array_equal(budgets.folded(BITS)(fit, weights, full).log_odds, linear()(fit, weights, full).log_odds)


def test_a_page_gets_as_many_tokens_as_it_lost(data):
    grown = budgets.with_rare_tokens(data)
    assert np.array_equal(_lengths(grown), data.lengths)
    assert (_lengths(data) < data.lengths).any()
    assert all(found.max(initial=0) < SPACE for tokens in grown.tokens for found in tokens.values())
    again = budgets.with_rare_tokens(data)
    assert all(np.array_equal(a["body"], b["body"]) for a, b in zip(grown.tokens, again.tokens, strict=True))


def _lengths(data: Rows) -> np.ndarray:
    return np.array([[len(tokens[field]) for field in FIELDS] for tokens in data.tokens], np.int32)


def test_differences_are_paired(data):
    """A variant that is always a little better differs for sure, though either figure is most unsure."""
    chance = np.random.default_rng(0)
    spam = np.array([row.label == "spam" for row in data.rows])
    shipped = spam + chance.normal(0, 1.0, len(spam))
    told = compared(samples_of(data, (shipped + 0.3 * spam)[None]), samples_of(data, shipped[None]))
    figure = told["found pages: ROC-AUC"]
    assert figure["difference"]["low"] > 0
    assert figure["low"] < figure["value"] - figure["difference"]["value"]
    same = compared(samples_of(data, shipped[None]), samples_of(data, shipped[None]))
    assert all(set(figure["difference"].values()) == {0.0} for figure in same.values())


def test_figures_are_means_over_seeds(data):
    chance = np.random.default_rng(0)
    one, other = chance.normal(size=(2, 1, len(data.rows)))
    both = samples_of(data, np.vstack((one, other)))
    for name, values in both.items():
        assert values == pytest.approx((samples_of(data, one)[name] + samples_of(data, other)[name]) / 2)


@pytest.fixture
def known() -> Scored:
    """Decisions of pages whose log-odds of spam, at the stated prevalence, are twice the decision less one."""
    chance = np.random.default_rng(0)
    decisions = chance.normal(-1, 1.2, 40_000)
    spam = chance.random(len(decisions)) < 1 / (1 + np.exp(-(2 * decisions - 1)))
    share = spam.mean()
    weights = np.where(spam, calibration.PREVALENCE / share, (1 - calibration.PREVALENCE) / (1 - share))
    return Scored(decisions, spam, weights, np.arange(len(decisions)))


@pytest.mark.parametrize("kind", ["Platt", "isotonic", "beta"])
def test_curves_find_the_probability(kind, known):
    curve = calibration.KINDS[kind](known)
    asked = np.linspace(-2, 0.5, 6)
    prior = known.weights[known.spam][0] / known.weights[~known.spam][0]
    odds = prior * np.exp(2 * asked - 1)
    assert curve(asked) == pytest.approx(odds / (1 + odds), abs=0.04)


def test_a_beta_curve_never_falls():
    decisions = np.array([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0])
    known = Scored(decisions, np.array([1, 0, 0, 0, 0, 0, 1, 1], bool), np.ones(8), np.arange(8))
    steps = np.diff(calibration.beta(known)(np.linspace(-6, 6, 50)))
    assert (steps >= 0).all()
    assert steps.max() > 0


def test_no_fold_is_mapped_by_a_curve_that_saw_it(data):
    rows = [i for i, row in enumerate(data.rows) if not row.variant]
    folds = fold_of_each(data.rows)[rows]
    places = np.arange(len(rows)) / len(rows)
    found = Scored(places, np.ones(len(rows), bool), np.ones(len(rows)), np.arange(len(rows)))

    def spy(known: Scored) -> calibration.Curve:
        return lambda asked: np.where(np.isin(asked, known.scores), 0.9, 0.1)

    assert (calibration.crossed(spy, found, folds) == 0.1).all()


def test_log_loss_counts_both_sides_at_the_prevalence():
    found = Scored(np.array([0.5, 0.25]), np.array([True, False]), np.array([3.0, 7.0]), np.arange(2))
    assert calibration.log_loss(found) == pytest.approx(-0.1 * np.log(0.5) - 0.9 * np.log(0.75))
