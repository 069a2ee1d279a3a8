"""A model folder is believed only as far as it can be checked, and loading one runs no code."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from detector.errors import ModelError
from detector.features.vector import FIELDS, schema
from detector.model import folder as files
from detector.model import judge, load, store
from detector.model.kinds import KINDS, OTHER
from detector.page import Document
from detector.parsing import parse
from tests.conftest import SPAM, reseal

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
        assert not tokens.flags.owndata
        assert not tokens.flags.writeable


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
        ({"format": "2"}, "this version reads 2: retrain it"),
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
        {"thresholds": {"review": "a", "spam": 0.5, "way": 0.5}},
        {"name": None},
        {"name": ""},
        {"name": 7},
        {"name": ["toy"]},
        {"name": "t" * 101},
        {"name": "to\x1b[31my"},
        {"name": "toy\u202e"},
        {"name": "to\ny"},
        {"thresholds": {"review": -0.1, "spam": 0.5, "way": 0.5}},
        {"thresholds": {"review": 0.4, "spam": "0.5", "way": 0.5}},
        {"thresholds": {"review": 0.4, "spam": True, "way": 0.5}},
        {"thresholds": {"review": 0.4, "spam": 10**400, "way": 0.5}},
        {"thresholds": [0.4, 0.5, 0.5]},
        {"ways": {"intercept": 1e300, "fields": {"way": 1.0}}},
        {"ways": {"intercept": 10**400, "fields": {"way": 1.0}}},
        {"ways": {"intercept": None, "fields": {"way": 1.0}}},
        {"ways": {"intercept": 0.0, "fields": {"way": "1"}}},
        {"ways": {"intercept": 0.0, "fields": ["way"]}},
        {"ways": {"intercept": 0.0, "fields": "way"}},
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
        ("thresholds", dict.fromkeys((*KINDS, OTHER), "0.5")),
        ("rest", {"slope": 1e300, "offset": 0.0}),
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


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"format"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"{}",
        b'{"format": NaN}',
        b'{"format": 2, "digest": -Infinity}',
        b'{"format": ' + b"9" * 10_000 + b"}",
    ],
    ids=lambda body: repr(body[:24]),
)
def test_a_manifest_that_is_none(toy_model, body):
    (toy_model / "manifest.json").write_bytes(body)
    with pytest.raises(ModelError, match="is not a readable manifest"):
        load(toy_model)


@pytest.mark.parametrize("file", ["manifest.json", *FILES])
def test_a_huge_file_is_not_read(toy_model, file):
    """A sparse file of 64 GB: reading or mapping it would fail otherwise, and late."""
    with (toy_model / file).open("ab") as stream:
        stream.truncate(1 << 36)
    with pytest.raises(ModelError, match=file):
        load(toy_model)


@pytest.mark.skipif(os.name != "posix", reason="these are files on POSIX only")
@pytest.mark.parametrize("file", ["manifest.json", *FILES])
@pytest.mark.parametrize("kind", ["pipe", "folder", "/dev/zero", "/dev/stdin", "dangling", "loop"])
def test_what_is_no_regular_file_is_neither_read_nor_waited_for(toy_model, tmp_path, file, kind):
    path = toy_model / file
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to({"dangling": tmp_path / "none", "loop": path}.get(kind, kind))
    with pytest.raises(ModelError):
        load(toy_model)


def test_files_may_be_links_to_files(toy_model, tmp_path):
    """Stores of models are often folders of links."""
    for file in ("manifest.json", *FILES):
        (toy_model / file).rename(tmp_path / file)
        (toy_model / file).symlink_to(tmp_path / file)
    assert load(toy_model).manifest["name"] == "toy"


def test_the_bytes_that_are_mapped_are_the_ones_that_were_checked(toy_model, monkeypatch):
    """Another file put in their place while a model loads is either refused or not seen."""
    harmless = load(toy_model).page.tokens.copy()
    whole = np.load(toy_model / "tokens.npy")
    open_file = os.open

    def swapping(path, *arguments):
        descriptor = open_file(path, *arguments)
        if Path(path).name == "tokens.npy":
            np.save(toy_model / "other.npy", whole + 1)
            os.replace(toy_model / "other.npy", path)
        return descriptor

    monkeypatch.setattr("detector.model.folder.os.open", swapping)
    assert np.array_equal(load(toy_model).page.tokens, harmless)
    monkeypatch.undo()
    with pytest.raises(ModelError, match=r"tokens\.npy is damaged"):
        load(toy_model)


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


def sent(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Change the bytes of a file."""
    return lambda path: path.write_bytes(change(path.read_bytes()))  # type: ignore[func-returns-value]


def saved(change: Callable[[NDArray[Any]], NDArray[Any]], version: tuple[int, int] = (1, 0)) -> Callable[[Path], None]:
    """Change an array, and write it in a version of numpy's format."""

    def write(path: Path) -> None:
        array = change(np.load(path))
        with path.open("wb") as file:
            np.lib.format.write_array(file, array, version, allow_pickle=False)

    return write


def with_number(number: float) -> Callable[[NDArray[Any]], NDArray[Any]]:
    def change(array: NDArray[Any]) -> NDArray[Any]:
        array.reshape(-1)[-1] = number
        return array

    return change


LIES = {
    "another byte order": saved(lambda array: array.astype(array.dtype.newbyteorder(">"))),
    "another order of axes": saved(np.asfortranarray),
    "format 2": saved(lambda array: array, (2, 0)),
    "format 3": saved(lambda array: array, (3, 0)),
    "a row more": saved(lambda array: np.concatenate((array, array[:1]))),
    "a row less": saved(lambda array: array[:-1]),
    "no number": saved(with_number(float("nan"))),
    "infinite": saved(with_number(float("-inf"))),
    "one byte more": sent(lambda body: body + b"\0"),
    "one byte less": sent(lambda body: body[:-1]),
    "no header": sent(lambda body: body[128:]),
    "no body": sent(lambda body: body[:128]),
    "a larger shape": sent(lambda body: body.replace(b"'shape': (", b"'shape': (9", 1)),
    "a smaller shape": sent(lambda body: body.replace(b"), }", b"0), }", 1).replace(b" \n", b"\n", 1)),
    "an object": sent(lambda body: body.replace(b"'descr': '<f", b"'descr': '|O", 1)),
    "a huge header": sent(lambda body: body[:8] + b"\xff\xff" + body[10:128] + b" " * (0xFFFF - 118) + body[128:]),
    "a deep header": sent(lambda body: body[:10] + b"(" * 117 + b"\n" + body[128:]),
    "another magic": sent(lambda body: b"\x93NUMPZ" + body[6:]),
}


@pytest.mark.parametrize("file", ["dense.npy", "kind_tokens.npy"])
@pytest.mark.parametrize("lie", LIES)
def test_an_array_is_exactly_what_it_must_be(toy_model, seal, file, lie):
    before = (toy_model / file).read_bytes()
    LIES[lie](toy_model / file)
    assert (toy_model / file).read_bytes() != before
    seal(toy_model)
    with pytest.raises(ModelError, match=f"{file} is damaged"):
        load(toy_model)


def test_the_padding_of_a_header_is_no_matter(toy_model, seal):
    """Versions of numpy differ in it."""
    path = toy_model / "dense.npy"
    body = path.read_bytes()
    path.write_bytes(body[:8] + (118 + 64).to_bytes(2, "little") + body[10:127] + b" " * 64 + b"\n" + body[128:])
    assert np.array_equal(np.load(path), np.load(path))
    seal(toy_model)
    assert load(toy_model).manifest["name"] == "toy"


@pytest.mark.parametrize("number", [1e7, -1e300])
@pytest.mark.parametrize("file", ["dense.npy", "ways.npy", "kinds.npy"])
def test_a_weight_beyond_all_measure_is_refused(toy_model, seal, file, number):
    saved(with_number(number))(toy_model / file)
    seal(toy_model)
    with pytest.raises(ModelError, match=f"{file} is damaged"):
        load(toy_model)


@pytest.mark.parametrize("scale", [0.0, -1.0, 1e-300])
@pytest.mark.parametrize("file", ["dense.npy", "ways.npy", "kinds.npy"])
def test_what_is_divided_by_is_above_0(toy_model, seal, file, scale):
    array = np.load(toy_model / file)
    array[1, 0] = scale
    np.save(toy_model / file, array)
    seal(toy_model)
    with pytest.raises(ModelError, match="lacks what a model needs"):
        load(toy_model)


def test_the_largest_weights_there_may_be_give_a_probability(toy_model, seal):
    (toy_model / "golden.jsonl").write_bytes(b"")  # no score will be what it was
    for file in ("dense.npy", "ways.npy", "kinds.npy"):
        array = np.load(toy_model / file)
        array[0] = -files.LARGEST_WEIGHT
        array[1] = 1e-6
        array[2:] = files.LARGEST_WEIGHT
        np.save(toy_model / file, array)
    for file in ("tokens.npy", "way_tokens.npy", "kind_tokens.npy"):
        np.save(toy_model / file, np.full_like(np.load(toy_model / file), 65_504))
    manifest = json.loads((toy_model / "manifest.json").read_text("utf-8"))
    largest = {
        **manifest["page"],
        "intercept": files.LARGEST_WEIGHT,
        "fields": dict.fromkeys(FIELDS, files.LARGEST_WEIGHT),
    }
    seal(toy_model, page=largest)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detector.model.golden.check", lambda *_, **__: 1)
        model = load(toy_model)
    verdict = judge(model, parse(Document(SPAM.encode(), "https://films.example/1")))
    assert 0 <= verdict.score <= 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_whatever_its_bytes_a_folder_is_a_model_or_refused(toy_model, data):
    """With digests made anew, so that only what is checked beyond them stands in the way."""
    file = data.draw(st.sampled_from(["manifest.json", "golden.jsonl", "dense.npy", "ways.npy", "kinds.npy"]))
    path = toy_model / file
    whole, vouching = path.read_bytes(), (toy_model / "manifest.json").read_bytes()
    place = data.draw(st.integers(0, len(whole)))
    put = data.draw(
        st.one_of(st.binary(max_size=12), st.sampled_from([b"9" * 400, b"[" * 9_000, b"NaN", b"1e400", b"null", b"{}"]))
    )
    path.write_bytes(whole[:place] + put + whole[place + data.draw(st.integers(0, 12)) :])
    try:
        with suppress(ValueError, TypeError, AttributeError, RecursionError):
            reseal(toy_model)
        try:
            model = load(toy_model)
        except ModelError:
            return
        verdict = judge(model, parse(Document(SPAM.encode(), "https://films.example/1")))
        assert 0 <= verdict.score <= 1
        assert all(0 <= link.score <= 1 for link in verdict.links)
    finally:
        path.write_bytes(whole)
        (toy_model / "manifest.json").write_bytes(vouching)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    place=st.sampled_from(
        [
            "name",
            "thresholds",
            "page",
            "ways",
            "kinds",
            "files",
            "schema",
            "format",
            "thresholds.spam",
            "page.fields",
            "kinds.rest",
        ]
    ),
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["spam", "way", "title", "intercept", "fields", "slope"]), inner)
        ),
        max_leaves=8,
    ),
)
def test_whatever_a_manifest_says_it_is_a_model_or_refused(toy_model, place, value):
    path = toy_model / "manifest.json"
    whole = path.read_bytes()
    manifest = json.loads(whole)
    *above, last = place.split(".")
    inner = manifest[above[0]] if above else manifest
    inner[last] = value
    manifest["digest"] = store.manifest_digest(manifest)
    path.write_text(json.dumps(manifest), "utf-8")
    try:
        model = load(toy_model)
    except ModelError:
        return
    finally:
        path.write_bytes(whole)
    assert 0 <= judge(model, parse(Document(SPAM.encode(), "https://films.example/1"))).score <= 1


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
