"""How good is a model? One set of figures, as JSON, Markdown and text."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from detector.cli import main
from detector.errors import DatasetError
from detector.model import load
from detector.training.calibrate import REVIEW_RATE, choose, logistic
from detector.training.evaluate import evaluate, out_of_fold, score_rows
from detector.training.figures import scored
from detector.training.queries import Aim, Query
from detector.training.report import compared, markdown, text
from detector.training.rows import join, save

KEYS = {
    "model", "split", "pages", "thresholds", "chosen_for", "figures", "operating", "cross_validation", "sources", "spam_sources",
    "forms", "languages", "sites", "honest_kinds", "honest_unnamed", "kind_confusion", "spam_kinds", "written", "written_groups", "grey", "unsure",
}  # fmt: skip
QUERIES = (Query(Aim.PRECISION, 0.9, 0.1), Query(Aim.FALSE_POSITIVES, REVIEW_RATE, 0.1), Query(Aim.COST, 20, 0.1))


@pytest.fixture
def results(model_folder, datasets):
    return evaluate(load(model_folder), datasets)


def test_every_key_is_there_and_json_able(results):
    assert results.keys() == KEYS
    assert json.loads(json.dumps(results, allow_nan=False)) == results


def test_dev_is_scored_without_copies(results):
    assert results["pages"] == {"spam": 10, "ham": 10}
    assert sum(group["pages"] for group in results["sources"]) == 20
    assert {group["label"] for group in results["sources"]} == {"spam", "ham"}
    assert sum(group["pages"] for group in results["grey"]) == 10
    assert results["sources"][0]["sites"] == 5


def test_training_pages_are_scored_without_copies_too(model_folder, datasets):
    assert evaluate(load(model_folder), datasets, "train")["pages"] == {"spam": 30, "ham": 30}


def test_figures_lie_within_their_intervals(results):
    assert {"ROC-AUC", "recall, spam band", "false positives, spam band", "recall at 1 % false positives"} <= results[
        "figures"
    ].keys()
    for figure in results["figures"].values():
        assert 0 <= figure["low"] <= figure["high"] <= 1
        assert 0 <= figure["value"] <= 1
    assert results["figures"]["ROC-AUC"]["value"] == 1.0


def test_bands_of_a_group_are_shares_of_its_pages(results):
    for group in (*results["sources"], *results["spam_sources"], *results["grey"]):
        assert 0 <= group["spam"] + group["review"] <= 1
        assert 0 <= group["median"] <= 1


def test_each_part_counts_every_page_once(results):
    dev, found = results["languages"]
    assert (dev["pages"], found["pages"]) == ("dev", "found pages, out of fold")
    assert sum(part["spam"]["pages"] for part in dev["languages"]) == dev["all"]["spam"]["pages"] == 10
    assert sum(part["ham"]["pages"] for part in found["languages"]) == 30
    assert sum(group["pages"] for group in results["spam_sources"]) == 30
    assert {group["label"] for group in results["spam_sources"]} == {"spam"}
    forms = {part["name"]: part for part in results["forms"]}
    assert forms["all pages"]["spam"]["pages"] == forms["html"]["spam"]["pages"] + forms["text"]["spam"]["pages"]
    assert sum(part["ham"]["pages"] for part in results["honest_kinds"]) == 10
    assert results["written"][-1]["spam pages"] == results["written"][-1]["honest pages"] == 8
    assert results["sites"][0]["sites"] == 10
    assert results["spam_kinds"][0]["kinds"][-1]["spam"]["pages"] == 10


def test_copies_of_dev_pages_are_told_apart_and_count_nowhere_else(model_folder, own_datasets, base, results):
    """With them and without them, all but their own lines is the same."""
    model, found = load(model_folder), base.select(i for i, row in enumerate(base.rows) if not row.variant)
    save(found, own_datasets / "base", {})
    without = evaluate(model, own_datasets)
    assert not [part["name"] for part in without["forms"] if part["name"].startswith("copies")]
    copies = found.select([i for i, row in enumerate(found.rows) if row.split == "dev" and row.label == "spam"][:4])
    rows = [
        replace(row, id=f"{row.id}+title only", variant="title only", parent=row.id if number else "")
        for number, row in enumerate(copies.rows)
    ]
    save(join(found, copies._replace(rows=rows)), own_datasets / "base", {})
    with_copies = evaluate(model, own_datasets)
    line = with_copies["forms"].pop()
    assert line["name"] == "copies: title only"
    assert line["spam"]["pages"] == 4
    assert line["ham"] is None
    assert with_copies["forms"].pop()["spam"]["pages"] == 4
    assert with_copies == without
    assert "| copies: title only | 4 |" in markdown({**with_copies, "forms": [line]})


def test_every_copy_of_a_dev_page_that_the_dataset_holds_has_its_line(results, base):
    made = {row.variant for row in base.rows if row.split == "dev" and row.variant}
    told = {part["name"] for part in results["forms"]}
    assert {f"copies: {variant}" for variant in made} == {name for name in told if name.startswith("copies")}


def test_the_shipped_thresholds_answer_their_own_query(trained, model_folder, base):
    """Asked for the rate that the review band was chosen for, on the same pages, the same pages are flagged."""
    kept = out_of_fold(load(model_folder), base)
    known = {row.id for row in kept.data.rows}
    assert {row.split for row in kept.data.rows} == {"train", "authored"}
    assert not any(row.variant for row in kept.data.rows)
    found = np.array([row.id in known and not row.variant for row in trained.data.rows])
    chosen = choose(scored(kept.data, kept.scores))[0].threshold
    scores = logistic(trained.decided[found])
    again = choose(scored(trained.data.select(np.flatnonzero(found)), scores))[0].threshold
    assert (kept.scores >= chosen).tolist() == (scores >= again).tolist()


def test_pages_that_were_relabelled_since_choose_no_threshold(model_folder, base):
    model = load(model_folder)
    first = next(row for row in out_of_fold(model, base).data.rows if row.split == "train")
    rows = [replace(row, label="unsure") if row.id == first.id else row for row in base.rows]
    kept = out_of_fold(model, base._replace(rows=rows))
    assert first.id not in {row.id for row in kept.data.rows}


def test_a_model_without_out_of_fold_scores_has_fewer_parts(model_folder, datasets):
    (model_folder / "out_of_fold.json.gz").unlink()
    model = replace(load(model_folder))
    found = evaluate(model, datasets)
    assert found["spam_sources"] == found["written"] == found["written_groups"] == []
    assert [one["pages"] for one in found["languages"]] == ["dev"]
    assert "By source, out of fold" not in markdown(found)
    with pytest.raises(DatasetError, match="keeps no out-of-fold scores"):
        evaluate(model, datasets, queries=QUERIES)


def test_markdown_and_text_tell_the_figures(results):
    page = markdown(results)
    headings = (
        "Dev|Thresholds|Cross-validation inside the training pages|By source|By source, out of fold|By form and length|"
    )
    headings += "By language|Worst honest sites|Honest pages by kind|Spam by kind, and what the page does not show|"
    headings += "Written pages, out of fold|Kinds said|Unsure pages|Disputed pages"
    assert re.findall("^## (.*)$", page, re.MULTILINE) == headings.split("|")
    for name, figure in results["figures"].items():
        assert f"| {name} | {figure['value']:.3f} |" in page
        assert name in text(results)
    tables = [part.splitlines() for part in page.split("\n\n") if part.startswith("|")]
    assert len(tables) > 12
    for table in tables:
        assert len({line.count("|") for line in table}) == 1
    assert f"Model {results['model']} on dev: 10 spam, 10 honest pages" in text(results)
    assert "No site above 10 %, dev: " in text(results)


def test_pages_that_were_fitted_are_not_called_unseen(model_folder, datasets, results):
    assert "that no fit has seen" in markdown(results)
    fitted = markdown(evaluate(load(model_folder), datasets, "train"))
    assert "that no fit has seen" not in fitted
    assert "on which the model was fitted" in fitted


def test_a_comparison_tells_the_change():
    before, after = {"ROC-AUC": {"value": 0.5}}, {"ROC-AUC": {"value": 0.75}, "new": {"value": 1.0}}
    said = compared(before, after)
    assert "0.500   0.750  +0.250" in said
    assert "new" not in said


def test_scores_of_rows_are_probabilities(model_folder, base):
    scores = score_rows(load(model_folder), base)
    assert len(scores) == len(base.rows)
    assert ((scores >= 0) & (scores <= 1)).all()


def test_a_split_without_both_labels_has_no_figures(model_folder, own_datasets, base):
    save(
        base.select(i for i, row in enumerate(base.rows) if row.split != "dev" or row.label == "ham"),
        own_datasets / "base",
        {},
    )
    with pytest.raises(DatasetError, match="evaluate on dev"):
        evaluate(load(model_folder), own_datasets)


def test_the_command_prints_and_writes(model_folder, datasets, tmp_path):
    arguments = ["evaluate", "--model", str(model_folder), "--datasets", str(datasets)]
    shown = CliRunner().invoke(main, [*arguments, "--json", "--write", str(tmp_path / "docs")])
    assert shown.exit_code == 0
    assert json.loads(shown.stdout) == json.loads((tmp_path / "docs" / "results.json").read_text())
    assert (tmp_path / "docs" / "results.md").read_text() == markdown(json.loads(shown.stdout))
    assert "ROC-AUC" in CliRunner().invoke(main, [*arguments, "--split", "train"]).stdout


def test_the_command_answers_what_it_is_asked(model_folder, datasets):
    arguments = ["evaluate", "--model", str(model_folder), "--datasets", str(datasets), "--prevalence", "0.05"]
    asked = [
        "--max-recall-at-precision",
        "0.9",
        "--max-recall-at-false-positives",
        "0.05",
        "--false-positive-cost",
        "20",
    ]
    told = CliRunner().invoke(main, [*arguments, *asked])
    assert told.exit_code == 0, told.output
    shown = " ".join(told.stdout.split())
    assert "Most recall at a precision of at least 90 % where 5 % of pages are spam" in shown
    assert "Most recall at false positives of at most 5 %" in shown
    assert "Least cost where an honest page flagged costs 20 spam pages missed, where 5 % of pages are spam" in shown
    assert shown.count("detector scan --threshold ") >= 3
    assert "ROC-AUC" not in shown
    answers = json.loads(CliRunner().invoke(main, [*arguments, *asked, "--json"]).stdout)["operating"]["answers"]
    assert [answer["limit"] for answer in answers] == [0.9, 0.05, 20]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--prevalence", "0"),
        ("--prevalence", "1.5"),
        ("--max-recall-at-precision", "95"),
        ("--max-recall-at-false-positives", "-0.1"),
        ("--false-positive-cost", "0"),
        ("--false-positive-cost", "nan"),
        ("--false-positive-cost", "inf"),
        ("--prevalence", "nan"),
    ],
)
def test_values_out_of_range_are_told(option, value):
    told = CliRunner().invoke(main, ["evaluate", option, value])
    assert told.exit_code == 2
    assert f"'{option}'" in told.stderr
    assert "range" in told.stderr
