"""Tables from strangers: JSONL, CSV and Parquet, packed or not, and files of which nobody knows what they hold."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from detector.errors import DetectorError
from detector.sources import lists, records
from detector.sources.formats import tell
from detector.sources.record import COLUMNS, Input
from tests.fuzz import archives, files
from tests.fuzz.cutting import Cut

_FORMS = ("jsonl", "csv", "parquet", "pages", "list", "tell")
_PACKED: Mapping[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gz": lambda text: gzip.compress(text, 1, mtime=0),
    "zst": zstandard.ZstdCompressor(level=1).compress,
}


def check(given: bytes) -> None:
    """A table as it is, or values put into one; the options are in the first three bytes."""
    cut = Cut(given)
    form, compression, ways = cut.one_of(_FORMS), cut.one_of(tuple(_PACKED)), cut.number()
    body = cut.rest()
    if ways & 1:
        body = _table(form, body)
    if ways & 2 and form not in ("parquet", "pages"):
        body = _PACKED[compression](body)
    if form == "tell":
        for name in ("a", "a.jsonl.gz", "a.csv", "a.html", "a\x00b"):
            tell(name, body, COLUMNS)
        return
    path = files.put(f"a.{form}", body)
    packed = "" if form in ("parquet", "pages") else compression
    found = Input(str(path), str(path), form, packed, pages=(str(path),) if form == "pages" else ())
    try:
        if form == "list":
            assert all(isinstance(line, str) for line in lists.listed(str(path)))
            return
        read = list(records.read(found))
        places = list(records.places(found, 1))
    except DetectorError:
        return
    archives.sound(read)
    assert places[:-1] == [record.place for record in read]
    if read:
        chosen = ways % len(read)
        assert list(records.read(found, read[chosen].place)) == read[chosen:]


def _table(form: str, body: bytes) -> bytes:
    """A table whose cells are these bytes, each line one."""
    cells = body.decode("utf-8", "replace").split("\n")
    if form == "jsonl":
        return b"".join(json.dumps({"id": cell, "html": cell}).encode() + b"\n" for cell in cells)
    if form == "csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows([["id", "html"], *([cell, cell] for cell in cells)])
        return text.getvalue().encode()
    if form == "parquet":
        out = io.BytesIO()
        pq.write_table(pa.table({"id": cells, "html": [cell.encode() for cell in cells]}), out, row_group_size=3)
        return out.getvalue()
    return body
