"""Every regular expression of the package is known, has a reason to be linear, and is linear on texts made against it."""

from __future__ import annotations

import ast
import re
import re._parser as parser
import time
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.adversary import Pump, pumps
from tests.growth import LIMIT, growth, spent
from tests.regexes import TABLE, USERS

PACKAGE = Path(__file__).resolve().parents[1] / "detector"
FILES = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
_SHORT = 40
"""Characters; what can match no more needs no row: each try is as cheap as the expression is long."""
_SIZE = 4_000
_SUSPECTS = 3
"""Texts of each expression, the dearest for their length, whose growth is measured."""
_DEAR = 25.0
"""What one character may cost, in characters that are merely looked at: a bounded repetition that is tried from each of
its own characters passes every test of growth and costs as much as its bound."""
_CHEAP = 1.0
"""What costs less is no square, not of the cheapest steps: the longest texts have 16,000 characters."""
_LITTLE = 100_000.0
"""What a whole text may cost, in such characters, where it is cut so short that its growth does not matter."""
_LOOK = {str: re.compile("(?s:.)"), bytes: re.compile(b"(?s:.)")}
_AT_START = {"match", "fullmatch"}


def collected() -> dict[str, re.Pattern[Any]]:
    """Every expression that a module of the package keeps under a name, compiled as it is: `file name`."""
    found: dict[str, re.Pattern[Any]] = {}
    for file, source in FILES.items():
        if "import re\n" in source:
            module = import_module(f"detector.{file.removesuffix('.py').replace('/', '.').removesuffix('.__init__')}")
            for name in _assigned(ast.parse(source)):
                found.update((f"{file} {each}", one) for each, one in _patterns(name, getattr(module, name)))
            found.update((f"{file} {each}", re.compile(each)) for each in _written(ast.parse(source)))
    return found


def _written(tree: ast.Module) -> Iterator[str | bytes]:
    """Expressions that are written beside the text they are tried on: `re.sub("a", ...)`."""
    for node in ast.walk(tree):
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and called.startswith("re.") and called not in ("re.compile", "re.escape"):
            yield ast.literal_eval(node.args[0])


def _assigned(tree: ast.Module) -> Iterator[str]:
    """Names that a module gives to what it compiles."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and any(map(_is_compiling, ast.walk(node))):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def _is_compiling(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"


def _patterns(name: str, value: Any) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _patterns(f"{name}[{number}]", each)


REGEXES = collected()


@cache
def widest(name: str) -> int:
    """Characters of the longest match."""
    pattern = REGEXES[name]
    return int(parser.parse(pattern.pattern, pattern.flags).getwidth()[1])


def methods(name: str) -> set[str]:
    """The methods by which the package tries an expression."""
    file, _, named = name.partition(" ")
    if name in TABLE and TABLE[name].how:
        return {TABLE[name].how}
    private = named.startswith("_")
    used = re.compile(rf"\b{re.escape(named)}\.(search|match|fullmatch|findall|finditer|subn?|split)\b")
    sources = [FILES[file]] if private else FILES.values()
    return {method for source in sources for method in used.findall(source)}


def use(name: str) -> Callable[[Any], object]:
    """The dearest way in which the package tries an expression on one text."""
    pattern, used = REGEXES[name], methods(name)
    if used and used <= _AT_START:
        return pattern.fullmatch if used == {"fullmatch"} else pattern.match
    return pattern.findall


def size(name: str) -> int:
    """Characters of the texts to try, a quarter of the longest."""
    most = TABLE[name].most if name in TABLE else 0
    return min(_SIZE, most // 4) if most else _SIZE


def making(name: str, pump: Pump) -> Callable[[int], Any]:
    if isinstance(REGEXES[name].pattern, bytes):
        return lambda length: pump.text(length).encode("latin-1")
    return pump.text


def dearness(name: str, pump: Pump) -> float:
    """How many characters could be looked at in the time of one, in the longest text."""
    text = making(name, pump)(4 * size(name))
    return once(use(name), text) / once(_LOOK[type(text)].findall, text)


def glance(do: Callable[[Any], object], text: Any) -> float:
    """Processor seconds of a call, roughly: to find the dearest of many."""
    start = time.process_time()
    do(text)
    return time.process_time() - start


def once(do: Callable[[Any], object], text: Any) -> float:
    return min(spent(lambda: do(text)) for _ in range(2))


def test_every_call_that_takes_an_expression_is_seen():
    """No expression is compiled in a place where these tests do not look for it."""
    for file, source in FILES.items():
        tree = ast.parse(source)
        named = {id(node) for one in tree.body if isinstance(one, ast.Assign | ast.AnnAssign) for node in ast.walk(one)}
        for node in filter(_is_compiling, ast.walk(tree)):
            known = id(node) in named or USERS.get(file) == ast.unparse(node)
            assert known, f"{file}: {ast.unparse(node)}: keep the expression in a name of the module"


def test_every_expression_that_can_match_much_has_a_reason():
    long = {name for name in REGEXES if widest(name) > _SHORT}
    missing, gone = long - TABLE.keys(), TABLE.keys() - REGEXES.keys()
    assert not missing, f"say in tests/regexes.py why these are linear: {sorted(missing)}"
    assert not gone, f"these are no more: {sorted(gone)}"


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row.most])
def test_a_bound_that_a_reason_names_is_in_the_code(name):
    assert TABLE[name].cut in FILES[name.partition(" ")[0]]


@pytest.mark.parametrize("name", REGEXES)
def test_time_grows_with_the_text(name):
    do = use(name)
    tried = {pump: glance(do, making(name, pump)(size(name))) for pump in pumps(REGEXES[name])}
    for pump in sorted(tried, key=tried.__getitem__)[-_SUSPECTS:]:
        dear = dearness(name, pump)
        if dear < _CHEAP or (name in TABLE and 0 < dear * TABLE[name].most < _LITTLE):
            continue
        ratio = growth(do, making(name, pump), size(name), LIMIT)
        assert ratio < LIMIT, f"{name}: four times {pump} takes {ratio:.1f} times as long"
        assert dear < _DEAR, f"{name}: a character of {pump} costs as much as looking at {dear:.0f}"


@pytest.mark.parametrize(
    ("pattern", "size"),
    [
        ("a*b", 2_000),
        ("<!--.*?-->", 2_000),
        ("<!--[^>]*>", 8_000),
        (r"\s+$", 2_000),
        ("x[^y]{0,9000}y", 2_000),
    ],
)
def test_texts_are_found_that_an_expression_is_slow_on(pattern, size):
    """The test of the test: a planted expression that is not linear is seen."""
    planted = re.compile(pattern)
    dearest = max(pumps(planted), key=lambda pump: glance(planted.findall, pump.text(size)))
    assert growth(planted.findall, dearest.text, size) > LIMIT
