"""Addresses that fsspec understands (`https://`, `s3://`, `gs://`, `hdfs://`, ...): its one door."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from glob import has_magic
from typing import IO, Any

from detector.errors import DetectorError, UnreadableInput, UsageError

PAUSES = (1.0, 4.0)
"""Seconds before a read that failed is tried again."""
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_MARKS = frozenset(
    "etag contentmd5 digest lastmodified mtime modified updated generation md5hash crc32c checksum versionid".split()
)
"""What stores call the digest, the version or the time of change of a file, in small letters."""


def is_remote(path: str) -> bool:
    """Whether a path is an address.

    >>> is_remote("s3://crawl/one.warc.gz"), is_remote("pages/one.html")
    (True, False)
    """
    return _ADDRESS.match(path) is not None


def is_web(path: str) -> bool:
    """Whether a path is the address of a web page, which then was found there."""
    return _WEB.match(path) is not None


def open_file(path: str) -> IO[bytes]:
    """Open an address for reading from any place. Raises UnreadableInput, UsageError where a library is missing."""
    with _reaching(path):
        system, inner = _system(path)
        file: IO[bytes] = system.open(inner, "rb")
        if file.seekable():
            return file
        file.close()
    raise UnreadableInput(
        f"{path}: The server does not say how long the file is, or gives no parts of it: download it."
    )


def marks(path: str) -> tuple[int, Sequence[tuple[str, str]]]:
    """Size of the file at an address, and the marks by which a change of it is noticed."""
    with _reaching(path):
        system, inner = _system(path)
        known: dict[str, Any] = system.info(inner)
    marks = [(key, str(value)) for key, value in known.items() if re.sub("[^a-z0-9]", "", key.lower()) in _MARKS]
    return int(known.get("size") or 0), sorted(marks)


def expand(path: str) -> Sequence[str]:
    """The files that an address stands for: a pattern, or a folder where it ends in `/` or its name has no dot.

    Nothing is asked of a store for what is named like a file, and nothing of the web, where `?` is no pattern.
    """
    if is_web(path):
        return [path]
    with _reaching(path):
        system, inner = _system(path)
        if has_magic(inner):
            return sorted(file for match in system.glob(inner) for file in _inside(system, match))
        if "." not in path.rsplit("/", 1)[-1] and system.isdir(inner):
            return sorted(_inside(system, inner))
    return [path]


def said(error: Exception) -> str:
    """What an error of another library says, in one line without a full stop."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(words.split()).rstrip(".")[:300] or type(error).__name__


def _inside(system: Any, path: str) -> Iterator[str]:
    # A file is found under its own name.
    for file in system.find(path):
        yield str(system.unstrip_protocol(file))


def _system(path: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise UsageError(
            f"{path}: Addresses need the extra remote: in a checkout, run pip install '.[remote]'."
        ) from error
    system, inner = url_to_fs(path)
    return system, str(inner)


@contextmanager
def _reaching(path: str) -> Iterator[None]:
    try:
        yield
    except DetectorError:
        raise
    except ImportError as error:
        raise UsageError(f"{path}: A library is missing for this kind of address: {said(error)}.") from error
    except FileNotFoundError as error:
        raise UnreadableInput(f"{path}: There is nothing at this address, or it does not answer.") from error
    except Exception as error:  # each store has its own
        raise UnreadableInput(f"{path}: The address cannot be read: {said(error)}.") from error
