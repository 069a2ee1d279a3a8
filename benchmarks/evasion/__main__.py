"""How many written spam pages each evasion makes clean, and how many honest ones it makes suspicious.

    python -m benchmarks.evasion [--model NAME] [--only NAME]... [--verbose] [--write docs]

Every page is judged with and without every evasion that finds something to work on in it. `--write` writes evasion.md and
evasion.json into a folder; it takes all evasions.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.evasion import TRICKS, Trick
from benchmarks.evasion.measure import bands, outcome
from benchmarks.evasion.pages import written
from benchmarks.evasion.table import markdown, results, text
from detector.model import load


def main() -> None:
    """Measure, print and write."""
    options = _options()
    found = measured(options.model, [TRICKS[name] for name in options.only or TRICKS])
    print(text(found))
    if options.verbose:
        print(*_pages(found), sep="\n")
    if options.write:
        (options.write / "evasion.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
        (options.write / "evasion.md").write_text(markdown(found), "utf-8")


def measured(name: str | None, tricks: Sequence[Trick]) -> dict[str, Any]:
    """What these evasions do to the written pages before a model."""
    model, pages = load(name), written()
    before = bands(model, pages)
    labels = {page.id: page.label for page in pages}
    return results(model, before, labels, [outcome(model, trick, pages, before) for trick in tricks])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="a model folder or name; the shipped one if left out")
    parser.add_argument(
        "--only", action="append", choices=[*TRICKS], metavar="NAME", help="this evasion only; repeat for more"
    )
    parser.add_argument("--verbose", action="store_true", help="name the pages that were flipped or raised")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write evasion.md and evasion.json there")
    options = parser.parse_args()
    if options.write and options.only:
        parser.error("--write takes all evasions: leave out --only")
    return options


def _pages(found: Mapping[str, Any]) -> Iterator[str]:
    for evasion in found["evasions"]:
        for key in ("flipped", "raised"):
            if evasion[key]:
                yield f"{evasion['name']}, {key}: {' '.join(evasion[key])}"


if __name__ == "__main__":
    main()
