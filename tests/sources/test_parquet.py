"""Parquet: only what is wanted of it, from any row on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from detector.errors import UnreadableInput, UsageError
from detector.sources import parquet, streams
from detector.sources.parquet import check, places, read
from detector.sources.record import COLUMNS, Input, Place


def put(
    folder: Path, table: dict[str, Any] | pa.Table, groups: int = 1000, names: dict[str, str] | None = None
) -> Input:
    path = folder / "pages.parquet"
    pq.write_table(table if isinstance(table, pa.Table) else pa.table(table), path, row_group_size=groups)
    return Input(str(path), str(path), "parquet", columns={**COLUMNS, **(names or {})})


def test_one_record_a_row(tmp_path):
    found = put(
        tmp_path, {"id": [1, 2], "url": ["https://a.example/", None], "html": ["<p>é", None], "text": [None, "b"]}
    )
    first, second = read(found)
    assert first.document is not None
    assert second.document is not None
    assert (first.document.id, first.document.url) == ("1", "https://a.example/")
    assert (first.document.body, first.document.content_type) == ("<p>é".encode(), "text/html; charset=utf-8")
    assert (second.document.body, second.document.content_type) == (b"b", "text/plain; charset=utf-8")
    assert [first.place, second.place] == [Place(0, 0), Place(1, 1)]
    assert list(places(found, 1)) == [Place(0, 0), Place(1, 1), Place(2, 2)]


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.large_string(),
        pa.binary(),
        pa.large_binary(),
        pa.binary(3),
        pa.dictionary(pa.int32(), pa.string()),
    ],
    ids=str,
)
def test_kinds_of_columns(tmp_path, kind):
    (record,) = read(put(tmp_path, {"html": pa.array(["<p>"], pa.string()).cast(kind)}))
    assert record.document is not None
    assert record.document.body == b"<p>"
    assert (record.document.content_type is None) == ("binary" in str(kind))


def test_bytes_have_their_content_type(tmp_path):
    (record,) = read(
        put(
            tmp_path,
            {"body": [b"\xe9"], "mime": ["text/html; charset=latin-1"]},
            names={"html": "body", "content_type": "mime"},
        )
    )
    assert record.document is not None
    assert (record.document.body, record.document.content_type) == (b"\xe9", "text/html; charset=latin-1")


def test_other_columns_are_not_read(tmp_path, monkeypatch):
    asked: list[list[str]] = []
    original = pq.ParquetFile.iter_batches

    def watch(self: Any, *arguments: Any, **options: Any) -> Any:
        asked.append(options["columns"])
        return original(self, *arguments, **options)

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", watch)
    list(read(put(tmp_path, {"html": ["a"], "screenshot": [b"b"], "deep": [{"html": ["x"]}]})))
    assert asked == [["html"]]


def test_row_groups_before_a_place_are_not_read(tmp_path, monkeypatch):
    groups: list[int] = []
    original = parquet._batches
    monkeypatch.setattr(
        parquet, "_batches", lambda file, group, there: groups.append(group) or original(file, group, there)
    )
    found = put(tmp_path, {"html": [str(n) for n in range(100)]}, groups=10)
    assert [record.document.body for record in read(found, Place(85, 85)) if record.document] == [
        b"%d" % n for n in range(85, 100)
    ]
    assert groups == [8, 9]


def test_rows_that_are_no_pages_are_losses(tmp_path):
    broken = pa.Array.from_buffers(pa.string(), 2, pa.array([b"\xe9", b"a"]).buffers())
    first, second = read(put(tmp_path, {"html": broken}))
    assert first.loss == "Row 0 is not UTF-8."
    assert second.document is not None
    (third,) = read(put(tmp_path, {"html": pa.array([None], pa.string())}))
    assert third.loss == "Row 0 has no page: it holds neither html nor text."


def test_a_damaged_row_group_loses_only_its_rows(tmp_path):
    found = put(tmp_path, {"html": [f"<p>{number} " + "words" * 20 for number in range(300)]}, groups=100)
    column = pq.ParquetFile(found.path).metadata.row_group(1).column(0)
    body = bytearray(Path(found.path).read_bytes())
    begin = column.dictionary_page_offset or column.data_page_offset
    body[begin : begin + column.total_compressed_size] = b"\xff" * column.total_compressed_size
    Path(found.path).write_bytes(body)
    records = list(read(found))
    assert [record.document is not None for record in records] == [n // 100 != 1 for n in range(300)]
    assert records[100].loss.startswith("Row 100 cannot be read: ")
    assert list(read(found, Place(150, 150))) == records[150:]


def test_what_is_no_table_of_pages(tmp_path):
    for table, names, sentence in (
        ({"a": [1]}, {}, "There is no column html and no text among its columns a"),
        ({"html": ["a"]}, {"url": "link"}, "There is no column link"),
        ({"html": [["a"]]}, {}, r"The column html is of the type list<.*; html must be string or binary"),
        ({"html": [1.5]}, {}, "The column html is of the type double"),
        ({"html": ["a"], "url": [1]}, {}, "The column url is of the type int64"),
        (pa.table([["a"], ["b"]], names=["html", "html"]), {}, "There are several columns called html"),
    ):
        found = put(tmp_path, table, names=names)
        with pytest.raises(UsageError, match=sentence):
            check(found)
        with pytest.raises(UsageError, match=sentence):
            list(read(found))


@pytest.mark.parametrize("body", [b"", b"PAR1", b"PAR1" + b"\0" * 100 + b"PAR1"])
def test_a_file_that_is_damaged_as_a_whole(tmp_path, body):
    path = tmp_path / "a.parquet"
    path.write_bytes(body)
    with pytest.raises(UnreadableInput, match="This Parquet file cannot be read"):
        check(Input("a.parquet", str(path), "parquet"))


def test_a_fault_of_reading_is_no_loss(tmp_path, monkeypatch):
    """Trying again may help: nothing may be written off."""
    found = put(tmp_path, {"html": [f"{number}" * 1000 for number in range(3000)]})
    original = streams._Steady._read

    def fail(self: Any, size: int) -> bytes:
        if self._file.tell() < 100:
            raise UnreadableInput("reading broke off")
        return original(self, size)

    monkeypatch.setattr(streams._Steady, "_read", fail)
    with pytest.raises(UnreadableInput, match="broke off"):
        list(read(found))


def test_few_rows_at_a_time(tmp_path, monkeypatch):
    found = put(tmp_path, {"html": pa.array([], pa.string())})
    pages = [f"{number}<p>{'x' * 1_000_000}" for number in range(60)]
    pq.write_table(pa.table({"html": pages}), found.path, write_batch_size=4, compression="none")
    asked: list[int] = []
    original = streams._Steady._read
    monkeypatch.setattr(streams._Steady, "_read", lambda self, size: asked.append(size) or original(self, size))
    before, peak = pa.total_allocated_bytes(), 0
    for _ in read(found):
        peak = max(peak, pa.total_allocated_bytes() - before)
    assert 0 < peak < 30_000_000
    assert max(asked) < 10_000_000  # no more than a data page, of a column of 60 MB
