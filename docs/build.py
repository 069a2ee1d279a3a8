"""Write what the documentation takes from the program: `python docs/build.py`.

    docs/features.md              the table of features
    docs/reference/commands.md    the help of every command
    docs/results.md               results.json of `detector evaluate --write docs`, and behind it peers.md of benchmarks.quality
    datasets/README.md            its tables of rows and sources, from the shipped rows
    README.md, docs/tutorial.md   every ```console block: its `$ detector ...` commands are run anew

Everything else on those pages is written by hand. `--check` writes nothing and exits with 1 where a page is stale.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click
from click.testing import CliRunner

from detector.cli import main as program
from detector.sinks import reference
from detector.training import report

ROOT = Path(__file__).resolve().parents[1]
WITH_CONSOLE = ("README.md", "docs/tutorial.md")
COLUMNS = 88

_CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_MARKED = re.compile(r"(<!-- begin (\w+): written by docs/build\.py -->\n).*?(?=<!-- end \2 -->)", re.DOTALL)
_COMMANDS_HEAD = """# Commands

What each command's `--help` says. Data goes to standard output, progress and notes to standard error. Exit codes are told
in [input and output](input-output.md#exit-codes).

This page is written by `python docs/build.py`.
"""
# The licence as the row's origin states it, in general terms.
_LICENCES = {
    "none stated": "none stated",
    "own": "this project's",
    "apache": "Apache-2.0",
    "affero": "AGPL-3.0",
    "gpl-3": "GPL-3.0",
    "wordpress": "GPL-2.0 or later",
    "permission is hereby": "MIT",
    "mit license": "MIT",
}


def pages() -> Mapping[Path, str]:
    """Pages with a part that is written here, as they should stand; no model is needed for these."""
    rows = _rows(ROOT / "datasets" / "base" / "rows.jsonl.gz")
    dataset = ROOT / "datasets" / "README.md"
    return {
        ROOT / "docs" / "features.md": reference.markdown(),
        ROOT / "docs" / "reference" / "commands.md": commands_page(),
        ROOT / "docs" / "results.md": results_page(ROOT / "docs"),
        dataset: with_tables(dataset.read_text("utf-8"), {"rows": rows_table(rows), "sources": sources_table(rows)}),
    }


def console_pages() -> Mapping[Path, str]:
    """Pages with terminal sessions, run anew with the shipped model."""
    return {ROOT / name: with_output((ROOT / name).read_text("utf-8")) for name in WITH_CONSOLE}


def results_page(docs: Path) -> str:
    """What `detector evaluate` found, and below it how the peers did on the same pages."""
    found = report.markdown(json.loads((docs / "results.json").read_text("utf-8")))
    peers = docs / "peers.md"
    return found + ("\n" + re.sub("^#", "##", peers.read_text("utf-8"), flags=re.MULTILINE) if peers.exists() else "")


def commands_page() -> str:
    """The help of the program and of all its commands."""
    parts = [_COMMANDS_HEAD]
    for names in ((), *command_names(program)):
        shown = CliRunner().invoke(program, [*names, "--help"], prog_name="detector", terminal_width=COLUMNS)
        parts.append(f"## detector {' '.join(names)}".rstrip() + f"\n\n```text\n{shown.output.rstrip()}\n```\n")
    return "\n".join(parts)


def command_names(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words that call each command, groups before their members: `("dataset",)`, `("dataset", "build")`, ..."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        yield (*above, name)
        if isinstance(found, click.Group):
            yield from command_names(found, (*above, name))


def with_output(text: str) -> str:
    """The text with the commands of its console blocks run anew."""
    return _CONSOLE.sub(lambda block: "".join(map(_run, _prompted(block[0]))), text)


def _prompted(block: str) -> list[str]:
    return [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]


def _run(command: str) -> str:
    # A function in place of the installed program, so that the checkout's code is what runs.
    script = f'detector() {{ "$PYTHON" -m detector.cli "$@"; }}; {command}'
    settings = {**os.environ, "PYTHON": sys.executable, "COLUMNS": str(COLUMNS), "NO_COLOR": "1"}
    ended = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    shown = ended.stdout.decode().strip()
    # 1 says that spam was found; anything higher must not become a page's example.
    if ended.returncode > 1:
        raise RuntimeError(f"`{command}` ended with exit code {ended.returncode}: {shown}")
    return f"$ {command}\n{shown}".rstrip() + "\n"


def with_tables(text: str, tables: Mapping[str, str]) -> str:
    """The text with its marked parts replaced."""
    return _MARKED.sub(lambda part: part[1] + tables[part[2]], text)


def rows_table(rows: Sequence[Mapping[str, str]]) -> str:
    """How many rows of each split and label there are, copies apart."""
    counts = Counter((row["split"], row["label"], "variant" in row) for row in rows)
    pairs = sorted({(split, label) for split, label, _ in counts})
    cells = ((split, label, counts[split, label, False], counts[split, label, True]) for split, label in pairs)
    return _table(("split", "label", "pages", "copies"), cells)


def sources_table(rows: Sequence[Mapping[str, str]]) -> str:
    """Where the pages come from: one line a label and source, copies not counted."""
    pages: Counter[tuple[str, str]] = Counter()
    sites: dict[tuple[str, str], set[str]] = {}
    about: dict[tuple[str, str], Mapping[str, str]] = {}
    for row in rows:
        if "variant" not in row:
            key = (row["label"], row["source"])
            pages[key] += 1
            sites.setdefault(key, set()).add(row.get("site") or row.get("campaign", ""))
            about.setdefault(key, row)
    cells = (
        (*key, about[key]["split"], pages[key], len(sites[key]), licence(about[key].get("licence", "")))
        for key in sorted(pages)
    )
    return _table(("label", "source", "split", "pages", "sites or templates", "licence"), cells)


def licence(said: str) -> str:
    """A licence in general terms.

    >>> licence("LICENSE: The MIT License (MIT) | Copyright ...")
    'MIT'
    """
    for words, name in _LICENCES.items():
        if words in said.lower():
            return name
    return "as its repository states" if said else "none stated"


def _table(head: Sequence[str], cells: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *cells]
    return "\n" + "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines) + "\n"


def _rows(path: Path) -> Sequence[Mapping[str, str]]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().split("\n") if line]


def build(check: bool) -> int:
    """Write the stale pages, or only name them; the exit code."""
    stale = _settle(pages(), check)
    try:
        stale += _settle(console_pages(), check)
    except RuntimeError as error:
        # The shipped model is refused until it is made for this code; all other pages are settled by now.
        print(f"terminal examples left as they are: {error}", file=sys.stderr)
        return 1
    return int(check and stale > 0)


def _settle(fresh: Mapping[Path, str], check: bool) -> int:
    """How many of the pages were stale; they are written unless only checked."""
    stale = {path: text for path, text in fresh.items() if not path.exists() or path.read_text("utf-8") != text}
    for path, text in stale.items():
        print(f"{'stale' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.write_text(text, "utf-8")
    return len(stale)


if __name__ == "__main__":
    sys.exit(build("--check" in sys.argv[1:]))
