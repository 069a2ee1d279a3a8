"""Standard input as a file that can be read again from any place."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, NamedTuple

from detector.errors import UsageError

_PART = 1 << 20
_DIGEST = 16


class Copy(NamedTuple):
    """A stream as a file."""

    path: str
    identity: str
    """Digest of its bytes."""


def spool(stream: BinaryIO, folder: str) -> Copy:
    """Copy a stream to a file in a folder, which is made where it is missing; when it returns, the copy is on disk.

    The name tells the bytes: the same stream gives the same file, another one leaves it as it is. Raises UsageError
    where the folder cannot take it.
    """
    try:
        os.makedirs(folder, exist_ok=True)
        part = Path(folder, "stdin.part")
        hashed = blake2b(digest_size=_DIGEST)
        with part.open("wb") as file:
            while read := stream.read(_PART):
                hashed.update(read)
                file.write(read)
            file.flush()
            os.fsync(file.fileno())
        path = part.with_name(f"stdin-{hashed.hexdigest()}")
        part.replace(path)
        keep_names(folder)
    except OSError as error:
        raise UsageError(f"Standard input cannot be copied to {folder}: {error.strerror or error}.") from error
    return Copy(str(path), hashed.hexdigest())


def keep_names(folder: str) -> None:
    """Have the names in a folder on disk, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    entry = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)
