"""Pages saved as files, standard input, and single web addresses: paths, folders and patterns -> documents."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from glob import glob, has_magic
from pathlib import Path

from detector import bounds, urls
from detector.errors import DetectorError, UnreadableInput, UsageError
from detector.page import Document
from detector.sources.failure import Failure
from detector.sources.remote import is_web

STDIN = "-"
SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".md")
"""Names of the pages that are looked for in a folder; a file given by its own name may be called anything."""
_MARKUP = (".html", ".htm", ".xhtml")


def documents(
    paths: Sequence[str], url: str | None = None, allow_private: bool = False
) -> Iterator[Document | Failure]:
    """The documents at these paths, each once, in the order given; folders sorted by path.

    `-` is standard input, and a web address is fetched, also from the own machine and network if `allow_private`. `url`
    is the address the only page was found at. A path that leads to no page gives a Failure in its place. Raises
    UsageError for a `url` that is none, or that is given for several pages or for one that is fetched, and where pages
    cannot be fetched for want of a library.
    """
    found = find(paths)
    web = any(map(is_web, found))
    if web and url is not None:
        raise UsageError("--url is for files: a page that is fetched is known by its own address.")
    address = _address(url, len(found)) if url is not None else None
    with _fetching(allow_private) if web else nullcontext(read) as fetch:
        for path in found:
            try:
                yield fetch(path) if is_web(path) else read(path, address)
            except DetectorError as error:
                yield Failure(path, error)


def read_one(path: str, url: str | None = None) -> Document:
    """The document at a path that must lead to one page. Raises UnreadableInput, and UsageError where it leads to several."""
    found = find([path])
    if len(found) > 1:
        raise UsageError(f"{path} leads to {len(found)} pages: give the path of one.")
    try:
        return read(found[0], _address(url, 1) if url is not None else None)
    except UnreadableInput as error:
        raise UnreadableInput(f"{path}: {error}") from error


def find(paths: Sequence[str]) -> Sequence[str]:
    """The files that paths, folders and patterns stand for; what stands for none is kept, for `read` to say why."""
    return list(dict.fromkeys(file for path in paths for file in _expand(path)))


def read(path: str, url: str | None = None) -> Document:
    """One file, or standard input, up to the bound of what is read of a page. Raises UnreadableInput."""
    if path == STDIN:
        return Document(sys.stdin.buffer.read(bounds.BYTES + 1), url, None, path)
    file = Path(path)
    try:
        if os.path.isdir(path):
            raise UnreadableInput(f"The folder holds no pages: no file in it ends in {', '.join(SUFFIXES)}.")
        with file.open("rb") as stream:
            # One byte more than is read, so that the parser can tell a page that was cut.
            body = stream.read(bounds.BYTES + 1)
    except FileNotFoundError as error:
        as_pattern = ", and nothing that it matches as a pattern" if has_magic(path) else ""
        raise UnreadableInput(f"There is no such file or folder{as_pattern}; check the path.") from error
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableInput(f"The file cannot be opened: {said}.") from error
    return received(body, path, url)


def received(body: bytes, path: str, url: str | None = None) -> Document:
    """The document that a file holds."""
    # Only a name that says HTML is believed; .txt and .md are what their first characters look like.
    return Document(body, url, "text/html" if Path(path).suffix.lower() in _MARKUP else None, path)


def matches(pattern: str) -> Sequence[str]:
    """The files and folders that a pattern matches, each once, sorted."""
    # A pattern follows links to folders, even in circles: each file counts once, under its shortest name.
    found = sorted(glob(pattern, recursive=True), key=len, reverse=True)
    return sorted({os.path.realpath(match): match for match in found}.values())


@contextmanager
def _fetching(allow_private: bool) -> Iterator[Callable[[str], Document]]:
    # Only here: what speaks HTTP is slow to start, and a scan of files needs none.
    from detector.sources.web import Door, Rules

    with Door(Rules(allow_private=allow_private)) as door:
        yield lambda url: door.fetch(url).document


def _expand(path: str) -> Sequence[str]:
    if path == STDIN or is_web(path):
        return [path]
    # os.path, which calls a name that no file can have a missing file and raises nothing.
    if not os.path.exists(path) and has_magic(path):
        return [file for match in matches(path) for file in _inside(match)] or [path]
    return _inside(path) or [path]


def _inside(path: str) -> Sequence[str]:
    if not os.path.isdir(path):
        return [path]
    # Links to folders are not followed, so that no loop has to be found out.
    return sorted(str(file) for file in Path(path).rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())


def _address(url: str, pages: int) -> str:
    if pages > 1:
        raise UsageError(f"--url is the address of one page, but {pages} pages were given: scan them one by one.")
    address = urls.resolve(None, url.strip())
    if address is None:
        raise UsageError(f"{url!r} is no web address: write it out with https:// or http:// in front.")
    return address
