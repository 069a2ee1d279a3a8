"""Each rule of the dataset, broken once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from click.testing import CliRunner

from detector.cli import main
from detector.training import check as home
from detector.training.check import check
from detector.training.rows import Row, Rows, save

Change = Callable[[Row], Row]


def changed(base: Rows, which: Callable[[Row], bool], **said: str) -> Rows:
    """The rows with one of them changed."""
    (first, *_) = (i for i, row in enumerate(base.rows) if which(row))
    return base._replace(rows=[replace(row, **said) if i == first else row for i, row in enumerate(base.rows)])


def in_split(split: str, label: str = "ham") -> Callable[[Row], bool]:
    return lambda row: row.split == split and row.label == label and not row.variant


def test_the_toy_dataset_keeps_every_rule(datasets, base):
    assert check(datasets) == (len(base.rows), [])


@pytest.mark.parametrize(
    ("which", "said", "fault"),
    [
        (in_split("dev"), {"id": "trainham00"}, "trainham00: the row occurs twice."),
        (in_split("dev"), {"label": "maybe"}, "devham00: the label is 'maybe'"),
        (in_split("dev"), {"split": "test"}, "devham00: the split is 'test'"),
        (lambda row: row.variant != "", {"parent": "nobody"}, "its parent nobody is missing."),
        (
            lambda row: row.variant.endswith("block"),
            {"split": "dev", "site": "", "source": "s"},
            "a copy of a dev page may only have less than the page.",
        ),
        (
            in_split("dev"),
            {"site": "trainham00.example"},
            "The ham site trainham00.example stands in both train and dev.",
        ),
        (
            in_split("dev", "spam"),
            {"source": "train-spam-0"},
            "The spam source train-spam-0 stands in both train and dev.",
        ),
        (in_split("authored"), {"id": "film/other"}, "film/h00: the written page is not in base/"),
    ],
)
def test_a_broken_rule_of_the_rows_is_told(own_datasets, base, which, said, fault):
    save(changed(base, which, **said), own_datasets / "base", {})
    _, faults = check(own_datasets)
    assert [one for one in faults if fault in one], faults


def test_a_campaign_in_both_splits_is_told(own_datasets, base):
    both = changed(changed(base, in_split("dev"), campaign="wave"), in_split("train"), campaign="wave")
    save(both, own_datasets / "base", {})
    assert check(own_datasets)[1] == ["The ham campaign wave stands in both train and dev."]


def test_a_written_page_twice(own_datasets):
    pages = own_datasets / "authored" / "film" / "pages"
    (pages / "h00.html").write_bytes((pages / "h01.html").read_bytes())
    assert [fault for fault in check(own_datasets)[1] if "the same page as film/h0" in fault]


def test_an_honest_page_with_scam_links(own_datasets):
    labels = own_datasets / "authored" / "film" / "labels.jsonl"
    lines = [json.loads(line) for line in labels.read_text().splitlines()]
    lines = [{**line, "scam_links": ["https://evil.example/"]} if line["id"] == "h03" else line for line in lines]
    labels.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert check(own_datasets)[1] == ["film/h03: an honest page lists scam links."]


def test_a_page_without_a_label(own_datasets):
    (own_datasets / "authored" / "film" / "pages" / "h99.html").write_text("<p>new")
    (fault,) = check(own_datasets)[1]
    assert "holds 17 pages, but its labels name 16" in fault


def test_two_blocks_of_one_id(own_datasets):
    blocks = own_datasets / "authored" / "blocks.jsonl"
    blocks.write_text(blocks.read_text() + blocks.read_text().splitlines()[0] + "\n")
    (fault,) = check(own_datasets)[1]
    assert fault.endswith("two blocks share an id.")


def test_a_dataset_too_large_to_ship(own_datasets, monkeypatch):
    monkeypatch.setattr(home, "LARGEST", 1_000)
    (fault,) = check(own_datasets)[1]
    assert fault.startswith("base/ takes ")


def test_the_command_lists_what_is_broken(own_datasets):
    checked = ["dataset", "check", "--datasets", str(own_datasets)]
    kept = CliRunner().invoke(main, checked)
    assert (kept.exit_code, kept.stdout.startswith("ok  ")) == (0, True)
    (own_datasets / "authored" / "film" / "pages" / "h99.html").write_text("<p>new")
    broken = CliRunner().invoke(main, checked)
    assert broken.exit_code == 2
    assert "holds 17 pages" in broken.stdout
    assert "breaks 1 rule, listed above" in broken.stderr
    (own_datasets / "base" / "vectors.npz").write_bytes(b"")
    assert CliRunner().invoke(main, checked).exit_code == 2
