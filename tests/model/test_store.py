"""A model folder is believed only as far as it can be checked, and loading one runs no code."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from detector.errors import ModelError
from detector.features.vector import schema
from detector.model import load, store
from detector.model.kinds import KINDS, OTHER

FILES = [*store.shapes(), "golden.jsonl"]


def change(folder: Path, **changes: object) -> None:
    """Change the manifest without giving it a new digest."""
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}), "utf-8")


def test_a_whole_model_loads(toy_model):
    model = load(toy_model)
    assert model.name == f"toy-{model.manifest['digest'][:8]}"
    assert model.thresholds == (0.4, 0.8, 0.5)
    for tokens in (model.page.tokens, model.ways.tokens, model.kinds.tokens):
        assert isinstance(tokens.base, np.memmap)


@pytest.mark.parametrize("file", FILES)
def test_one_flipped_bit_is_found(toy_model, file):
    body = bytearray((toy_model / file).read_bytes())
    body[len(body) // 2] ^= 1
    (toy_model / file).write_bytes(body)
    with pytest.raises(ModelError, match=f"{file} is damaged or was changed after training"):
        load(toy_model)


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_found(toy_model, file, seal):
    (toy_model / file).unlink()
    with pytest.raises(ModelError, match=file):
        load(toy_model)
    seal(toy_model)
    with pytest.raises(ModelError, match=file):
        load(toy_model)


def test_a_missing_folder_names_the_way_on(tmp_path):
    with pytest.raises(ModelError, match="detector models list"):
        load(tmp_path / "none")


def test_a_changed_manifest_is_found(toy_model):
    change(toy_model, thresholds={"review": 0.1, "spam": 0.2, "way": 0.3})
    with pytest.raises(ModelError, match=r"manifest\.json was changed after training"):
        load(toy_model)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"schema": "000000000000"}, f"trained on feature table 000000000000, this version measures {schema()}"),
        ({"schema": None}, "trained on feature table None"),
        ({"lexicons": "0" * 64}, "trained with other lexicons"),
        ({"lexicons": None}, "trained with other lexicons"),
        ({"format": store.FORMAT + 1}, "this version reads 2: retrain it"),
    ],
)
def test_a_model_for_other_code_is_refused(toy_model, seal, changes, sentence):
    seal(toy_model, **changes)
    with pytest.raises(ModelError, match=sentence):
        load(toy_model)


@pytest.mark.parametrize(
    "changes",
    [
        {"page": None},
        {"kinds": None},
        {"kinds": []},
        {"ways": {"intercept": "x", "fields": {"way": 1.0}}},
        {"ways": {"intercept": 0.0, "fields": {}}},
        {"page": {"intercept": 0.0, "fields": {"title": 1.0}}},
        {"page": [1]},
        {"thresholds": {"review": 0.5}},
        {"thresholds": {"review": 0.5, "spam": float("nan"), "way": 0.5}},
        {"thresholds": {"review": "a", "spam": 0.5, "way": 0.5}},
        {"name": None},
    ],
)
def test_a_manifest_that_lacks_something_is_refused_before_the_first_page(toy_model, seal, changes):
    seal(toy_model, **changes)
    with pytest.raises(ModelError, match="lacks what a model needs"):
        load(toy_model)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("intercepts", {}),
        ("intercepts", dict.fromkeys(KINDS, "x")),
        ("intercepts", [0.0] * len(KINDS)),
        ("fields", {"title": 1.0}),
        ("rest", {"slope": 1.0}),
        ("thresholds", dict.fromkeys(KINDS, 0.5)),
        ("thresholds", dict.fromkeys((*KINDS, OTHER), 1.5)),
        ("thresholds", dict.fromkeys((*KINDS, OTHER), float("nan"))),
    ],
)
def test_kinds_that_lack_something_are_refused(toy_model, seal, part, said):
    kinds = json.loads((toy_model / "manifest.json").read_text("utf-8"))["kinds"]
    seal(toy_model, kinds={**kinds, part: said})
    with pytest.raises(ModelError, match="lacks what a model needs"):
        load(toy_model)


@pytest.mark.parametrize("file", ["kinds.npy", "kind_tokens.npy"])
def test_weights_for_other_kinds_are_refused(toy_model, seal, file):
    """One kind more or less would shift the meaning of all that follow."""
    array = np.load(toy_model / file)
    np.save(toy_model / file, array[:-1] if file == "kinds.npy" else np.ascontiguousarray(array[:, :-1]))
    seal(toy_model)
    with pytest.raises(ModelError, match=f"{file} is damaged"):
        load(toy_model)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b"{}"])
def test_a_manifest_that_is_none(toy_model, body):
    (toy_model / "manifest.json").write_bytes(body)
    with pytest.raises(ModelError, match="is not a readable manifest"):
        load(toy_model)


def test_a_huge_manifest_is_not_read(toy_model, monkeypatch):
    with (toy_model / "manifest.json").open("ab") as file:
        file.truncate(2_000_000)
    monkeypatch.setattr(Path, "read_text", lambda *_: pytest.fail("it was read"))
    with pytest.raises(ModelError, match="too large for a manifest"):
        load(toy_model)


def test_a_huge_array_is_not_read(toy_model, monkeypatch):
    with (toy_model / "tokens.npy").open("ab") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(
        store, "file_digest", lambda path: pytest.fail("read") if path.name == "tokens.npy" else store_digest(path)
    )
    with pytest.raises(ModelError, match=r"tokens\.npy is damaged"):
        load(toy_model)


store_digest = store.file_digest


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((3, 4)),
        np.zeros(store.shapes()["dense.npy"][0], np.float32),
        np.zeros((1, 3, store.shapes()["dense.npy"][0][1])),
    ],
    ids=["shape", "type", "axis"],
)
def test_an_array_of_another_shape_is_refused(toy_model, seal, array):
    np.save(toy_model / "dense.npy", array)
    seal(toy_model)
    with pytest.raises(ModelError, match=r"dense\.npy is damaged"):
        load(toy_model)


class Payload:
    """Leaves a trace where it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self):
        return Path.touch, (self.trace,)


@pytest.mark.parametrize("form", ["object array", "plain pickle", "zip"])
def test_a_payload_is_never_run_however_it_is_sealed(toy_model, tmp_path, seal, form):
    trace, path = tmp_path / "run", toy_model / "dense.npy"
    payload = np.array([Payload(trace)], dtype=object)
    if form == "object array":
        np.save(path, payload, allow_pickle=True)
    elif form == "plain pickle":
        path.write_bytes(pickle.dumps(Payload(trace)))
    else:
        with path.open("wb") as file:
            np.savez(file, payload)
    seal(toy_model)
    with pytest.raises(ModelError, match=r"dense\.npy is damaged"):
        load(toy_model)
    assert not trace.exists()
    if form == "plain pickle":  # the payload is a real one
        pickle.loads(path.read_bytes())
        assert trace.exists()


def test_names_are_looked_for_where_they_are_listed(toy_model, tmp_path, monkeypatch):
    home = tmp_path / "home" / "models"
    home.mkdir(parents=True)
    toy_model.rename(home / "mine")
    monkeypatch.chdir(home.parent)
    assert store.find("mine") == Path("models/mine")
    assert home / "mine" in store.folders()
    assert load("mine").manifest["name"] == "toy"
