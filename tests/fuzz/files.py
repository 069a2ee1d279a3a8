"""A file for readers that want one."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory


@cache
def home() -> Path:
    """A folder that is gone when the process ends."""
    folder = TemporaryDirectory(prefix="detector-fuzz-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def put(name: str, body: bytes) -> Path:
    """A file with these bytes, the same one for every input."""
    path = home() / name
    path.write_bytes(body)
    return path
