"""Small jobs over written pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from detector.crawl import chunks, plan, spans
from detector.crawl.job import Job
from detector.crawl.wanted import Wanted
from detector.examine.process import Bounds
from detector.model.store import find, read_manifest
from detector.sinks.schema import NAMES
from detector.sources.record import Input

AUTHORED = Path(__file__).resolve().parents[2] / "datasets" / "authored"
FEW = 8
"""Records of a chunk in these tests."""

Jobs = Callable[..., Job]


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (chunks, plan, spans):
        monkeypatch.setattr(module, "RECORDS", FEW)
    monkeypatch.setattr(plan, "_WORTH_CUTTING", 0)


@pytest.fixture(scope="session")
def written() -> Sequence[str]:
    """Paths of 60 written pages, spam and honest."""
    pages = sorted((AUTHORED / "film" / "pages").iterdir(), key=lambda path: (path.name[1:], path.name))
    return [str(path) for path in pages[:60]]


@pytest.fixture
def job_of(tmp_path: Path) -> Jobs:
    """A job over lists of saved pages."""

    def make(*inputs: Sequence[str], name: str = "out.jsonl", bounds: Bounds | None = None, **options: Any) -> Job:
        folder = find(None)
        return Job(
            inputs=tuple(
                Input(f"pages-{number}", "", "pages", size=1_000_000, identity=str(len(paths)), pages=tuple(paths))
                for number, paths in enumerate(inputs)
            ),
            output=tmp_path / name,
            model=str(folder),
            digest=read_manifest(folder)["digest"],
            fields=NAMES,
            wanted=Wanted(**options),
            bounds=bounds or Bounds(),
        )

    return make


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
