"""Text without mark-up -> Page: each line a block; written addresses and Markdown links are the ways out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from detector import bounds, urls
from detector.page import Block, Hidden, Link, LinkKind, Page, Region
from detector.parsing.drafts import fold

# Linear: an address is one run of characters that ends at white space, a quote or a bracket, and is bounded.
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9_@/.:=%&-])(?:https?://|www\.(?=[\w-]{1,63}\.))[^\s<>\"'`|\\^{}\u3000-\u303f\uff00-\uffef]{3,2048}",
    re.IGNORECASE,
)
# Linear: words without brackets, bounded and possessive; at most one image inside them.
_MARKDOWN = re.compile(
    r"(?P<pic>!)?\[(?P<words>[^\[\]\n]{0,500}+|!\[(?P<alt>[^\[\]\n]{0,500}+)\]\([^()\s]{0,2048}+[^()\n]{0,300}+\)[^\[\]\n]{0,200}+)\]"
    r"\(\s{0,9}+<?(?P<target>(?:[^()\s<>]|\([^()\s<>]{0,300}+\)){1,2048}+)>?(?:\s[^()\n]{0,300}+)?\)"
)
_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|<!--[^<>]{0,2000}-->")
_HEADING = re.compile(r"#{1,6}(?=\s)")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.+)$", re.MULTILINE | re.IGNORECASE)
_LANGUAGE = re.compile(r"^lang(?:uage)?[ \t]*:[ \t]*[\"']?([A-Za-z]{2,3})\b", re.MULTILINE)
_SHORT = 150
_TRAILING = ".,;:!?)]}*_~\u2026"


class Written(NamedTuple):
    """An address that stands in a text."""

    target: str
    start: int
    end: int


def written(text: str) -> Iterator[Written]:
    """Addresses written out in a text, without the punctuation behind them.

    >>> [each.target for each in written("see (https://a.example/x), or www.b.example.")]
    ['https://a.example/x', 'www.b.example']
    """
    for match in _ADDRESS.finditer(text):
        target = match[0].rstrip(_TRAILING)
        if match[0][len(target) : len(target) + 1] == ")" and "(" in target:
            target += ")"
        yield Written(target, match.start(), match.start() + len(target))


def full(target: str) -> str:
    """A written address with its scheme."""
    return "http://" + target if target[:4].lower() == "www." else target


def parse_plain(text: str, url: str | None, charset: str, truncated: bool) -> Page:
    """Read a text without mark-up."""
    truncated = truncated or len(text) > bounds.TEXT
    title, lang, body = _front_matter(text[: bounds.TEXT])
    blocks: list[Block] = []
    links: list[Link] = []
    for line in body.split("\n"):
        block, found = _line(line, url, len(blocks))
        if len(links) + len(found) > bounds.LINKS:
            truncated = True
            break
        links += found
        if block.text:
            blocks.append(block)
    title = title or next((block.text for block in blocks if len(block.text) <= _SHORT), "")
    return Page(
        url=url,
        base=url,
        form="text",
        charset=charset,
        title=title,
        lang=lang,
        blocks=tuple(blocks),
        links=tuple(links),
        truncated=truncated,
    )


def _front_matter(text: str) -> tuple[str, str, str]:
    """Title and language of a YAML head, and the text behind it."""
    head = _FRONT_MATTER.match(text)
    if not head:
        return "", "", text
    title, lang = _TITLE.search(head[1]), _LANGUAGE.search(head[1])
    said = title[1].strip().strip("\"'") if title else ""
    return " ".join(said.split())[: bounds.FIELD], lang[1].lower() if lang else "", text[head.end() :]


def _line(line: str, base: str | None, index: int) -> tuple[Block, list[Link]]:
    tag = "line"
    stripped = line.strip()
    heading = _HEADING.match(stripped)
    if heading:
        # A heading may be closed by any number of `#`. Not by the expression, which would cost the square of the line.
        tag, line = f"h{heading.end()}", stripped[heading.end() :].rstrip("#").strip()
    links: list[Link] = []
    if "](" in line:
        line = _MARKDOWN.sub(lambda match: _replaced(match, base, links), line)
    said = {link.target for link in links}
    links += (
        _link(each.target, full(each.target), base, fold(each.target))
        for each in written(line)
        if each.target not in said
    )
    text = " ".join((_TAGS.sub(" ", line) if "<" in line else line).split())
    placed = index if text else -1
    return Block(text, tag), [link._replace(block=placed, before=index) for link in links]


def _replaced(match: re.Match[str], base: str | None, links: list[Link]) -> str:
    """Note a Markdown link and leave its words in the line; an image leaves nothing."""
    if match["pic"]:
        return ""
    alt, target = match["alt"], match["target"]
    words = fold(alt if alt is not None else match["words"])
    links.append(_link(target, full(target), base, words, "alt" if alt is not None else "text", alt is not None))
    return "" if alt is not None else match["words"]


def _link(target: str, address: str, base: str | None, words: str, source: str = "text", image: bool = False) -> Link:
    return Link(
        LinkKind.TEXT,
        target,
        urls.resolve(base, address),
        words,
        source if words else "",
        Region.BODY,
        Hidden.NO,
        (),
        "",
        image,
    )
