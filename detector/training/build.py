"""Found and written pages and their copies -> `datasets/base/`: features, no text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from detector.errors import DetectorError
from detector.features.vector import Vector, read
from detector.page import Document
from detector.parsing import parse
from detector.training import augment
from detector.training.copies import copies, shortened
from detector.training.padding import padded
from detector.training.pages import Source, read_authored, read_corpus
from detector.training.rows import UNKNOWN_TRUTH, Rows, gather, save
from detector.training.split import group


def build(corpus: Path, authored: Path, output: Path, jobs: int = -1) -> Rows:
    """Measure all pages and write the dataset folder. Raises DatasetError for unreadable input."""
    found = [*read_corpus(corpus), *read_authored(authored)]
    blocks = [block for path in sorted(authored.glob("blocks*.jsonl")) for block in augment.read_blocks(path)]
    sources = [*found, *copies(found, blocks), *padded(found), *shortened(found)]
    rows = _without_rare_tokens(_without_orphans(measure(sources, jobs)))
    counts = Counter(f"{row.split} {row.label}{' variant' if row.variant else ''}" for row in rows.rows)
    save(rows, output, {"counts": dict(sorted(counts.items()))})
    return rows


def measure(sources: Sequence[Source], jobs: int = -1) -> Rows:
    """Rows of these pages, measured on all cores."""
    batches = [sources[start : start + 64] for start in range(0, len(sources), 64)]
    done = Parallel(n_jobs=jobs, batch_size=1)(delayed(_measure)(batch) for batch in batches)
    measured = [entry for batch in done for entry in batch]
    kept = [(source.row, *entry) for source, entry in zip(sources, measured, strict=True) if entry is not None]
    return gather([row for row, _, _ in kept], [vector for _, vector, _ in kept], [truth for _, _, truth in kept])


def _measure(batch: Sequence[Source]) -> list[tuple[Vector, NDArray[np.int8]] | None]:
    return [_one(source) for source in batch]


def _one(source: Source) -> tuple[Vector, NDArray[np.int8]] | None:
    kind = "text/plain" if source.row.form == "text" else "text/html"
    try:
        body = source.body.encode("utf-8", "replace")
        page = parse(Document(body, source.url, f"{kind}; charset=utf-8", hops=source.hops))
    except DetectorError:
        return None  # an empty page teaches nothing
    reading = read(page)
    truth = [_truth(source, candidate.way) for candidate in reading.candidates]
    return reading.vector, np.array(truth, np.int8)


def _truth(source: Source, way: Any) -> int:
    if source.scam_hosts is None:
        return 0 if source.row.label == "ham" else UNKNOWN_TRUTH
    link = way.exit.link
    if link.url in source.scam_urls or (way.landing is not None and way.landing.domain in source.scam_hosts):
        return 1
    # A line that lost its link, or a button whose target cannot be read, may be the lure itself.
    return UNKNOWN_TRUTH if source.row.label != "ham" and way.landing is None and way.baits else 0


def _without_orphans(data: Rows) -> Rows:
    """The rows without copies of pages that could not be read: nothing would tell which fold they belong to."""
    known = {row.id for row in data.rows}
    return data.select(i for i, row in enumerate(data.rows) if not row.parent or row.parent in known)


def _without_rare_tokens(data: Rows) -> Rows:
    """The rows without tokens that only one site or campaign of the training pages uses."""
    seen: dict[str, set[int]] = defaultdict(set)
    for row, tokens, ways in zip(data.rows, data.tokens, data.way_tokens, strict=True):
        if row.split in ("train", "authored") and not row.variant:
            for found in (*tokens.values(), *ways):
                seen[group(row)].update(found.tolist())
    counts = Counter(token for found in seen.values() for token in found)
    kept = np.zeros(1 << 20, bool)
    kept[[token for token, count in counts.items() if count > 1]] = True
    return data._replace(
        tokens=[{field: found[kept[found]] for field, found in tokens.items()} for tokens in data.tokens],
        way_tokens=[[found[kept[found]] for found in ways] for ways in data.way_tokens],
    )
