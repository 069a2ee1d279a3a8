"""CSV, as sound and as damaged as it comes."""

from __future__ import annotations

import csv
import gzip
import tracemalloc
from pathlib import Path

import pytest

from detector import bounds
from detector.errors import UnreadableInput, UsageError
from detector.sources import columns
from detector.sources.record import COLUMNS, Input, Place
from detector.sources.separated import check, header, places, read


def put(folder: Path, body: bytes, compression: str = "", **names: str) -> Input:
    path = folder / "pages.csv"
    path.write_bytes(gzip.compress(body) if compression else body)
    return Input(str(path), str(path), "csv", compression, columns={**COLUMNS, **names})


def bodies(found: Input) -> list[bytes | None]:
    return [record.document.body if record.document else None for record in read(found)]


@pytest.mark.parametrize("compression", ["", "gz"])
@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
def test_one_record_a_row(tmp_path, delimiter, compression):
    rows = b'\xef\xbb\xbfid,html,"url",x\r\n1,"<p>a ""b""\r\nc",https://a.example/,\r\n\r\n2,d,,\r\n'.replace(
        b",", delimiter
    )
    found = put(tmp_path, rows, compression)
    first, second = read(found)
    assert first.document is not None
    assert (first.document.id, first.document.body) == ("1", b'<p>a "b"\r\nc')
    assert first.document.url == "https://a.example/"
    assert second.document is not None
    assert (second.document.id, second.document.url) == ("2", None)
    assert [first.place, second.place] == [Place(0), Place(1)]
    assert list(places(found, 1)) == [Place(0), Place(1), Place(2)]


def test_the_delimiter_is_the_one_that_names_columns():
    assert header(b"a,b,c;html;d", COLUMNS) == (["a,b,c", "html", "d"], ";")
    assert header(b"page", COLUMNS) == (["page"], ",")
    assert header(b"", COLUMNS)[0] == []


def test_columns_may_be_called_otherwise(tmp_path):
    assert bodies(put(tmp_path, b"html,content\nno,<p>\n", html="content")) == [b"<p>"]


def test_damaged_rows_are_losses_and_the_others_pages(tmp_path):
    rows = b'id,html\n1,a\n2,b,c\n3,"d"e\n4,\xff\n\xff5,f\n6,g\n7\n8,"\xc3\xa9"\n9,"never ends\n10,h\n'
    found = list(read(put(tmp_path, rows)))
    assert [record.document.body if record.document else record.loss for record in found] == [
        b"a",
        "The row that ends at line 3 has 3 cells where the header has 2.",
        "The row that ends at line 4 cannot be read: ',' expected after '\"'.",
        "The row that ends at line 5 is not UTF-8.",
        "The row that ends at line 6 is not UTF-8.",
        b"g",
        "The row that ends at line 8 has 1 cells where the header has 2.",
        "é".encode(),
        "The row that ends at line 11 cannot be read: unexpected end of data.",
    ]
    assert [record.place for record in found] == [Place(number) for number in range(9)]


@pytest.mark.parametrize(
    "row",
    [b'2,"' + b"x" * 20_000_000 + b'"', b"2," * 10_000_000, b'2,"' + (b"a," * 50_000 + b"\n") * 200 + b'"'],
    ids=["cell", "cells", "lines"],
)
def test_a_row_without_end_is_passed_over_in_little_memory(tmp_path, monkeypatch, row):
    monkeypatch.setattr(columns, "ROW", 1_000_000)
    # Where its last quote is met without its first, a few rows more are lost, up to the next that has quotes.
    found = put(tmp_path, b"id,html\n1,a\n" + row + b'\n3,b\n4,"c"\n5,d\n')
    tracemalloc.start()
    try:
        first, *others, last = (record.document and record.document.body for record in read(found))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 15_000_000
    assert (first, last) == (b"a", b"d")
    assert None in others


def test_a_page_of_the_bound_is_read(tmp_path):
    page = "é" * bounds.BYTES
    with (tmp_path / "pages.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["html"], [page], [page + "é"], [page + "éé"]])
    path = str(tmp_path / "pages.csv")
    assert [record.document is None for record in read(Input(path, path, "csv"))] == [False, False, True]


def test_a_packed_file_that_breaks_off_loses_only_its_rest(tmp_path):
    found = put(tmp_path, b"id,html\n" + b"".join(b"%d,<p>%d\n" % (n, n * 7919) for n in range(9000)), "gz")
    whole = Path(found.path).read_bytes()
    Path(found.path).write_bytes(whole[: len(whole) // 2])
    *pages, last = read(found)
    assert len(pages) > 3000
    assert all(page.document is not None for page in pages)
    assert last.loss.endswith("is the last that can be read: the gzip file breaks off.")
    assert list(places(found, 10_000)) == [Place(0), Place(len(pages) + 1)]


def test_what_is_no_table_of_pages(tmp_path):
    with pytest.raises(UsageError, match=r"There is no column html and no text among its columns a, b"):
        check(put(tmp_path, b"a,b\n1,2\n"))
    with pytest.raises(UsageError, match="There is no column content"):
        list(read(put(tmp_path, b"html\n1\n", html="content")))
    with pytest.raises(UnreadableInput, match="no header row"):
        check(put(tmp_path, b"\n"))
    with pytest.raises(UnreadableInput, match="UTF-16"):
        check(put(tmp_path, "id,html\n".encode("utf-16")))
    check(put(tmp_path, b"id,html\n"))
    assert list(places(put(tmp_path, b"id,html\n"), 5)) == [Place(0)]
