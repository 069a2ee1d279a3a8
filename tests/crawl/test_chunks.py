"""What is committed counts once; what is not is found again."""

from __future__ import annotations

from pathlib import Path

from detector.crawl.chunks import RECORDS, Receipt, Shelf, digest, receipt_of
from detector.sources.record import Place


def receipt(chunk: int, body: bytes = b"", last: bool = False) -> Receipt:
    following = None if last else Place((chunk + 1) * RECORDS, (chunk + 1) * 1000)
    return Receipt(chunk, 1, len(body), digest(body), following, {"pages": 1}, ({"record": 3, "loss": "x"},), {})


def test_a_committed_chunk_is_there_with_its_receipt(tmp_path: Path):
    shelf = Shelf(tmp_path / "000000", "jsonl")
    shelf.commit(b'{"a": 1}\n', receipt(0, b'{"a": 1}\n'))
    assert shelf.committed() == {0: receipt(0, b'{"a": 1}\n')}
    assert shelf.rows(0).read_bytes() == b'{"a": 1}\n'


def test_rows_without_a_receipt_do_not_count(tmp_path: Path):
    shelf = Shelf(tmp_path / "000000", "jsonl")
    shelf.commit(b"x", receipt(0, b"x"))
    shelf.rows(1).write_bytes(b"y")
    assert list(shelf.committed()) == [0]


def test_damaged_rows_or_receipts_do_not_count(tmp_path: Path):
    shelf = Shelf(tmp_path / "000000", "jsonl")
    for number in range(4):
        shelf.commit(b"rows", receipt(number, b"rows"))
    shelf.rows(1).write_bytes(b"row")
    shelf.rows(2).unlink()
    (tmp_path / "000000" / "00000003.json").write_text('{"chunk": 3')
    assert list(shelf.committed()) == [0]


def test_what_a_killed_run_was_writing_is_passed_over(tmp_path: Path):
    shelf = Shelf(tmp_path / "000000", "jsonl")
    shelf.commit(b"x", receipt(0, b"x"))
    (shelf.folder / "00000001.json.4711.tmp").write_bytes(b"{}")
    (shelf.folder / "00000001.jsonl.4711.tmp").write_bytes(b"{}")
    assert list(shelf.committed()) == [0]


def test_a_receipt_survives_its_file():
    assert receipt_of({"chunk": 1}) is None
    assert receipt_of(None) is None
