"""A file is there whole or not at all."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO

import pytest

from detector.crawl import durable
from detector.errors import UnwritableOutput


def test_a_file_is_replaced_at_one_stroke(tmp_path: Path):
    path = tmp_path / "out"
    durable.write_bytes(path, b"one")

    def fill(stream: BinaryIO) -> None:
        stream.write(b"two")
        stream.flush()
        assert path.read_bytes() == b"one"

    durable.write(path, fill)
    assert path.read_bytes() == b"two"
    assert [found.name for found in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EACCES, "Permission denied")]
)
def test_what_cannot_be_written_leaves_the_old_file_and_a_sentence(tmp_path: Path, error: OSError):
    path = tmp_path / "out"
    durable.write_bytes(path, b"one")

    def fill(stream: BinaryIO) -> None:
        stream.write(b"tw")
        raise error

    with pytest.raises(UnwritableOutput, match="run the same command again"):
        durable.write(path, fill)
    assert path.read_bytes() == b"one"
    assert [found.name for found in tmp_path.iterdir()] == ["out"]


def test_an_interrupted_write_leaves_nothing(tmp_path: Path):
    def fill(stream: BinaryIO) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        durable.write(tmp_path / "out", fill)
    assert not list(tmp_path.iterdir())


def test_json_that_is_missing_or_damaged_is_none(tmp_path: Path):
    assert durable.read_json(tmp_path / "none") is None
    (tmp_path / "half").write_text('{"a": ')
    assert durable.read_json(tmp_path / "half") is None
    durable.write_json(tmp_path / "whole", {"a": [1]})
    assert durable.read_json(tmp_path / "whole") == {"a": [1]}
