"""Lists of web addresses, one a line -> what is to be fetched, each page once, in the order of the list."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, NamedTuple

from detector import urls
from detector.errors import UnreadableInput
from detector.sources.compression import compression, unpacked
from detector.sources.files import STDIN
from detector.sources.record import Input
from detector.sources.streams import open_binary
from detector.sources.web.trail import without_password

FORMAT = "urls"
_LINE = 8_192
"""Bytes of a line that are read; an address is shorter (`bounds.ADDRESS`)."""
_PAGE = 50_000
"""Bytes of a page, about: from it the work is shared and the time left is told."""
_SHOWN = 200
_DIGEST = 16


class Entry(NamedTuple):
    """One line that names a page, or that should."""

    line: int
    """From 1."""
    said: str
    """As written."""
    url: str | None
    """Canonical, without fragment, user name and password; None where the line is no web address."""

    @property
    def loss(self) -> str:
        """Why nothing can be fetched, one sentence; empty where something can."""
        if self.url is not None:
            return ""
        said = self.said[:_SHOWN]
        return f"Line {self.line} is no web address, {said!r}: write it out with https:// or http:// in front."


class UrlList(NamedTuple):
    """A list that has been read."""

    name: str
    """As the user wrote it."""
    identity: str
    """Digest of its lines."""
    entries: Sequence[Entry]
    """No two have the same address: what is asked for twice is fetched and labelled once."""

    def input(self, index: Path) -> Input:
        """The input that these pages are once they are fetched and `index` tells where they lie."""
        said = tuple(entry.said for entry in self.entries)
        return Input(self.name, str(index), FORMAT, "", _PAGE * len(said), self.identity, said)


def read(path: str) -> UrlList:
    """The addresses that a file lists; blank lines and those that begin with `#` say nothing.

    The file may be packed (`gz`, `zst`), an address, or `-` for standard input. Raises UnreadableInput where it cannot be
    read to its end or names nothing, UsageError where a library is missing.
    """
    hashed = blake2b(digest_size=_DIGEST)
    if path == STDIN:
        entries = list(_distinct(_lines(sys.stdin.buffer, hashed)))
    else:
        with open_binary(path) as stream:
            packed = compression(stream.read(4))
            stream.seek(0)
            with unpacked(stream, packed) as lines:
                entries = list(_distinct(_lines(lines, hashed)))
    if not entries:
        raise UnreadableInput(f"{path}: The list names no address; write one a line.")
    return UrlList(path, hashed.hexdigest(), entries)


def _lines(stream: BinaryIO, hashed: blake2b) -> Iterator[Entry]:
    number = 0
    while line := stream.readline(_LINE):
        number += 1
        hashed.update(line)
        whole = True
        while len(line) == _LINE and not line.endswith(b"\n") and (rest := stream.readline(_LINE)):
            hashed.update(rest)
            whole = False
            if rest.endswith(b"\n"):
                break
        said = line.decode("utf-8-sig" if number == 1 else "utf-8", "replace").strip()
        if said and not said.startswith("#"):
            yield Entry(number, said, _canonical(said) if whole else None)


def _canonical(said: str) -> str | None:
    if "�" in said:
        return None
    # Servers are sent neither.
    url = urls.resolve(None, said)
    return None if url is None else without_password(url).partition("#")[0]


def _distinct(entries: Iterator[Entry]) -> Iterator[Entry]:
    seen: set[str] = set()
    for entry in entries:
        if entry.url is None:
            yield entry
        elif entry.url not in seen:
            seen.add(entry.url)
            yield entry
