"""A file that is damaged, cut short or made to deceive is refused, and never read beyond its end."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xxhash
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detector import urls
from detector.errors import UnreadableInput
from detector.reputation import opened
from detector.reputation.store import HEAD, MAGIC, VERSION, open_table


@pytest.fixture
def file(make) -> Path:
    return make(one=["evil.example", "https://a.example/x", "192.0.2.1"], two=["evil.example"], allow=["good.example"])


def header_of(body: bytes) -> tuple[dict[str, Any], bytes]:
    size = HEAD.unpack(body[: HEAD.size])[2]
    return json.loads(body[HEAD.size : HEAD.size + size]), body[HEAD.size + size : -16]


def sealed(said: bytes, arrays: bytes, version: int = VERSION) -> bytes:
    """A file that vouches for itself."""
    body = HEAD.pack(MAGIC, version, len(said)) + said + arrays
    return body + xxhash.xxh3_128_digest(body)


def refused(path: Path, body: bytes, match: str = "damaged or cut short") -> None:
    path.write_bytes(body)
    with pytest.raises(UnreadableInput, match=match):
        open_table(str(path))


def test_a_whole_file_opens(file):
    body = file.read_bytes()
    table = open_table(str(file))
    assert table.digest == body[-16:].hex()
    assert [len(array) for array in table.arrays] == [4, 1, 1, 4]
    assert sealed(*map(bytes, (json.dumps(header_of(body)[0]).encode(), header_of(body)[1])))


def test_every_length_but_its_own_is_refused(file):
    body = file.read_bytes()
    for length in [*range(40), *range(40, len(body), 7), len(body) - 1]:
        refused(file, body[:length], "damaged or cut short|no reputation file")
    refused(file, body + b"\0")
    refused(file, body * 2)


def test_every_changed_byte_is_noticed(file):
    body = file.read_bytes()
    for place in range(0, len(body), 3):
        changed = bytearray(body)
        changed[place] ^= 0x41
        refused(file, bytes(changed), "damaged or cut short|no reputation file|version")


def test_another_version_is_told_what_to_do(file):
    said, arrays = header_of(file.read_bytes())
    refused(file, sealed(json.dumps(said).encode(), arrays, 7), "version 7.*build it again")


@pytest.mark.parametrize("body", [b"x", b"evil.example\n" * 100, b"\x93NUMPY" + b"\0" * 200, b"PK\3\4" + b"\0" * 100])
def test_what_is_no_reputation_file_is_told_so(tmp_path, body):
    refused(tmp_path / "f", body, "no reputation file")


def test_what_is_no_file_is_told_so(tmp_path):
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    for name, why in {
        "empty": "an empty one",
        "pipe": "no file at all",
        ".": "no file at all",
        "gone": "No such",
    }.items():
        with pytest.raises(UnreadableInput, match=why):
            open_table(str(tmp_path / name))


def _set(*path: str | int, to: object) -> Callable[[dict[str, Any]], None]:
    def change(said: dict[str, Any]) -> None:
        where: Any = said
        for key in path[:-1]:
            where = where[key]
        where[path[-1]] = to

    return change


CHANGES = {
    "more entries than bytes": _set("entries", to=5),
    "fewer entries than bytes": _set("entries", to=3),
    "entries without end": _set("entries", to=1 << 62),
    "negative": _set("places", to=-1),
    "a sum that fits, one too few": lambda said: said.update(entries=-1, places=6),
    "no number": _set("entries", to="4"),
    "true": _set("places", to=True),
    "a fraction": _set("exceptions", to=1.0),
    "no weight": _set("weight", to=None),
    "endless weight": _set("weight", to=float("inf")),
    "weight that is no number": _set("weight", to=float("nan")),
    "negative weight": _set("weight", to=-4.0),
    "great weight": _set("weight", to=1e300),
    "deep": _set("depth", "labels", to=-5),
    "depth that is none": _set("depth", to=[]),
    "too few reasons": _set("reasons", to=[[0, ""]]),
    "a reason of no list": _set("reasons", 0, to=[2, ""]),
    "a reason that a terminal obeys": _set("reasons", 0, to=[0, "\x1b[31m"]),
    "a long reason": _set("reasons", 0, to=[0, "x" * 41]),
    "a name that a terminal obeys": _set("lists", 0, 0, to="\x1b[31m"),
    "a long name": _set("lists", 0, 0, to="x" * 41),
    "two of one name": _set("lists", 0, 0, to="two"),
    "a short list": _set("lists", 0, to=["one"]),
    "no lists": lambda said: said.pop("lists"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_header_that_lies_is_refused_though_its_digest_is_right(file, change):
    said, arrays = header_of(file.read_bytes())
    change(said)
    refused(file, sealed(json.dumps(said).encode(), arrays))


@pytest.mark.parametrize(
    "said", [b"", b"{", b"[]", b"5", b"null", b"\xff", b"[" * 100_000, b'{"entries": ' + b"9" * 9_000 + b"}"]
)
def test_a_header_that_is_none_is_refused(file, said):
    refused(file, sealed(said, header_of(file.read_bytes())[1]))


@pytest.mark.parametrize("more", [b"\0", b"\0" * 2, b"\0" * 16, b"\0" * 80])
def test_bytes_that_belong_to_no_array_are_refused(file, more):
    said, arrays = header_of(file.read_bytes())
    refused(file, sealed(json.dumps(said).encode(), arrays + more))


def test_a_header_longer_than_the_file_is_refused(file):
    body = file.read_bytes()
    for size in (len(body), 1 << 31, (1 << 32) - 1):
        changed = body[:12] + struct.pack("<I", size) + body[16:-16]
        refused(file, changed + xxhash.xxh3_128_digest(changed))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(min_size=48, max_size=48))
def test_arrays_that_are_not_sorted_do_no_harm(file, rubbish):
    """Whoever can write a digest can write any list; look-ups among rubbish end, and find what they find."""
    said, arrays = header_of(file.read_bytes())
    other = file.with_name("other.rep")
    other.write_bytes(sealed(json.dumps(said).encode(), rubbish + arrays[48:]))
    reputation = opened([str(other)])
    for url in ("https://evil.example/", "https://a.example/x", "http://192.0.2.1/"):
        reputation.hits([urls.address(url)])
        reputation.of(urls.address(url))
