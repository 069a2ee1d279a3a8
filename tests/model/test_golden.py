"""Golden pages: a score that moved is a model that no longer fits its code."""

from __future__ import annotations

import json

import pytest

from detector.errors import ModelError
from detector.model import golden, load, store


def rewrite(folder, number, **changes):
    path = folder / golden.FILE
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    lines[number].update(changes)
    path.write_text("\n".join(map(json.dumps, lines)) + "\n", "utf-8")


def test_all_pages_or_the_first_ones(toy_model):
    model = load(toy_model)
    assert golden.check(model, None) == 3
    assert golden.check(model, 2) == 2


def test_loading_scores_the_first_page_again(toy_model, seal):
    rewrite(toy_model, 0, score=0.5)
    seal(toy_model)
    with pytest.raises(
        ModelError, match=r"Golden page 'spam' .* scores 0\.\d{4} here and 0\.5000 when the model was made"
    ):
        load(toy_model)


def test_a_later_page_is_checked_on_demand(toy_model, seal):
    rewrite(toy_model, 1, body="<p>Watch full movie on our partner site</p>")
    seal(toy_model)
    model = load(toy_model)
    with pytest.raises(ModelError, match="Golden page 'ham'"):
        golden.check(model, None)


def test_a_parser_that_reads_otherwise_is_noticed(toy_model, monkeypatch):
    parse = golden.parse

    def deaf(document):
        import dataclasses

        return dataclasses.replace(parse(document), links=(), blocks=())

    monkeypatch.setattr(golden, "parse", deaf)
    with pytest.raises(ModelError, match="Golden page 'spam'"):
        load(toy_model)


@pytest.mark.parametrize(("moved", "refused"), [(0.5e-4, False), (2e-4, True)])
def test_the_tolerance(toy_model, seal, moved, refused):
    first = json.loads((toy_model / golden.FILE).read_text("utf-8").splitlines()[0])
    rewrite(toy_model, 0, score=first["score"] - moved)
    seal(toy_model)
    if refused:
        with pytest.raises(ModelError):
            load(toy_model)
    else:
        load(toy_model)


@pytest.mark.parametrize("changes", [{"score": float("nan")}, {"score": None}, {"body": 3}, {"body": ""}, {"url": 1}])
def test_a_page_that_is_none_is_refused(toy_model, seal, changes):
    rewrite(toy_model, 0, **changes)
    seal(toy_model)
    with pytest.raises(ModelError):
        load(toy_model)


@pytest.mark.parametrize("body", [b"{\n", b"\xff\xff\n", b"[]\n", b'{"id": 1}\n', b"[" * 100_000])
def test_a_file_that_is_none_is_refused(toy_model, seal, body):
    (toy_model / golden.FILE).write_bytes(body)
    seal(toy_model)
    with pytest.raises(ModelError):
        load(toy_model)


def test_a_model_without_golden_pages_is_refused(toy_model, seal):
    (toy_model / golden.FILE).write_bytes(b"")
    seal(toy_model)
    with pytest.raises(ModelError, match="has no golden pages"):
        load(toy_model)


@pytest.mark.parametrize(
    "lines",
    [
        [json.dumps({"id": "a", "url": None, "form": "html", "body": "x" * golden.LONGEST, "score": 0.5})],
        ["{}"] * (golden.MOST + 1),
    ],
    ids=["a long line", "many lines"],
)
def test_no_page_is_scored_where_they_are_too_large_or_too_many(toy_model, seal, monkeypatch, lines):
    (toy_model / golden.FILE).write_text("\n".join(lines), "utf-8")
    seal(toy_model)
    monkeypatch.setattr(golden, "parse", lambda document: pytest.fail("it was read"))
    with pytest.raises(ModelError, match=r"golden\.jsonl is damaged"):
        load(toy_model)


@pytest.mark.parametrize(
    "changes",
    [
        {"score": 10**400},
        {"score": "0.5"},
        {"score": True},
        {"id": None, "body": "\ud800"},
        {"url": "http://[", "score": 2},
    ],
)
def test_a_hostile_page_is_refused(toy_model, seal, changes):
    rewrite(toy_model, 0, **changes)
    seal(toy_model)
    with pytest.raises(ModelError):
        load(toy_model)


def test_a_page_that_breaks_its_reader_is_refused(toy_model, monkeypatch):
    def faulty(document):
        raise MemoryError

    monkeypatch.setattr(golden, "parse", faulty)
    with pytest.raises(ModelError, match="cannot be scored"):
        load(toy_model)


def test_reading_the_folder_is_bounded(toy_model, seal):
    with (toy_model / golden.FILE).open("ab") as file:
        file.truncate(20_000_000)
    seal(toy_model)
    with pytest.raises(ModelError, match=r"golden\.jsonl is damaged"):
        load(toy_model)


def test_the_manifest_vouches_for_the_pages(toy_model):
    assert golden.FILE in store.read_manifest(toy_model)["files"]
