"""Inputs of every format, written for the tests of this room."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from detector.sources.record import Input

FORMS = ("jsonl", "jsonl.gz", "jsonl.zst", "csv", "csv.gz", "tsv.zst", "parquet", "pages")


def jsonl(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Rows as JSONL."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def separated(rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> bytes:
    """Rows as CSV."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, ["id", "url", "html"], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def parquet(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Rows as Parquet, in small row groups."""
    file = io.BytesIO()
    table = pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in ("id", "url", "html")})
    pq.write_table(table, file, row_group_size=7)
    return file.getvalue()


def packed(body: bytes, suffix: str) -> bytes:
    """Bytes in several members."""
    half = len(body) // 2
    if suffix == "gz":
        return gzip.compress(body[:half]) + gzip.compress(body[half:])
    compress = zstandard.ZstdCompressor().compress
    return compress(body[:half]) + compress(body[half:])


WRITERS: Mapping[str, Callable[[Sequence[Mapping[str, str]]], bytes]] = {
    "jsonl": jsonl,
    "csv": separated,
    "tsv": lambda rows: separated(rows, "\t"),
    "parquet": parquet,
}


def put(folder: Path, form: str, rows: Sequence[Mapping[str, str]]) -> Input:
    """Write rows (`id`, `url`, `html`) in one of FORMS."""
    if form == "pages":
        folder.mkdir(exist_ok=True)
        paths = [folder / f"{number:04d}.html" for number in range(len(rows))]
        for path, row in zip(paths, rows, strict=True):
            path.write_text(row["html"], "utf-8", newline="")
        return Input(str(folder), str(folder), "pages", pages=tuple(map(str, paths)))
    kind, _, suffix = form.partition(".")
    body = WRITERS[kind](rows)
    path = folder / f"rows.{form}"
    path.write_bytes(packed(body, suffix) if suffix else body)
    return Input(str(path), str(path), "csv" if kind == "tsv" else kind, suffix)
