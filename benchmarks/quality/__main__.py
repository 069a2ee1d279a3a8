"""The detector beside its peers: same pages, same split.

    python -m benchmarks.quality --corpus DIR [--only NAME]... [--write DIR]

DIR is the folder of the labelled corpus, see datasets/README.md. Peers that are not installed are skipped. Prints a table;
`--write` also writes peers.json and peers.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality import (
    bogofilter,
    characters,
    crm114,
    extracted,
    fast_text,
    naive,
    spamassassin,
    table,
)
from benchmarks.quality.contest import Result, hold
from benchmarks.quality.ours import ours
from benchmarks.quality.peer import Peer, PeerFailed, seconds
from benchmarks.quality.split import Pages, read_pages
from detector.errors import DetectorError
from detector.model import load as load_model
from detector.training.rows import load as load_rows

PEERS: Sequence[Peer[Any]] = [
    each.PEER for each in (bogofilter, spamassassin, crm114, fast_text, extracted, characters, naive)
]
_DATASETS = Path(__file__).resolve().parents[2] / "datasets"


def main() -> None:
    """Compare, print, and write where asked."""
    options = _options()
    try:
        # Refused before the long part where they were made for other features.
        model, base = load_model(options.model), load_rows(options.datasets / "base")
        # What was written after the rows were measured would be news to the peers alone.
        pages = read_pages(options.corpus, options.datasets / "authored", {row.id for row in base.rows})
    except DetectorError as error:
        sys.exit(str(error))
    _note(f"{len(pages.fitted):,} pages to learn from, {len(pages.dev):,} to score")
    first = ours(model, base, pages)
    held, skipped = compete([peer for peer in PEERS if peer.name in (options.only or peer.name)], pages)
    said = table.results(first, held, skipped, pages)
    print(table.text(said))
    if options.write:
        options.write.mkdir(parents=True, exist_ok=True)
        (options.write / "peers.md").write_text(table.markdown(said), "utf-8")
        (options.write / "peers.json").write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", "utf-8")


def compete(peers: Sequence[Peer[Any]], pages: Pages) -> tuple[list[Result], dict[str, str]]:
    """What each peer made of the pages, and why the others did not take part."""
    held, skipped = [], {}
    for peer in peers:
        start, why = seconds(), peer.missing()
        try:
            if not why:
                held.append(hold(peer, pages))
        except PeerFailed as error:
            why = str(error)
        if why:
            skipped[peer.name] = why
        _note(f"{peer.name}: {f'skipped, {why}' if why else f'{seconds() - start:.0f} s of processor time'}")
    return held, skipped


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the labelled corpus")
    parser.add_argument("--datasets", type=Path, default=_DATASETS, help="the project's datasets folder")
    parser.add_argument("--model", help="model to compare with; the shipped one if left out")
    parser.add_argument("--only", action="append", choices=[peer.name for peer in PEERS], help="this peer only; repeat")
    parser.add_argument("--write", type=Path, metavar="DIR", help="also write peers.md and peers.json into this folder")
    return parser.parse_args()


if __name__ == "__main__":
    main()
