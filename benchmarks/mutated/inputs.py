"""Broken pages as inputs of `detector label`: archives, and tables of lines."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

from benchmarks.mutated.pages import Broken

_ARCHIVES = 8
_IN_LINES = 10
"""One page of so many goes into the table."""


def write(folder: Path, pages: Iterable[Broken]) -> list[Path]:
    """Write them into a new folder and return the paths."""
    folder.mkdir(parents=True)
    paths = [folder / f"part-{number}.warc.gz" for number in range(_ARCHIVES)]
    table = folder / "lines.jsonl"
    archives = [path.open("wb") for path in paths]
    with table.open("w", encoding="ascii") as lines:
        for page in pages:
            if page.number % _IN_LINES == 0:
                lines.write(json.dumps(_line(page)) + "\n")
            else:
                archives[page.number % _ARCHIVES].write(_member(page))
    for archive in archives:
        archive.close()
    return [*paths, table]


def _line(page: Broken) -> dict[str, str]:
    # Bytes that are no UTF-8 become half pairs, which JSON can name.
    text = page.body[:12_000_000].decode("utf-8", "surrogateescape")
    return {"id": str(page.number), "url": _address(page), "html": text}


def _member(page: Broken) -> bytes:
    said = page.content_type.encode("utf-8", "replace") if page.content_type is not None else None
    head = b"HTTP/1.1 200 OK\r\n" + (b"" if said is None else b"Content-Type: " + said + b"\r\n") + b"\r\n"
    block = head + page.body
    lines = (
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Record-ID: <{page.number}>",
        f"WARC-Target-URI: {_address(page)}",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    )
    return gzip.compress("\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n", 1, mtime=0)


def _address(page: Broken) -> str:
    return f"https://films{page.number % 97}.example/{page.number}"
