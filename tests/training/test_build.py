"""Labelled pages -> features without text."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from detector.errors import DatasetError
from detector.features.tokens import index
from detector.features.vector import FIELDS
from detector.training.build import build, measure
from detector.training.pages import read_authored
from detector.training.rows import Rows, load
from tests.training import toy


def line(name: str, html: str, label: str = "ham", split: str = "train", **said: object) -> tuple[str, toy.Said]:
    """One line of a corpus."""
    page = {
        "id": name,
        "label": label,
        "kind": "review",
        "source": f"src-{name}",
        "site": f"{name}.example",
        "campaign": None,
    }
    return split, {
        **page,
        "lang": "en",
        "form": "html",
        "licence": None,
        "html": html,
        "url": f"https://{name}.example/",
        **said,
    }


_PAGES = [
    line("one", "<title>Quixotic lanterns</title><p>shared zanzibarish words</p>"),
    line("two", "<title>Velvet thunder</title><p>shared words</p>"),
    line("three", "<p>Try Mitolyn today</p>", "spam"),
    line("four", "<p>Try Java Burn today</p>", "spam"),
    line("seven", "<p>Mitolyn and Java Burn again</p>", "spam"),
    line("five", "<p>Sign in</p><a href=https://invented.example/x>in</a>", "spam", source="phishing_kits"),
    line("eight", "<p>Sign in again</p><a href=https://invented.example/y>in</a>", "spam", source="phishing_other"),
    line("six", "<p>shared words</p>", site="one.example"),
    line("empty", ""),
    line("text", "", form="text", text="A text of shared words", url=None),
    line("marked", "", form="markdown", text="# Heading", url=None),
    line("dev1", "<p>shared words</p>", split="dev"),
    line("dev2", "<title>Shared words</title><p>Watch full movie</p>", "spam", split="dev"),
    line("grey1", "<p>unclear</p>", "grey", split="grey"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory, _quick):
    home = tmp_path_factory.mktemp("build")
    corpus, authored = toy.write_corpus(home / "corpus", _PAGES), toy.write_authored(home / "authored", pairs=2)
    build(corpus, authored, home / "base", jobs=1)
    return home


@pytest.fixture(scope="module")
def rows(built) -> Rows:
    return load(built / "base")


def tokens(rows: Rows, name: str, field: str = "body") -> set[int]:
    (position,) = (i for i, row in enumerate(rows.rows) if row.id == name)
    return set(rows.tokens[position][field].tolist())


def test_every_readable_page_is_a_row(rows):
    found = {row.id for row in rows.rows if not row.variant}
    assert found == {said["id"] for _, said in _PAGES} - {"empty"} | {"film/s00", "film/h00", "film/s01", "film/h01"}


def test_no_text_of_a_page_is_in_the_files(built):
    """Neither its words nor its links: only what the corpus says about it."""
    with zipfile.ZipFile(built / "base" / "vectors.npz") as archive:
        arrays = b"".join(archive.read(name) for name in archive.namelist())
    lines = gzip.decompress((built / "base" / "rows.jsonl.gz").read_bytes())
    everything = (arrays + lines + (built / "base" / "manifest.json").read_bytes()).lower()
    bodies = [str(said.get("html") or said.get("text")) for _, said in _PAGES]
    bodies += [path.read_text() for path in (built / "authored").rglob("*.html")]
    words = {word for body in bodies for word in re.findall(r"[a-z]{7,}", body.lower())}
    # What the lines of the corpus themselves say: sites, kinds, names of copies.
    own = {"example", "authored", "article", "written", "address", "invented"}
    assert {"quixotic", "zanzibarish", "lanterns", "netflix", "orchard"} & words == {
        "quixotic",
        "zanzibarish",
        "lanterns",
        "netflix",
        "orchard",
    }
    assert not {word for word in words - own if word.encode() in everything}


def test_a_word_of_one_site_is_dropped_but_counts_for_the_length(rows):
    alone, shared = index("body", ["zanzibarish", "shared"]).tolist()
    assert shared in tokens(rows, "one")
    assert alone not in tokens(rows, "one")
    position = [row.id for row in rows.rows].index("one")
    assert rows.lengths[position, FIELDS.index("body")] == 3


def test_names_that_run_through_every_split_are_masked(rows):
    product, *names = index("body", ["product", "mitolyn", "java", "burn"]).tolist()
    for page in ("three", "four", "seven"):
        assert product in tokens(rows, page)
        assert tokens(rows, page).isdisjoint(names)


def test_hosts_that_a_collection_invented_teach_nothing(rows):
    invented = int(index("host", ["=inven"])[0])
    assert not any(invented in found["host"] for found in rows.tokens)
    assert tokens(rows, "five", "away") == tokens(rows, "eight", "away") != set()


def test_held_out_pages_have_no_copies_but_shorter_ones(rows):
    splits = {row.id: row.split for row in rows.rows}
    copies = [row for row in rows.rows if row.variant]
    assert {splits[row.parent] for row in copies} <= {"train", "authored", "dev"}
    assert all(row.split == splits[row.parent] for row in copies)
    held_out = [row for row in copies if row.split == "dev"]
    assert {row.variant for row in held_out} == {"text only", "title only"}
    assert {row.form for row in held_out} == {"text"}


def test_an_unreadable_page_has_no_copies_either(rows):
    assert {row.parent for row in rows.rows if row.variant} <= {row.id for row in rows.rows}


def test_honest_pages_have_a_scam_copy_and_an_honest_one(rows):
    for parent in ("one", "two", "film/h00"):
        copies = [row for row in rows.rows if row.parent == parent and row.block]
        assert sorted(row.label for row in copies) == ["ham", "spam"]
        assert all(row.id == f"{parent}+{row.block.removeprefix('block:')}" for row in copies)
    assert not any(row.block for row in rows.rows if row.parent in ("three", "film/s00"))


def test_what_is_known_of_each_way_out(rows):
    for row, truth, ways in zip(rows.rows, rows.truth, rows.ways, strict=True):
        assert len(truth) == len(ways)
        if row.label == "ham":
            assert set(truth.tolist()) <= {0}
        elif row.split == "train" and not row.variant:
            assert set(truth.tolist()) <= {-1}
    inserted = [
        truth
        for row, truth in zip(rows.rows, rows.truth, strict=True)
        if row.variant == "scam block" and row.form == "html"
    ]
    assert inserted
    assert all((truth == 1).any() for truth in inserted)
    written = [truth for row, truth in zip(rows.rows, rows.truth, strict=True) if row.id in ("film/s00", "film/s01")]
    assert all((truth == 1).sum() == 1 for truth in written)


def test_a_copy_without_an_address_says_nothing_of_its_site(base):
    from detector.training.rows import GROUPS

    positions = [i for i, row in enumerate(base.rows) if row.variant == "no address"]
    assert positions
    assert base.absent[positions, GROUPS.index("site")].all()


def test_forms_are_html_and_text(rows):
    assert {row.id: row.form for row in rows.rows if row.id in ("one", "text", "marked")} == {
        "one": "html",
        "text": "text",
        "marked": "text",
    }


def test_the_manifest_counts(built, rows):
    manifest = json.loads((built / "base" / "manifest.json").read_text())
    assert manifest["rows"] == len(rows.rows) == sum(manifest["counts"].values())
    assert manifest["counts"]["dev spam"] == 1
    assert manifest["counts"]["authored ham"] == 2


def test_the_same_pages_give_the_same_bytes_on_any_number_of_cores(built, tmp_path):
    build(built / "corpus", built / "authored", tmp_path / "again", jobs=2)
    for file in (built / "base").iterdir():
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes(), file.name


def test_a_missing_corpus_or_batch_is_told(built, tmp_path):
    with pytest.raises(DatasetError, match="--corpus"):
        build(tmp_path, built / "authored", tmp_path / "base", jobs=1)
    with pytest.raises(DatasetError, match=r"labels\.jsonl"):
        build(built / "corpus", tmp_path, tmp_path / "base", jobs=1)
    assert not (tmp_path / "base").exists()


def test_both_sides_of_a_written_pair_stay_together(built):
    sources = {source.row.id: source for source in read_authored(built / "authored")}
    assert sources["film/s00"].row.campaign == sources["film/h00"].row.campaign != sources["film/s01"].row.campaign
    assert sources["film/s00"].scam_hosts
    assert sources["film/h00"].scam_hosts == frozenset()


def test_measuring_keeps_the_order(built):
    sources = list(read_authored(built / "authored"))
    many = [replace(source, row=replace(source.row, id=f"{n}{source.row.id}")) for n in range(40) for source in sources]
    found = measure(many, jobs=2)
    assert [row.id for row in found.rows] == [source.row.id for source in many]
    assert np.array_equal(found.dense[:4], found.dense[-4:])
