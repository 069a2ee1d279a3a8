"""Reputation files for people: what building one came to, what a file holds, and what it says of an address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detector.reputation.build import Built, Tally
from detector.reputation.keys import Key, Kind
from detector.reputation.lookup import Hit
from detector.reputation.store import Listed, Table
from detector.sinks.safety import plain, plain_url

_SHOWN_REASONS = 12
_LISTED_AS = {
    Kind.HOST: "the host {}, with all below it",
    Kind.ALONE: "the host {} alone",
    Kind.ADDRESS: "the address {}",
    Kind.FOLDER: "all that begins with {}",
}


def built_lines(built: Built, path: str) -> Iterator[str]:
    """What was read of each list, what could not be, and what came of it."""
    for tally in built.lists:
        yield from _tally_lines(tally, "")
    for tally in built.allowed:
        yield from _tally_lines(tally, " (allowed)")
    yield f"{plain(path)}: {_count(built.header.entries, 'entry', 'entries')}, {built.size:,} bytes"


def _tally_lines(tally: Tally, mark: str) -> Iterator[str]:
    yield f"{tally.source.name}{mark}: {_counts(tally.listed())}"
    for why, count in sorted(tally.passed.items()):
        yield f"  {count:,} passed over: {why}"
    if tally.unreadable:
        yield f"  {tally.unreadable:,} cannot be read{', the first:' if tally.unreadable > len(tally.bad) else ':'}"
    for number, text, why in tally.bad:
        yield f"    {number:,}: {why}" + (f": {plain(text, 60)}" if text else "")
    if tally.suffix_count:
        named = ", ".join(tally.suffixes) + (", ..." if tally.suffix_count > len(tally.suffixes) else "")
        yield f"  {tally.suffix_count:,} listed alone, since sites below a public suffix have owners of their own: {named}"
    if tally.fronts:
        pages = _count(tally.fronts, "front page", "front pages")
        yield f"  {pages}, and no more than that: write a host without https:// to list all of it"


def shown_lines(table: Table) -> Iterator[str]:
    """What a file holds, list by list."""
    header = table.header
    yield f"{plain(table.path)}: {_count(header.entries, 'entry', 'entries')}, digest {table.digest}"
    yield f"A hit adds {header.weight:g} to the log-odds."
    for number, listed in enumerate(header.lists):
        yield f"{listed.name}: {_counts(listed)}"
        reasons = [reason.text for reason in header.reasons if reason.list == number and reason.text]
        if reasons:
            rest = f", and {len(reasons) - _SHOWN_REASONS} more" if len(reasons) > _SHOWN_REASONS else ""
            yield f"  reasons: {', '.join(map(plain, reasons[:_SHOWN_REASONS]))}{rest}"
    for listed in header.allowed:
        yield f"{listed.name} (allowed): {_counts(listed)}"


def checked_lines(url: str, hits: Sequence[Hit], exception: Key | None) -> Iterator[str]:
    """What the lists say of an address, and by which entry."""
    shown = plain_url(url)
    if exception is not None:
        yield f"{shown}: allowed, by {_entry(exception)}"
    elif not hits:
        yield f"{shown}: on no list"
    for hit in hits:
        reason = f" ({plain(hit.reason)})" if hit.reason else ""
        yield f"{shown}: on “{hit.list}”{reason}, which lists {_entry(hit.entry)}"


def _entry(key: Key) -> str:
    return _LISTED_AS[key.kind].format(plain_url(key.text))


def _counts(listed: Listed) -> str:
    kinds = (
        _count(listed.hosts, "host", "hosts") if listed.hosts else "",
        _count(listed.alone, "single host", "single hosts") if listed.alone else "",
        _count(listed.addresses, "address", "addresses") if listed.addresses else "",
        _count(listed.folders, "folder", "folders") if listed.folders else "",
    )
    said = ", ".join(filter(None, kinds))
    return _count(listed.entries, "entry", "entries") + (f" of {said}" if said else "")


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
