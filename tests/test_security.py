"""Each promise of SECURITY.md names tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)((?:::\w+)+)`", PAGE)))


@cache
def held(path: str) -> frozenset[str]:
    """Tests of a file as pytest names them, without parameters: `::test_x`, `::TestY::test_z`."""
    found: set[str] = set()
    for node in ast.parse((ROOT / path).read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(f"::{node.name}")
        elif isinstance(node, ast.ClassDef):
            found |= {f"::{node.name}::{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
    return frozenset(name for name in found if name.rpartition("::")[2].startswith("test_"))


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[path + name for path, name in NAMED])
def test_a_named_test_exists(path, name):
    assert name in held(path)


def test_every_promise_names_one():
    promises = [line for line in PAGE.splitlines() if re.match(r"\| .+\. \| ", line)]
    assert len(promises) > 20
    assert all("`tests/" in line.rpartition(" | ")[2] or "`tests/" in line for line in promises)


def test_pages_that_are_linked_exist():
    for target in re.findall(r"\]\(([^)\s#]+)", PAGE):
        assert (ROOT / target).exists(), target
