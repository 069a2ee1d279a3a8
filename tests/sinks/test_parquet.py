"""The columns of the Parquet output, and how its rows are grouped."""

from __future__ import annotations

import io

import pyarrow as pa
import pytest
from pyarrow import parquet as reading

from detector.errors import UnreadableInput
from detector.sinks import parquet
from detector.sinks.formats import chosen
from detector.sinks.schema import NAMES
from tests.sinks.records import rows

REASONS = pa.list_(pa.struct([("feature", pa.string()), ("text", pa.string()), ("contribution", pa.float64())]))
HOPS = pa.list_(pa.struct([("url", pa.string()), ("status", pa.int64())]))


@pytest.fixture
def chunk(tmp_path):
    path = tmp_path / "chunk.parquet"
    path.write_bytes(chosen("parquet").encode(rows()))
    return path


def test_columns_are_typed():
    schema = reading.read_schema(io.BytesIO(chosen("parquet").encode(rows())))
    assert tuple(schema.names) == NAMES
    assert schema.field("score").type == pa.float64()
    assert schema.field("record").type == schema.field("offset").type == schema.field("status").type == pa.int64()
    assert schema.field("truncated").type == pa.bool_()
    assert schema.field("reasons").type == REASONS
    assert schema.field("links").type.value_type.field("reasons").type == REASONS
    assert schema.field("hops").type == HOPS
    assert schema.field("links").type.value_type.field("hops").type == HOPS
    assert schema.field("fingerprint").type == pa.struct(
        [(n, pa.string()) for n in ("text", "template", "exits", "lure")]
    )


def test_types_do_not_depend_on_the_rows():
    bare, full = (chosen("parquet").encode(found) for found in ([], rows()))
    assert reading.read_schema(io.BytesIO(bare)) == reading.read_schema(io.BytesIO(full))


@pytest.mark.parametrize(("bound", "most"), [("GROUP_ROWS", 7), ("GROUP_BYTES", 1)])
def test_groups_of_rows_are_bounded(bound, most, chunk, monkeypatch):
    monkeypatch.setattr(parquet, bound, most)
    out = io.BytesIO()
    chosen("parquet").merge([chunk] * 10, out)
    found = reading.ParquetFile(out).metadata
    groups = [found.row_group(number).num_rows for number in range(found.num_row_groups)]
    assert groups == ([6] * 5 if bound == "GROUP_ROWS" else [3] * 10)


def test_chunks_are_read_one_by_one(chunk, monkeypatch):
    """Groups are written while there are still chunks to read."""
    monkeypatch.setattr(parquet, "GROUP_ROWS", 1)
    out = io.BytesIO()
    written = []

    def chunks():
        for _ in range(4):
            written.append(out.tell())
            yield chunk

    chosen("parquet").merge(chunks(), out)
    assert written[0] < written[2] < written[3]


def test_files_of_many_groups_are_read_group_by_group(chunk, tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "GROUP_ROWS", 6)
    whole = tmp_path / "whole.parquet"
    with whole.open("wb") as out:
        chosen("parquet").merge([chunk] * 4, out)
    assert [table.num_rows for table in parquet._tables([whole, chunk], NAMES)] == [6, 6, 3]
    again = io.BytesIO()
    chosen("parquet").merge([whole, chunk], again)
    assert reading.read_table(again).to_pylist() == rows() * 5


def test_merging_leaves_the_stream_open(chunk):
    out = io.BytesIO()
    chosen("parquet").merge([chunk], out)
    assert not out.closed


def test_a_chunk_that_is_no_table_is_told(tmp_path):
    path = tmp_path / "chunk.parquet"
    path.write_bytes(b"PAR1 and nothing else")
    with pytest.raises(UnreadableInput, match="cannot be read as Parquet"):
        chosen("parquet").merge([path], io.BytesIO())
