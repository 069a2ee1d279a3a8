"""The laws of all readers: the same records from any place on, and places where records begin."""

from __future__ import annotations

import pickle
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.sources.record import START, Input, Place
from detector.sources.records import places, read
from tests.sources.inputs import FORMS, put

ROWS = [
    {"id": f"{number}", "url": f"https://a.example/{number}", "html": f'<p>{"é" * number}\n"x"'} for number in range(40)
]

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
TABLES = st.lists(st.fixed_dictionaries({"id": TEXTS, "url": TEXTS, "html": TEXTS}), max_size=25)
DAMAGE = st.lists(
    st.sampled_from([b'{"html":"a"}', b"{", b"", b"  ", b"[]", b"\xff", b'a,"b', b'"', b"a,b,c", b'"a"b,', b"x" * 9]),
    max_size=25,
)


@pytest.mark.parametrize("form", FORMS)
def test_every_row_is_a_record(tmp_path, form):
    found = put(tmp_path, form, ROWS)
    records = list(read(found))
    assert [record.place.number for record in records] == list(range(40))
    assert [record.document.body.decode() for record in records if record.document] == [row["html"] for row in ROWS]
    if form != "pages":
        assert [record.document.id for record in records if record.document] == [row["id"] for row in ROWS]
        assert [record.document.url for record in records if record.document] == [row["url"] for row in ROWS]


def holds(found: Input, every: int) -> None:
    """The law."""
    records = list(read(found))
    assert [record.place.number for record in records] == list(range(len(records)))
    marks = list(places(found, every))
    *begun, end = marks
    assert [mark.number for mark in begun] == list(range(0, len(records), every))
    assert end.number == len(records)
    for mark in marks:
        assert list(read(found, mark)) == records[mark.number :]
    for record in records:
        assert next(read(found, record.place)) == record
        assert next(read(found, Place(record.place.number))) == record  # without an offset, from the beginning
    assert [record.place for record in records][::every] == begun


@pytest.mark.parametrize("form", FORMS)
@given(rows=TABLES, every=st.integers(1, 12))
@settings(max_examples=15, deadline=None)
def test_reading_goes_on_from_any_place(form, rows, every):
    with TemporaryDirectory() as folder:
        holds(put(Path(folder), form, rows), every)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
@given(lines=DAMAGE, every=st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_reading_damaged_lines_goes_on_from_any_place(form, lines, every):
    with TemporaryDirectory() as folder:
        path = Path(folder, "rows")
        path.write_bytes((b"" if form == "jsonl" else b"id,html\n") + b"\n".join(lines))
        holds(Input("rows", str(path), form), every)


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("parquet", "pages")])
@given(cut=st.floats(0.6, 0.99))
@settings(max_examples=10, deadline=None)
def test_reading_what_breaks_off_goes_on_from_any_place(form, cut):
    with TemporaryDirectory() as folder:
        found = put(Path(folder), form, ROWS)
        whole = Path(found.path).read_bytes()
        Path(found.path).write_bytes(whole[: int(len(whole) * cut)])
        holds(found, 6)


def test_an_input_can_be_handed_to_another_process(tmp_path):
    found = put(tmp_path, "jsonl", ROWS)
    assert pickle.loads(pickle.dumps(found)) == found


def test_the_beginning_is_where_reading_starts(tmp_path):
    found = put(tmp_path, "jsonl", ROWS)
    assert next(places(found, 7)) == START
