"""Lists -> one reputation file: the same bytes for the same lists, in whatever order they are given."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.errors import UnreadableInput, UsageError
from detector.reputation import store
from detector.reputation.entries import Entry, Here, Unreadable, read
from detector.reputation.keys import Depth, Key, Kind, hashed
from detector.reputation.lines import MACHINE
from detector.reputation.opening import found
from detector.reputation.store import Arrays, Codes, Hashes, Header, Listed, Reason
from detector.reputation.writing import write

WEIGHT = 4.0
"""Log-odds that a hit adds if nothing is said: a page at 1 % comes to 36 %, one at 10 % to 86 %."""
_SHOWN = 5
"""Lines that cannot be read, and public suffixes, that are told one by one."""
_MOST_REASONS = 200
"""Different ones of a list; further ones are not kept."""


class Source(NamedTuple):
    """A list to be read."""

    name: str
    path: Path


class Bad(NamedTuple):
    """An entry that cannot be read."""

    number: int
    text: str
    why: str


@dataclass
class Tally:
    """What became of the entries of a list."""

    source: Source
    kinds: Counter[Kind] = field(default_factory=Counter)
    fronts: int = 0
    """Addresses that are the front page of a host, and list no more than that page."""
    passed: Counter[str] = field(default_factory=Counter)
    """Passed over, by why."""
    suffixes: list[str] = field(default_factory=list)
    """The first public suffixes; they list themselves alone."""
    suffix_count: int = 0
    bad: list[Bad] = field(default_factory=list)
    """The first that cannot be read."""
    unreadable: int = 0
    entries: int = 0
    """Different ones that are listed."""

    def listed(self) -> Listed:
        """What a file keeps of it."""
        return Listed(
            name=self.source.name,
            entries=self.entries,
            hosts=self.kinds[Kind.HOST],
            alone=self.kinds[Kind.ALONE],
            addresses=self.kinds[Kind.ADDRESS],
            folders=self.kinds[Kind.FOLDER],
            passed=self.passed.total(),
            unreadable=self.unreadable,
        )

    def count(self, entry: Entry) -> None:
        """An entry was read."""
        kind, text = entry.key
        self.kinds[kind] += 1
        if entry.suffix:
            self.suffix_count += 1
            if len(self.suffixes) < _SHOWN:
                self.suffixes.append(text)
        elif kind is Kind.ADDRESS and text == entry.place + "/":
            self.fronts += 1

    def lose(self, number: int, text: str, why: str) -> None:
        """An entry cannot be read."""
        self.unreadable += 1
        if len(self.bad) < _SHOWN:
            self.bad.append(Bad(number, text, why))


class Built(NamedTuple):
    """What went into a file."""

    header: Header
    size: int
    """Bytes of the file."""
    lists: Sequence[Tally]
    allowed: Sequence[Tally]


@dataclass
class _Gathered:
    """What the lists of one side come to, before it is sorted: 10 bytes an entry."""

    hashes: array[int] = field(default_factory=lambda: array("Q"))
    codes: array[int] = field(default_factory=lambda: array("H"))
    places: array[int] = field(default_factory=lambda: array("Q"))
    labels: int = 0
    folders: int = 0

    def add(self, entry: Entry, code: int) -> None:
        kind, text = entry.key
        self.hashes.append(hashed(entry.key))
        self.codes.append(code)
        if kind is Kind.HOST:
            self.labels = max(self.labels, text.count(".") + 1)
        elif entry.place:
            self.places.append(hashed(Key(Kind.PLACE, entry.place)))
            if kind is Kind.FOLDER:
                self.folders = max(self.folders, text.count("/"))


def build(output: Path, lists: Sequence[Source], allowed: Sequence[Source] = (), weight: float = WEIGHT) -> Built:
    """Read lists and write them as one file; what is on an allowed list is never a hit.

    Lists are read entry by entry, and 10 bytes of each are kept until all are sorted. Raises UnreadableInput for a list that
    cannot be read or that holds nothing but what cannot be, UsageError where two lists have one name, or for a
    weight that adds nothing, UnwritableOutput.
    """
    if not 0 < weight <= store.MOST_WEIGHT:
        raise UsageError(f"--weight {weight} must be more than 0 and at most {store.MOST_WEIGHT:g}.")
    listed, permitted = _Gathered(), _Gathered()
    table: dict[Reason, int] = {}
    tallies = [_read(source, number, listed, table) for number, source in enumerate(_ordered(lists))]
    permissions = [_read(source, 0, permitted, {}) for source in _ordered(allowed)]
    reasons, renamed = _reasons(table)
    entries, codes = _sorted(listed, renamed, np.array([reason.list for reason in reasons], np.uint16))
    of_code = np.bincount(codes, minlength=len(reasons)).tolist()
    for count, reason in zip(of_code, reasons, strict=True):
        tallies[reason.list].entries += count
    for tally in permissions:
        tally.entries = tally.kinds.total()
    arrays = Arrays(entries, _distinct(listed.places, permitted.places), _distinct(permitted.hashes), codes)
    header = Header(
        weight=weight,
        depth=Depth(max(listed.labels, permitted.labels), max(listed.folders, permitted.folders)),
        lists=tuple(tally.listed() for tally in tallies),
        allowed=tuple(tally.listed() for tally in permissions),
        reasons=reasons,
        entries=len(arrays.entries),
        places=len(arrays.places),
        exceptions=len(arrays.exceptions),
    )
    return Built(header, write(output, header, arrays), tallies, permissions)


def source(said: str) -> Source:
    """A list as the user names it: PATH, called by the file's stem, or NAME=PATH. Raises UsageError for a name that cannot be.

    >>> source("feeds/urlhaus.txt.gz").name, source("mine=feeds/list.txt").name
    ('urlhaus', 'mine')
    """
    name, equals, path = said.partition("=")
    if not equals or Path(said).exists() or "/" in name:
        path = said
        name = Path(said).name.removesuffix(".gz")
        name = (Path(name).stem if not name.startswith(".") else name[1:]).replace(" ", "-")
    if not store.is_name(name):
        raise UsageError(
            f"A list cannot be called {name!r}: give a name of letters, digits, hyphens, dots and underscores, as NAME={path}."
        )
    return Source(name, Path(path))


def _ordered(sources: Sequence[Source]) -> Sequence[Source]:
    twice = [name for name, count in Counter(source.name for source in sources).items() if count > 1]
    if twice:
        raise UsageError(f"Two lists are called {min(twice)!r}: give one of them another name, as NAME=PATH.")
    return sorted(sources)


def _read(source: Source, number: int, gathered: _Gathered, table: dict[Reason, int]) -> Tally:
    """Add the entries of a list to what is gathered, their reasons to the table of codes."""
    tally = Tally(source)
    code = _coder(number, table)
    for one in found(source.path):
        if one.passed:
            tally.passed[one.passed] += 1
        elif one.wrong:
            tally.lose(one.number, one.text, one.wrong)
        else:
            try:
                entry = read(one.text)
            except Here:
                tally.passed[MACHINE] += 1
            except Unreadable as error:
                tally.lose(one.number, one.text, str(error))
            else:
                tally.count(entry)
                gathered.add(entry, code(one.reason))
    if tally.unreadable and not tally.kinds:
        number, text, why = tally.bad[0]
        raise UnreadableInput(
            f"{source.path}: This is no list of hosts or addresses: nothing of it can be read ({why}: {text[:60]!r}, number {number})."
        )
    return tally


def _coder(number: int, table: dict[Reason, int]) -> Callable[[str], int]:
    """What gives the reasons of a list their codes, in order of appearance."""
    known: dict[str, int] = {}

    def code(text: str) -> int:
        found = known.get(text)
        if found is None:
            kept = Reason(number, _tidy(text) if len(known) < _MOST_REASONS else "")
            if len(table) >= store.MOST_CODES - 1:
                raise UsageError("The lists have too many different reasons: build fewer of them into one file.")
            found = table.setdefault(kept, len(table))
            if len(known) < _MOST_REASONS:
                known[text] = found
        return found

    return code


def _tidy(reason: str) -> str:
    words = " ".join(reason[:400].split()).casefold()
    return "".join(filter(str.isprintable, words))[: store.LONGEST_REASON].strip()


def _reasons(table: dict[Reason, int]) -> tuple[tuple[Reason, ...], NDArray[np.uint16]]:
    """The reasons in an order of their own, those that say something first, and the new code of each old one."""
    ordered = sorted(table, key=lambda reason: (reason.list, not reason.text, reason.text))
    renamed = np.zeros(len(table), np.uint16)
    renamed[[table[reason] for reason in ordered]] = np.arange(len(ordered))
    return tuple(ordered), renamed


def _sorted(gathered: _Gathered, renamed: NDArray[np.uint16], lists: NDArray[np.uint16]) -> tuple[Hashes, Codes]:
    """Entries by hash, then code; what one list has twice counts once, with the reason that comes first."""
    hashes = np.frombuffer(gathered.hashes, np.uint64) if gathered.hashes else np.zeros(0, np.uint64)
    if not len(hashes):
        return hashes, np.zeros(0, np.uint16)
    codes = renamed[np.frombuffer(gathered.codes, np.uint16)]
    order = np.lexsort((codes, hashes))
    hashes, codes = hashes[order], codes[order]
    owners = lists[codes]
    again = (hashes[1:] == hashes[:-1]) & (owners[1:] == owners[:-1])
    first = np.concatenate(([True], ~again))
    return hashes[first], codes[first]


def _distinct(*parts: array[int]) -> Hashes:
    return np.unique(np.concatenate([np.array(part, np.uint64) for part in parts]))
