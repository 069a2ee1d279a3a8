"""Cross-validate other shapes of the model, and compare them with the shipped one.

    python -m benchmarks.search [--only NAME]... [--seeds 1] [--write docs] [--cache DIR]

`--write` keeps search.json and search.md in a folder, brought up to date as each variant ends: an interrupted run goes on
where it was. Results of other rows, settings or seeds are dropped there.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.search import VARIANTS
from benchmarks.search.run import Plan, search
from benchmarks.search.table import text
from benchmarks.search.variant import Variant


def main() -> None:
    """Run what is left to run, print and write."""
    options = _options()
    plan = Plan(
        _chosen(options.only),
        options.datasets / "base",
        options.seeds,
        options.write,
        options.cache,
        options.again,
    )
    print(text(search(plan, lambda sentence: print(sentence, file=sys.stderr))))


def _chosen(names: list[str] | None) -> list[Variant]:
    return [v for v in VARIANTS.values() if not names or v.name in names or v.theme in names]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.search",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="variants:\n" + "\n".join(f"  {v.theme}: {v.name}" for v in VARIANTS.values()),
    )
    known = {name for v in VARIANTS.values() for name in (v.name, v.theme)}
    parser.add_argument(
        "--only",
        action="append",
        choices=sorted(known),
        metavar="NAME",
        help="this variant or theme only; repeat for more",
    )
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="deal the folds so many times (default: 1)")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write search.md and search.json there")
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="keep what candidates come to there")
    parser.add_argument("--again", action="store_true", help="run variants whose results stand, too")
    parser.add_argument(
        "--datasets", type=Path, default=Path("datasets"), metavar="FOLDER", help="holds base/ (default: datasets)"
    )
    options = parser.parse_args()
    if options.seeds < 1:
        parser.error("--seeds must be at least 1")
    return options


if __name__ == "__main__":
    main()
