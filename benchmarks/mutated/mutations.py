"""Ways to break a page: bytes in, bytes out, by dice whose number is fixed."""

from __future__ import annotations

import base64
import html
import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

from tests.fuzz import words
from tests.nasty.strings import BIDI, ESCAPES, FORMULAS, MARKDOWN, STACKED, UNSEEN

Mutation = Callable[[bytes, random.Random, bytes], bytes]
"""From a page, dice, and another page."""

_STRANGE = tuple(text.encode() for text in (ESCAPES, BIDI, UNSEEN, STACKED, MARKDOWN, *FORMULAS))
_PIECES = tuple(text.encode("utf-8", "surrogatepass") for text in words.TEXTS)
_LIES = (b"<meta charset=utf-7>", b"<meta charset=utf-16>", b"<meta charset=iso-2022-jp>", b"<meta charset=gb18030>", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")  # fmt: skip
_CODECS = ("utf-16", "utf-16-be", "utf-32", "utf-7", "shift_jis", "gb18030", "cp1251", "latin-1")
_LONGEST = 2_000_000
"""Bytes that a page may grow to by being repeated."""


def _place(body: bytes, dice: random.Random) -> int:
    return dice.randrange(len(body) + 1)


def _span(body: bytes, dice: random.Random) -> tuple[int, int]:
    start = _place(body, dice)
    return start, min(len(body), start + int(dice.expovariate(1 / max(len(body) // 8, 1))))


def _into(body: bytes, dice: random.Random, piece: bytes) -> bytes:
    at = _place(body, dice)
    return body[:at] + piece + body[at:]


def flip(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """Some bytes become others."""
    changed = bytearray(body)
    for _ in range(dice.randrange(1, 200)):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """It breaks off."""
    return body[: _place(body, dice)]


def lose(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """A part is missing."""
    start, end = _span(body, dice)
    return body[:start] + body[end:]


def repeat(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """A part stands there many times."""
    start, end = _span(body, dice)
    part = body[start : min(end, start + 2_000)]
    return body[:end] + part * min(dice.choice((2, 20, 500, 5_000)), _LONGEST // max(len(part), 1)) + body[end:]


def splice(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """It goes on as another page."""
    return body[: _place(body, dice)] + other[_place(other, dice) :]


def tags(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """Tags of all kinds, opened and closed anywhere."""
    for _ in range(dice.randrange(1, 40)):
        name, said = dice.choice(words.TAGS), " ".join(dice.sample(words.ATTRIBUTES, dice.randrange(3)))
        body = _into(body, dice, dice.choice((f"<{name} {said}>", f"</{name}>", f"<{name}", f"<{name}/>")).encode())
    return body


def nest(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """One tag many times, never closed."""
    return _into(body, dice, f"<{dice.choice(words.TAGS)}>".encode() * dice.choice((50, 600, 20_000)))


def attributes(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """Attributes behind the names of tags."""
    parts = body.split(b" ")
    for _ in range(dice.randrange(1, 30)):
        parts.insert(dice.randrange(len(parts) + 1), dice.choice(words.ATTRIBUTES).encode())
    return b" ".join(parts)


def entities(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """Letters written as numbers, and numbers that are no letters."""
    for _ in range(dice.randrange(1, 60)):
        body = _into(
            body,
            dice,
            f"&#{dice.choice(('', 'x'))}{dice.randrange(10 ** dice.randrange(1, 12))}{dice.choice((';', ''))}".encode(),
        )
    return body


def pieces(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """Words of scripts, styles, addresses and lures."""
    for _ in range(dice.randrange(1, 40)):
        body = _into(body, dice, dice.choice(_PIECES))
    return body


def strange(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """What a terminal, a spreadsheet or a report would obey."""
    for _ in range(dice.randrange(1, 20)):
        body = _into(body, dice, dice.choice(_STRANGE))
    return body


def nul(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """NUL between letters."""
    for _ in range(dice.randrange(1, 50)):
        body = _into(body, dice, b"\0")
    return body


def lie(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """It says that it is encoded otherwise."""
    return dice.choice(_LIES) + body


def encode(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """It is encoded otherwise, and says nothing of it."""
    return body.decode("utf-8", "replace").encode(dice.choice(_CODECS), "replace")


def frame(body: bytes, dice: random.Random, other: bytes) -> bytes:
    """It stands in a frame of another page."""
    text = body.decode("utf-8", "replace")
    held = (
        f'<iframe srcdoc="{html.escape(text)}"></iframe>',
        f"<iframe src='data:text/html;base64,{base64.b64encode(body).decode()}'></iframe>",
        f"<template shadowrootmode=open>{text}</template>",
        f"<svg><foreignObject>{text}</foreignObject></svg>",
        f"<script>document.write({text[:9_000]!r})</script>",
    )
    return _into(other, dice, dice.choice(held).encode())


MUTATIONS: Mapping[str, Mutation] = MappingProxyType(
    {
        one.__name__: one
        for one in (
            flip,
            cut,
            lose,
            repeat,
            splice,
            tags,
            nest,
            attributes,
            entities,
            pieces,
            strange,
            nul,
            lie,
            encode,
            frame,
        )
    }
)
"""By name."""
