"""Every format: what is written is read back, chunks are put together whole and in order, same rows same bytes."""

from __future__ import annotations

import csv
import gzip
import io
import json
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from detector.errors import UnreadableInput, UsageError
from detector.sinks.formats import FORMATS, Format, chosen
from detector.sinks.rows import storable
from detector.sinks.safety import json_line, one_line
from detector.sinks.schema import NAMES, Type, fields_of
from tests.sinks.records import hostile, rows

ANY = st.text(st.characters(codec=None, categories=None, max_codepoint=0x10FFFF))
NASTY = (
    "=1+1",
    "-2",
    "\t=1",
    "@x",
    "＝1",
    "a\"b,c;d'",
    "\r\n",
    "two\nlines",
    "\u2028",
    "\ud800",
    "\x00",
    "\u202e",
    "a|b",
    "\\n",
    "😀",
    "",
)


def unpack(body: bytes, suffix: str) -> bytes:
    if suffix.endswith(".gz"):
        return gzip.decompress(body)
    if suffix.endswith(".zst"):
        return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body), read_across_frames=True).read()
    return body


def read(body: bytes, suffix: str) -> list[dict[str, Any]]:
    """The rows in a file, read by other programs; of CSV every cell is text."""
    if suffix == "parquet":
        return list(parquet.read_table(io.BytesIO(body)).to_pylist())
    text = unpack(body, suffix).decode()
    if suffix.startswith("jsonl"):
        return [json.loads(line) for line in text.split("\n")[:-1]]
    return list(csv.DictReader(io.StringIO(text, newline="")))


def expected(found: Sequence[dict[str, Any]], suffix: str) -> list[dict[str, Any]]:
    if suffix == "parquet":
        return list(storable(found))
    return [dict(row) for row in found] if suffix.startswith("jsonl") else [as_cells(row) for row in found]


def as_cells(row: dict[str, Any]) -> dict[str, str]:
    return {field.name: cell(row[field.name], field.type) for field in fields_of(list(row))}


def cell(value: Any, kind: Type) -> str:
    if value is None:
        return ""
    if kind in (Type.LIST, Type.OBJECT):
        return json_line(value)
    if kind is not Type.TEXT:
        return json.dumps(value)
    return ("'" if value[:1] in tuple("=+-@\t\r\n＝＋－＠") and value else "") + one_line(value)


def merged(form: Format, chunks: Sequence[Sequence[dict[str, Any]]], folder: Path) -> bytes:
    paths = [folder / f"{number}.{form.suffix}" for number in range(len(chunks))]
    for path, chunk in zip(paths, chunks, strict=True):
        path.write_bytes(form.encode(chunk))
    out = io.BytesIO()
    form.merge(iter(paths), out)
    return out.getvalue()


every_format = pytest.mark.parametrize("suffix", FORMATS)


@every_format
class TestEveryFormat:
    def test_a_chunk_is_read_back(self, suffix):
        assert read(chosen(suffix).encode(rows()), suffix) == expected(rows(), suffix)

    def test_chunks_are_put_together_in_order(self, suffix, tmp_path):
        form, all_rows = chosen(suffix), [{**row, "record": number} for number in range(4) for row in rows()]
        body = merged(form, [all_rows[:5], [], all_rows[5:6], all_rows[6:]], tmp_path)
        assert read(body, suffix) == expected(all_rows, suffix)
        (tmp_path / "out").write_bytes(body)
        assert form.count(tmp_path / "out") == len(all_rows)

    def test_what_was_put_together_can_be_put_together(self, suffix, tmp_path):
        form, whole = chosen(suffix), tmp_path / "whole"
        whole.write_bytes(merged(form, [rows(), [], rows()], tmp_path))
        out = io.BytesIO()
        form.merge([whole, whole], out)
        assert read(out.getvalue(), suffix) == expected(rows() * 4, suffix)

    def test_the_same_rows_are_the_same_bytes(self, suffix, tmp_path):
        bodies = {merged(chosen(suffix), [rows(), rows()], tmp_path) for _ in range(2)}
        assert len(bodies) == 1
        assert chosen(suffix).encode(rows()) == chosen(suffix).encode(rows())

    @pytest.mark.parametrize("chunks", [[], [[]], [[], []]], ids=["no chunk", "an empty chunk", "empty chunks"])
    def test_no_rows_make_a_file_that_can_be_read(self, suffix, chunks, tmp_path):
        body = merged(chosen(suffix), chunks, tmp_path)
        assert read(body, suffix) == []
        (tmp_path / "out").write_bytes(body)
        assert chosen(suffix).count(tmp_path / "out") == 0
        if suffix.endswith((".gz", ".zst")):
            assert body, "an empty file is no compressed file"

    def test_fields_are_columns_in_their_order(self, suffix, tmp_path):
        fields = ("status", "score", "id", "links")
        body = merged(chosen(suffix, fields), [rows(*fields)] * 2, tmp_path)
        found = read(body, suffix)
        assert found == expected(rows(*fields) * 2, suffix)
        assert [tuple(row) for row in found] == [fields] * 6

    def test_one_column_that_is_empty_is_still_a_row(self, suffix, tmp_path):
        body = merged(chosen(suffix, ("kind",)), [rows("kind")], tmp_path)
        assert len(read(body, suffix)) == 3
        (tmp_path / "out").write_bytes(body)
        assert chosen(suffix).count(tmp_path / "out") == 3

    def test_a_format_travels_to_another_process(self, suffix):
        form = pickle.loads(pickle.dumps(chosen(suffix, ("id", "score"))))
        assert form.encode(rows("id", "score")) == chosen(suffix, ("id", "score")).encode(rows("id", "score"))

    @settings(max_examples=40)
    @example("".join(NASTY))
    @given(ANY)
    def test_whatever_a_page_holds_is_one_row(self, suffix, text):
        found = [rows()[0], hostile(text), rows()[1]]
        body = chosen(suffix).encode(found)
        assert read(body, suffix) == expected(found, suffix)
        if suffix != "parquet":
            lines = unpack(body, suffix).decode().splitlines()
            assert len(lines) == len(found) + suffix.startswith("csv"), "some program would break a row in two"

    @pytest.mark.parametrize("text", NASTY)
    def test_nasty_text_is_one_row(self, suffix, text):
        body = chosen(suffix).encode([hostile(text)])
        assert read(body, suffix) == expected([hostile(text)], suffix)

    def test_a_number_that_is_none_is_null(self, suffix):
        row = {**rows()[0], "score": float("nan"), "kinds": [{"kind": "other", "score": float("inf")}]}
        (found,) = read(chosen(suffix).encode([row]), suffix)
        assert found == expected([storable(row)], suffix)[0]

    def test_a_damaged_file_is_told(self, suffix, tmp_path):
        form, path = chosen(suffix), tmp_path / f"out.{suffix}"
        body = form.encode(rows())
        path.write_bytes(body[:-20])
        if suffix in ("csv", "jsonl"):
            assert form.count(path) == 2, "a line that does not end is no row"
        else:
            with pytest.raises(UnreadableInput, match="out"):
                form.count(path)


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix.startswith("jsonl")])
def test_lines_of_json_are_bytes_put_together(suffix, tmp_path):
    form, found = chosen(suffix), rows()
    assert merged(form, [found[:1], found[1:]], tmp_path) == form.encode(found[:1]) + form.encode(found[1:])
    assert chosen("jsonl").encode(found) == merged(chosen("jsonl"), [found[:1], found[1:]], tmp_path)


def test_a_line_of_json_is_the_line_of_scan():
    for row, line in zip(rows(), chosen("jsonl").encode(rows()).decode().splitlines(), strict=True):
        assert line == json_line(row)


def test_gzip_holds_no_name_and_no_time():
    head = chosen("jsonl.gz").encode(rows())[:8]
    assert head == b"\x1f\x8b\x08\x00\x00\x00\x00\x00"


@pytest.mark.parametrize("suffix", ["csv", "csv.gz", "parquet"])
def test_chunks_of_other_fields_are_refused(suffix, tmp_path):
    path = tmp_path / "chunk"
    path.write_bytes(chosen(suffix, ("id",)).encode(rows("id")))
    with pytest.raises(UnreadableInput, match="fields"):
        chosen(suffix, ("url",)).merge([path], io.BytesIO())


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_no_cell_is_a_formula(text):
    (row,) = read(chosen("csv").encode([hostile(text)]), "csv")
    assert all(row[name].startswith("'") for name in ("id", "url", "error", "input"))
    assert not any(value[:1] in tuple("=+-@\t\r\n＝") for value in row.values() if value)


def test_numbers_stay_numbers():
    (row,) = read(chosen("csv", ("score", "record")).encode([{"score": -0.5, "record": -3}]), "csv")
    assert row == {"score": "-0.5", "record": "-3"}


@pytest.mark.parametrize(
    ("path", "suffix"),
    [
        ("out.jsonl", "jsonl"),
        ("s3://bucket/a.b/OUT.JSONL.GZ", "jsonl.gz"),
        ("jsonl.zst", "jsonl.zst"),
        ("a.parquet", "parquet"),
    ],
)
def test_the_name_tells_the_format(path, suffix):
    assert chosen(path).suffix == suffix


@pytest.mark.parametrize("path", ["out.json", "out", "out.parquet.gz", "-", "outjsonl", "out.jsonl.bz2", ""])
def test_other_names_are_refused_with_those_that_are_known(path):
    with pytest.raises(
        UsageError, match=r"\.jsonl, \.jsonl\.gz, \.jsonl\.zst, \.csv, \.csv\.gz, \.csv\.zst, \.parquet\."
    ):
        chosen(path)


@pytest.mark.parametrize(("suffix", "module"), [("jsonl.zst", "zstandard"), ("parquet", "pyarrow")])
def test_a_missing_library_is_told_before_anything_is_written(suffix, module, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=rf"needs {module}: .*detector\[crawl\]"):
        chosen(suffix)
    assert chosen("jsonl.gz")


def test_all_fields_are_the_default():
    (row,) = read(chosen("csv").encode(rows()[:1]), "csv")
    assert tuple(row) == NAMES
