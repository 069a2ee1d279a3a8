"""How often the two readers agree on whole pages, and where they do not.

    python benchmarks/parity.py CORPUS.jsonl.gz... [--sample N]

A row of the corpus is JSON with `html` (or `text`, which has one reader only and is passed over) and `url`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from joblib import Parallel, delayed

from detector.errors import DetectorError
from detector.page import Document, Page
from detector.parsing import parse

_SHOWN = 3


def main() -> None:
    """Compare and print."""
    options = _options()
    rows = [row for path in options.corpus for row in _rows(path) if row.get("html")]
    rows = random.Random(options.seed).sample(rows, min(options.sample or len(rows), len(rows)))
    causes = Parallel(n_jobs=2, batch_size=8)(delayed(_differences)(row["html"], row.get("url")) for row in rows)
    equal = sum(not found for found in causes)
    print(f"{len(rows)} pages, wholly equal: {equal} ({100 * equal / max(len(rows), 1):.2f} %)")
    counts = Counter(name for found in causes for name in found)
    for name, count in counts.most_common():
        print(f"{count:6}  {name}")
        shown = [(row, found[name]) for row, found in zip(rows, causes, strict=True) if name in found][:_SHOWN]
        for row, detail in shown:
            print(f"        {row.get('id', '')}: {detail}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=0, help="this many pages, drawn at random; 0 for all")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _differences(html: str, url: str | None) -> dict[str, str]:
    """Name of each page value that differs, with its first difference."""
    document = Document(html.encode("utf-8", "replace"), url, "text/html; charset=utf-8")
    try:
        fast, slow = parse(document, "lexbor"), parse(document, "soup")
    except DetectorError as error:
        return {"unreadable": str(error)}
    return {
        field.name: _first(getattr(fast, field.name), getattr(slow, field.name))
        for field in fields(Page)
        if getattr(fast, field.name) != getattr(slow, field.name)
    }


def _first(fast: Any, slow: Any) -> str:
    if isinstance(fast, tuple):
        for index, (one, other) in enumerate(zip(fast, slow, strict=False)):
            if one != other:
                return f"at {index}: {one!r:.300} | {other!r:.300}"
        return f"{len(fast)} | {len(slow)}"
    if hasattr(fast, "items"):
        return f"{dict(fast.items() - slow.items())!r:.300} | {dict(slow.items() - fast.items())!r:.300}"
    return f"{fast!r:.300} | {slow!r:.300}"


if __name__ == "__main__":
    main()
