"""The point up to which a text can be parsed at a bounded cost, found before a parser sees it.

Three costs of the HTML algorithm grow with the square of the input: start tags search the open elements, paragraphs
reopen every formatting element left open, and attributes are compared with those before them. A text that cannot reach
such a cost is let through after a few searches; the others are read tag by tag. Elements are counted as open by name
only, which a crafted text can evade by a constant factor; the number of tags bounds that.
"""

from __future__ import annotations

import re

from detector import bounds

_WINDOW = 16_384
_QUOTES = 40_000
_LARGE = 1_000_000
"""Characters of a text from which on many elements with many attributes each can cost much."""
_FEW = 128
"""Characters in which no element can have attributes enough for that."""
# Linear: a tag is bounded, possessive throughout, and an element of raw text is taken whole, to the end of the text if need
# be. What can begin such an element is looked at first: most tags cannot.
_TAG = re.compile(
    r"<(?:(?=[sStTxXiInN\u0130\u0131\u017f])(?i:(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes))\b"
    r"(?:[^<]++|<(?!/(?i:(?P=raw))\b))*+(?:</(?i:(?P=raw))\b|\Z)"
    r"|(/?)([A-Za-z][^\s/>]{0,30})"
    r"|!--(?:[^-]++|-(?!->))*+(?:-->|\Z))"
)
# Linear: possessive throughout, and a tag need not be closed to match, so nothing is read twice.
_WHOLE_TAG = re.compile(
    r"<[A-Za-z][^\s/>]*+"
    r"((?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>\"'][^\s>]*+)?+)?+)*+)"
)
_ATTRIBUTE = re.compile(r"[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>]++)?+)?+")
_LEAF = frozenset(
    (
        "area base br col embed hr img input link meta param source track wbr p li dt dd option tr td th thead tbody tfoot rt rp "
        "a nobr button"
    ).split()
)
"""Elements that hold nothing, or that the next of their kind closes."""
_DRAWN = frozenset(
    (
        "svg path use circle rect line polygon polyline ellipse g defs symbol image stop lineargradient radialgradient clippath mask "
        "pattern animate animatetransform"
    ).split()
)
"""Elements of a drawing that never lead out of it: within one, `/>` ends them, as it does nowhere else."""
_FORMATTING = frozenset("b big code em font i s small strike strong tt u".split())


def affordable(text: str) -> str:
    """The text up to the tag that would make parsing it too dear; mostly all of it."""
    tags = text.count("<")
    if tags > bounds.SIMPLE:
        text = _shallow(text, tags)
    if len(text) > _LARGE or _has_many_values(text) or _has_long_tag(text):
        text = _few_attributes(text)
    return text


def _has_many_values(text: str) -> bool:
    """Whether there are quotes enough for attributes that hide a `>` in each of their values."""
    return len(text) > 2 * _QUOTES and text.count('"') + text.count("'") > _QUOTES


def _has_long_tag(text: str) -> bool:
    """Whether a tag with too many attributes holds some 16,384 characters without a `>`.

    Only there can they hide from the count of quotes above.
    """
    start, last = 0, len(text) - _WINDOW
    while start < last:
        if text.find(">", start, start + _WINDOW) >= 0:
            start += _WINDOW
            continue
        opening = text.rfind("<", 0, start + _WINDOW)
        tag = _WHOLE_TAG.match(text, opening) if opening > text.rfind(">", 0, start) else None
        if tag and _number(tag[1]) > bounds.ATTRIBUTES:
            return True
        start = text.find(">", start + _WINDOW)
        if start < 0:
            break
    return False


def _few_attributes(text: str) -> str:
    compared = 0
    for tag in _WHOLE_TAG.finditer(text):
        start, end = tag.span(1)
        if end - start > _FEW:
            number = _number(tag[1])
            compared += number * number
            if number > bounds.ATTRIBUTES or compared > bounds.COMPARED:
                return text[: tag.start()]
    return text


def _shallow(text: str, tags: int) -> str:
    opened: dict[str, int] = {}
    depth = formatting = copies = searches = 0
    drawing = False
    for number, tag in enumerate(_TAG.finditer(text)):
        end, name = tag.group(2, 3)
        if name is None:
            # What the parser might not take for raw text (a script inside SVG) must not hide a flood of tags either.
            if tags > bounds.FLOOD and text.count("<", *tag.span()) > bounds.FLOOD:
                return text[: tag.start()]
        elif name in _LEAF:
            drawing = False
        else:
            name = name.lower()
            if name not in _DRAWN or (end and name == "svg"):
                drawing = False  # it may have led out of the drawing
            elif not end:
                closed, surely = _slash(text, tag.start())
                if drawing and surely:
                    continue
                drawing = drawing or (name == "svg" and not closed)
            if not end:
                opened[name] = opened.get(name, 0) + 1
                depth += 1
                if name in _FORMATTING:
                    formatting += 1
            elif opened.get(name):
                opened[name] -= 1
                depth -= 1
                if name in _FORMATTING:
                    formatting -= 1
        copies += formatting
        searches += depth
        if depth > bounds.NESTING or copies > bounds.COPIES or searches > bounds.SEARCHES or number >= bounds.NODES:
            return text[: tag.start()]
    return text


def _slash(text: str, start: int) -> tuple[bool, bool]:
    """Whether the tag that begins here ends in a slash, and whether that is surely not the end of a bare value."""
    tag = _WHOLE_TAG.match(text, start)
    attributes = tag[1] if tag else ""
    closed = attributes.endswith("/")
    return closed, closed and attributes[-2:-1] in ("", '"', "'", " ", "\t", "\n", "\f", "\r")


def _number(attributes: str) -> int:
    return sum(1 for _ in _ATTRIBUTE.finditer(attributes))
