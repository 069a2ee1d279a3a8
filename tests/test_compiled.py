"""What is compiled can be, and a wheel is built whatever becomes of it."""

from __future__ import annotations

import ast
import importlib.util
import os
import sys
import sysconfig
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOOK = ROOT / "hatch_build.py"

if not HOOK.exists():
    pytest.skip("the tests run without the checkout that the wheel was built from", allow_module_level=True)
pytest.importorskip("hatchling", reason="hatchling, which builds the wheel, is not installed")


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", HOOK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hatch_build = loaded()
ENDING = sysconfig.get_config_var("EXT_SUFFIX")


def hook(root: Path) -> object:
    return hatch_build.CompiledModules(str(root), {}, None, None, str(root / "dist"), "wheel")


def build(root: Path, version: str = "standard") -> dict[str, object]:
    """What the hook makes of hatchling's own defaults."""
    data: dict[str, object] = {"force_include": {}, "pure_python": True, "infer_tag": False}
    made = hook(root)
    made.initialize(version, data)
    data["there"] = [Path(path).exists() for path in data["force_include"]]
    made.finalize(version, data, "")
    return data


PURE = {"force_include": {}, "pure_python": True, "infer_tag": False, "there": []}


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A package with one module, which is the one to compile."""
    monkeypatch.delenv("DETECTOR_PURE", raising=False)
    monkeypatch.setattr(hatch_build, "COMPILED", ("detector/small.py",))
    (tmp_path / "detector").mkdir()
    (tmp_path / "detector" / "__init__.py").write_text("", "utf-8")
    (tmp_path / "detector" / "small.py").write_text("def twice(number: int) -> int:\n    return 2 * number\n", "utf-8")
    return tmp_path


@pytest.fixture
def compiler(monkeypatch):
    """A program that stands for mypyc and the C compiler."""

    def stand_in(program: str) -> None:
        monkeypatch.setattr(hatch_build, "_command", lambda: [sys.executable, "-c", program])

    return stand_in


def trees(path: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse((ROOT / path).read_text("utf-8"))))


def test_the_compiled_modules_are_there_each_once():
    assert list(hatch_build.COMPILED) == sorted(set(hatch_build.COMPILED))
    assert [path for path in hatch_build.COMPILED if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("path", hatch_build.COMPILED)
def test_a_compiled_module_holds_nothing_that_mypyc_reads_otherwise(path):
    """It works out a cached property anew at every look, and it drops docstrings, which declare what a feature is."""
    names = {node.id for node in trees(path) if isinstance(node, ast.Name)}
    names |= {node.attr for node in trees(path) if isinstance(node, ast.Attribute)}
    assert names.isdisjoint({"cached_property", "feature", "__doc__", "__dict__"})


def test_a_compiled_wheel_says_which_python_and_machine_it_is_for(tree, compiler, capsys):
    compiler(f"for name in ('detector/small', 'detector__mypyc'): open(name + {ENDING!r}, 'w').close()")
    data = build(tree)
    assert sorted(data["force_include"].values()) == [f"detector/small{ENDING}", f"detector__mypyc{ENDING}"]
    assert data["there"] == [True, True]
    assert (data["pure_python"], data["infer_tag"]) == (False, True)
    assert list(tree.rglob(f"*{ENDING}")) == []
    assert "compiled" in capsys.readouterr().err.lower()


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import sys; print('small.py:1: error: no'); sys.exit(1)", "small.py:1: error: no"),
        ("import os; os.abort()", "without a word"),
        ("print('done')", "left out detector/small"),
        ("import time; time.sleep(60)", "TimeoutExpired"),
    ],
    ids=["error", "crash", "nothing", "hangs"],
)
def test_a_failed_compiler_leaves_a_pure_wheel_and_a_line(tree, compiler, monkeypatch, capsys, program, said):
    monkeypatch.setattr(hatch_build, "_LONGEST", 0.5 if "sleep" in program else 60)
    compiler(program)
    assert build(tree) == PURE
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert said in line


@pytest.mark.parametrize("environment", [{"DETECTOR_PURE": "1"}, {"CC": "/nowhere/cc"}])
def test_without_a_compiler_or_a_wish_for_one_nothing_is_tried_or_required(
    tree, compiler, monkeypatch, capsys, environment
):
    compiler("raise SystemExit('it ran')")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    if "CC" in environment and os.name != "posix":
        pytest.skip("elsewhere than on POSIX the compiler is not named by CC")
    assert hook(tree).dependencies() == []
    assert build(tree) == PURE
    assert "it ran" not in capsys.readouterr().err


def test_what_compiling_needs_is_required_where_it_is_tried(monkeypatch):
    monkeypatch.delenv("DETECTOR_PURE", raising=False)
    monkeypatch.setenv("CC", sys.executable)
    assert hook(ROOT).dependencies() == list(hatch_build.REQUIREMENTS)


def test_an_editable_install_is_never_compiled(tree, compiler, capsys):
    compiler("raise SystemExit('it ran')")
    assert build(tree, "editable") == PURE
    assert capsys.readouterr().err == ""


def test_the_compiler_that_is_used_takes_the_modules(tree, monkeypatch):
    (tree / "detector" / "small.py").write_text("def twice(number: int) -> int:\n    return 'no number'\n", "utf-8")
    monkeypatch.chdir(tree)
    with pytest.raises(hatch_build.Unable, match="failed"):
        hatch_build.compiled(tree, tree / "room")
