"""What labelling broken pages comes to: rows, errors, memory of each worker, and the pages that took the longest."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.mutated import inputs, pages
from benchmarks.throughput.memory import curves
from benchmarks.throughput.processes import detector, processors, run
from detector.errors import DetectorError
from detector.model import judge, load
from detector.page import Document
from detector.parsing import parse
from detector.sources.archives.http import MOST

_EVERY = 0.5
_SLOWEST = 10
FAULT = "a fault of this program"


def label(folder: Path, count: int, seed: int, model: str | None) -> dict[str, Any]:
    """Label so many broken pages with the real command, a worker a processor and the bounds that pages have by default."""
    paths = inputs.write(folder / "in", pages.broken(count, seed))
    out = folder / "rows.jsonl"
    chosen = ["--model", model] if model else []
    command = detector("label", *map(str, paths), "-o", str(out), "--status", "any", "--type", "any", *chosen)
    done = run(
        [*command, "--summary", str(folder / "summary.md"), "--exit-zero", "--quiet"],
        processors(),
        _EVERY,
        tracing=True,
    )
    report = json.loads((folder / "rows.jsonl.report.json").read_text("utf-8"))
    found = rows(out)
    return {
        "pages": count,
        "seed": seed,
        "bytes": sum(path.stat().st_size for path in paths),
        **found,
        "losses": report["counts"].get("losses", 0),
        "seconds": round(done.wall, 1),
        "pages_a_second": round(count / done.wall, 1),
        "workers": [curve["peak_mb"] for curve in curves(done.trace) if curve["name"] != "leader"],
        "process_mb": round(done.process),
    }


def rows(out: Path) -> dict[str, Any]:
    """Rows by band, and those with an error by its sentence."""
    bands: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    truncated = 0
    seen = set()
    with out.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            seen.add(row["id"])
            truncated += row["truncated"]
            bands[row["band"] or "error"] += 1
            if row["error"]:
                errors[row["error"]] += 1
    return {
        "rows": bands.total(),
        "distinct": len(seen),
        "truncated": truncated,
        "bands": dict(bands.most_common()),
        "errors": dict(errors.most_common()),
        "faults": sum(number for said, number in errors.items() if FAULT in said),
    }


def slowest(count: int, seed: int, model: str | None) -> Sequence[dict[str, Any]]:
    """The pages that take the most processor time from bytes to verdict, with their recipes; one process, no bound on time."""
    judging = load(model)
    times = []
    for page in pages.broken(count, seed):
        document = Document(
            page.body[:MOST], f"https://films.example/{page.number}", page.content_type, str(page.number)
        )
        start = time.process_time()
        with suppress(DetectorError):
            judge(judging, parse(document))
        times.append((time.process_time() - start, page.number, page.recipe, len(document.body)))
        if not page.number % 1_000:
            print(f"{page.number:,} timed", file=sys.stderr, flush=True)
    times.sort(reverse=True)
    return [
        {"seconds": round(seconds, 2), "page": number, "recipe": recipe, "bytes": size}
        for seconds, number, recipe, size in times[:_SLOWEST]
    ]
