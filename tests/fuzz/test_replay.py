"""What fuzzing starts from and what it has found keep every law; no fuzzer is needed for that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from detector.page import Document
from detector.parsing import parse
from tests.fuzz import seeds, words
from tests.fuzz.differences import KNOWN, compare
from tests.fuzz.targets import TARGETS, check_of

_HERE = Path(__file__).parent
INPUTS = [(target, name, body) for target in TARGETS for name, body in seeds.committed(target)]


@pytest.mark.parametrize(
    ("target", "body"),
    [(target, body) for target, _, body in INPUTS],
    ids=[f"{target}-{name}" for target, name, _ in INPUTS],
)
def test_a_committed_input_keeps_the_laws(target, body):
    check_of(target)(body)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_has_seeds_and_takes_any_bytes(target):
    assert sum(named == target for named, _, _ in INPUTS) >= 5
    for body in (b"", b"\0", b"\xff" * 9, bytes(range(256))):
        check_of(target)(body)


def test_every_found_input_says_why():
    said = dict(line.split(": ", 1) for line in (_HERE / "found" / "why.txt").read_text("utf-8").splitlines())
    found = {path.relative_to(_HERE / "found").as_posix() for path in (_HERE / "found").glob("*/*")}
    assert said.keys() == found
    assert all(why.endswith(".") for why in said.values())


def test_the_dictionary_is_what_its_recipe_makes():
    assert (_HERE / "words.dict").read_text("ascii") == words.dictionary()


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.name)
def test_a_known_difference_is_one(known):
    document = Document(known.example.encode(), None, "text/html; charset=utf-8")
    page = parse(document)
    assert parse(document, "soup") != page, "the readers agree by now: take it out"
    compare(document, page)
    assert known.cause.endswith(".")


def test_another_difference_is_told():
    document = Document(b"<p>x", None, "text/html; charset=utf-8")
    with pytest.raises(AssertionError, match="differ in title"):
        compare(document, replace(parse(document), title="y"))
