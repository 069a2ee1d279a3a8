"""The reference reader: BeautifulSoup over html5lib, the WHATWG algorithm in pure Python, some fifty times slower."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from detector.parsing.assemble import OPEN, SKIP, Assembly

# html5lib is older than `<template>` and would take one in the head for the start of the body. Its contents are read
# by neither reader, so they go before parsing. Linear: every alternative takes its whole element, to the end if need be.
_TEMPLATE = re.compile(
    r"(<!--.*?(?:-->|\Z)|<(script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</\2\b|\Z))"
    r"|<template\b[^>]*>.*?(?:</template\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)


def read(text: str, assembly: Assembly) -> None:
    """Parse `text` and send its events to `assembly`."""
    if "<template" in text.lower():
        text = _TEMPLATE.sub(lambda found: found[1] or "", text)
    with warnings.catch_warnings():
        # A page that is one line of text is still a page.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        tree = BeautifulSoup(text, "html5lib", multi_valued_attributes=None)
    root = tree.find("html", recursive=False)
    if isinstance(root, Tag):
        assembly.depth = _walk(root, assembly)


def _walk(root: Tag, assembly: Assembly) -> int:
    """Send the events of a tree; returns its depth."""
    node: PageElement | None = root
    above: list[tuple[PageElement | None, bool]] = []
    deepest = 0
    while node is not None or above:
        if node is None:
            node, opened = above.pop()
            if opened:
                assembly.end()
        elif isinstance(node, Tag):
            deepest = max(deepest, len(above) + 1)
            step = assembly.start(node.name, {str(name): str(value) for name, value in node.attrs.items()})
            if step == SKIP:
                if assembly.full:
                    return deepest
                node = node.next_sibling
            elif node.contents:
                above.append((node.next_sibling, step == OPEN))
                node = node.contents[0]
            else:
                if step == OPEN:
                    assembly.end()
                node = node.next_sibling
        else:
            # Comments, the doctype and CDATA that is none are strings too, of a kind of their own.
            if isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                assembly.text(str(node))
            node = node.next_sibling
    return deepest
