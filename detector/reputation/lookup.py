"""Is an address on one of the user's lists?"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np

from detector.errors import UsageError
from detector.reputation.keys import Key, Kind, address_keys, hashed, host_keys, place
from detector.reputation.store import Hashes, Table, open_table
from detector.urls import Address

T = TypeVar("T", bound=Hashable)


class Hit(NamedTuple):
    """One list that has an address."""

    list: str
    reason: str
    """What the list says of the entry (`phishing`), or empty."""
    entry: Key
    """The entry that lists it."""
    weight: float
    """Log-odds."""

    @property
    def host(self) -> bool:
        """Is the whole host listed, not an address on it?"""
        return self.entry.kind in (Kind.HOST, Kind.ALONE)


class Reputation:
    """The user's lists, of one file or several; what one of them allows is no hit in any."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tables
        self._labels = max((table.header.depth.labels for table in tables), default=0)
        self._folders = max((table.header.depth.folders for table in tables), default=0)
        names = [one.name for table in tables for one in table.header.lists]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise UsageError(
                f"Two reputation files have a list {twice[0]!r}: build one file of all lists, or rename it."
            )

    def __reduce__(self) -> tuple[object, ...]:
        # Another process maps the files for itself.
        return as_identified, (tuple(Identified(table.path, table.digest) for table in self.tables),)

    @cached_property
    def cap(self) -> float:
        """Log-odds that all hits together may come to: those of two of the heaviest lists."""
        return 2 * max((table.header.weight for table in self.tables), default=0.0)

    def hits(self, addresses: Iterable[Address]) -> Mapping[str, Sequence[Hit]]:
        """The addresses (by URL) that are listed, in order, each with one hit a list; the narrowest entry speaks."""
        by_place: dict[str, dict[str, Address]] = defaultdict(dict)
        for address in addresses:
            by_place[place(address)][address.url] = address
        hosts = {name: self._host_hashes(next(iter(found.values()))) for name, found in by_place.items()}
        listed = self._some_in("entries", hosts)
        places = {name: [hashed(Key(Kind.PLACE, name))] for name in by_place}
        marked = self._some_in("places", places)
        paths = {
            url: [hashed(key) for key in address_keys(address, self._folders)]
            for name in by_place
            if name in marked
            for url, address in by_place[name].items()
        }
        listed_paths = self._some_in("entries", paths)
        found: dict[str, Sequence[Hit]] = {}
        for name, group in by_place.items():
            if name in listed and name not in marked:
                # One host, and nothing of it listed by path: what holds for one address holds for all.
                said = self.of(next(iter(group.values())))
                found.update(dict.fromkeys(group, said) if said else {})
            elif name in marked:
                for url, address in group.items():
                    if (name in listed or url in listed_paths) and (said := self.of(address)):
                        found[url] = said
        return found

    def of(self, address: Address) -> Sequence[Hit]:
        """The lists that have one address, by name."""
        if self.exception(address) is not None:
            return ()
        found: dict[str, Hit] = {}
        for table in self.tables:
            for key in self._keys(address):
                for code in _codes(table, hashed(key)):
                    number, reason = table.header.reasons[code]
                    name = table.header.lists[number].name
                    found.setdefault(name, Hit(name, reason, key, table.header.weight))
        return tuple(found[name] for name in sorted(found))

    def exception(self, address: Address) -> Key | None:
        """The entry of an allowed list that has the address."""
        allowed = [table.arrays.exceptions for table in self.tables if len(table.arrays.exceptions)]
        if not allowed:
            return None
        return next((key for key in self._keys(address) if any(_holds(one, hashed(key)) for one in allowed)), None)

    def _keys(self, address: Address) -> Iterator[Key]:
        yield from address_keys(address, self._folders)
        yield from host_keys(address, self._labels)

    def _host_hashes(self, address: Address) -> Sequence[int]:
        return [hashed(key) for key in host_keys(address, self._labels)]

    def _some_in(self, array: str, wanted: Mapping[T, Sequence[int]]) -> set[T]:
        """Which of these have one of their hashes in an array of some table: all are searched for at once."""
        names = [name for name, hashes in wanted.items() for _ in hashes]
        if not names:
            return set()
        hashes = np.array([one for found in wanted.values() for one in found], np.uint64)
        there = np.zeros(len(hashes), np.bool_)
        for table in self.tables:
            sorted_hashes: Hashes = getattr(table.arrays, array)
            if len(sorted_hashes):
                at = sorted_hashes.searchsorted(hashes)
                np.minimum(at, len(sorted_hashes) - 1, out=at)
                there |= sorted_hashes[at] == hashes
        return {names[number] for number in there.nonzero()[0].tolist()}


class Identified(NamedTuple):
    """A reputation file as it was when a run began."""

    path: str
    """From the root."""
    digest: str


def opened(paths: Sequence[str]) -> Reputation:
    """Open reputation files; they stay mapped as long as the value lives.

    Raises UnreadableInput where one is damaged, UsageError where two have a list of one name.
    """
    return Reputation([open_table(path) for path in paths])


def identified(paths: Sequence[str]) -> tuple[Identified, ...]:
    """What tells whether these files are the same later. Raises what `opened` raises."""
    found = opened([os.path.abspath(path) for path in paths])
    return tuple(Identified(table.path, table.digest) for table in found.tables)


def as_identified(files: Sequence[Identified]) -> Reputation:
    """Open files that must be as they were. Raises what `opened` raises, and UsageError where one is another."""
    found = opened([file.path for file in files])
    for file, table in zip(files, found.tables, strict=True):
        if file.digest != table.digest:
            raise UsageError(f"{file.path} has changed since the run began: put the file back that it began with.")
    return found


def _holds(hashes: Hashes, wanted: int) -> bool:
    at = int(hashes.searchsorted(np.uint64(wanted)))
    return at < len(hashes) and int(hashes[at]) == wanted


def _codes(table: Table, wanted: int) -> list[int]:
    hashes = table.arrays.entries
    start = int(hashes.searchsorted(np.uint64(wanted)))
    if start == len(hashes) or int(hashes[start]) != wanted:
        return []
    end = int(hashes.searchsorted(np.uint64(wanted), "right"))
    return [int(code) for code in table.arrays.codes[start:end].tolist()]
