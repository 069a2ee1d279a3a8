"""Standard input, kept."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from detector.errors import UsageError
from detector.sources.spool import spool


def test_the_copy_holds_the_stream(tmp_path):
    copy = spool(io.BytesIO(b"words" * 1_000_000), str(tmp_path / "job"))
    assert Path(copy.path).read_bytes() == b"words" * 1_000_000
    assert [path.name for path in (tmp_path / "job").iterdir()] == [Path(copy.path).name]


def test_the_same_stream_is_the_same_input(tmp_path):
    first = spool(io.BytesIO(b"words"), str(tmp_path))
    other = spool(io.BytesIO(b"other"), str(tmp_path))
    assert spool(io.BytesIO(b"words"), str(tmp_path)) == first
    assert other.identity != first.identity
    assert Path(first.path).read_bytes() == b"words"


def test_a_stream_that_breaks_off_leaves_no_copy(tmp_path):
    class Breaking(io.BytesIO):
        def read(self, size=-1):
            raise KeyboardInterrupt if self.tell() else ConnectionError

    with pytest.raises(UsageError, match="cannot be copied"):
        spool(Breaking(), str(tmp_path))
    assert not list(tmp_path.glob("stdin-*"))


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match=r"Standard input cannot be copied to .*file"):
        spool(io.BytesIO(b"words"), str(tmp_path / "file"))
