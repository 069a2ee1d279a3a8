"""Choices made by bytes: a fuzzer's input is cut into options, a byte each, and a body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Cut:
    """Bytes that are taken from the front; where none are left, every choice is the first."""

    def __init__(self, given: bytes) -> None:
        self._given = given
        self._at = 0

    def number(self) -> int:
        """0..255."""
        self._at += 1
        return self._given[self._at - 1] if self._at <= len(self._given) else 0

    def one_of(self, choices: Sequence[T]) -> T:
        """One of these."""
        return choices[self.number() % len(choices)]

    def rest(self) -> bytes:
        """All that is left."""
        return self._given[self._at :]
