"""The records of one input, one after the other, with a look at the next."""

from __future__ import annotations

from detector.sources.record import Input, Place, Record
from detector.sources.records import read


class Tape:
    """An input that is being read."""

    def __init__(self, found: Input, start: Place) -> None:
        self.name = found.name
        self.number = start.number
        """Records before the next one."""
        self._records = read(found, start)
        self._next: Record | None = None
        self._ended = False

    def peek(self) -> Record | None:
        """The next record, None at the end."""
        if self._next is None and not self._ended:
            self._next = next(self._records, None)
            self._ended = self._next is None
        return self._next

    def take(self) -> Record | None:
        """The next record, which is then behind."""
        record = self.peek()
        self._next = None
        self.number += record is not None
        return record

    def reaches(self, found: Input, place: Place) -> bool:
        """Whether going on leads to a place sooner than reading anew."""
        return place.offset is None and found.name == self.name and self.number <= place.number

    def forward(self, place: Place) -> None:
        """Pass over the records before a place."""
        while self.number < place.number and self.take() is not None:
            pass
