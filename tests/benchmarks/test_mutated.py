"""Broken pages: the same ones each time, all of them labelled, and figures that a page can be written from."""

from __future__ import annotations

import csv
import json
from random import Random

import pytest

from benchmarks.mutated import inputs, measure, pages, table
from benchmarks.mutated.__main__ import sound
from benchmarks.mutated.fuzzing import sums
from benchmarks.mutated.mutations import MUTATIONS
from detector.sinks.schema import NAMES
from tests.cli.conftest import run
from tests.fuzz import inert

__all__ = ["run"]

FEW = 250


def test_a_number_is_always_the_same_page():
    assert [pages.page(number) for number in range(20)] == [pages.page(number) for number in range(20)]
    assert pages.page(3) != pages.page(3, seed=1)
    assert len({pages.page(number).body for number in range(40)}) == 40


@pytest.mark.parametrize("name", MUTATIONS)
def test_every_mutation_takes_any_page(name):
    for body in (b"", b"a", b"<p>words and words</p>" * 30, bytes(range(256))):
        changed = [MUTATIONS[name](body, Random(number), b"<p>other</p>") for number in range(5)]
        assert all(isinstance(each, bytes) for each in changed)
        assert changed == [MUTATIONS[name](body, Random(number), b"<p>other</p>") for number in range(5)]
    assert any(
        MUTATIONS[name](b"<p>words and words</p>" * 30, Random(number), b"<p>o</p>") != b"<p>words and words</p>" * 30
        for number in range(5)
    )


def test_broken_pages_give_a_row_each_and_outputs_do_nothing(run, tmp_path, toy_model):
    found = inputs.write(tmp_path / "in", pages.broken(FEW))
    out = tmp_path / "rows.jsonl"
    asked = ("label", "--model", toy_model, "--workers", 1, "--status", "any", "--type", "any", "--exit-zero")
    told = run(*asked, "--summary", tmp_path / "summary.md", "-o", out, *found)
    assert told.exit_code == 3, told.stderr
    measured = measure.rows(out)
    assert sound({"pages": FEW, **measured, "losses": 0})
    rows = [json.loads(line) for line in out.read_bytes().decode().split("\n")[:-1]]
    inert.as_json_lines(out.read_bytes().decode(), rows)
    inert.as_markdown((tmp_path / "summary.md").read_text("utf-8"))
    run(*asked, "-o", tmp_path / "rows.csv", *found)
    csv.field_size_limit(10_000_000)
    inert.as_cells((tmp_path / "rows.csv").read_bytes().decode(), NAMES, FEW + 1)


def test_a_fault_or_a_missing_row_is_told():
    whole = {"pages": 2, "rows": 2, "distinct": 2, "faults": 0, "losses": 0}
    assert sound(whole)
    assert not any(
        sound({**whole, name: value}) for name, value in (("rows", 1), ("distinct", 1), ("faults", 1), ("losses", 1))
    )


def test_sums_of_fuzzing_become_a_page(tmp_path):
    done = {"target": "pages", "executions": 1_000, "cpu_seconds": 9.6, "edges": 7, "features": 8, "findings": 0}
    ledger = tmp_path / "runs.jsonl"
    ledger.write_text(f"{json.dumps(done)}\n{json.dumps({**done, 'edges': 5})}\n")
    found = sums(ledger)
    assert (found["executions"], found["cpu_seconds"], found["runs"]) == (2_000, 19, 2)
    assert found["targets"]["pages"]["edges"] == 7
    assert found["targets"]["pages"]["seeds"] > 20
    written = table.page({"fuzzing": {"command": "x", **found}})
    assert "| pages | the whole way of a page, to every output | 2,000 | 19 | 7 |" in written
