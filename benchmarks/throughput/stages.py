"""Where the time of a page goes: each step of the way alone, over the pages of some archives.

    python -m benchmarks.throughput.stages [--archives PATH...] [--pages N] [--write docs]

Each step is timed on its own over all pages, garbage collection off, as in a worker; the sources of this
checkout are timed, not compiled. Steps add up to less than a run: starting, committing and moving rows between processes are not among them.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from benchmarks.throughput import archives, results
from benchmarks.throughput.steps import STEPS
from detector.crawl.labelling import Labelling
from detector.crawl.wanted import Wanted
from detector.errors import DetectorError
from detector.features import FEATURES
from detector.features.candidates import candidates
from detector.features.evidence import examine
from detector.features.fingerprint import fingerprint
from detector.features.vector import read as measure
from detector.model import load
from detector.model.scorer import decide_page, decide_ways, judge
from detector.parsing import cost, decode, parse
from detector.sinks.formats import chosen
from detector.sinks.schema import NAMES
from detector.sources.inputs import find
from detector.sources.record import Record
from detector.sources.records import read

Result = TypeVar("Result")


class Clock:
    """Processor seconds by step."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)

    def time(self, step: str, work: Callable[..., Result], *given: Any) -> Result:
        """What `work` returns; its time is counted."""
        start = time.process_time()
        result = work(*given)
        self.spent[step] += time.process_time() - start
        return result


def main() -> None:
    """Time, print, and write where asked."""
    options = _options()
    with TemporaryDirectory() as folder:
        captures = archives.repeated(options.archives) if options.archives else archives.made(options.kilobytes)
        [path] = archives.write_many(Path(folder, "archives"), captures, options.pages)
        given = {"archives": "ARCHIVES"} if options.archives else {"kilobytes": options.kilobytes}
        said = results.command("benchmarks.throughput.stages", pages=options.pages, **given)
        measured = results.measured(said, lambda: timed(path))
    results.publish({"stages": measured}, options.write)


def timed(path: Path) -> dict[str, Any]:
    """Milliseconds a page by step, JSON-able."""
    [found] = find([str(path)])
    clock = Clock()
    gc.collect()
    gc.freeze()
    gc.disable()
    records: list[Record] = clock.time("read", lambda: list(read(found)))
    labelling = Labelling(load(), Wanted(), NAMES)
    rows = [row for record in records if (row := _labelled(clock, labelling, record)) is not None]
    clock.time("encode", chosen("rows.jsonl").encode, rows)
    gc.enable()
    sizes = [len(record.document.body) for record in records if record.document is not None]
    return {
        "pages": len(rows),
        "bytes": round(sum(sizes) / len(sizes)),
        "steps": {step: round(clock.spent[step] / len(rows) * 1e3, 3) for step in STEPS},
    }


def _labelled(clock: Clock, labelling: Labelling, record: Record) -> Any:
    document = record.document
    if document is None:
        return None
    try:
        received = clock.time("decode", decode.decode, document)
        clock.time("cost", cost.affordable, received.text)
        page = clock.time("parse", parse, document)
    except DetectorError:
        return None
    evidence = clock.time("examine", examine, page)
    clock.time("candidates", candidates, evidence)
    clock.time("dense", lambda: [feature.measure(evidence) for feature in FEATURES])
    reading = clock.time("measure", measure, page)
    ways = clock.time("score", decide_ways, labelling.model, reading.vector.ways, reading.vector.way_tokens)
    clock.time("score", decide_page, labelling.model, reading.vector, ways.log_odds)
    clock.time("fingerprint", fingerprint, evidence, None)
    verdict = clock.time("judge", judge, labelling.model, page, document.id)
    return clock.time("row", labelling.row, verdict, record, "input")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--archives", type=Path, nargs="+", metavar="PATH", help="take pages from these archives, again and again"
    )
    parser.add_argument("--kilobytes", type=int, default=43, metavar="N", help="median size of the pages that are made")
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--write", type=Path, metavar="DIR", help="also write throughput.md and throughput.json there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
