"""Files that are there whole or not at all, also after a power cut: temporary name, fsync, rename, fsync of the folder."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from detector.errors import UnwritableOutput

TEMPORARY = ".tmp"
"""Suffix of files that are being written; what a killed run leaves of them is of no use."""


def write(path: Path, fill: Callable[[BinaryIO], None]) -> None:
    """Let `fill` write a file and put it in place of any other. Raises UnwritableOutput; then nothing has changed."""
    # Two machines of a cluster may write the same chunk: both write the same bytes, and the last one stays.
    temporary = path.with_name(f"{path.name}.{os.urandom(6).hex()}{TEMPORARY}")
    try:
        with temporary.open("wb") as stream:
            fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise unwritable(path, error) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_bytes(path: Path, body: bytes) -> None:
    """A file with these bytes."""
    write(path, lambda stream: _all(stream, body))


def write_json(path: Path, value: Any) -> None:
    """A file with one JSON value."""
    write_bytes(path, json.dumps(value, ensure_ascii=True, sort_keys=True).encode())


def read_json(path: Path) -> Any:
    """The value in a file, None where there is none or it is damaged."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def folder(path: Path) -> None:
    """Make a folder, with those above it. Raises UnwritableOutput."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def sync_folder(path: Path) -> None:
    """Make the names in a folder last; where a folder cannot be opened (Windows), the system sees to it."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # what a file system says that syncs no folders
            raise
    finally:
        os.close(handle)


def unwritable(path: Path, error: OSError) -> UnwritableOutput:
    """What went wrong, and that nothing is lost."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UnwritableOutput(
            f"There is no room left to write {path}: free some space and run the same command again, which goes on from here."
        )
    return UnwritableOutput(
        f"{path} cannot be written ({error.strerror}): put that right and run the same command again, which goes on from here."
    )


def _all(stream: BinaryIO, body: bytes) -> None:
    stream.write(body)
