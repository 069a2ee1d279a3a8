"""Packed bytes: every member of them, never more than asked for, and a damage where it is."""

from __future__ import annotations

import gzip
import io
import sys
import tracemalloc

import pytest
import zstandard

from detector.errors import UsageError
from detector.sources.compression import Damaged, beginning, compression, unpacked

WORDS = b"".join(b"%d bottles of beer\n" % number for number in range(20_000))


def packed(form: str, text: bytes = WORDS) -> bytes:
    return gzip.compress(text) if form == "gz" else zstandard.ZstdCompressor().compress(text)


@pytest.fixture(params=["gz", "zst"])
def form(request) -> str:
    return str(request.param)


def test_told_by_the_first_bytes(form):
    assert compression(packed(form)) == form
    assert compression(b"\x5d\x2a\x4d\x18\0\0\0\0") == "zst"  # a frame that holds a dictionary
    assert compression(b"plain") == compression(b"") == ""


def test_all_members_are_read(form):
    members = packed(form, b"one\n") + packed(form, b"") + packed(form, b"two\n") + packed(form)
    assert unpacked(io.BytesIO(members), form).read() == b"one\ntwo\n" + WORDS


def test_frames_without_text_are_passed_over():
    frame = b"\x50\x2a\x4d\x18\x03\0\0\0abc"
    assert unpacked(io.BytesIO(frame + packed("zst", b"one") + frame), "zst").read() == b"one"


def test_what_is_not_packed_is_handed_on():
    stream = io.BytesIO(b"plain")
    assert unpacked(stream, "") is stream


def test_nothing_packed(form):
    assert unpacked(io.BytesIO(b""), form).read() == b""


@pytest.mark.parametrize("share", [0.5, 0.999])
def test_a_file_that_breaks_off_gives_what_it_has(form, share):
    whole = packed(form)
    kept = whole[: int(len(whole) * share)]
    stream = unpacked(io.BytesIO(kept), form)
    lines: list[bytes] = []
    with pytest.raises(Damaged, match="breaks off"):
        lines.extend(iter(stream.readline, b""))
    assert WORDS.startswith(b"".join(lines))
    # Zstandard hands out whole blocks of 128 KB.
    assert sum(map(len, lines)) > len(WORDS) * len(kept) / len(whole) - 140_000


def test_a_damage_ends_the_reading_behind_what_is_sound(form):
    stream = unpacked(io.BytesIO(packed(form) + b"no member at all"), form)
    assert stream.read(len(WORDS)) == WORDS
    with pytest.raises(Damaged, match="damaged"):
        stream.read(1)


def test_the_beginning_of_what_is_damaged(form):
    assert WORDS.startswith(beginning(unpacked(io.BytesIO(packed(form)[:-9]), form), 1000))
    # Zstandard stores so short a text as it is, and nothing behind it.
    assert beginning(unpacked(io.BytesIO(packed(form, b"one")[:-1]), form), 1000) == {"gz": b"one", "zst": b"on"}[form]
    assert beginning(io.BytesIO(WORDS), 1000) == WORDS[:1000]


def test_what_swells_is_unpacked_bit_by_bit(form):
    swelling = packed(form, bytes(150_000_000))
    tracemalloc.start()
    try:
        stream = unpacked(io.BytesIO(swelling), form)
        total = 0
        while part := stream.read(1 << 16):
            total += len(part)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert total == 150_000_000
    assert peak < 75_000_000  # 1 KB of Zstandard is 32 MB of this, put together from parts


def test_closing_closes_the_file(form):
    file = io.BytesIO(packed(form))
    unpacked(file, form).close()
    assert file.closed


def test_a_missing_library_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(UsageError, match=r"pip install '\.\[crawl\]'"):
        unpacked(io.BytesIO(b""), "zst")
