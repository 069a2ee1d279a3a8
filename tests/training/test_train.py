"""From labelled pages to a model that scores as its training does."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from math import log

import numpy as np
import pytest
from click.testing import CliRunner, Result

from detector.cli import main
from detector.features.vector import read
from detector.model import Model, judge, load
from detector.model.account import account
from detector.model.linear import probability
from detector.model.scorer import page_log_odds, way_log_odds
from detector.page import Document, Page
from detector.parsing import parse
from detector.training.fit import decide, summarise
from detector.training.golden import choose_golden
from detector.training.rows import OWN
from detector.training.rows import load as load_rows
from detector.training.split import cross_validation
from detector.training.train import labelled, out_of_fold
from detector.training.ways import way_decisions
from detector.training.weights import UNSURE
from detector.training.write import compared_with, write
from tests.training import toy


def found_pages() -> dict[str, Page]:
    """The corpus' own pages, parsed as they are served."""
    pages = {}
    for _, said in toy.corpus():
        kind = "text/plain" if said["form"] == "text" else "text/html"
        pages[said["id"]] = parse(Document(said[said["form"]].encode(), said["url"], f"{kind}; charset=utf-8"))
    return pages


def served(model: Model, page: Page) -> float:
    vector = read(page).vector
    return page_log_odds(model, vector, way_log_odds(model, vector.ways, vector.way_tokens))


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_serving_decides_as_training_does(model_folder, base):
    """Each page is measured anew, from its bytes; its row was stored in half precision and without rare words."""
    model = load(model_folder)
    decided = dict(
        zip(
            (row.id for row in base.rows),
            decide(model.page, base, summarise(way_decisions(model.ways, base))),
            strict=True,
        )
    )
    pages = found_pages()
    assert len(pages) == 90
    skew = {name: abs(served(model, page) - decided[name]) for name, page in pages.items()}
    assert max(skew.values()) < 0.02, max(skew, key=lambda name: skew[name])


def test_candidates_are_served_as_trained(model_folder, base):
    model = load(model_folder)
    pages = found_pages()
    for row, trained in zip(base.rows, way_decisions(model.ways, base), strict=True):
        if row.id in pages:
            vector = read(pages[row.id]).vector
            assert way_log_odds(model, vector.ways, vector.way_tokens) == pytest.approx(trained, abs=0.02)


def test_what_was_fitted_is_what_is_loaded(trained, model_folder):
    model = load(model_folder)
    for loaded, fitted in ((model.page, trained.fitted.page), (model.ways, trained.fitted.ways)):
        assert loaded.intercept == fitted.intercept
        assert np.array_equal(loaded.weight, fitted.weight)
        assert np.array_equal(loaded.tokens, fitted.tokens)
        assert dict(loaded.fields) == dict(fitted.fields)


def test_the_reasons_of_a_page_sum_to_its_score(model_folder):
    model = load(model_folder)
    for page in list(found_pages().values())[::7]:
        found = account(model, page)
        total = found.intercept + sum(reason.contribution for reason in found.reasons)
        assert total == pytest.approx(found.log_odds, abs=1e-6)
        assert judge(model, page).score == probability(found.log_odds)


def test_the_model_has_learned(model_folder):
    """Spam and honest pages of sites it never saw."""
    model = load(model_folder)
    scores: dict[str, list[float]] = {"spam": [], "ham": []}
    for name, page in found_pages().items():
        if name.startswith("dev"):
            scores["spam" if "spam" in name else "ham"].append(served(model, page))
    assert min(scores["spam"]) > max(scores["ham"])


def test_the_scam_link_is_named(model_folder):
    page = found_pages()["devspam00"]
    verdict = judge(load(model_folder), page)
    assert verdict.links[0].url in {link.url for link in page.links if "/play" in link.target}


def test_copies_and_held_out_pages_have_no_out_of_fold_decision(trained, base):
    found = out_of_fold(trained)
    assert {name for name in found if not name.startswith(OWN)} == {
        row.id for row in labelled(base).rows if not row.variant
    }
    assert sum(name.startswith(OWN) for name in found) == 4
    assert not any(name.startswith(("dev", "grey")) for name in found)
    assert {row.split for row in trained.data.rows} == {"train", "authored"}


def test_scores_are_probabilities_at_the_stated_prevalence(trained):
    """Out of fold, the mean score over pages weighted to the prevalence is about the prevalence."""
    from detector.training.calibrate import PREVALENCE, logistic
    from detector.training.figures import scored
    from detector.training.metrics import at_prevalence

    found = np.flatnonzero(~np.isnan(trained.decided))
    pages = scored(trained.data.select(found), logistic(trained.decided[found]))
    assert float((at_prevalence(pages, PREVALENCE) * pages.scores).sum()) == pytest.approx(PREVALENCE, abs=0.02)


def test_thresholds_are_in_order_and_within_reach(model_folder):
    review, spam, way = load(model_folder).thresholds
    assert 0 <= review <= spam <= 1
    assert 0 <= way <= 1


def test_the_manifest_tells_what_the_model_is(model_folder, trained):
    manifest = json.loads((model_folder / "manifest.json").read_text())
    assert manifest["name"] == "toy"
    assert manifest["rows"] == {"authored ham": 8, "authored spam": 8, "train ham": 32, "train spam": 32}
    assert {"numpy", "scikit-learn"} <= manifest["libraries"].keys()
    assert any(name.startswith("found pages: ROC-AUC") for name in manifest["cross_validation"])
    card = (model_folder / "card.md").read_text()
    assert manifest["digest"][:16] in card
    assert "32 train spam pages" in card
    assert "{" not in card


def test_a_model_is_compared_with_itself_without_a_change(trained, model_folder):
    said = compared_with(trained, model_folder)
    assert "on the 80 pages both know" in said
    assert "+0.000" in said
    assert not [line for line in said.splitlines() if line.strip().startswith("ROC") and "+0.000" not in line]


def test_the_command_makes_the_same_model_from_the_same_pages(own_datasets, own_pages, model_folder, tmp_path):
    """Another run, on a copy of the dataset, gives the same predictions to the last digit, and the same files."""
    before = {path: path.read_bytes() for path in own_datasets.rglob("*") if path.is_file()}
    output = tmp_path / "models" / "toy"
    result = run("train", "--add", own_pages, "--datasets", own_datasets, "-o", output, "--against", model_folder)
    assert result.exit_code == 0, result.stderr
    assert "added: 2 spam and 2 honest pages" in result.stderr
    assert "Against toy, out of fold, on the 80 pages both know:" in result.stdout
    assert f"in {output}" in result.stdout
    digests = [
        {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
        for folder in (output, model_folder)
    ]
    assert digests[0] == digests[1]
    assert load(output).manifest["rows"]["train spam"] == 32
    # Own pages are read here and stored nowhere.
    assert {path: path.read_bytes() for path in own_datasets.rglob("*") if path.is_file()} == before
    assert not any(b"ownspam0" in path.read_bytes() for path in output.iterdir())


def test_a_folder_that_is_no_model_is_not_written_into(own_datasets, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("words")
    result = run("train", "--datasets", own_datasets, "-o", tmp_path / "thesis")
    assert result.exit_code == 2
    assert "is no model folder" in result.stderr
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]


@pytest.mark.parametrize("text", ['{"label": "spam", "html": " "}', '{"label": "spa"}'])
def test_own_pages_that_cannot_be_used_are_told(own_datasets, model_folder, tmp_path, text):
    (tmp_path / "mine.jsonl").write_text(text)
    result = run(
        "train",
        "--add",
        tmp_path / "mine.jsonl",
        "--datasets",
        own_datasets,
        "-o",
        tmp_path / "new",
        "--against",
        model_folder,
    )
    assert result.exit_code == 2
    assert result.stderr.strip().splitlines()[-1].startswith("Error: ")
    assert not (tmp_path / "new").exists()


def test_logarithm_of_odds_is_undone_by_the_probability():
    assert probability(log(0.2 / 0.8)) == pytest.approx(0.2)


def test_unsure_pages_stand_on_both_sides_and_blame_no_link(datasets):
    """Else an unsure page would be learned as clean, or a link on it as the scam link."""
    base = load_rows(datasets / "base")
    turned = [i for i, row in enumerate(base.rows) if row.split == "train" and row.label == "spam" and not row.variant][
        :3
    ]
    rows = [replace(row, label="unsure") if i in turned else row for i, row in enumerate(base.rows)]
    data = labelled(base._replace(rows=rows))
    copies = [i for i, row in enumerate(data.rows) if row.variant == UNSURE]
    assert sorted(data.rows[i].label for i in copies) == ["ham"] * 3 + ["spam"] * 3
    assert {data.rows[i].parent for i in copies} == {base.rows[i].id for i in turned}
    assert not any(data.truth[i].any() for i in copies)
    tested = np.concatenate([test for _, test in cross_validation(data.rows)])
    assert not set(copies) & set(tested.tolist())


def test_a_model_that_is_in_use_keeps_its_files_when_it_is_written_anew(trained, model_folder, datasets):
    """Files are replaced, not written into: another program may have them mapped into its memory."""
    before = {file.name: file.stat().st_ino for file in model_folder.iterdir()}
    in_use = load(model_folder)
    tokens = in_use.page.tokens.copy()
    write(trained, model_folder, choose_golden(datasets / "authored"))
    after = {file.name: file.stat().st_ino for file in model_folder.iterdir()}
    assert before.keys() == after.keys()
    assert not {name for name in before if before[name] == after[name]}
    assert (in_use.page.tokens == tokens).all()
