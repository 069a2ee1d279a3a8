"""Paths, folders, patterns, addresses and standard input -> inputs, each file once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from detector.errors import UnreadableInput
from detector.sources import files, formats, parquet, remote, separated
from detector.sources.candidates import Candidate, candidates
from detector.sources.record import COLUMNS, Input
from detector.sources.streams import Look, digest, look

_AT_ONCE = 16
"""Addresses that are asked at the same time; a store takes about a tenth of a second for each."""


def find(
    arguments: Iterable[str],
    columns: Mapping[str, str] = COLUMNS,
    folder: str | None = None,
    without: Collection[str] = (),
) -> list[Input]:
    """The inputs that arguments stand for, in order, each file once; no two have the same name.

    All pages of a folder or a pattern are one input, and so are pages given one after the other. A file in a folder
    that is no input is passed over. `-` is standard input, copied to `folder` first. `columns` says what columns and
    keys are called, by field; `without` are files and folders not to be found, such as the output of the same run.

    Raises UnreadableInput where an argument leads to no input or what it leads to cannot be read, UsageError where a
    table lacks a column or a library is missing.
    """
    led = {argument: list(candidates(argument, folder, without)) for argument in dict.fromkeys(arguments)}
    first: dict[str, Candidate] = {}
    for candidate in (candidate for there in led.values() for candidate in there):
        first.setdefault(candidate.key, candidate)
    inspected = dict(zip(first, _inspected(list(first.values()), {**COLUMNS, **columns}), strict=True))
    for argument, there in led.items():
        if not any(inspected[candidate.key] for candidate in there):
            raise UnreadableInput(
                f"{argument}: This leads to no file and to nothing that can be read: {formats.SUPPORTED}."
            )
    return _gathered((first[key], found) for key, found in inspected.items() if found is not None)


def _inspected(found: Sequence[Candidate], columns: Mapping[str, str]) -> Iterator[Input | None]:
    inspect = partial(_inspect, columns=columns)
    if not any(remote.is_remote(candidate.path) for candidate in found):
        yield from map(inspect, found)
        return
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        yield from threads.map(inspect, found)


def _inspect(candidate: Candidate, columns: Mapping[str, str]) -> Input | None:
    """A file as an input, None where it is none and need not be one."""
    path = candidate.path
    # What came on standard input has a name that says nothing.
    name = candidate.argument if candidate.argument == files.STDIN else path
    try:
        seen = look(path)
    except UnreadableInput:
        if not candidate.is_found or formats.by_name(path) != "pages":
            raise
        seen = Look(0, "", b"")  # one page that cannot be read is a loss, not the end
    form, packed = formats.tell(name, seen.head, columns)
    if not form:
        if candidate.is_meant:
            raise UnreadableInput(
                f"{name}: It cannot be told what this file holds; what can be read: {formats.SUPPORTED}."
            )
        return None
    pages = (path,) if form == "pages" else ()
    found = Input(name, path, form, packed, seen.size, candidate.identity or seen.identity, pages, columns)
    if form in ("csv", "parquet"):
        (separated if form == "csv" else parquet).check(found)
    return found


def _gathered(found: Iterable[tuple[Candidate, Input]]) -> list[Input]:
    """The inputs, with pages that belong together as one."""
    groups: dict[tuple[str, str], list[Input]] = {}
    run = ""
    """The first of the pages that were given one after the other."""
    for candidate, one in found:
        if one.format != "pages" or one.name == files.STDIN:
            groups["input", one.name] = [one]
            run = ""
        elif candidate.is_found:
            groups.setdefault(("pages of", candidate.argument), []).append(one)
            run = ""
        else:
            run = run or one.name
            groups.setdefault(("pages", run), []).append(one)
    return [_together(group, name if kind == "pages of" else group[0].name) for (kind, name), group in groups.items()]


def _together(group: Sequence[Input], name: str) -> Input:
    if len(group) == 1:
        return replace(group[0], name=name)
    return replace(
        group[0],
        name=name,
        size=sum(one.size for one in group),
        identity=digest(*(part.encode() for one in group for part in (one.path, one.identity))),
        pages=tuple(one.path for one in group),
    )
