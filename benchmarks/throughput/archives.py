"""Archives to label: pages of our own making, or those of archives that are at hand, as many as are asked for.

An archive is a `.warc.gz` as crawlers write it: a request and a response record for each page, a gzip member each.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from benchmarks.throughput import pages

_PART = 1 << 20
_REQUEST = b"GET / HTTP/1.1\r\nAccept: text/html\r\n\r\n"


class Capture(NamedTuple):
    """One page as it was received."""

    url: str
    response: bytes
    """The HTTP message: status line, headers, body."""


def made(kilobytes: float) -> Iterator[Capture]:
    """Pages without end, of this median size and of sizes as in a crawl."""
    number = 0
    while True:
        yield capture(number, pages.page(number, pages.size(number, kilobytes)))
        number += 1


def alike(size: int, kind: str = "mixed") -> Iterator[Capture]:
    """Pages without end, all of this size in bytes and of this kind."""
    number = 0
    while True:
        yield capture(number, pages.page(number, size, kind))
        number += 1


def capture(number: int, body: bytes) -> Capture:
    """A page of our own making as a server would send it."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    return Capture(pages.address(number), head.encode() + body)


def repeated(archives: Sequence[Path]) -> Iterator[Capture]:
    """The responses of these archives, over and over. Raises ValueError where they hold none."""
    while True:
        empty = True
        for path in archives:
            for one in _responses(path):
                empty = False
                yield one
        if empty:
            raise ValueError(f"No response in {' '.join(map(str, archives))}")


def _responses(path: Path) -> Iterator[Capture]:
    """Those under an address, without which warcio tells no HTTP headers."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False):
            url = (record.headers.get("WARC-Target-URI") or "").strip().replace(" ", "%20")
            if url.startswith(("http://", "https://")):
                yield Capture(url, record.reader.read())


def write(path: Path, captures: Iterable[Capture]) -> int:
    """Write one archive and return how many pages it holds. The same captures under the same name give the same bytes."""
    count = 0
    with path.open("wb") as out:
        out.write(
            _member(f"{path.name}:info", "warcinfo", "application/warc-fields", b"software: benchmarks.throughput\r\n")
        )
        for count, one in enumerate(captures, 1):
            name, http = f"{path.name}:{count}", "application/http; msgtype="
            out.write(_member(f"{name}:request", "request", http + "request", _REQUEST, one.url))
            out.write(_member(name, "response", http + "response", one.response, one.url))
    return count


def write_many(folder: Path, captures: Iterator[Capture], count: int, archives: int = 1) -> list[Path]:
    """Share `count` pages among so many archives, in a new folder; their paths, in order."""
    folder.mkdir(parents=True)
    paths = [folder / f"part-{number:05d}.warc.gz" for number in range(archives)]
    for number, path in enumerate(paths):
        write(path, islice(captures, count * (number + 1) // archives - count * number // archives))
    return paths


def unpacked(path: Path) -> int:
    """Bytes of an archive's records: about those of its pages."""
    with gzip.open(path) as stream:
        return sum(len(part) for part in iter(lambda: stream.read(_PART), b""))


def _member(name: str, kind: str, content_type: str, block: bytes, url: str = "") -> bytes:
    """A record as a gzip member; its id is made of its name."""
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, name)}>",
        "WARC-Date: 2026-01-01T00:00:00Z",
        *([f"WARC-Target-URI: {url}"] if url else []),
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
    ]
    return gzip.compress("\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n", mtime=0)
