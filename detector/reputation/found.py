"""What stands in a list, before it is asked what it lists."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """One entry as written, or why there is none."""

    number: int
    """Line, or place among the entries of a JSON document; from 1."""
    text: str
    reason: str = ""
    """What the source says of it (`phishing`), or empty."""
    passed: str = ""
    """Why it is passed over: it is of a form that lists no host and no address."""
    wrong: str = ""
    """Why it cannot be read."""
