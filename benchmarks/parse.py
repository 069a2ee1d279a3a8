"""How long reading a page takes, beside what others need to parse and walk the same page.

    python benchmarks/parse.py CORPUS.jsonl.gz [--pages N]

A row of the corpus is JSON with `html` and `url`. Times are of one process, best of three, as microseconds a page and
as ratios to `parse`. The slow peers see a few pages only, and their ratios are to `parse` on these.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import time
import warnings
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from selectolax.lexbor import LexborHTMLParser

from detector.page import Document
from detector.parsing import parse

_FEW = 40


def main() -> None:
    """Measure and print."""
    options = _options()
    pages = list(islice(_pages(options.corpus), options.pages))
    few = pages[:: max(len(pages) // _FEW, 1)]
    mean = sum(len(page.body) for page in pages) / max(len(pages), 1)
    print(f"{len(pages)} pages of {mean / 1000:.1f} KB on average, {len(few)} of them for the slow peers")
    warnings.simplefilter("ignore")
    whole = _measure(parse, pages)
    print(f"{'parse (lexbor)':32}{whole:10.0f} us   1.0")
    _show("lexbor alone, no walk", _measure(lambda page: LexborHTMLParser(page.body), pages), whole)
    base = _measure(parse, few)
    _show("parse (soup)", _measure(lambda page: parse(page, "soup"), few, 1), base)
    for parser in ("lxml", "html.parser", "html5lib"):
        if importlib.util.find_spec(parser.split(".")[0]) is None:
            print(f"{f'bs4({parser}), full walk':32}   skipped: {parser} is not installed")
        else:
            _show(f"bs4({parser}), full walk", _measure(_soup_walk(parser), few, 1), base)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=400)
    return parser.parse_args()


def _pages(path: Path) -> Iterator[Document]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        # Every tenth, so that a corpus sorted by source gives a mixture.
        for line in islice(lines, 0, None, 10):
            row = json.loads(line)
            if row.get("html"):
                body = row["html"].encode("utf-8", "replace")
                yield Document(body, row.get("url"), "text/html; charset=utf-8")


def _soup_walk(parser: str) -> Callable[[Document], int]:
    """What the same reader would do with bs4: parse, and look at every element's name, attributes and text once."""

    def walk(page: Document) -> int:
        tree = BeautifulSoup(page.body, parser)
        return sum(len(node.attrs) if isinstance(node, Tag) else len(str(node)) for node in tree.descendants)

    return walk


def _measure(read: Callable[[Document], object], pages: list[Document], rounds: int = 3) -> float:
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for page in pages:
            read(page)
        best = min(best, time.process_time() - start)
    return best / max(len(pages), 1) * 1e6


def _show(name: str, microseconds: float, base: float) -> None:
    print(f"{name:32}{microseconds:10.0f} us{microseconds / base:6.1f}")


if __name__ == "__main__":
    main()
