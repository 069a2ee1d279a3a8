"""Lists of hosts and addresses from anywhere, and the file that is made of them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from detector import urls
from detector.errors import DetectorError
from detector.reputation import opened
from detector.reputation.build import build, source
from detector.reputation.entries import Unreadable, read
from detector.reputation.opening import found
from tests.fuzz import files
from tests.fuzz.cutting import Cut

_ENTRIES = "evil.example\nhttps://films.example/a/\nhttps://films.example/b\n192.0.2.1\n*.pipes.example\n"
_ASKED = ("https://a.evil.example/x", "https://films.example/a/b?c", "http://192.0.2.1:81/", "https://[2001:db8::1]/")


@cache
def _sound() -> bytes:
    path = files.put("mine.txt", _ENTRIES.encode())
    build(files.home() / "sound.rep", [source(str(path))], [], 4.0)
    return (files.home() / "sound.rep").read_bytes()


def check(given: bytes) -> None:
    """A list, or a built file of which some bytes are others; told by the first byte."""
    cut = Cut(given)
    if cut.number() % 2 == 0:
        _listed(files.put("strange.txt", cut.rest()))
    else:
        _opened(cut)


def _listed(path: Path) -> None:
    try:
        for one in found(path):
            try:
                entry = read(one.text)
            except Unreadable:
                continue
            assert entry.key.text
            assert entry.key.text.isascii()
        build(files.home() / "strange.rep", [source(str(path))], [], 4.0)
    except DetectorError:
        return
    _asked(files.home() / "strange.rep")


def _opened(cut: Cut) -> None:
    body = bytearray(_sound())
    at, kept = cut.number() * 8 + cut.number(), cut.number()
    strange = cut.rest()
    body[at : at + (len(strange) if kept & 1 else 0)] = strange
    path = files.put("broken.rep", bytes(body))
    try:
        _asked(path)
    except DetectorError:
        return


def _asked(path: Path) -> None:
    """Every address has an answer, which can be told."""
    reputation = opened([str(path)])
    for url in _ASKED:
        address = urls.address(url)
        hits = reputation.of(address)
        assert bool(hits) == bool(reputation.hits([address]))
        json.dumps([hit.list for hit in hits])
