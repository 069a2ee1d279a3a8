"""Cost of measuring a parsed page, beside the cost of parsing it.

    python benchmarks/features.py [CORPUS.jsonl.gz] [--pages N]

Pages come from a corpus of JSON lines with `html` and `url`; without one, written pages are strung together to about 100 KB.
Prints microseconds a page (best of five runs, the readers warmed) and the ratio of measuring to parsing.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from detector.features.vector import read
from detector.page import Document
from detector.parsing import parse

_AUTHORED = Path(__file__).resolve().parent.parent / "datasets" / "authored"
_SIZE = 100_000
_RUNS = 5


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("corpus", nargs="?", type=Path)
    arguments.add_argument("--pages", type=int, default=200)
    chosen = arguments.parse_args()
    documents = from_corpus(chosen.corpus, chosen.pages) if chosen.corpus else strung_together(20)
    pages = [parse(document) for document in documents]
    parsing = best(lambda: [parse(document) for document in documents]) / len(documents)
    measuring = best(lambda: [read(page) for page in pages]) / len(pages)
    size = sum(len(document.body) for document in documents) / len(documents) / 1_000
    print(f"{len(documents)} pages of {size:.0f} KB on average")
    print(f"parse + walk   {parsing * 1e6:8.0f} µs a page")
    print(f"measure        {measuring * 1e6:8.0f} µs a page")
    print(f"ratio          {measuring / parsing:8.2f}")


def from_corpus(path: Path, most: int) -> Sequence[Document]:
    """HTML pages of 50 to 200 KB, evenly spread over the corpus."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            body = (said.get("html") or "").encode("utf-8", "replace")
            if 50_000 <= len(body) <= 200_000:
                found.append(Document(body, said["url"], "text/html; charset=utf-8"))
    return found[:: max(len(found) // most, 1)][:most]


def strung_together(count: int) -> Sequence[Document]:
    """Bodies of written pages, one after the other, to about 100 KB each."""
    files = sorted(_AUTHORED.glob("*/pages/*.html"))
    documents = []
    for start in range(count):
        body = b""
        for file in files[start:] + files[:start]:
            body += file.read_bytes()
            if len(body) >= _SIZE:
                break
        documents.append(Document(body, "https://own.example/page", "text/html; charset=utf-8"))
    return documents


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs."""
    times = []
    for _ in range(_RUNS):
        begun = perf_counter()
        work()
        times.append(perf_counter() - begun)
    return min(times)


if __name__ == "__main__":
    main()
