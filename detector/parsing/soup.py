"""The reference reader: BeautifulSoup over html5lib, the WHATWG algorithm in pure Python, some fifty times slower."""

from __future__ import annotations

import warnings
from typing import Any

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.builder._html5lib import HTML5TreeBuilder, TreeBuilderForHtml5lib
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from html5lib.treebuilders.base import ActiveFormattingElements

from detector.parsing import templates
from detector.parsing.assemble import OPEN, SKIP, Assembly


def read(text: str, assembly: Assembly) -> None:
    """Parse `text` and send its events to `assembly`."""
    if "<template" in text.lower():
        # html5lib is older than templates, and would take one in the head for the start of the body.
        text, shadow = templates.removed(text)
        assembly.shadow = assembly.shadow or shadow
    with warnings.catch_warnings():
        # A page that is one line of text, or XHTML, is still read as HTML.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        tree = BeautifulSoup(text, builder=_Builder(multi_valued_attributes=None))
    for style in tree.find_all("style"):
        css = "".join(str(piece) for piece in style.contents)
        assembly.sheet(css, style.attrs, style.parent.name if style.parent else "")
    root = tree.find("html", recursive=False)
    if isinstance(root, Tag):
        assembly.depth = max(assembly.depth, _walk(root, assembly))


class _Formatting(ActiveFormattingElements):
    """Formatting elements still open. The standard keeps three equal ones, but bs4's attributes never compare equal."""

    def nodesEqual(self, node1: Any, node2: Any) -> bool:
        same_name = node1.nameTuple == node2.nameTuple
        return same_name and dict(node1.attributes.items()) == dict(node2.attributes.items())


class _Tree(TreeBuilderForHtml5lib):
    def reset(self) -> None:
        super().reset()
        self.activeFormattingElements = _Formatting()


class _Builder(HTML5TreeBuilder):
    def create_treebuilder(self, namespaceHTMLElements: bool) -> TreeBuilderForHtml5lib:
        tree = _Tree(namespaceHTMLElements, self.soup, store_line_numbers=False)
        self.underlying_builder = tree
        return tree


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
        elif isinstance(node, Tag) and node.name != "template":
            deepest = max(deepest, len(above) + 1)
            step = assembly.start(node.name, {str(name): str(value) for name, value in node.attrs.items()})
            if step == SKIP:
                if assembly.outline.full:
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
