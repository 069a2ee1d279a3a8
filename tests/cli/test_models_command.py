"""`detector models`."""

from __future__ import annotations

import gzip
import json
import os
import shutil

import pytest

from detector.model.folder import digest_of
from detector.model.store import OUT_OF_FOLD, manifest_digest


@pytest.fixture
def home(toy_model, tmp_path, monkeypatch):
    """A folder to run in whose models/ has the toy model."""
    shutil.copytree(toy_model, tmp_path / "home" / "models" / "toy")
    monkeypatch.chdir(tmp_path / "home")
    return tmp_path / "home" / "models" / "toy"


def test_models_here_are_listed_with_damaged_ones(run, home):
    (home.parent / "broken").mkdir()
    (home.parent / "broken" / "manifest.json").write_text("{")
    lines = run("models", "list").stdout.splitlines()
    assert any(line.startswith("toy-") and str(home) in line for line in lines)
    assert any(line.startswith("(damaged)") and "broken" in line for line in lines)


def test_show_tells_manifest_and_card(run, home):
    shown = run("models", "show", "toy").stdout
    assert "review 0.4, spam 0.8, way 0.5" in shown
    assert "# Model toy" in shown


def test_a_card_of_a_stranger_is_no_danger(run, home, seal):
    (home / "card.md").write_text("# \x1b]0;owned\x07Card\u202e\n", "utf-8")
    seal(home, name="to\x1b[31my")
    shown = run("models", "show", "toy").stdout + run("models", "list").stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "# Card" in shown


def test_verify_scores_all_golden_pages(run, home):
    result = run("models", "verify", "toy")
    assert result.exit_code == 0
    assert "3 golden pages score as they did" in result.stdout


def test_verify_finds_what_a_quick_look_does_not(run, home, seal):
    """Loading scores one golden page, verifying all."""
    golden = home / "golden.jsonl"
    first, second, last = golden.read_text("utf-8").splitlines()
    golden.write_text("\n".join((first, second, last.replace('"score": ', '"score": 1'))) + "\n", "utf-8")
    seal(home)
    assert run("scan", "--model", "toy", "-", input=b"A film.").exit_code == 0
    result = run("models", "verify", "toy")
    assert result.exit_code == 4
    assert "Golden page 'text'" in result.stderr


@pytest.mark.parametrize(
    "body", [b"", b"\x1f\x8b\x08\0", gzip.compress(b"[]"), gzip.compress(b'{"a": NaN}'), gzip.compress(b'{"a": 1e9}')]
)
@pytest.mark.parametrize("sealed", [True, False])
def test_verify_looks_at_what_only_training_reads(run, home, body, sealed):
    (home / OUT_OF_FOLD).write_bytes(body)
    manifest = json.loads((home / "manifest.json").read_text("utf-8"))
    if sealed:
        manifest["files"][OUT_OF_FOLD] = digest_of(home / OUT_OF_FOLD)
        manifest["digest"] = manifest_digest(manifest)
        (home / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    result = run("models", "verify", "toy")
    assert result.exit_code == 4
    assert "out_of_fold.json.gz is damaged" in result.stderr


def test_a_folder_s_name_is_no_danger(run, home):
    strange = home.rename(home.parent / "to\x1b[31my")
    assert strange.is_dir()
    for command in ("list", "verify"):
        result = run("models", command)
        assert "\x1b" not in result.stdout + result.stderr


@pytest.mark.skipif(os.name != "posix", reason="these are files on POSIX only")
@pytest.mark.parametrize("kind", ["pipe", "folder", "/dev/zero"])
def test_a_card_that_is_no_file_is_not_waited_for(run, home, kind):
    card = home / "card.md"
    card.unlink()
    if kind == "pipe":
        os.mkfifo(card)
    elif kind == "folder":
        card.mkdir()
    else:
        card.symlink_to(kind)
    assert run("models", "show", "toy").stdout.rstrip().endswith("(no card)")


def test_a_huge_card_is_shown_in_part(run, home):
    (home / "card.md").write_text("# Card\n" + "x" * 150_000 + "\nend\n", "utf-8")
    shown = run("models", "show", "toy").stdout
    assert "# Card" in shown
    assert "end" not in shown.split()
    assert len(shown) < 10_000


def test_a_name_that_no_file_can_have(run, home):
    assert run("models", "show", "x" * 10_000).exit_code == 4
    assert run("models", "verify", "a\0b").exit_code == 4


def test_verify_goes_on_after_a_bad_model(run, home):
    shutil.copytree(home, home.parent / "a-bad-one")
    (home.parent / "a-bad-one" / "dense.npy").write_bytes(b"")
    result = run("models", "verify")
    assert result.exit_code == 4
    assert "a-bad-one" in result.stderr
    assert "ok  toy-" in result.stdout


def test_an_unknown_model(run, home):
    for command in ("show", "verify"):
        result = run("models", command, "none")
        assert result.exit_code == 4
        assert "There is no model at 'none'" in result.stderr
