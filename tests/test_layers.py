"""Who may import whom: one direction, and one door for each dependency."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "detector"

ROWS = (
    ("errors", "bounds"),
    ("page",),
    ("verdict",),
    ("urls", "lexicon"),
    ("reputation",),
    ("parsing", "features"),
    ("model",),
    ("sources", "sinks"),
    ("examine",),
    ("training", "crawl", "moderation"),
    ("cli",),
)
"""A room imports only from rows above its own."""

DOORS = {
    "bs4": ("parsing/soup.py", "moderation/preview.py"),
    "html5lib": ("parsing/soup.py", "moderation/preview.py"),
    "selectolax": ("parsing/lexbor.py",),
    "webencodings": ("parsing/decode.py",),
    "can_ada": ("urls.py",),
    "publicsuffixlist": ("urls.py",),
    "xxhash": ("reputation/", "features/tokens.py"),
    "fastwarc": ("sources/archives", "sources/codings.py"),
    "fsspec": ("sources/remote.py",),
    "pyarrow": ("sources/parquet.py", "sinks/parquet.py", "crawl/spark"),
    "pyspark": ("crawl/spark",),
    "tqdm": ("sinks/progress.py",),
    "zstandard": ("sources/codings.py", "sources/compression.py", "sources/archives", "sinks/packing.py"),
    "click": ("cli/",),
    "httpcore": ("sources/web/",),
    "certifi": ("sources/web/",),
    "protego": ("sources/web/robots.py",),
    "sklearn": ("training/",),
    "scipy": ("training/",),
    "joblib": ("training/",),
    "numpy": ("reputation/", "features/", "model/", "training/", "crawl/", "moderation/"),
}
"""Dependency -> the only places of the package that may import it."""

NETWORK = tuple("socket ssl http.client urllib.request requests httpcore httpx urllib3 aiohttp ftplib".split())
UNSAFE = ("pickle", "marshal", "shelve", "dill", "cloudpickle")

FILES = sorted(PACKAGE.rglob("*.py"))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Full names of the modules a file imports, anywhere in it."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            # `from detector import urls` names a module, too.
            found += (
                [f"{node.module}.{alias.name}" for alias in node.names]
                if node.module == "detector"
                else [node.module or ""]
            )
    return tuple(found)


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def own(path: Path) -> Iterator[str]:
    """Rooms of the package that a file imports from, its own aside."""
    for module in imports(path):
        if module.startswith("detector."):
            other = module.split(".")[1]
            if other != room(path):
                yield other


def row(wanted: str) -> int:
    return next(number for number, rooms in enumerate(ROWS) if wanted in rooms)


def outside(module: str) -> str:
    return module.split(".")[0]


def test_every_room_has_its_row():
    rooms = {room(path) for path in FILES} - {"__init__", "__main__"}
    assert rooms <= {one for rooms in ROWS for one in rooms}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_imports_go_up_only(path):
    if room(path) not in ("__init__", "__main__"):
        wrong = [other for other in own(path) if row(other) >= row(room(path))]
        assert not wrong, f"{name(path)} imports from {wrong}, which is not above it"


@pytest.mark.parametrize("dependency", DOORS)
def test_one_door_for_each_dependency(dependency):
    users = [name(path) for path in FILES if dependency in map(outside, imports(path))]
    strangers = [user for user in users if not user.startswith(DOORS[dependency])]
    assert not strangers


def test_every_dependency_has_a_door():
    known = {*sys.stdlib_module_names, *DOORS, "detector", "__future__"}
    for path in FILES:
        new = set(map(outside, imports(path))) - known
        assert not new, f"{name(path)} imports {new}: give it one door in this table"


def test_the_network_is_reached_through_one_room():
    users = [name(path) for path in FILES if any(module.startswith(NETWORK) for module in imports(path))]
    assert all(user.startswith("sources/web/") for user in users)


def test_nothing_is_unpickled():
    users = [name(path) for path in FILES if set(UNSAFE) & set(map(outside, imports(path)))]
    assert users == []


def test_joblib_loads_nothing():
    """It unpickles: training shares work with it and saves nothing by it, so there is nothing of it to load."""
    used = {
        alias.name
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if "joblib" in (getattr(node, "module", None) or alias.name)
    }
    assert used == {"Parallel", "delayed"}


def test_features_read_no_clock_and_draw_no_lots():
    banned = {"time", "datetime", "random", "os", "secrets", "locale"}
    users = [name(path) for path in FILES if room(path) == "features" and banned & set(map(outside, imports(path)))]
    assert users == []


def test_the_table_catches_a_wrong_import():
    """The test of the test: a line that breaks a rule is seen."""
    assert row("features") < row("model") < row("cli")
    assert row("parsing") >= row("features")
