"""What happens to broken pages: rows, errors, memory and the slowest ones; and the sums of what was fuzzed.

    python -m benchmarks.mutated [--pages N] [--seed N] [--model FOLDER] [--write docs]
    python -m benchmarks.mutated --fuzzing LEDGER [--write docs]

Exit code 1 where a page has no row, or a row tells of a fault of the program. `--write` replaces the sections that were measured in
robustness.md and robustness.json. Linux only.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.mutated import fuzzing, measure, table
from benchmarks.throughput.results import command


def main() -> None:
    """Measure, print, and write where asked."""
    options = _options()
    if options.fuzzing:
        sections = {
            "fuzzing": {"command": command("benchmarks.mutated", fuzzing="LEDGER"), **fuzzing.sums(options.fuzzing)}
        }
    else:
        sections = {"mutated": _mutated(options)}
    publish(sections, options.write)
    sys.exit(0 if all(map(sound, sections.values())) else 1)


def _mutated(options: argparse.Namespace) -> dict[str, Any]:
    with TemporaryDirectory(dir=options.scratch) as folder:
        found = measure.label(Path(folder), options.pages, options.seed, options.model)
    slowest = measure.slowest(options.pages, options.seed, options.model)
    said = command("benchmarks.mutated", pages=options.pages, seed=options.seed or None)
    return {"command": said, **found, "slowest": slowest}


def sound(section: Mapping[str, Any]) -> bool:
    """Whether every page has its row, and no row tells of a fault of the program."""
    pages = section.get("pages", 0)
    return bool(
        section.get("rows", 0) == section.get("distinct", 0) == pages
        and not section.get("faults")
        and not section.get("losses")
    )


def publish(sections: Mapping[str, Mapping[str, Any]], folder: Path | None) -> None:
    """Print these sections; write them, beside those that are there already."""
    print(table.page(sections))
    if folder is None:
        return
    path = folder / "robustness.json"
    every = {**(json.loads(path.read_text("utf-8")) if path.exists() else {}), **sections}
    path.write_text(json.dumps(every, indent=1, sort_keys=True) + "\n", "utf-8")
    (folder / "robustness.md").write_text(table.page(every), "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000, metavar="N", help="10,000 if left out")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another number gives other pages")
    parser.add_argument("--model", help="model to label with; the shipped one if left out")
    parser.add_argument(
        "--fuzzing", type=Path, metavar="LEDGER", help="sum up runs.jsonl of a fuzzer's corpus, and do nothing else"
    )
    parser.add_argument("--scratch", type=Path, metavar="DIR", help="where inputs and outputs are put for a while")
    parser.add_argument("--write", type=Path, metavar="DIR", help="also write the page and its figures there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
