"""Counterfactual copies of pages, for training only: the same page with and without a way out.

An honest page with a scam block inserted is spam; with an honest block in the same place it stays honest. So the furniture of a
site, which both copies share, cannot be learned. Other copies take away what a collection gives away by itself: the address,
the document head, the mark-up.
"""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detector import urls
from detector.errors import DatasetError
from detector.features.relations import Relation, host_relation
from detector.page import Page

_PARAGRAPH_END = re.compile(r"</p\s*>", re.IGNORECASE)
_TEXT_END = re.compile(
    r"</article|</main|<div[^>]{0,80}(?:class|id)=[\"']?[^\"'>]{0,40}comments|<footer|</body", re.IGNORECASE
)
_TEXT_START = re.compile(r"<article[^>]{0,300}>|<main[^>]{0,300}>|</h1>|<body[^>]{0,500}>", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]{0,100}>([^<]{1,300})", re.IGNORECASE)
_BODY = re.compile(r"<body[^>]{0,2000}>", re.IGNORECASE)
_URL = re.compile(r"https?://([a-z0-9.-]{4,80})(?=[/\"'?#:\s<>]|$)", re.IGNORECASE)

_STARTS = "ba be bi bo bra bri ca co cla cre da de dri du fa fe flo fra ga gre gro ha he hu ja jo ka ki lo la le mi mo ma na ne no o pa pe pla po qui ra re ri ro sa se sha so sta ste ta te tri tu u va ve vi wa we wi ya yo za ze".split()
_MIDDLES = "la ra ne ni lo ti ma me do va li sto ren ber mon tin del far gan wel mer vin tor land ling brook field stone wood line mark port hall gate light house wick ford dale side shore".split()
_ENDS = (
    "",
    "",
    "n",
    "r",
    "s",
    "x",
    "t",
    "d",
    "lab",
    "hub",
    "hq",
    "club",
    "press",
    "go",
    "24",
    "7",
    "online",
    "world",
    "box",
)
_SUFFIXES = "com com com com net org info online site co xyz club me tv de fr nl eu co.uk com.br id in io app shop live blog".split()
_PATHS = (
    "",
    "{a}",
    "{a}/{b}",
    "{a}-{b}",
    "{a}?ref={n}",
    "{n}",
    "p/{n}",
    "{a}.html",
    "go/{a}",
    "{a}/{b}/{n}",
    "?id={n}",
    "en/{a}",
)


@dataclass(frozen=True)
class BlockText:
    """A written fragment to insert."""

    id: str
    label: str
    group: str
    kind: str
    lang: str
    html: str


def read_blocks(path: Path) -> Sequence[BlockText]:
    """The written fragments. Raises DatasetError for a line that is none."""
    try:
        return [BlockText(**json.loads(line)) for line in path.read_text("utf-8").split("\n") if line.strip()]
    except (OSError, ValueError, TypeError) as error:
        raise DatasetError(f"{path} is not a file of blocks, one JSON object a line: {error}.") from error


def invented_host(chance: random.Random) -> str:
    """A host name that nobody has; scam and honest blocks draw from the same names."""
    parts = [chance.choice(_STARTS), *chance.choices(_MIDDLES, k=chance.choice((1, 1, 2))), chance.choice(_ENDS)]
    sub = chance.choice(("", "", "", "", "www.", "www.", "go.", "shop.", "play.", "my.", "app."))
    return (
        sub
        + "".join(parts)
        + chance.choice(("", "", "", "-" + chance.choice(_STARTS) + chance.choice(_MIDDLES)))
        + "."
        + chance.choice(_SUFFIXES)
    )


def filled(block: BlockText, page: str, chance: random.Random) -> tuple[str, str]:
    """The block's HTML with an invented host and the page's title, and that host."""
    host = invented_host(chance)
    found = _TITLE.search(page)
    title = re.split(r"\s[|–—-]\s", html.unescape(found[1]).strip())[0][:80] if found else "this film"
    words = re.findall(r"[a-z]{3,}", title.lower()) or ["page"]
    links = {name: html.escape(f"https://{host}/{_path(words, chance)}") for name in ("url", "url2", "url3")}
    return block.html.format(host=host, title=html.escape(title), **links), host


def _path(words: Sequence[str], chance: random.Random) -> str:
    return chance.choice(_PATHS).format(a=chance.choice(words), b=chance.choice(words), n=chance.randint(2, 99999))


def places(page: str) -> Sequence[int]:
    """Where in the HTML a block may stand: at the end of the text, between paragraphs, at its start."""
    ends = [match.end() for match in _PARAGRAPH_END.finditer(page)]
    last = [match.start() for match in _TEXT_END.finditer(page)][:3]
    first = [match.end() for match in _TEXT_START.finditer(page)][:2]
    middle = ends[1 : len(ends) : max(len(ends) // 4, 1)][:4]
    # The end is the usual place: it counts three times.
    return [*ends[-1:], *last[:1], *ends[-1:], *last, *middle, *first] or [len(page)]


def twins(
    page: str, blocks: Mapping[str, Sequence[BlockText]], chance: random.Random
) -> Iterator[tuple[str, str, BlockText, str]]:
    """A scam copy and an honest copy of a page, blocks in the same place: (variant, html, block, host)."""
    place = chance.choice(places(page))
    for label in ("spam", "ham"):
        block = chance.choice(blocks[label])
        fragment, host = filled(block, page, chance)
        yield f"{block.group} block", page[:place] + fragment + page[place:], block, host


def choose(blocks: Sequence[BlockText], lang: str) -> Mapping[str, Sequence[BlockText]]:
    """Blocks by label that suit a page's language: its own, and English ones."""
    return {
        label: [b for b in blocks if b.label == label and b.lang == lang] * 3
        + [b for b in blocks if b.label == label and b.lang == "en"]
        for label in ("spam", "ham")
    }


def beheaded(page: str) -> str:
    """The page as a bare fragment: what stands in its body, without doctype, head and title."""
    found = _BODY.search(page)
    inner = page[found.end() :] if found else page
    return inner.partition("</body")[0]


def text_only(page: Page) -> str:
    """The page as an archive's text extraction leaves it: words, no links."""
    return "\n".join(([page.title] if page.title else []) + [block.text for block in page.blocks])


def renamed(page: str, chance: random.Random) -> str:
    """The page with every unknown host replaced by an invented one: for collections whose hosts were invented already."""
    known: dict[str, str] = {}

    def replace(match: re.Match[str]) -> str:
        host = match[1].lower().rstrip(".")
        url = urls.resolve(None, f"https://{host}/")
        if url is None or host_relation(urls.address(url), False) not in (Relation.UNKNOWN,):
            return match[0]
        if host not in known:
            known[host] = invented_host(chance)
        return match[0][: match.start(1) - match.start()] + known[host]

    return _URL.sub(replace, page)
