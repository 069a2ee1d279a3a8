"""The written pages that evasions are tried on, with the ways out that matter in each."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from pathlib import Path
from typing import NamedTuple

from detector import urls
from detector.page import Document, Page
from detector.parsing import parse
from detector.parsing.decode import decode

AUTHORED = Path(__file__).resolve().parents[2] / "datasets" / "authored"
_HREF = re.compile(r"<a\s[^<>]*?\bhref=[\"']?(https?://[^\s\"'<>]+)", re.IGNORECASE)
_PARAGRAPH = 150
"""Characters from which a block is a paragraph of prose."""
_WORD = 6
"""Characters of a word and the space behind it; in characters, scripts without spaces count as well."""


class Written(NamedTuple):
    """A page written for this project."""

    id: str
    label: str
    html: str
    url: str | None
    lang: str
    exits: tuple[str, ...]
    """The scam links of a spam page, the outside links of an honest one, as a browser reads them from the page."""

    @property
    def chance(self) -> random.Random:
        """The page's own dice: the same page is always changed alike."""
        return random.Random(f"evasion:{self.id}")


def written(folder: Path = AUTHORED) -> Sequence[Written]:
    """All written HTML pages that are spam or honest, by batch and name."""
    return [page for batch in sorted(folder.glob("*/labels.jsonl")) for page in _batch(batch)]


def _batch(labels: Path) -> Iterator[Written]:
    for line in labels.read_text("utf-8").splitlines():
        said = json.loads(line)
        if not said["file"].endswith(".html") or said["label"] not in ("spam", "ham"):
            continue
        html = decode(Document((labels.parent / said["file"]).read_bytes())).text
        exits = said["scam_links"] if said["label"] == "spam" else _outside(html, said["url"])
        # Longest first: one may be the beginning of another.
        ways = tuple(sorted({unescape(link).strip() for link in exits}, key=lambda link: (-len(link), link)))
        yield Written(f"{labels.parent.name}/{said['id']}", said["label"], html, said["url"], said["lang"], ways)


def _outside(html: str, url: str | None) -> list[str]:
    """Targets of the anchors that leave the site."""
    home = urls.resolve(None, url) if url else None
    own = urls.address(home).domain if home else ""
    found = [unescape(target) for target in _HREF.findall(html)]
    return [target for target in found if (full := urls.resolve(None, target)) and urls.address(full).domain != own]


def document(body: str | bytes, url: str | None) -> Document:
    """A page as received: text in UTF-8, with a header that says so; of bytes, only they say how they are encoded."""
    if isinstance(body, bytes):
        return Document(body, url, "text/html")
    return Document(body.encode(), url, "text/html; charset=utf-8")


def read(html: str, url: str | None) -> Page:
    """A page as the detector reads it."""
    return parse(document(html, url))


@cache
def prose(lang: str) -> Sequence[str]:
    """Paragraphs of the honest pages in a language, in English where there are none."""
    pages = [page for page in written() if page.label == "ham" and page.lang == lang]
    blocks = [block for page in pages for block in read(page.html, page.url).blocks]
    return [block.text for block in blocks if not block.hidden and len(block.text) >= _PARAGRAPH] or prose("en")


def honest_words(page: Written, count: int) -> Sequence[str]:
    """Paragraphs of honest prose in the page's language, about so many words in all."""
    paragraphs = list(prose(page.lang))
    page.chance.shuffle(paragraphs)
    chosen: list[str] = []
    while sum(map(len, chosen)) < count * _WORD:
        chosen.append(paragraphs[len(chosen) % len(paragraphs)])
    return chosen
