"""What can be fuzzed: a name, and the function that checks one input. An input that breaks a law raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

Check = Callable[[bytes], None]

TARGETS: Mapping[str, str] = MappingProxyType(
    {
        "pages": "the whole way of a page, to every output",
        "verdicts": "outputs of a verdict full of strangers' strings",
        "addresses": "addresses resolved, unwrapped, defanged",
        "code": "scripts, handlers, states, JSON-LD and style sheets",
        "archives": "WARC archives, packed or not",
        "answers": "HTTP messages with their codings",
        "tables": "JSONL, CSV, Parquet, lists, and telling what a file is",
        "folders": "model folders",
        "reputations": "reputation lists, and the files built of them",
        "web": "robots.txt, and answers of servers with their redirects and codings",
    }
)
"""By name, which is its module's: what is fuzzed."""


def check_of(name: str) -> Check:
    """The check of a target, imported only now so that a fuzzer can instrument what it imports."""
    module = import_module(f"tests.fuzz.{name}")
    check: Check = module.check
    return check
