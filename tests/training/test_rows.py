"""Labelled pages as rows, stored and read again."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from detector.errors import DatasetError
from detector.features.vector import FIELDS, read
from detector.page import Document
from detector.parsing import parse
from detector.training import rows as home
from detector.training.rows import OWN, Row, Rows, gather, join, load, save


def equal(left: Rows, right: Rows) -> bool:
    return bool(
        left.rows == right.rows
        and np.array_equal(left.dense, right.dense)
        and np.array_equal(left.absent, right.absent)
        and np.array_equal(left.lengths, right.lengths)
        and all(
            np.array_equal(a[field], b[field])
            for a, b in zip(left.tokens, right.tokens, strict=True)
            for field in FIELDS
        )
        and all(map(np.array_equal, left.ways, right.ways))
        and all(
            len(a) == len(b) and all(map(np.array_equal, a, b))
            for a, b in zip(left.way_tokens, right.way_tokens, strict=True)
        )
        and all(map(np.array_equal, left.way_lengths, right.way_lengths))
        and all(map(np.array_equal, left.truth, right.truth))
    )


def measured() -> Rows:
    """Three pages, one of them without ways out, and a copy of the first that has a word less and a word more."""
    pages = [
        ("a", "", "<title>Dune</title><p>sand and <a href=https://unheard.example/>Watch full movie</a></p>"),
        ("b", "", "<p>nothing</p>"),
        ("a+x", "a", "<title>Dune</title><p>sand or <a href=https://other.example/>Watch full movie</a></p>"),
        ("c", "", "<p><a href=/go/1>x</a> <a href=https://unheard.example/>y</a></p>"),
    ]
    vectors = [read(parse(Document(html.encode(), None, "text/html"))).vector for _, _, html in pages]
    found = [
        Row(id, "spam", "sörce", "train", variant="x" if parent else "", parent=parent, lang="de")
        for id, parent, _ in pages
    ]
    return gather(found, vectors, [np.full(len(vector.ways), -1, np.int8) for vector in vectors])


@pytest.fixture
def saved(tmp_path):
    save(measured(), tmp_path / "base", {"counts": {}})
    return tmp_path / "base"


def test_what_is_read_is_what_was_stored(saved):
    found = load(saved)
    assert equal(found, measured())
    assert all(np.issubdtype(one.dtype, np.uint32) for tokens in found.tokens for one in tokens.values())


def test_rows_of_a_built_dataset_come_back_equal(base, tmp_path):
    save(base, tmp_path / "again", {})
    assert equal(load(tmp_path / "again"), base)
    assert any(row.variant for row in base.rows)


def test_a_copy_is_stored_as_what_differs_from_its_parent(saved):
    with np.load(saved / "vectors.npz") as arrays:
        counts = arrays["token_counts"][:, FIELDS.index("body")]
    data = measured()
    whole, copy = data.tokens[0]["body"], data.tokens[2]["body"]
    assert counts[0] == len(whole)
    assert counts[2] == len(np.setxor1d(whole, copy)) == 2


def test_the_same_rows_give_the_same_bytes(saved, tmp_path):
    save(measured(), tmp_path / "again", {"counts": {}})
    for file in saved.iterdir():
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes(), file.name


@pytest.mark.parametrize("file", ["rows.jsonl.gz", "vectors.npz"])
def test_a_changed_file_is_refused(saved, file):
    raw = bytearray((saved / file).read_bytes())
    raw[len(raw) // 2] ^= 1
    (saved / file).write_bytes(raw)
    with pytest.raises(DatasetError, match=f"{file} was changed"):
        load(saved)


@pytest.mark.parametrize("file", ["rows.jsonl.gz", "vectors.npz", "manifest.json"])
def test_a_missing_file_is_refused(saved, file):
    (saved / file).unlink()
    with pytest.raises(DatasetError):
        load(saved)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"schema": 1}'])
def test_a_broken_manifest_is_refused(saved, text):
    (saved / "manifest.json").write_text(text)
    with pytest.raises(DatasetError):
        load(saved)


@pytest.mark.parametrize("key", ["schema", "lexicons"])
def test_rows_of_other_features_or_lexicons_are_refused(saved, key):
    manifest = json.loads((saved / "manifest.json").read_text())
    (saved / "manifest.json").write_text(json.dumps({**manifest, key: "other"}))
    with pytest.raises(DatasetError, match="other features or lexicons"):
        load(saved)


def test_nothing_is_unpickled(saved):
    """An array of objects, vouched for by the manifest, still runs nothing."""
    with np.load(saved / "vectors.npz") as arrays:
        found = dict(arrays)
    np.savez(saved / "vectors.npz", **{**found, "truth": np.array([{}], object)})
    manifest = json.loads((saved / "manifest.json").read_text())
    manifest["files"]["vectors.npz"] = home.sha256((saved / "vectors.npz").read_bytes()).hexdigest()
    (saved / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ValueError, match="allow_pickle"):
        load(saved)


def test_stored_rows_are_lines_of_json_without_empty_fields(saved):
    lines = gzip.decompress((saved / "rows.jsonl.gz").read_bytes()).decode().splitlines()
    assert json.loads(lines[1]) == {
        "id": "b",
        "label": "spam",
        "source": "sörce",
        "split": "train",
        "lang": "de",
        "form": "html",
    }


def test_selecting_and_joining():
    data = measured()
    assert equal(join(data.select([0, 1]), data.select([2, 3])), data)
    assert [row.id for row in data.select([3, 0]).rows] == ["c", "a"]
    assert equal(data.select([3, 0]).select([1, 0]), data.select([0, 3]))


def test_storing_changes_no_number():
    """Half precision is taken when a page is measured, so that a model is the same with and without a store between."""
    data = measured()
    assert np.array_equal(data.dense, data.dense.astype(np.float16).astype(np.float32))
    assert all(np.array_equal(ways, ways.astype(np.float16)) for ways in data.ways)


def test_own_rows_are_known_by_their_id():
    assert Row(OWN + "1", "spam", "s", "train").own
    assert not Row("1", "spam", "s", "train").own
