"""Content codings: what is listed, and what undoing them may cost. How they are undone is in test_archives_http.py."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from detector.sources import codings
from detector.sources.codings import MEMBERS, UNPACK, listed, undoable, ungzip


def test_codings_in_the_order_they_were_applied():
    assert listed(b" GZip ,br,, identity") == [b"gzip", b"br", b"identity"]
    assert listed(b"") == []


def test_what_is_asked_for_can_be_undone():
    assert list(undoable()) == ["gzip", "deflate", "br", "zstd"]
    assert all(name.encode() in UNPACK for name in undoable())


def test_what_no_library_undoes_is_not_asked_for(monkeypatch):
    monkeypatch.setattr(codings, "find_spec", lambda name: None)
    assert list(undoable()) == ["gzip", "deflate"]


def test_so_many_members_make_one_body():
    one = gzip.compress(b"a")
    assert ungzip(one * MEMBERS, 10**6) == b"a" * MEMBERS
    assert ungzip(one * (MEMBERS + 5), 10**6) == b"a" * MEMBERS


def test_members_cost_what_they_take_up(monkeypatch):
    """Not the square of it, as it was when the rest was copied for each: what is looked at is counted."""
    fed = 0

    class Counted:
        def __init__(self, window: int) -> None:
            self._inner = inflater(window)

        def decompress(self, given: bytes, most: int) -> bytes:
            nonlocal fed
            fed += len(given)
            return self._inner.decompress(given, most)

        def __getattr__(self, name: str) -> object:
            return getattr(self._inner, name)

    inflater = zlib.decompressobj
    monkeypatch.setattr(codings.zlib, "decompressobj", Counted)
    empty = gzip.compress(b"")
    assert ungzip(empty * 900 + gzip.compress(b"end"), 100) == b"end"
    assert fed <= 901 * codings._STEP


@pytest.mark.parametrize("name", UNPACK)
@given(body=some.binary(max_size=300), most=some.integers(1, 400))
def test_any_bytes_are_undone_within_the_bound_or_left(name, body, most):
    undone = UNPACK[name](body, most)
    assert undone == body or len(undone) <= most
