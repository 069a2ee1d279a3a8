"""Fetched pages kept on disk: WARC files, a gzip member a page (ISO 28500), which `detector label` also reads as archives.

A run appends to a file of its own. What a killed run has left of a page at the end of its file is passed over: the page
was not kept. Beside the fields of the standard a record has `Detector-Asked`, the address that was asked for, and
`Detector-Hops`, the status and address of each redirect. An answer without a page is a metadata record with
`Detector-Status`, and `Detector-Failure`, why.
"""

from __future__ import annotations

import gzip
import os
import time
import uuid
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from detector.errors import UnreadableInput
from detector.page import Document
from detector.sources.archives.bounds import BLOCK
from detector.sources.archives.header import Header, text
from detector.sources.archives.packed import Gzip
from detector.sources.archives.pages import HOPS, hops_field, page, redirects
from detector.sources.archives.walk import Lost, walk
from detector.sources.spool import keep_names
from detector.sources.streams import open_binary
from detector.sources.web.answers import Fetched, Unfetched

_SUFFIX = ".warc.gz"
_LEVEL = 6
_ASKED, _STATUS, _FAILURE = "Detector-Asked", "Detector-Status", "Detector-Failure"
_FIELDS = "application/warc-fields"


class Spot(NamedTuple):
    """Where an answer is kept."""

    file: str
    offset: int
    """Of its member."""
    is_page: bool = True
    """Whether there is a page, and not just an answer that says why there is none."""


class Answer(NamedTuple):
    """What was kept of one address."""

    document: Document
    """Without a body where there was no page."""
    status: int | None
    failure: str
    """Why there is no page, one sentence; empty where there is one."""


class Kept:
    """The answers in a folder, by the address that was asked for."""

    def __init__(self, folder: Path) -> None:
        """Look through the files of earlier runs. Raises UnreadableInput where one cannot be opened."""
        self._folder = folder
        self._stream: BinaryIO | None = None
        self._file = ""
        self._spots: dict[str, Spot] = {}
        for path in sorted(folder.glob(f"*{_SUFFIX}")):
            self._spots |= _spots(str(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def get(self, url: str) -> Spot | None:
        """Where the answer of this address is, if it is kept."""
        return self._spots.get(url)

    def add(self, url: str, answer: Fetched | Unfetched) -> Spot:
        """Write down an answer: a killed run has left it, a power cut only what was there at the last `sync`. Raises OSError."""
        stream = self._stream or self._begin()
        spot = Spot(self._file, stream.tell(), isinstance(answer, Fetched))
        record = _page(url, answer) if isinstance(answer, Fetched) else _failure(url, answer)
        stream.write(gzip.compress(record, _LEVEL))
        stream.flush()
        self._spots[url] = spot
        return spot

    def sync(self) -> None:
        """Have all that was added on disk. Raises OSError."""
        if self._stream is not None:
            os.fsync(self._stream.fileno())

    def _begin(self) -> BinaryIO:
        # Two runs may share a folder: the name tells when the file was begun, and nobody else has it.
        name = f"pages-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{uuid.uuid4().hex[:8]}{_SUFFIX}"
        path = self._folder / name
        self._file = str(path)
        self._stream = path.open("xb")
        keep_names(str(self._folder))
        self._stream.write(gzip.compress(_record("warcinfo", _FIELDS, {}, _ABOUT), _LEVEL))
        return self._stream


def load(spot: Spot) -> Answer:
    """What is kept at a spot. Raises UnreadableInput where it is no longer there or was damaged."""
    with open_binary(spot.file) as file:
        unit = next(walk(file, Gzip(), spot.offset, BLOCK), None)
    if unit is None or isinstance(unit, Lost) or _value(unit.header, _ASKED) == "":
        raise UnreadableInput(f"{spot.file}: What was kept at byte {spot.offset} is damaged.")
    header = unit.header
    failure, status = _value(header, _FAILURE), _value(header, _STATUS)
    if failure:
        document = Document(b"", _value(header, _ASKED), hops=redirects(header))
        return Answer(document, int(status) if status.isdecimal() else None, failure)
    return Answer(*page(unit), "")


def _spots(path: str) -> Mapping[str, Spot]:
    found: dict[str, Spot] = {}
    with open_binary(path) as file:
        for unit in walk(file, Gzip(), 0, 0):
            if not isinstance(unit, Lost) and unit.offset is not None:
                asked = _value(unit.header, _ASKED)
                if asked:
                    found[asked] = Spot(path, unit.offset, not _value(unit.header, _FAILURE))
    return found


def _value(header: Header, field: str) -> str:
    return text(header.fields.get(field.lower().encode(), b""))


def _failure(url: str, answer: Unfetched) -> bytes:
    said = {"WARC-Target-URI": url, _ASKED: url, HOPS: hops_field(answer.hops)}
    said |= {_STATUS: str(answer.status or ""), _FAILURE: str(answer)}
    return _record("metadata", _FIELDS, said, b"")


def _page(url: str, answer: Fetched) -> bytes:
    document = answer.document
    said = {"WARC-Target-URI": document.url or url, _ASKED: url, HOPS: hops_field(document.hops)}
    received = {"Content-Type": document.content_type, "Refresh": document.refresh}
    lines = [
        f"HTTP/1.1 {answer.status} {_phrase(answer.status)}",
        f"Content-Length: {len(document.body)}",
        *(f"{name}: {_line(value)}" for name, value in received.items() if value),
    ]
    head = "\r\n".join([*lines, "", ""]).encode("utf-8", "replace")
    return _record("response", "application/http; msgtype=response", said, head + document.body)


def _record(type: str, content_type: str, fields: Mapping[str, str], block: bytes) -> bytes:
    said = {
        "WARC-Type": type,
        "WARC-Record-ID": f"<{uuid.uuid4().urn}>",
        "WARC-Date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        **{name: value for name, value in fields.items() if value},
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    head = "\r\n".join(["WARC/1.1", *(f"{name}: {_line(value)}" for name, value in said.items()), "", ""])
    return head.encode("utf-8", "replace") + block + b"\r\n\r\n"


def _line(value: str) -> str:
    """A value that ends no field before its time: a stranger has sent it."""
    return " ".join(value.split())


def _phrase(status: int | None) -> str:
    try:
        return HTTPStatus(status or 0).phrase
    except ValueError:
        return ""


_ABOUT = b"software: detector\r\nformat: WARC File Format 1.1\r\nrobots: obey\r\n"
