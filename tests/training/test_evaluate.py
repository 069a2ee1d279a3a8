"""How good is a model? One set of figures, as JSON, Markdown and text."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from detector.cli import main
from detector.errors import DatasetError
from detector.model import load
from detector.training.evaluate import evaluate, score_rows
from detector.training.report import compared, markdown, text
from detector.training.rows import save

KEYS = {
    "model", "split", "pages", "thresholds", "figures", "cross_validation", "sources", "languages", "kinds", "forms", "grey", "unsure",
}  # fmt: skip


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
    for group in (*results["sources"], *results["languages"], *results["kinds"], *results["forms"]):
        assert 0 <= group["spam"] + group["review"] <= 1
        assert 0 <= group["median"] <= 1


def test_markdown_and_text_tell_the_figures(results):
    page = markdown(results)
    for heading in (
        "# Results",
        "## Dev",
        "## Cross-validation",
        "## By source",
        "## By language",
        "## By kind",
        "## By form",
        "## Disputed pages",
    ):
        assert heading in page
    for name, figure in results["figures"].items():
        assert f"| {name} | {figure['value']:.3f} |" in page
        assert name in text(results)
    assert all(line.endswith("|") for line in page.splitlines() if line.startswith("|"))
    assert f"Model {results['model']} on dev: 10 spam, 10 honest pages" in text(results)


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
