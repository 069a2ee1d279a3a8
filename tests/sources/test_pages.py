"""Saved pages as one input."""

from __future__ import annotations

import pytest

from detector import bounds
from detector.sources.pages import places, read
from detector.sources.record import Input, Place


@pytest.fixture
def found(tmp_path):
    for name in ("a.html", "b.txt"):
        (tmp_path / name).write_bytes(b"words")
    return Input(
        "in", "in", "pages", pages=(str(tmp_path / "a.html"), str(tmp_path / "gone.html"), str(tmp_path / "b.txt"))
    )


def test_one_record_a_file(found):
    first, second, third = read(found)
    assert first.document is not None
    assert third.document is not None
    assert (first.document.id, first.document.content_type, first.document.url) == (found.pages[0], "text/html", None)
    assert (third.document.id, third.document.content_type) == (found.pages[2], None)
    assert second.document is None
    assert second.loss.startswith(f"{found.pages[1]}: There is no such file")
    assert list(read(found, Place(2, 2))) == [third]
    assert list(places(found, 2)) == [Place(0, 0), Place(2, 2), Place(3, 3)]


def test_a_large_page_is_read_one_byte_past_the_bound(found):
    with open(found.pages[0], "wb") as file:
        file.truncate(bounds.BYTES * 3)
    record = next(read(found))
    assert record.document is not None
    assert len(record.document.body) == bounds.BYTES + 1


def test_standard_input_keeps_its_name(found):
    (record,) = read(Input("-", found.pages[0], "pages", pages=found.pages[:1]))
    assert record.document is not None
    assert record.document.id == "-"
