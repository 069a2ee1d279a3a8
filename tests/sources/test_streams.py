"""Opening paths and addresses, and telling a changed input."""

from __future__ import annotations

import gzip
import os

import pytest

from detector.errors import UnreadableInput
from detector.sources import remote, streams
from detector.sources.streams import EDGE, identity, look, open_binary, open_decompressed


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_bytes(bytes(range(256)) * 4096)
    return str(file)


def test_a_file_is_read_from_any_place(path):
    with open_binary(path) as file:
        assert file.seek(1000) == 1000
        assert file.read(3) == bytes([232, 233, 234])
        assert file.tell() == 1003
        assert file.seek(-1, os.SEEK_END) == 256 * 4096 - 1


def test_a_packed_file(tmp_path):
    file = tmp_path / "a.gz"
    file.write_bytes(gzip.compress(b"one\n") + gzip.compress(b"two\n"))
    with open_decompressed(str(file), "gz") as stream:
        assert list(stream) == [b"one\n", b"two\n"]


def test_a_look(path):
    seen = look(path)
    assert (seen.size, len(seen.head)) == (256 * 4096, EDGE)
    assert seen.identity == look(path).identity == identity(path)


@pytest.mark.parametrize("place", [0, EDGE - 1, 256 * 4096 - 1])
def test_a_changed_byte_at_either_end_is_another_identity(path, place):
    before, times = identity(path), os.stat(path)
    with open(path, "r+b") as file:
        file.seek(place)
        file.write(b"\x77")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert identity(path) != before


def test_another_time_or_size_is_another_identity(path):
    before, times = identity(path), os.stat(path)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns + 1))
    later = identity(path)
    with open(path, "ab") as file:
        file.write(b"\0")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns + 1))
    assert len({before, later, identity(path)}) == 3


def test_parts_of_a_digest_are_told_apart():
    assert streams.digest(b"ab", b"c") != streams.digest(b"a", b"bc")


def test_what_cannot_be_opened(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, sentence in (
        (str(tmp_path / "gone"), "There is no such file; check the path"),
        (str(tmp_path), "This is no file but a folder"),
        (str(pipe), "standard input"),
        ("a\0b", "cannot be opened"),
        ("x" * 5000, "cannot be opened: File name too long"),
    ):
        with pytest.raises(UnreadableInput, match=sentence):
            open_binary(path)


class Failing:
    """A file whose reads fail a number of times."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.place = 0

    def tell(self) -> int:
        return self.place

    def seek(self, place: int, whence: int = 0) -> int:
        self.place = place
        return place

    def read(self, size: int) -> bytes:
        if self.failures:
            self.failures -= 1
            self.place += 7  # as if half of it had come
            raise ConnectionResetError(104, "Connection reset by peer")
        part = b"0123456789"[self.place : self.place + size]
        self.place += len(part)
        return part

    def close(self) -> None:
        pass


def test_a_fault_that_passes_is_waited_for(monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    monkeypatch.setattr(remote, "open_file", lambda _: Failing(2))
    with open_binary("s3://crawl/a") as file:
        assert file.read() == b"0123456789"
    assert slept == list(remote.PAUSES)


def test_a_fault_that_stays_is_said(monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr(remote, "open_file", lambda _: Failing(100))
    with (
        open_binary("s3://crawl/a") as file,
        pytest.raises(UnreadableInput, match="s3://crawl/a: reading broke off at byte 0: Connection reset by peer"),
    ):
        file.read()
