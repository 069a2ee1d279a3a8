"""Edits of HTML that the tricks share: its text, its tags, and the anchors that lead out.

The written pages are well-formed, so regular expressions find their way; no page from elsewhere is edited here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import escape, unescape
from typing import NamedTuple

from benchmarks.evasion.pages import Written, read
from detector import lexicon
from detector.features.evidence import BAIT

Edit = Callable[[str], str]

_TAG = r"</?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
_PIECE = re.compile(
    rf"(?P<raw><!--.*?-->|<![^>]*>|<(?P<name>script|style|textarea|title|svg)\b.*?</(?P=name)\s*>)|(?P<tag>{_TAG})|(?P<text>[^<]+|<)",
    re.IGNORECASE | re.DOTALL,
)
_ANCHOR = re.compile(
    r"(?P<opening><a\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)(?P<inner>.*?)</a\s*>", re.IGNORECASE | re.DOTALL
)
_HREF = re.compile(r"(\shref\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_SAID = re.compile(r"(\s(?:alt|title|value|aria-label)\s*=\s*)(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_BODY_END = re.compile(r"</body\s*>|</html\s*>|\Z", re.IGNORECASE)
_ENTITY = re.compile(r"(&#?\w+;)")
_BLOCK_END = re.compile(r"</(?:p|h[1-6]|ul|ol|table|figure|blockquote)\s*>", re.IGNORECASE)


class Anchor(NamedTuple):
    """An `<a>` that leads to one of the page's exits."""

    start: int
    end: int
    opening: str
    inner: str
    target: str
    """The address as a browser reads it from the attribute."""

    def leading(self, target: str) -> str:
        """The same anchor with another address."""
        return _HREF.sub(lambda match: f'{match[1]}"{escape(target)}"', self.opening, count=1) + self.inner + "</a>"


def anchors(page: Written) -> Iterator[Anchor]:
    """The anchors of the page's exits, in order."""
    for match in _ANCHOR.finditer(page.html):
        href = _HREF.search(match["opening"])
        target = unescape(href[2].strip("\"'")).strip() if href else ""
        if target in page.exits:
            yield Anchor(match.start(), match.end(), match["opening"], match["inner"], target)


def replaced(page: Written, make: Callable[[Anchor], str]) -> str:
    """The page with something else in the place of each such anchor."""
    pieces, last = [], 0
    for anchor in anchors(page):
        pieces += [page.html[last : anchor.start], make(anchor)]
        last = anchor.end
    return "".join([*pieces, page.html[last:]])


def retargeted(page: Written, change: Edit) -> str:
    """The page with every mention of an absolute exit changed, wherever it stands."""
    targets = {form: exit_ for exit_ in page.exits for form in (escape(exit_), exit_) if exit_.startswith("http")}
    if not targets:
        return page.html
    mention = re.compile("|".join(map(re.escape, sorted(targets, key=len, reverse=True))))
    return mention.sub(lambda match: escape(change(targets[match[0]])), page.html)


def in_text(html: str, change: Edit) -> str:
    """The page with its visible text changed, entities, scripts and styles left alone."""
    return _within_body(html, lambda match: _plain(match["text"], change) if match["text"] else match[0])


def in_words(html: str, change: Edit) -> str:
    """The same for visible text and for the attributes that stand in for it (`alt`, `title`, `value`)."""

    def edit(match: re.Match[str]) -> str:
        if match["tag"]:
            return _SAID.sub(
                lambda said: said[1] + said[2][0] + _plain(said[2][1:-1], change) + said[2][0], match["tag"]
            )
        return _plain(match["text"], change) if match["text"] else match[0]

    return _within_body(html, edit)


def in_tags(html: str, change: Edit) -> str:
    """The page with the tags of its body changed."""
    return _within_body(html, lambda match: change(match["tag"]) if match["tag"] else match[0])


def _plain(text: str, change: Edit) -> str:
    return "".join(piece if _ENTITY.fullmatch(piece) else change(piece) for piece in _ENTITY.split(text))


def _within_body(html: str, edit: Callable[[re.Match[str]], str]) -> str:
    head, body, tail = parts(html)
    return head + _PIECE.sub(edit, body) + tail


def parts(html: str) -> tuple[str, str, str]:
    """What stands before the body's contents, the contents, and what follows."""
    opening = _BODY.search(html)
    start = opening.end() if opening else 0
    closing = _BODY_END.search(html, start)
    end = closing.start() if closing else len(html)
    return html[:start], html[start:end], html[end:]


def at_start(html: str, addition: str) -> str:
    """The page with something at the start of its body."""
    head, body, tail = parts(html)
    return head + addition + body + tail


def at_end(html: str, addition: str) -> str:
    """The page with something at the end of its body."""
    head, body, tail = parts(html)
    return head + body + addition + tail


def in_middle(html: str, addition: str) -> str:
    """The page with something behind the middle one of its blocks."""
    head, body, tail = parts(html)
    ends = [match.end() for match in _BLOCK_END.finditer(body)]
    place = ends[len(ends) // 2] if ends else len(body)
    return head + body[:place] + addition + body[place:] + tail


def in_head(html: str, addition: str) -> str:
    """The page with something at the end of its head."""
    place = re.search(r"</head\s*>|<body\b", html, re.IGNORECASE)
    return html[: place.start()] + addition + html[place.start() :] if place else addition + html


def bait(page: Written) -> re.Pattern[str] | None:
    """The inviting words of a page: those of its inviting phrases and those on its exits; None where it has none."""
    words = bait_words(page)
    if not words:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


@cache
def bait_words(page: Written) -> tuple[str, ...]:
    read_page = read(page.html, page.url)
    texts = [*(block.text for block in read_page.blocks), *(link.text for link in read_page.links)]
    on_exits = [
        link.text for link in read_page.links if link.target.strip() in page.exits and link.words_from != "file"
    ]
    found = {word for text in on_exits for word in lexicon.split(text)}
    for text in texts:
        words = lexicon.split(text)
        found |= {word for name, start, end in lexicon.find(words) if name in BAIT for word in words[start:end]}
    return tuple(
        sorted((word for word in found if len(word) > 2 and word.isalpha()), key=lambda word: (-len(word), word))
    )


def in_bait(page: Written, change: Edit) -> str:
    """The page with its inviting words changed, in text and in the attributes that stand in for it."""
    words = bait(page)
    return in_words(page.html, lambda text: words.sub(lambda match: change(match[0]), text)) if words else page.html


def in_bait_text(page: Written, change: Edit) -> str:
    """The same for visible text only: what is changed into mark-up cannot stand in an attribute."""
    words = bait(page)
    return in_text(page.html, lambda text: words.sub(lambda match: change(match[0]), text)) if words else page.html
