"""Figures as Markdown: `docs/robustness.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.fuzz.differences import KNOWN

Found = Mapping[str, Any]

_HEAD = """# Robustness

What happens to pages that are broken, by chance or on purpose. Written by the commands below with `--write docs`; do not edit.
How a fuzzer is run, and what to do with what it finds, is told in [CONTRIBUTING](../CONTRIBUTING.md#fuzzing).
"""
_MUTATED = """{pages:,} pages, made of the written pages and of the nasty ones of `tests/nasty` by up to four mutations each (bytes
flipped, lost, repeated; pages cut and spliced; tags, attributes, entities, scripts and escapes put in; charsets that lie; frames
in frames), written as archives and as JSON lines, and labelled by `detector label` with the shipped model and the bounds of a
page as they are by default.
"""
_WHY = Path(__file__).resolve().parents[2] / "tests" / "fuzz" / "found" / "why.txt"


def page(sections: Mapping[str, Found]) -> str:
    """The whole page."""
    parts = [_HEAD]
    if "mutated" in sections:
        parts += _mutated(sections["mutated"])
    if "fuzzing" in sections:
        parts += _fuzzing(sections["fuzzing"])
    return "\n".join(parts)


def _mutated(found: Found) -> Iterator[str]:
    yield f"## Broken pages\n\n`{found['command']}`\n"
    yield _MUTATED.format(**found)
    yield _table(
        ("figure", "value"),
        (
            ("pages", f"{found['pages']:,}"),
            ("rows", f"{found['rows']:,}"),
            ("rows with a verdict", f"{found['rows'] - found['bands'].get('error', 0):,}"),
            ("rows with an error, told in a sentence", f"{found['bands'].get('error', 0):,}"),
            ("of these a fault of the program", f"{found['faults']:,}"),
            ("pieces of input lost", f"{found['losses']:,}"),
            ("pages that passed a bound and say so", f"{found['truncated']:,}"),
            ("peak memory of each worker, MB", ", ".join(map(str, found["workers"]))),
            ("peak memory of the largest process, MB", found["process_mb"]),
            ("pages a second", f"{found['pages_a_second']:,}"),
        ),
    )
    yield "### Errors\n"
    yield _table(("rows", "sentence"), ((f"{count:,}", said) for said, count in found["errors"].items()))
    yield "### The slowest\n\nProcessor time from bytes to verdict, of one process.\n"
    slow = ((each["seconds"], f"{each['bytes']:,}", each["page"], each["recipe"]) for each in found["slowest"])
    yield _table(("seconds", "bytes", "page", "made of"), slow)


def _fuzzing(found: Found) -> Iterator[str]:
    yield f"## Fuzzing\n\n`python -m tests.fuzz TARGET --seconds N`, in {found['runs']} runs; summed by `{found['command']}`\n"
    rows = (
        (
            name,
            each["about"],
            f"{each['executions']:,}",
            f"{each['cpu_seconds']:,}",
            f"{each['edges']:,}",
            each["seeds"],
            each["found"],
        )
        for name, each in found["targets"].items()
    )
    total = ("**all**", "", f"{found['executions']:,}", f"{found['cpu_seconds']:,}", "", "", "")
    yield _table(("target", "what", "executions", "processor seconds", "edges", "seeds", "found"), (*rows, total))
    yield "### What was found\n\nBy the fuzzer, by its seeds, and by reading on from a finding. Each input is kept and tried again by the tests.\n"
    yield _table(("input", "why"), (line.split(": ", 1) for line in _WHY.read_text("utf-8").splitlines()))
    yield "### Where the two readers differ\n\nKnown, and no reason to stop.\n"
    yield _table(("difference", "cause"), ((known.name, known.cause) for known in KNOWN))


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    cells = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in row)} |\n" for row in cells)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("<", "\\<")
