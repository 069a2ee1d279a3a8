"""Damaged archives: every readable page comes, every loss is told, and reading goes on from any place."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.sources import archives
from detector.sources.archives import packed as unpacking
from detector.sources.archives import resync, swift
from detector.sources.archives.bounds import HEAD, PIECE
from detector.sources.record import START, Input, Place, Record
from tests.sources.archiving import (
    BUILDS,
    DICTIONARY,
    answer,
    found,
    gz,
    made,
    members,
    names,
    page,
    read,
    skippable,
    zst,
)

SAMPLES = Path(__file__).parents[3] / "shared" / "crawl"
PACK = {"gz": gz, "zst": zst}
WORDS = random.Random(7).randbytes(3000).hex().encode()


def digest(block: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(block).digest()).decode()


def losses(records: Sequence[Record]) -> list[str]:
    return [record.loss for record in records if record.loss]


def goes_on_from_everywhere(folder: Path, text: bytes, packed: str) -> list[Record]:
    """The records, after a look at the laws that hold for every archive."""
    archive = found(folder, text, packed)
    whole = list(archives.read(archive))
    assert [record.place.number for record in whole] == list(range(len(whole)))
    assert all((record.document is None) == bool(record.loss) for record in whole)
    entries = [record.place.offset for record in whole if record.place.offset is not None]
    assert all(a < b for a, b in pairwise(entries))
    for at, record in enumerate(whole):
        assert list(archives.read(archive, record.place)) == whole[at:]
    for every in (1, 3):
        begins = [record.place for record in whole[::every]]
        assert list(archives.places(archive, every)) == [*begins, Place(len(whole), len(text))]
    return whole


@pytest.mark.parametrize("packed", ["gz", "zst"])
def test_a_member_cut_in_half(tmp_path, packed):
    pieces = [PACK[packed](page(name, WORDS)) for name in "abc"]
    half = len(pieces[1]) // 2
    records = goes_on_from_everywhere(tmp_path, pieces[0] + pieces[1][:half] + pieces[2], packed)
    assert names(records) == ["a", "-", "c"]
    assert records[1].place == Place(1, len(pieces[0]))
    begin, end = len(pieces[0]), len(pieces[0]) + half
    assert records[1].loss.startswith(f"The archive is damaged from byte {begin} to {end}: ")


@pytest.mark.parametrize("packed", ["gz", "zst"])
@pytest.mark.parametrize("at", [0, 1, 2, 500, -6, -1])
def test_a_flipped_byte(tmp_path, packed, at):
    pieces = [bytearray(PACK[packed](page(name, WORDS))) for name in "abc"]
    pieces[1][at] ^= 0x55
    assert names(goes_on_from_everywhere(tmp_path, b"".join(pieces), packed)) == ["a", "-", "c"]


@pytest.mark.parametrize("packed", ["gz", "zst"])
@pytest.mark.parametrize(
    "garbage", [b"x", bytes(100), b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd" * 30, WORDS, gz(b"no record")]
)
def test_garbage_between_members(tmp_path, packed, garbage):
    pieces = [PACK[packed](page(name)) for name in "ab"]
    assert names(goes_on_from_everywhere(tmp_path, garbage.join(pieces), packed)) == ["a", "-", "b"]
    assert names(goes_on_from_everywhere(tmp_path, garbage + pieces[0], packed)) == ["-", "a"]
    assert names(goes_on_from_everywhere(tmp_path, pieces[0] + garbage, packed)) == ["a", "-"]


@pytest.mark.parametrize("packed", ["gz", "zst", "gz whole", "zst whole", ""])
def test_the_end_is_missing(tmp_path, packed):
    text = b"".join(members([page("a"), page("b", WORDS)], packed))
    # What Zstandard packs comes in blocks: here both pages are in one.
    assert names(goes_on_from_everywhere(tmp_path, text[:-2000], packed)) == (
        ["-"] if packed == "zst whole" else ["a", "-"]
    )


def test_a_record_that_the_program_fails_at_is_a_loss(tmp_path, monkeypatch):
    decode = archives.page

    def failing(unit):
        if b":b>" in unit.header.fields[b"warc-record-id"]:
            raise OverflowError("too large")
        return decode(unit)

    monkeypatch.setattr(archives, "page", failing)
    records = read(tmp_path, b"".join(map(gz, (page("a"), page("b"), page("c")))))
    assert names(records) == ["a", "-", "c"]
    assert losses(records) == ["A fault of this program at a record: OverflowError: too large."]


@pytest.mark.parametrize("packed", ["gz", "zst"])
def test_losses_side_by_side_are_one(tmp_path, packed):
    pieces = [PACK[packed](page(name, WORDS)) for name in "abcd"]
    records = goes_on_from_everywhere(
        tmp_path, pieces[0] + pieces[1][:99] + b"xyz" + pieces[2][:99] + pieces[3], packed
    )
    assert names(records) == ["a", "-", "d"]
    end = len(pieces[0]) + 99 + 3 + 99
    assert losses(records)[0].startswith(f"The archive is damaged from byte {len(pieces[0])} to {end}: ")
    apart = pieces[0][:99] + PACK[packed](made(b"", "request")) + pieces[1][:99] + pieces[2]
    assert names(goes_on_from_everywhere(tmp_path, apart, packed)) == ["-", "-", "c"]


def test_a_cut_member_that_has_all_of_its_page(tmp_path):
    block = answer(WORDS)
    for proof in ("", digest(block)):
        first = gz(made(block, name="a", WARC_Block_Digest=proof))
        # Nothing but the checksum is missing, and then all behind the page.
        for less in (1, 8):
            records = goes_on_from_everywhere(tmp_path, first[:-less] + gz(page("b")), "gz")
            assert names(records) == ["a", "b"]
            assert records[0].document.body == WORDS
    assert names(read(tmp_path, first[:-8])) == ["a"]
    other = gz(made(block, name="a", WARC_Block_Digest=digest(b"other")))
    assert names(read(tmp_path, other[:-8] + gz(page("b")))) == ["-", "b"]


def test_a_wrong_checksum_is_believed_unless_a_digest_proves_the_page(tmp_path):
    block = answer(WORDS)
    for proof, name in (("", "-"), (digest(block), "a"), (digest(b"other"), "-"), ("sha1:", "-"), ("crc:1", "-")):
        first = bytearray(gz(made(block, name="a", WARC_Block_Digest=proof)))
        first[-6] ^= 1
        assert names(goes_on_from_everywhere(tmp_path, bytes(first) + gz(page("b")), "gz")) == [name, "b"]
        frame = bytearray(zst(made(block, name="a", WARC_Block_Digest=proof)))
        frame[-1] ^= 1
        assert names(goes_on_from_everywhere(tmp_path, bytes(frame) + zst(page("b")), "zst")) == [name, "b"]
    first = bytearray(gz(made(block, name="a", WARC_Payload_Digest="md5:" + hashlib.md5(WORDS).hexdigest())))
    first[-6] ^= 1
    assert names(read(tmp_path, bytes(first) + b"lost" + gz(page("b")))) == ["a", "-", "b"]


@pytest.mark.parametrize("packed", BUILDS)
@pytest.mark.parametrize("wrong", [0, 10, 70, 2_000, 10**17, None])
def test_a_wrong_length(tmp_path, packed, wrong):
    records = [page("a"), made(answer(b"<p>all of it</p>" * 20), name="b", length=wrong), *map(page, "cde")]
    read_back = goes_on_from_everywhere(tmp_path, b"".join(members(records, packed)), packed)
    assert names(read_back) == list("abcde")
    assert read_back[1].document.body == b"<p>all of it</p>" * 20


def test_the_next_record_is_found_across_pieces_of_the_file(tmp_path):
    front = len(made(answer(b""), name="a", length=None))
    for before in range(1, 60, 7):
        body = b"x" * (PIECE - before - front)
        records = read(tmp_path, made(answer(body), name="a", length=None) + page("b"), "")
        assert names(records) == ["a", "b"]
        assert records[1].place.offset == PIECE - before


@pytest.mark.parametrize("packed", ["gz", "", "gz whole"])
def test_a_page_that_lacks_bytes_is_lost(tmp_path, packed):
    for lacking in (
        made(answer(b"half", Content_Length="8"), name="b", length=400),
        made(answer(b"half"), name="b", length=400, WARC_Block_Digest=digest(answer(b"half of it"))),
    ):
        records = goes_on_from_everywhere(tmp_path, b"".join(members([page("a"), lacking, page("c")], packed)), packed)
        assert names(records) == ["a", "-", "c"]
        assert losses(records)[0].endswith(": a record has lost some of its bytes.")


def test_a_record_that_breaks_off_before_the_next(tmp_path):
    for at in (5, 30, 200, -30):
        text = page("a") + page("b", WORDS, WARC_Block_Digest=digest(answer(WORDS)))[:at] + page("c")
        assert names(goes_on_from_everywhere(tmp_path, text, "")) == ["a", "-", "c"]


@pytest.mark.parametrize("packed", ["gz", "zst", "", "gz whole"])
def test_a_header_that_breaks_off_before_the_next(tmp_path, packed):
    text = b"".join(members([page("a"), page("b")[:60] + page("c"), page("d"), page("e")], packed))
    assert names(goes_on_from_everywhere(tmp_path, text, packed)) == ["a", "-", "c", "d", "e"]


@pytest.mark.parametrize("packed", ["gz", "zst", "", "gz whole", "gz blocks"])
@pytest.mark.parametrize(
    "bad",
    [
        b"no record at all\r\n\r\n",
        b"WARC/x\r\n\r\n",
        b"WARC/1.0",
        b"WARC/1.0\r\n\r\n\r\n\r\n",
        made(b"words", type=""),
        b"WARC/1.0\r\nA: " + b"b" * (HEAD + 9) + b"\r\n\r\n",
    ],
)
def test_missing_and_absurd_headers(tmp_path, packed, bad):
    records = goes_on_from_everywhere(tmp_path, b"".join(members([page("a"), bad, page("b")], packed)), packed)
    assert names(records) == ["a", "-", "b"]


def test_a_type_that_is_missing_is_told_from_the_rest(tmp_path):
    kinds = ["application/http", "application/http; msgtype=response", "application/http; msgtype=request"]
    text = b"".join(gz(made(answer(), "", WARC_Type="", Content_Type=kind)) for kind in kinds)
    assert names(read(tmp_path, text)) == ["a", "a", "-"]


def test_a_single_member_is_read_up_to_its_damage(tmp_path):
    words = [random.Random(n).randbytes(400).hex().encode() for n in range(40)]
    for packed in ("gz whole", "zst whole"):
        text = bytearray(members([page(str(n), words[n]) for n in range(40)], packed)[0])
        del text[-6000:-5990]
        records = goes_on_from_everywhere(tmp_path, bytes(text), packed)
        assert [bool(record.loss) for record in records] == [False] * (len(records) - 1) + [True]
        # What Zstandard packs comes in blocks of up to 128 KB.
        assert len(records) > 20 or packed == "zst whole"


def test_blocks_go_on_after_damage(tmp_path):
    pieces = list(members([page(str(n), WORDS[n : n + 900]) for n in range(30)], "gz blocks"))
    pieces[40] = pieces[40][:50]
    records = goes_on_from_everywhere(tmp_path, b"".join(pieces), "gz blocks")
    assert len(losses(records)) == 1
    assert len(records) >= 28


def test_a_dictionary_that_is_damaged(tmp_path):
    pieces = list(members([page("a"), page("b")], "zst dictionary"))
    words = DICTIONARY.as_bytes()
    for other in (b"", b"no dictionary", words[:40], words[:8] + b"x" * 99, zst(words)[:-9], zst(b"")):
        pieces[0] = skippable(other)
        assert set(names(goes_on_from_everywhere(tmp_path, b"".join(pieces), "zst"))) == {"-"}


@st.composite
def archives_with_damage(draw: st.DrawFn) -> tuple[str, bytes, set[str]]:
    """How an archive is packed, its bytes, and the pages that have a whole member of their own."""
    packed = draw(st.sampled_from(list(BUILDS)))
    sizes = draw(st.lists(st.integers(0, 600), min_size=1, max_size=8))
    records = []
    pages = set()
    for number, size in enumerate(sizes):
        body = random.Random(size).randbytes(size)
        body = draw(st.sampled_from([body, body.hex().encode(), gz(page("inner")), b"\r\n\r\n" + page("inner")]))
        length = draw(st.sampled_from([-1] * 8 + [None, 3, 900]))
        kind = draw(st.sampled_from(["response"] * 3 + ["request", "conversion"]))
        records.append(made(answer(body), kind, str(number), length))
        if kind != "request":
            pages.add(str(number))
    pieces = [bytearray(piece) for piece in members(records, packed)]
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(pieces) - 1))
        place = draw(st.integers(0, max(0, len(pieces[at]) - 1)))
        match draw(st.sampled_from(["cut", "flip", "garbage", "double", "remove"])):
            case "cut":
                del pieces[at][place:]
            case "flip" if pieces[at]:
                pieces[at][place] ^= draw(st.integers(1, 255))
            case "garbage":
                pieces[at][:0] = draw(st.binary(max_size=40) | st.sampled_from([gz(b""), zst(b""), gz(b"\r\n"), WORDS]))
                continue
            case "double":
                pieces[at] *= 2
                continue
            case "remove":
                del pieces[at][place : place + 9]
        pages.discard(str(at))
    return packed, b"".join(pieces), pages if packed in PACK else set()


@settings(max_examples=150, deadline=None)
@given(archives_with_damage())
def test_reading_goes_on_from_everywhere_whatever_the_damage(made_with_damage):
    packed, text, pages = made_with_damage
    with TemporaryDirectory() as folder:
        records = goes_on_from_everywhere(Path(folder), text, packed)
    assert pages <= set(names(records))


@settings(max_examples=100, deadline=None)
@given(archives_with_damage(), st.integers(9, 200))
def test_what_is_read_does_not_depend_on_the_pieces_it_is_read_in(made_with_damage, size):
    packed, text, _ = made_with_damage
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        whole = read(Path(folder), text, packed)
        patch.setattr(unpacking, "PIECE", size)
        patch.setattr(unpacking, "CHUNK", size)
        patch.setattr(swift, "CHUNK", size)
        patch.setattr(resync, "_WINDOW", size)
        in_pieces = read(Path(folder), text, packed)
    assert [record.place for record in in_pieces] == [record.place for record in whole]
    assert [record.document for record in in_pieces] == [record.document for record in whole]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["gz", "zst"]), st.integers(0, 2), st.data())
def test_no_member_is_lost_with_its_neighbour(packed, bad, data):
    pieces = [bytearray(PACK[packed](page(name, WORDS[:800]))) for name in "abcd"]
    begin = data.draw(st.integers(0, len(pieces[bad]) - 1))
    end = data.draw(st.integers(begin + 1, len(pieces[bad])))
    pieces[bad][begin:end] = data.draw(st.binary(max_size=60))
    with TemporaryDirectory() as folder:
        records = goes_on_from_everywhere(Path(folder), b"".join(pieces), packed)
    assert set("abcd") - {"abcd"[bad]} <= set(names(records))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["", "gz", "zst"]), st.binary(max_size=300), st.sampled_from([b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"]))  # fmt: skip
def test_bytes_of_any_kind_come_to_an_end(packed, text, front):
    with TemporaryDirectory() as folder:
        records = goes_on_from_everywhere(Path(folder), front + text, packed)
    assert len(records) <= len(front + text)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample archives beside the checkout, in ../shared/crawl")
def test_the_damaged_sample_gives_every_page_whose_member_is_whole():
    path = SAMPLES / "damaged.warc.gz"
    text = path.read_bytes()
    whole = set()
    at = text.find(b"\x1f\x8b\x08")
    while at >= 0:
        inflater = zlib.decompressobj(31)
        try:
            record = inflater.decompress(text[at:])
        except zlib.error:
            record = b""
        if inflater.eof and b"\r\nWARC-Type: response\r\n" in record[:2000]:
            head = record[: record.index(b"\r\n\r\n")]
            whole.add(head.partition(b"WARC-Record-ID: <")[2].partition(b">")[0].decode())
        at = text.find(b"\x1f\x8b\x08", at + 1)
    assert len(whole) > 50
    records = list(archives.read(Input("damaged", str(path), "warc", "gz"), START))
    assert {record.document.id for record in records if record.document} == whole
    assert losses(records)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample archives beside the checkout, in ../shared/crawl")
def test_the_samples_give_every_labelled_page():
    with gzip.open(SAMPLES / "labels.jsonl.gz", "rt", encoding="utf-8") as lines:
        labelled = {(row["record_id"].strip("<>"), row["url"].strip()) for row in map(json.loads, lines)}
    paths = sorted(SAMPLES.glob("sample-*.warc.gz"))
    records = [record for path in paths for record in archives.read(Input(path.name, str(path), "warc", "gz"))]
    assert {(record.document.id, record.document.url) for record in records if record.document} == labelled
    assert not losses(records)
