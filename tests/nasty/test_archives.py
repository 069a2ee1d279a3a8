"""Nasty archives and tables are read to their end, in bounded pieces, and what cannot be read is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from detector.sources import inputs, records
from detector.sources.archives import http
from detector.sources.record import Input, Record
from tests.fuzz.archives import sound
from tests.nasty import archives
from tests.nasty.packed import PAGE


def read(folder: Path, name: str, body: bytes, form: str, packed: str) -> list[Record]:
    path = folder / name
    path.write_bytes(body)
    found = list(records.read(Input(name, str(path), form, packed)))
    sound(found)
    return found


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return dict(archives.records())


@pytest.mark.parametrize("packed", ["", "gz", "zst"])
def test_nasty_records_hide_none_behind_them(made, packed, tmp_path):
    for name, record in made.items():
        last = archives.named("last")
        found = read(tmp_path, "a.warc", archives.warc((record, last), packed), "warc", packed)
        assert len(found) >= 1, name
        if name != "a length of exabytes" or packed:  # which takes all that follows with it, where nothing ends it
            assert found[-1].document is not None, name
            assert found[-1].document.id == "last", name


def test_bombs_are_unpacked_to_the_bound(made, tmp_path):
    for name in (name for name in made if "bomb" in name and name != "zip bomb"):
        found = read(tmp_path, "a.warc", made[name], "warc", "")
        body = found[0].document.body
        assert len(body) <= http.MOST
        assert body.startswith(PAGE), name
        assert len(body) == http.MOST, name


def test_layers_are_undone_up_to_the_bound(made, tmp_path):
    [found] = read(tmp_path, "a.warc", made["codings of all kinds"], "warc", "")
    assert found.document.body == PAGE
    [found] = read(tmp_path, "a.warc", made["more codings than are undone"], "warc", "")
    assert found.document.body.startswith(b"\x1f\x8b")


@pytest.mark.parametrize("packed", ["", "gz"])
def test_names_lead_nowhere_and_are_kept(packed, tmp_path):
    text = archives.warc([archives.named(name) for name in archives.HOSTILE], packed)
    found = read(tmp_path, "a.warc", text, "warc", packed)
    assert len([record for record in found if record.document]) == len(archives.HOSTILE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.warc"]


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bombs")
    for name, body in archives.packed_bombs().items():
        (folder / name).write_bytes(body)
    return folder


@pytest.mark.parametrize("packed", ["gz", "zst"])
def test_a_bomb_of_lines_is_one_loss_and_the_others_are_read(bombs, packed):
    found = read_found(bombs / f"lines.jsonl.{packed}")
    assert found[0].loss.endswith("bytes.")
    assert [record.document.id for record in found if record.document] == ["inf", "twice", "\ufffd", "nan", "last"]


@pytest.mark.parametrize("name", ["cells.csv.gz", "one.warc.gz", "one.warc.zst"])
def test_behind_a_bomb_is_read_on(bombs, name):
    assert read_found(bombs / name)[-1].document is not None


@pytest.mark.parametrize("name", ["twice.jsonl.gz", "zip.warc.gz"])
def test_what_is_packed_otherwise_is_lost(bombs, name):
    found = read_found(bombs / name)
    assert found
    assert all(record.loss for record in found)


def read_found(path: Path) -> list[Record]:
    [found] = inputs.find([str(path)])
    read_all = list(records.read(found))
    sound(read_all)
    return read_all
