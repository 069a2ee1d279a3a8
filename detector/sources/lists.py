"""Files that list inputs, one a line, such as Common Crawl's `warc.paths.gz`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import BinaryIO

from detector.errors import UnreadableInput
from detector.sources import remote
from detector.sources.compression import Damaged, compression, unpacked
from detector.sources.files import STDIN
from detector.sources.streams import open_binary

_LINE = 8_192
"""Bytes of the longest path."""


def listed(path: str, prefix: str = "") -> list[str]:
    """The paths and addresses that a file lists, in order; blank lines and those that begin with `#` say nothing.

    The file may be packed (`gz`, `zst`), an address, or `-` for standard input. `prefix` is set before each path that is
    not an address already. Raises UnreadableInput, UsageError where a library is missing.
    """
    try:
        if path == STDIN:
            return list(_paths(sys.stdin.buffer, prefix))
        with open_binary(path) as stream:
            packed = compression(stream.read(4))
            stream.seek(0)
            with unpacked(stream, packed) as lines:
                return list(_paths(lines, prefix))
    except (UnicodeDecodeError, Damaged) as error:
        why = str(error) if isinstance(error, Damaged) else "it is not UTF-8"
        raise UnreadableInput(f"{path}: This is no list of paths: {why}.") from error


def _paths(lines: BinaryIO, prefix: str) -> Iterator[str]:
    while line := lines.readline(_LINE):
        if len(line) == _LINE or b"\0" in line:
            raise Damaged("a line of it is no path")
        path = line.decode("utf-8-sig").strip()
        if path and not path.startswith("#"):
            yield path if remote.is_remote(path) else prefix + path
