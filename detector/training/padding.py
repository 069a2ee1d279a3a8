"""Written pages among much honest prose: a lure must not become weaker by what stands around it.

Both sides of a pair are padded with the same paragraphs in the same places, so that the prose itself says nothing.
"""

from __future__ import annotations

import html
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from detector.page import Document, Hidden
from detector.parsing import parse
from detector.training.pages import Source

PADDED = "padded"
_SHARE = 0.35
"""Of the written pairs so many are padded."""
_WORDS = (600, 2_500)
_LEAST_WORDS = 25
_ENOUGH = 20
"""A language with fewer paragraphs borrows English ones."""
_START = re.compile(r"<body[^>]{0,2000}>", re.IGNORECASE)
_END = re.compile(r"</body", re.IGNORECASE)


class Paragraph(NamedTuple):
    """A paragraph of a written honest page."""

    pair: str
    text: str


def padded(found: Sequence[Source]) -> Iterator[Source]:
    """Padded copies of written pages."""
    written = [source for source in found if source.row.split == "authored" and source.row.form == "html"]
    prose = _prose(written)
    for source in written:
        row = source.row
        chance = random.Random(f"padding:{row.pair}")
        if row.label in ("spam", "ham") and chance.random() < _SHARE:
            paragraphs = prose[row.lang] if len(prose[row.lang]) >= _ENOUGH else prose["en"]
            body = _between(source.body, [one.text for one in paragraphs if one.pair != row.pair], chance)
            yield replace(source, row=replace(row, id=f"{row.id}+{PADDED}", variant=PADDED, parent=row.id), body=body)


def _prose(written: Sequence[Source]) -> Mapping[str, Sequence[Paragraph]]:
    found: dict[str, list[Paragraph]] = defaultdict(list)
    for source in written:
        if source.row.label == "ham":
            page = parse(Document(source.body.encode("utf-8", "replace"), source.url, "text/html; charset=utf-8"))
            texts = (block.text for block in page.blocks if block.tag == "p" and block.hidden is Hidden.NO)
            found[source.row.lang] += [
                Paragraph(source.row.pair, text) for text in texts if len(text.split()) >= _LEAST_WORDS
            ]
    return found


def _between(page: str, paragraphs: Sequence[str], chance: random.Random) -> str:
    """The page with paragraphs before it, behind it, or both."""
    wanted, chosen = chance.randint(*_WORDS), []
    for text in chance.sample(paragraphs, len(paragraphs)):
        if wanted <= 0:
            break
        chosen.append(f"<p>{html.escape(text)}</p>")
        wanted -= len(text.split())
    cut = chance.choice((0, len(chosen) // 2, len(chosen)))
    start = found.end() if (found := _START.search(page)) else 0
    end = found.start() if (found := _END.search(page, start)) else len(page)
    return "\n".join((page[:start], *chosen[:cut], page[start:end], *chosen[cut:], page[end:]))
