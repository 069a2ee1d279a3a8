"""Where the two readers are known to differ, each with its cause: html5lib is older than the standard of today.

What differs is what BeautifulSoup over html5lib makes of a page; lexbor, by which pages are scored, has it as browsers do.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import fields
from html import unescape
from typing import NamedTuple

from detector.errors import UnreadableInput
from detector.page import Document, Page
from detector.parsing import parse
from detector.parsing.decode import decode

_ALL = frozenset(field.name for field in fields(Page))


class Difference(NamedTuple):
    """One thing that the reference reader does otherwise."""

    name: str
    cause: str
    example: str
    """Is understood otherwise by the two."""
    pattern: re.Pattern[str]
    """Is found in every page that differs by it."""
    fields: Collection[str] = _ALL
    """What of a page can differ by it."""


def _with(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


KNOWN = (
    Difference(
        "select",
        "Mark-up inside of a <select> has been allowed since 2025, and closes it otherwise.",
        "<select><b><input>",
        _with(r"<select"),
    ),
    Difference(
        "new blocks",
        "<main>, <dialog> and <search> are blocks that html5lib does not know: they close no paragraph.",
        "<p><dialog>",
        _with(r"<(?:main|dialog|search|hgroup|menu)"),
    ),
    Difference(
        "leaving drawings",
        "Since 2020 </p> and </br> end SVG and MathML; html5lib puts them inside.",
        "<svg></p>",
        _with(r"<(?:svg|math).*</(?:p|br)"),
    ),
    Difference(
        "templates in drawings and raw text",
        "Templates are taken out of the text, which does not tell those that are none: in SVG, MathML or <plaintext>.",
        "<svg><template><b>",
        _with(r"<(?:svg|math|plaintext|select).*</?template"),
    ),
    Difference(
        "HTML in drawings",
        "Where SVG and MathML may hold HTML, html5lib ends their elements otherwise.",
        "<svg><desc><e></svg>>",
        _with(r"<(?:svg|math).*<(?:desc|title|foreignobject|m[iosn]|mtext|annotation-xml)"),
    ),
    Difference(
        "framesets",
        "html5lib takes </br> for words, behind which no frameset begins, and knows no template in one.",
        "<u></br><frameset>",
        _with(r"</br.*<frameset|<frameset.*<template"),
    ),
    Difference(
        "markers in templates",
        "A template's end leaves formatting open in lexbor where a <marquee> or its like stands in it.",
        "<template><i/><marquee/></template>y",
        _with(r"<template.*<(?:marquee|applet|object)"),
    ),
    Difference(
        "deep adoption",
        "Where a formatting element is closed out of order below four others, html5lib looks at three of them only.",
        "<a href/><m><as><as><n><p><a><p>a",
        _with(r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>][^<]*(?:<[a-z][^>]*>[^<]*){4}"),
    ),
    Difference(
        "around tables",
        "What a table may not hold is put before it; html5lib does not see open elements from there.",
        "<table><button><button>",
        _with(r"<table"),
    ),
)


def compare(document: Document, page: Page) -> None:
    """The reference reader understands the same page, fails at it and says so, or differs for a known cause."""
    try:
        slow = parse(document, "soup")
    except UnreadableInput as error:
        if "own checks" in str(error):
            return
        raise
    if slow != page:
        found = {field.name for field in fields(Page) if getattr(slow, field.name) != getattr(page, field.name)}
        assert causes(document, found), f"the readers differ in {' '.join(sorted(found))}"


def causes(document: Document, found: Collection[str]) -> list[str]:
    """Names of the known differences that may be why these fields differ."""
    text = unescape(unescape(decode(document).text))
    return [known.name for known in KNOWN if known.pattern.search(text) and set(found) <= set(known.fields)]
