"""Names that the doctests of the package use without importing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from detector.features import Evidence, examine
from detector.features.registry import log
from detector.page import Document, Hop
from detector.parsing import parse


def look(html: str, url: str | None = "https://own.example/page", hops: Sequence[str] = ()) -> Evidence:
    """A page as the features see it."""
    passed = tuple(Hop(hop, 302) for hop in hops)
    return examine(parse(Document(html.encode(), url, "text/html; charset=utf-8", hops=passed)))


@pytest.fixture(autouse=True)
def _doctest_names(doctest_namespace: dict[str, Any]) -> None:
    doctest_namespace.update(look=look, log=log)
