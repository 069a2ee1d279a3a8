"""Names that the doctests of the package use without importing them."""

from __future__ import annotations

from typing import Any

import pytest

from detector.features import Evidence, examine
from detector.features.registry import log
from detector.page import Document
from detector.parsing import parse


def look(html: str, url: str = "https://own.example/page") -> Evidence:
    """A page as the features see it."""
    return examine(parse(Document(html.encode(), url, "text/html; charset=utf-8")))


@pytest.fixture(autouse=True)
def _doctest_names(doctest_namespace: dict[str, Any]) -> None:
    doctest_namespace.update(look=look, log=log)
