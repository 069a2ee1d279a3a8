"""The reference reader: BeautifulSoup over html5lib, the WHATWG algorithm in pure Python, some fifty times slower."""

from __future__ import annotations

import re
import warnings
from typing import Any

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.builder._html5lib import HTML5TreeBuilder, TreeBuilderForHtml5lib
from bs4.element import NavigableString, PageElement, Tag
from html5lib import HTMLParser
from html5lib.treebuilders.base import ActiveFormattingElements

from detector.errors import UnreadableInput
from detector.parsing import templates
from detector.parsing.assemble import OPEN, SKIP, Assembly

# Linear: what follows the fixed characters is a run up to the character that ends it.
_LONG = 100_000
_DOCTYPE = re.compile(r"(<!doctype[^>]{4000})[^>]+", re.IGNORECASE)


def read(text: str, assembly: Assembly) -> None:
    """Parse `text` and send its events to `assembly`. Raises UnreadableInput where html5lib fails."""
    if "<template" in text.lower():
        # html5lib is older than templates, and would take one in the head for the start of the body.
        text, shadow = templates.removed(text)
        assembly.shadow = assembly.shadow or shadow
    if len(text) > _LONG:
        # html5lib builds the names in a doctype character by character, at the cost of the square of their length.
        text = _DOCTYPE.sub(r"\1", text)
    with warnings.catch_warnings():
        # A page that is one line of text, or XHTML, is still read as HTML.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        try:
            tree = BeautifulSoup(text, builder=_Builder(multi_valued_attributes=None), element_classes=_CLASSES)
        except MemoryError:
            raise
        except Exception as error:  # html5lib asserts what mark-up can break, such as `<table><math><html>`
            raise UnreadableInput(
                "The page cannot be read by html5lib, whose own checks it fails: read it with the parser lexbor."
            ) from error
    for style in tree.find_all("style"):
        css = "".join(str(piece) for piece in style.contents)
        assembly.sheet(css, style.attrs, style.parent.name if style.parent else "")
    root = tree.find("html", recursive=False)
    if isinstance(root, Tag):
        assembly.depth = max(assembly.depth, _walk(root, assembly))


class _Element(Tag):
    """An element whose children are looked for from the last one on.

    What does not belong into a table is put before it, and the table is the last child: looked for from the first one on,
    as bs4 does, a page of such things costs the square of their number.
    """

    def index(self, element: PageElement) -> int:
        contents = self.contents
        for place in range(len(contents) - 1, -1, -1):
            if contents[place] is element:
                return place
        raise ValueError("Tag.index: element not in tag")


class _Piece(NavigableString):
    """A piece of text. bs4 joins those of its own class one by one, which costs the square of their length; the walk joins these."""


_CLASSES: dict[type[PageElement], type[PageElement]] = {Tag: _Element, NavigableString: _Piece}


class _Formatting(ActiveFormattingElements):
    """Formatting elements still open. The standard keeps three equal ones, but bs4's attributes never compare equal."""

    def nodesEqual(self, node1: Any, node2: Any) -> bool:
        same_name = node1.nameTuple == node2.nameTuple
        return same_name and dict(node1.attributes.items()) == dict(node2.attributes.items())


class _Tree(TreeBuilderForHtml5lib):
    def reset(self) -> None:
        super().reset()
        self.activeFormattingElements = _Formatting()


class _Parser(HTMLParser):
    """html5lib without its list of what is wrong with a page: nobody reads it, and taking it down costs the square of its length."""

    def reset(self) -> None:
        super().reset()
        self.tokenizer.stream.reportCharacterErrors = _unheard

    def parseError(self, errorcode: str = "", datavars: Any = None) -> None:
        pass


def _unheard(data: str) -> None:
    """Characters that no page should hold are read all the same."""


class _Builder(HTML5TreeBuilder):
    def feed(self, markup: Any) -> None:
        parser = _Parser(tree=self.create_treebuilder)  # type: ignore[arg-type]  # a function, as bs4 gives it
        assert self.underlying_builder is not None
        self.underlying_builder.parser = parser
        parser.parse(markup)
        self.underlying_builder.parser = None

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
            step = assembly.start(node.name.lower(), {str(name): str(value) for name, value in node.attrs.items()})
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
        elif isinstance(node, _Piece):
            pieces = [str(node)]
            while isinstance(node := node.next_sibling, _Piece):
                pieces.append(str(node))
            assembly.text("".join(pieces))
        else:
            node = node.next_sibling  # comments, the doctype and CDATA that is none are strings too
    return deepest
