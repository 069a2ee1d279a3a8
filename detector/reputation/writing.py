"""Arrays and what is said of them -> a reputation file; `store` has its form."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from detector.errors import UnwritableOutput
from detector.reputation.store import HEAD, MAGIC, VERSION, Arrays, Header


def write(path: Path, header: Header, arrays: Arrays) -> int:
    """Write a file, in place of another only when it is whole; returns its size. Raises UnwritableOutput."""
    said = json.dumps({**asdict(header), "depth": header.depth._asdict()}, sort_keys=True).encode()
    said += b" " * (-(len(said) + HEAD.size) % 8)
    parts: list[bytes | memoryview] = [HEAD.pack(MAGIC, VERSION, len(said)), said]
    parts += [array.data for array in _little(arrays)]
    digest = xxhash.xxh3_128()
    try:
        # A run that has the old file open keeps it: nothing is ever changed in place.
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with fresh.open("xb") as file:
                for part in parts:
                    digest.update(part)
                    file.write(part)
                file.write(digest.digest())
                size = file.tell()
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise UnwritableOutput(f"{path}: The reputation file cannot be written: {error.strerror or error}.") from error
    return size


def _little(arrays: Arrays) -> Sequence[NDArray[Any]]:
    hashes = (arrays.entries, arrays.places, arrays.exceptions)
    return [*(np.ascontiguousarray(array, "<u8") for array in hashes), np.ascontiguousarray(arrays.codes, "<u2")]
