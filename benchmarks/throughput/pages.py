"""Pages of any size, strung together from the written ones, with the furniture that pages of a site carry.

Shares of prose, markup, scripts and links are about those of crawled pages; names and hosts are new on every page, so that
nothing that remembers words or hosts has an easier life than in a crawl. The same number gives the same page.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from benchmarks.evasion.pages import AUTHORED, written

_PIECE = 3_000
"""Characters above which an element is taken apart."""
_SPREAD = 1.1
"""Standard deviation of the logarithm of page sizes: the mean of a crawl's is about 1.8 times its median."""
_SMALLEST, _LARGEST = 1_000, 2_000_000
"""Bytes of the pages whose size is drawn."""
_SYLLABLES = "ba be bor cal da den dra el fen gar hol ik jor ka kel lam lin mar mo nar ol pel qua ras ro sel tan ul ven wyn yar zo".split()
_NAME = 10
"""Bytes of the longest name and the space behind it."""
_CHOSEN = 1_000_000
_CLOCK = "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 18a8 8 0 1 1 0-16 8 8 0 0 1 0 16zm1-13h-2v6l5 3 1-1.6-4-2.4z"
_WIDTHS = (320, 480, 640, 960, 1_280)
_SLOT = re.compile(r"\{(\w+)\}")


class Stock(NamedTuple):
    """What pages are made of, as HTML."""

    pieces: Sequence[str]
    """Parts of honest pages and blocks."""
    prose: Sequence[str]
    """Those without a link."""
    lures: Sequence[str]
    """Blocks that lead to a scam."""


@cache
def stock() -> Stock:
    """All written pages and blocks, taken apart."""
    honest = (page for page in written() if page.label == "ham")
    pieces = [piece for page in honest for piece in _apart(LexborHTMLParser(page.html).body)]
    lures: list[str] = []
    for path in sorted(AUTHORED.glob("blocks*.jsonl")):
        for block in map(json.loads, path.read_text("utf-8").splitlines()):
            html = _SLOT.sub(lambda slot: _filled(slot[1]), block["html"])
            (lures if block["label"] == "spam" else pieces).append(html)
    return Stock(pieces, [piece for piece in pieces if piece.startswith("<p") and "<a" not in piece], lures)


def _apart(node: LexborNode | None) -> Iterator[str]:
    for child in node.iter() if node is not None else ():
        html = child.html or ""
        if len(html) > _PIECE:
            yield from _apart(child)
        elif not html.startswith(("<script", "<style")):
            yield html


def _filled(slot: str) -> str:
    return f"https://{slot}.example/go" if "url" in slot else slot


def size(number: int, kilobytes: float) -> int:
    """Bytes of a page among pages of this median, spread as a crawl's are."""
    drawn = random.Random(f"size:{number}").lognormvariate(math.log(kilobytes * 1_000), _SPREAD)
    return int(min(max(drawn, _SMALLEST), _LARGEST))


def address(number: int) -> str:
    """The page's own address; about twenty pages share a site."""
    return f"https://reviews-{number // 20}.example/2026/{number}/"


def page(number: int, size: int, kind: str = "mixed") -> bytes:
    """A page of at most `size` bytes, and hardly less; `kind` is a name of KINDS. One mixed page in ten holds a lure."""
    dice = random.Random(f"page:{kind}:{number}")
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{_names(dice, 3)}</title></head><body>\n'
    tail = f"<p>Page {number}</p></body></html>\n"
    room = size - len(head) - len(tail)
    parts = [dice.choice(stock().lures)] if kind == "mixed" and number % 10 == 0 else []
    room -= sum(len(part.encode()) + 1 for part in parts)
    spent = dict.fromkeys(KINDS[kind], 0)
    while True:
        # Always the maker that is furthest behind its share.
        maker = min(spent, key=lambda one: spent[one] / KINDS[kind][one])
        part = maker(dice)
        length = len(part.encode()) + 1
        if length > room:
            break
        parts.append(part)
        room -= length
        spent[maker] += length
    dice.shuffle(parts)
    if room > 2 * _NAME:
        parts.append(f"<p>{_names(dice, (room - _NAME) // _NAME)}</p>")
    return "\n".join((head, *parts, tail)).encode()


def _piece(dice: random.Random) -> str:
    return dice.choice(stock().pieces)


def _prose(dice: random.Random) -> str:
    return dice.choice(stock().prose)


def _cast(dice: random.Random) -> str:
    return f"<p>With {', '.join(_names(dice, 2) for _ in range(6))}.</p>"


def _card(dice: random.Random) -> str:
    number, name = dice.randrange(_CHOSEN), _names(dice, 2)
    picture = f"/media/{number % 89}/{number}"
    sizes = ", ".join(f"{picture}-{width}x{width * 9 // 16}.jpg {width}w" for width in _WIDTHS)
    return (
        f'<div class="card card--wide grid__cell grid__cell--third" data-card="{number}" data-position="{number % 12}">\n'
        f'  <div class="card__inner"><div class="card__frame card__frame--ratio-16-9"><img class="card__image lazy" loading="lazy"\n'
        f'    decoding="async" width="640" height="360" src="{picture}.jpg" srcset="{sizes}" sizes="(max-width: 640px) 100vw, 33vw" alt=""></div>\n'
        f'  <h3 class="card__title"><a class="card__link" href="/2026/{number}/">{name}</a></h3>\n'
        f'  <div class="card__icons"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{_CLOCK}"></path></svg>\n'
        f'  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{_CLOCK}"></path></svg></div></div></div>'
    )


def _script(dice: random.Random) -> str:
    settings = {_word(dice): dice.randrange(_CHOSEN) for _ in range(20)}
    return f"<script>window.site = Object.assign(window.site || {{}}, {json.dumps(settings)});</script>"


def _link(dice: random.Random) -> str:
    host = f"https://{_word(dice)}.example" if dice.random() < 0.3 else ""
    return f'<li><a href="{host}/{dice.randrange(_CHOSEN)}">{_names(dice, 2)}</a></li>'


def _names(dice: random.Random, count: int) -> str:
    return " ".join(_word(dice).title() for _ in range(count))


def _word(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=3))


Maker = Callable[[random.Random], str]
KINDS: Mapping[str, Mapping[Maker, float]] = MappingProxyType(
    {
        "mixed": {_piece: 0.07, _card: 0.67, _script: 0.23, _cast: 0.01, _link: 0.02},
        "text": {_prose: 0.95, _cast: 0.05},
        "links": {_link: 1.0},
    }
)
"""Kind -> what it is made of, by share of bytes."""
