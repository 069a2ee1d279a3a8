"""What the user wrote -> the files that it may stand for."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Sequence
from glob import has_magic
from pathlib import Path
from typing import NamedTuple

from detector.errors import UnreadableInput, UsageError
from detector.sources import files, remote
from detector.sources.files import STDIN
from detector.sources.spool import spool


class Candidate(NamedTuple):
    """A file that may be an input."""

    argument: str
    """What the user wrote."""
    path: str
    is_found: bool = False
    """It was found in a folder or by a pattern."""
    is_meant: bool = True
    """The user wrote it, or a pattern that it matches: it is to be an input. Not so all that lies in a folder."""
    identity: str = ""
    """Where it is known already."""

    @property
    def key(self) -> str:
        """The same for all names of a file."""
        return self.path if remote.is_remote(self.path) else os.path.realpath(self.path)


def candidates(argument: str, folder: str | None, without: Collection[str]) -> Iterator[Candidate]:
    """The files that an argument may stand for, sorted; none, where a folder or a pattern has none.

    `-` is standard input, copied to `folder`; nothing in `without` is found in a folder or by a pattern. Raises
    UnreadableInput and UsageError.
    """
    if argument == STDIN:
        if folder is None:
            raise UsageError("Standard input cannot be read here: give the path of a file.")
        copy = spool(sys.stdin.buffer, folder)
        yield Candidate(argument, copy.path, identity=copy.identity)
    elif remote.is_remote(argument):
        for path in remote.expand(argument):
            yield Candidate(argument, path, path != argument, path == argument)
    elif os.path.isdir(argument):
        yield from _inside(argument, argument, without)
    elif os.path.exists(argument) or not has_magic(argument):
        yield Candidate(argument, argument)
    else:
        for match in files.matches(argument):
            if _is_one_of(match, without):
                continue
            if os.path.isdir(match):
                yield from _inside(argument, match, without)
            else:
                yield Candidate(argument, match, True)


def _inside(argument: str, folder: str, without: Collection[str]) -> Iterator[Candidate]:
    return (Candidate(argument, path, True, False) for path in _walk(folder, without))


def _walk(folder: str, without: Collection[str]) -> Sequence[str]:
    """The files in a folder, sorted; links to folders are not followed, so that no loop has to be found out."""
    found: list[str] = []
    for inner, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not _is_one_of(os.path.join(inner, name), without)]
        found += [path for name in names if os.path.isfile(path := str(Path(inner, name)))]
    return sorted(path for path in found if not _is_one_of(path, without))


def _refuse(error: OSError) -> None:
    # Passed over in silence, its pages would be missing from the output.
    raise UnreadableInput(f"{error.filename}: The folder cannot be read: {remote.said(error)}.") from error


def _is_one_of(path: str, without: Collection[str]) -> bool:
    return bool(without) and os.path.realpath(path) in map(os.path.realpath, without)
