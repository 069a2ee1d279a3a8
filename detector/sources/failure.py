"""What a source hands on in place of a document that it could not read."""

from __future__ import annotations

from typing import NamedTuple

from detector.errors import DetectorError


class Failure(NamedTuple):
    """One document that could not be read; the run goes on."""

    id: str
    """What the document would have been called."""
    error: DetectorError
