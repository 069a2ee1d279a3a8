"""Reputation files of a test's own lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from detector import urls
from detector.reputation import Reputation, opened
from detector.reputation.build import build, source

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Build a file of lists of lines: `make(mine=["evil.example"], allow=["good.evil.example"], weight=2.0)`."""

    def made(
        allow: Sequence[str] = (), weight: float = 4.0, name: str = "lists.rep", **lists: Sequence[str] | str
    ) -> Path:
        sources = []
        for called, entries in {**lists, "allowed": allow}.items():
            path = tmp_path / f"{called}.txt"
            path.write_text(entries if isinstance(entries, str) else "\n".join(entries), "utf-8")
            sources.append(source(str(path)))
        build(tmp_path / name, sources[:-1], sources[-1:] if allow else [], weight)
        return tmp_path / name

    return made


def hits(reputation: Reputation, *addresses: str) -> dict[str, list[str]]:
    """Names of the lists that have each of these addresses, of those that any has."""
    found = reputation.hits([urls.address(urls.resolve(None, one) or "") for one in addresses])
    return {url: [hit.list for hit in said] for url, said in found.items()}


@pytest.fixture
def lists(make: Make) -> Callable[..., Reputation]:
    """The lists of `make`, opened."""
    return lambda **said: opened([str(make(**said))])
