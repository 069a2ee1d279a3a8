"""What a crawl of billions of pages takes: core-hours, hours and cost, worked out from the measured time a page.

    python -m benchmarks.throughput.sizing [--ms MS] [--pages N] [--archives N] [--dollars D] [--write docs]

The time a page is that of docs/throughput.json, which `python -m benchmarks.throughput --write docs` measures, or --ms.
Everything else is an assumption, and is told as one. `--write` replaces the block between the marks in how-to/cluster.md.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.throughput.contestants import OURS

DOCS = Path(__file__).resolve().parents[2] / "docs"
_BLOCK = re.compile(r"(?<=<!-- sizing -->\n).*?(?=<!-- /sizing -->)", re.DOTALL)


class Crawl(NamedTuple):
    """A crawl, and what a cluster costs; the figures are those of a large public crawl, rounded."""

    pages: int = 3_000_000_000
    archives: int = 100_000
    gigabytes: float = 0.9
    """Of an archive, packed."""
    spare: float = 0.25
    """Share of the time that goes to reading over the network, starting, and waiting for the last tasks: an assumption."""
    dollars: float = 0.02
    """For a core-hour, with its memory: a round figure for machines that may be taken away, an assumption."""


class Row(NamedTuple):
    """A cluster of one size."""

    cores: int
    hours: float
    pages_a_second: float
    gigabits_a_second: float
    """That all machines together read."""


def core_hours(ms_a_page: float, crawl: Crawl) -> float:
    """Time of all cores together.

    >>> core_hours(3.6, Crawl(pages=1_000_000, spare=0))
    1.0
    """
    return crawl.pages * ms_a_page / 3_600_000 * (1 + crawl.spare)


def sizing(ms_a_page: float, crawl: Crawl, cores: Sequence[int] = (64, 256, 1_024, 4_096)) -> list[Row]:
    """What clusters of these sizes take for a crawl; the work is shared evenly, an archive a task.

    >>> sizing(3.6, Crawl(pages=1_000_000, archives=100, gigabytes=0.45, spare=0), cores=[1, 2])[1]
    Row(cores=2, hours=0.5, pages_a_second=555.5555555555555, gigabits_a_second=0.2)
    """
    whole = core_hours(ms_a_page, crawl)
    gigabits = crawl.archives * crawl.gigabytes * 8
    return [
        Row(count, whole / count, crawl.pages / (whole / count * 3_600), gigabits / (whole / count * 3_600))
        for count in cores
    ]


def markdown(ms_a_page: float, origin: str, crawl: Crawl) -> str:
    """The block of the page."""
    whole = core_hours(ms_a_page, crawl)
    table = "".join(
        f"| {row.cores:,} | {_plain(row.hours)} | {row.pages_a_second:,.0f} | {_plain(row.gigabits_a_second)} |\n"
        for row in sizing(ms_a_page, crawl)
    )
    return (
        f"{crawl.pages:,} pages in {crawl.archives:,} archives ({crawl.archives * crawl.gigabytes / 1_000:,.0f} TB packed) at "
        f"{ms_a_page:.2f} ms a page ({origin}) and {crawl.spare:.0%} for the network, starting and the last tasks come to "
        f"**{whole:,.0f} core-hours**: {whole * crawl.dollars:,.0f} $ at {crawl.dollars:g} $ a core-hour, which is an assumption "
        "(machines that may be taken away), as are the sizes and the share. One archive takes a core "
        f"{crawl.pages / crawl.archives * ms_a_page / 60_000 * (1 + crawl.spare):.1f} minutes.\n"
        "\n"
        "| cores | hours | pages a second | read together, Gbit/s |\n"
        "|---|---|---|---|\n"
        f"{table}"
    )


def measured(path: Path) -> float:
    """Milliseconds a page of one core, as measured. Raises SystemExit where nothing was."""
    if not path.exists():
        raise SystemExit(f"{path} is not there: run python -m benchmarks.throughput --write docs, or give --ms.")
    found = json.loads(path.read_text("utf-8")).get("contest", {}).get("found", {})
    for one in found.get("contestants", ()):
        if one["name"] == OURS:
            return float(one["cpu_ms"])
    raise SystemExit(f"{path} has no contest: run python -m benchmarks.throughput --only contest --write docs.")


def publish(block: str, folder: Path) -> None:
    """Replace the block in how-to/cluster.md. Raises SystemExit where it has none."""
    path = folder / "how-to" / "cluster.md"
    page = path.read_text("utf-8")
    if not _BLOCK.search(page):
        raise SystemExit(f"{path} has no place for the block: put <!-- sizing --> and <!-- /sizing --> there.")
    path.write_text(_BLOCK.sub(lambda _: block, page), "utf-8")


def main() -> None:
    """Work it out, print it, and write it where asked."""
    known = Crawl()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ms", type=float, metavar="MS", help="milliseconds a page of one core")
    parser.add_argument("--pages", type=int, default=known.pages, metavar="N")
    parser.add_argument("--archives", type=int, default=known.archives, metavar="N")
    parser.add_argument("--gigabytes", type=float, default=known.gigabytes, metavar="GB", help="of an archive, packed")
    parser.add_argument(
        "--spare", type=float, default=known.spare, metavar="SHARE", help="of time that is not labelling"
    )
    parser.add_argument("--dollars", type=float, default=known.dollars, metavar="D", help="for a core-hour")
    parser.add_argument("--write", type=Path, metavar="DIR", help="replace the block in how-to/cluster.md there")
    options = parser.parse_args()
    crawl = Crawl(options.pages, options.archives, options.gigabytes, options.spare, options.dollars)
    ms = measured(DOCS / "throughput.json") if options.ms is None else options.ms
    origin = "[measured](../throughput.md)" if options.ms is None else "given, not measured"
    block = markdown(ms, origin, crawl)
    print(block, end="")
    if options.write is not None:
        publish(block, options.write)


def _plain(figure: float) -> str:
    """
    >>> _plain(1234.5), _plain(12.34), _plain(0.123)
    ('1,234', '12', '0.12')
    """
    return f"{figure:,.0f}" if figure >= 10 else f"{figure:.2g}"


if __name__ == "__main__":
    main()
