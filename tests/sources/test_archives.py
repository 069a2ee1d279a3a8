"""WARC and WET archives -> pages, in every way that they are packed."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc

import pytest

from detector import bounds
from detector.errors import UnreadableInput, UsageError
from detector.page import Document
from detector.sources import archives
from detector.sources.archives import swift
from detector.sources.record import START, Input, Place
from tests.sources.archiving import BUILDS, answer, found, gz, made, members, names, page, read, skippable, zst

RECORDS = [
    made(b"software: tests\r\n", "warcinfo", "info"),
    made(b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", "request", "a0"),
    page("a", b"<p>first</p>"),
    made(b"fetchTimeMs: 12\r\n", "metadata", "a1"),
    page("b", b"<p>second</p>" * 400),
    made(b"HTTP/1.1 304 Not Modified\r\n\r\n", "revisit", "b1", Content_Type="application/http; msgtype=response"),
    made(b"20261121\na.example. 300 IN A 192.0.2.1\n", "response", "dns", WARC_Target_URI="dns:a.example", Content_Type="text/dns"),
    made(b"%PDF-1.7", "resource", "c", Content_Type="application/pdf"),
    made("Wörter, einige davon\n".encode(), "conversion", "d", Content_Type="text/plain"),
    made(b"the rest", "continuation", "d1"),
]  # fmt: skip


@pytest.mark.parametrize("packed", BUILDS)
def test_pages_are_read_and_other_records_passed_over(tmp_path, packed):
    records = read(tmp_path, b"".join(members(RECORDS, packed)), packed)
    assert names(records) == list("abcd")
    assert [record.place.number for record in records] == [0, 1, 2, 3]
    assert [record.status for record in records] == [200, 200, None, None]
    assert records[0].document == Document(
        b"<p>first</p>", "https://a.example/", "text/html; charset=utf-8", "urn:test:a"
    )
    assert records[1].document.body == b"<p>second</p>" * 400
    assert records[2].document.content_type == "application/pdf"
    assert records[3].document == Document(
        "Wörter, einige davon\n".encode(), "https://d.example/", "text/plain", "urn:test:d"
    )
    assert not any(record.loss for record in records)


@pytest.mark.parametrize("packed", BUILDS)
def test_reading_goes_on_from_every_place(tmp_path, packed):
    text = b"".join(members(RECORDS, packed))
    whole = read(tmp_path, text, packed)
    for at, record in enumerate(whole):
        assert read(tmp_path, text, packed, record.place) == whole[at:]
    assert read(tmp_path, text, packed, Place(4, len(text))) == []


@pytest.mark.parametrize("packed", BUILDS)
def test_the_survey_finds_the_same_places(tmp_path, packed):
    text = b"".join(members(RECORDS, packed))
    whole = [record.place for record in read(tmp_path, text, packed)]
    for every in (1, 2, 3, 4, 5):
        assert list(archives.places(found(tmp_path, text, packed), every)) == [*whole[::every], Place(4, len(text))]


@pytest.mark.parametrize("packed", ["", "gz", "zst", "zst dictionary"])
def test_a_place_is_where_the_member_begins(tmp_path, packed):
    pieces = members(RECORDS, packed)
    begins = [sum(map(len, pieces[:at])) for at in range(len(pieces))]
    front = len(pieces) - len(RECORDS)
    records = read(tmp_path, b"".join(pieces), packed)
    assert [record.place.offset for record in records] == [begins[front + at] for at in (2, 4, 7, 8)]


@pytest.mark.parametrize("packed", ["gz whole", "zst whole"])
def test_one_member_for_all_cannot_be_entered_in_the_middle(tmp_path, packed):
    text = b"".join(members(RECORDS[2:], packed))
    assert [record.place.offset for record in read(tmp_path, text, packed)] == [0, None, None, None]


def test_an_archive_of_nothing(tmp_path):
    for packed, text in (("", b""), ("", b"\r\n"), ("gz", b""), ("gz", gz(b"")), ("zst", zst(b"")), ("zst", skippable(b"words"))):  # fmt: skip
        assert read(tmp_path, text, packed) == []
        assert list(archives.places(found(tmp_path, text, packed), 10)) == [Place(0, len(text))]


def test_a_skippable_frame_between_records(tmp_path):
    assert names(read(tmp_path, zst(page("a")) + skippable(b"x" * 50, 0x50) + zst(page("b")), "zst")) == ["a", "b"]


def test_members_of_nothing_between_records(tmp_path):
    text = gz(b"") + gz(page("a")) + gz(b"") + gz(page("b")) + gz(b"\r\n") + gz(page("c"))
    whole = read(tmp_path, text)
    assert names(whole) == ["a", "b", "c"]
    assert [record.place.offset for record in whole] == [text.index(gz(page(name))) for name in "abc"]
    for at, record in enumerate(whole):
        assert read(tmp_path, text, "gz", record.place) == whole[at:]


@pytest.mark.parametrize("packed", ["gz", "", "zst", "gz whole"])
def test_an_archive_inside_a_page_is_part_of_the_page(tmp_path, packed):
    inner = b"".join(page(f"inner{n}") for n in range(40))
    for body in (inner, b"\r\n\r\n" + inner, gz(inner), gz(page("x")) + gz(page("y"))):
        text = b"".join(members([page("a", body), page("b")], packed))
        records = read(tmp_path, text, packed)
        assert names(records) == ["a", "b"]
        assert records[0].document.body == body


def test_ids_are_passed_on_as_they_are(tmp_path):
    records = [page("same"), page("same"), made(answer(), name=None), made(answer(), WARC_Record_ID="<>")]
    pages = read(tmp_path, b"".join(map(gz, records)))
    assert [record.document.id for record in pages] == ["urn:test:same", "urn:test:same", None, None]


def test_an_address_keeps_all_but_its_brackets(tmp_path):
    written = ["<https://a.example/x>", "https://a.example/a b", "https://a.example/ü", ""]
    records = read(tmp_path, b"".join(gz(made(answer(), WARC_Target_URI=one)) for one in written))
    assert [record.document.url for record in records] == ["https://a.example/x", *written[1:3], None]


def test_headers_in_any_case_and_with_bare_newlines(tmp_path):
    block = answer(b"words")
    head = f"WARC/1.1\nwarc-type: Response\nCONTENT-LENGTH:{len(block)}\nWarc-Record-Id: <urn:test:a>\nX: a\n b\n\n"
    for packed in ("", "gz"):
        records = read(tmp_path, b"".join(members([head.encode() + block + b"\n\n", page("b")], packed)), packed)
        assert names(records) == ["a", "b"]
        assert records[0].document.body == b"words"


def test_a_page_is_cut_where_the_parser_stops(tmp_path):
    body = os.urandom(1000) * (bounds.BYTES // 1000 + 300)
    for packed in ("", "gz", "zst"):
        records = read(tmp_path, b"".join(members([page("a", body), page("b")], packed)), packed)
        assert names(records) == ["a", "b"]
        assert records[0].document.body == body[: bounds.BYTES + 1]


@pytest.mark.parametrize("packed", ["gz", "zst", ""])
def test_a_huge_record_does_not_fill_memory(tmp_path, packed):
    size = 150_000_000
    block = answer(b"0" * size)
    text = b"".join(members([made(block, name="a"), page("b")], packed))
    del block
    archive = found(tmp_path, text, packed)
    del text
    tracemalloc.start()
    records = list(archives.read(archive))
    assert names(records) == ["a", "b"]
    assert len(list(archives.places(archive, 1))) == 3
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 90_000_000


def test_the_fast_way_finds_what_the_steady_way_finds(tmp_path, monkeypatch):
    text = b"".join(members(RECORDS, "gz"))
    taken: list[int] = []
    fast = swift.units

    def counted(*arguments):
        reached = yield from fast(*arguments)
        taken.append(reached)
        return reached

    monkeypatch.setattr(swift, "units", counted)
    with_it = read(tmp_path, text)
    # All but the last record, which nothing follows that proves it.
    assert taken[0] == len(b"".join(members(RECORDS, "gz")[:-1]))

    def none(file, offset, keep):
        return offset
        yield

    monkeypatch.setattr(swift, "units", none)
    assert read(tmp_path, text) == with_it


def test_an_interrupt_is_not_swallowed(tmp_path, monkeypatch):
    class Interrupted:
        def __init__(self, *_: object) -> None: ...

        def read(self, size: int) -> bytes:
            raise KeyboardInterrupt

    monkeypatch.setattr(swift, "GzipReader", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        read(tmp_path, gz(page("a")))


def test_a_panic_of_the_library_is_left_to_the_steady_way(tmp_path, monkeypatch):
    class PanicException(BaseException): ...

    class Panicking:
        def __init__(self, *_: object) -> None: ...

        def read(self, size: int) -> bytes:
            raise PanicException

    monkeypatch.setattr(swift, "GzipReader", Panicking)
    assert names(read(tmp_path, gz(page("a")) + gz(page("b")))) == ["a", "b"]


def test_a_missing_file(tmp_path):
    with pytest.raises(UnreadableInput):
        list(archives.read(Input("gone", str(tmp_path / "gone.warc.gz"), "warc", "gz"), START))


@pytest.mark.parametrize("library", ["fastwarc", "zstandard"])
def test_a_missing_library_is_said(tmp_path, library):
    archive = found(tmp_path, zst(page("a")), "zst")
    program = (
        f"import sys; sys.modules[{library!r}] = None\n"
        "from detector.errors import UsageError\n"
        "from detector.sources.record import Input\n"
        "try:\n"
        "    from detector.sources import archives\n"
        f"    list(archives.read(Input('made', {archive.path!r}, 'warc', 'zst')))\n"
        "except UsageError as error:\n"
        "    print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "Reading archives needs the crawl extra: pip install 'detector[crawl]'.\n"
    assert issubclass(UsageError, Exception)
