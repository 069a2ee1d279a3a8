"""How fast archives are labelled: beside others on one processor, on several, and as pages grow in number and size.

    python -m benchmarks.throughput [--archives PATH...] [--pages N] [--only SECTION]... [--full] [--write docs]
    python -m benchmarks.throughput --memory 50000 [--write docs]
    python -m benchmarks.throughput.kills [--write docs]

Without --archives the pages are made of the written ones. Linux only; peers that are not installed (extra `peers`) are
skipped. Exit code 1 where a figure misses what is owed. `--write` replaces the sections that were measured in
throughput.md, throughput.json and memory.svg.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.throughput import archives, contest, cores, growth, memory, results
from benchmarks.throughput.contestants import contestants
from benchmarks.throughput.fitting import fit
from benchmarks.throughput.goals import goals

SECTIONS = ("contest", "cores", "growth")
_MANY = 16
"""Archives where there are many small ones."""
_LONGER = 4
"""Times as many pages on several processors: the last chunks, when not all workers have one, should not weigh much."""
_SHARE = 2_000
"""Pages of an archive where memory is looked at."""


def main() -> None:
    """Measure, print, and write where asked."""
    options = _options()
    sections = {}
    with TemporaryDirectory(dir=options.scratch) as folder:
        measure = _measures(Path(folder), options)
        for name in ["memory"] if options.memory else options.only or SECTIONS:
            sections[name] = results.measured(_command(name, options), measure[name])
    results.publish(sections, options.write)
    sys.exit(0 if all(goal.reached for goal in goals(sections)) else 1)


def _measures(folder: Path, options: argparse.Namespace) -> Mapping[str, Callable[[], dict[str, Any]]]:
    model, pages, rounds = options.model, options.pages, options.rounds
    origin = f" of {len(options.archives)} archives, again and again" if options.archives else " of our own making"
    [single] = archives.write_many(folder / "single", _captures(options), 1)

    def shared(name: str, count: int, parts: int) -> list[Path]:
        return archives.write_many(folder / name, _captures(options), count, parts)

    def side_by_side() -> dict[str, Any]:
        taking_part = contestants(model, fit(folder / "fitted.joblib"))
        held = contest.hold(taking_part, single, shared("contest", pages, 1)[0], pages, rounds)
        return {"origin": origin, **held}

    def several() -> dict[str, Any]:
        count = _LONGER * pages
        layouts = {"one big": shared("one", count, 1), "many small": shared("many", count, _MANY)}
        return {"origin": origin, **cores.scale(layouts, single, count, rounds, model)}

    def growing() -> dict[str, Any]:
        counts = growth.COUNTS if options.full else growth.COUNTS[:-1]
        return {
            "counts": growth.of_counts(folder, single, counts, model),
            "sizes": growth.of_sizes(folder, single, growth.SIZES, model),
        }

    def remembering() -> dict[str, Any]:
        count: int = options.memory
        paths = shared("memory", count, -(-count // _SHARE))
        return {"origin": origin, **memory.label_all(paths, count, model)}

    return {"contest": side_by_side, "cores": several, "growth": growing, "memory": remembering}


def _captures(options: argparse.Namespace) -> Iterator[archives.Capture]:
    return archives.repeated(options.archives) if options.archives else archives.made(options.kilobytes)


def _command(name: str, options: argparse.Namespace) -> str:
    # Where somebody's archives lie is nobody's business.
    given = {"archives": "ARCHIVES"} if options.archives else {"kilobytes": options.kilobytes}
    sized: dict[str, dict[str, object]] = {
        "contest": {"only": name, "pages": options.pages, "rounds": options.rounds, **given},
        "cores": {"only": name, "pages": options.pages, "rounds": options.rounds, **given},
        "growth": {"only": name, "full": options.full},
        "memory": {"memory": options.memory, **given},
    }
    return results.command("benchmarks.throughput", **sized[name])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--archives", type=Path, nargs="+", metavar="PATH", help="take pages from these archives, again and again"
    )
    parser.add_argument("--kilobytes", type=int, default=43, metavar="N", help="median size of the pages that are made")
    parser.add_argument(
        "--pages", type=int, default=1_000, help=f"pages of the contest; {_LONGER} times as many on several processors"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--only", action="append", choices=SECTIONS, metavar="SECTION", help="contest, cores or growth; repeat for more"
    )
    parser.add_argument("--full", action="store_true", help=f"let the pages grow to {growth.COUNTS[-1]:,}")
    parser.add_argument(
        "--memory", type=int, metavar="N", help="look at memory while N pages are labelled, and do nothing else"
    )
    parser.add_argument("--model", help="model to label with; the shipped one if left out")
    parser.add_argument("--scratch", type=Path, metavar="DIR", help="where archives and outputs are put for a while")
    parser.add_argument("--write", type=Path, metavar="DIR", help="also write the page, its figures and the plot there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
