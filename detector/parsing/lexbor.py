"""The default reader: lexbor, a WHATWG parser in C (through selectolax), its tree walked once."""

from __future__ import annotations

from collections.abc import Mapping

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode, SelectolaxError

from detector.parsing import elements
from detector.parsing.assemble import OPEN, SKIP, Assembly
from detector.parsing.openings import Kind, kind_of
from detector.parsing.templates import is_shadow_root

_TEXT = 2
_FIXED = 256
"""Tag ids from here on are given anew in every document."""
_KINDS: dict[int, Kind] = {}
"""What the elements of the fixed tag ids are, learnt as they are met."""
_TEMPLATE = Kind("")
_UNREAD = Kind("")
"""Comments, the doctype and processing instructions."""
# Mutations fill `<selectedcontent>` from a `<select>`, and what stands in one is not read.
_OPTIONS = int(LexborDocumentOptions.WO_EVENTS)


def read(text: str | bytes, assembly: Assembly) -> None:
    """Parse `text` (bytes are UTF-8) and send its events to `assembly`."""
    try:
        tree = LexborHTMLParser(text.encode("utf-8", "replace") if isinstance(text, str) else text, options=_OPTIONS)
    except SelectolaxError as error:
        # There is no text that it does not parse; it only has no other word for this.
        raise MemoryError from error
    # Not `css`, whose selectors cost a page more to build than the search.
    for style in tree.tags("style"):
        parent = style.parent
        assembly.sheet(style.text(), _filled(style.attributes), (parent.tag or "") if parent else "")
    if tree.root is not None:
        assembly.depth = max(assembly.depth, _walk(tree.root, assembly))


def _walk(root: LexborNode, assembly: Assembly) -> int:
    """Send the events of a tree; returns its depth.

    This loop runs once a node and decides the speed of the whole stage, so what cannot matter is passed over here:
    `Assembly.text` is written out, the text that an element begins with is read with the element, and elements of which
    nothing can matter are counted but not announced.
    """
    node: LexborNode | None = root
    outline, begin, end, count = assembly.outline, assembly.begin, assembly.end, assembly.names.append
    known, are_unmarked, hiding = _KINDS.get, elements.UNMARKED.issuperset, assembly.hides
    above: list[tuple[LexborNode | None, bool]] = []
    deepest = 0
    while True:
        if node is None:
            if not above:
                return deepest
            node, opened = above.pop()
            if opened:
                end()
            continue
        number = node.tag_id
        if number == _TEXT:
            piece = node.text_content
            if piece and (outline.run or not piece.isspace()):
                outline.run.append(piece)
            node = node.next
            continue
        kind = known(number) or _kind(node)
        name = kind.name
        if not name:
            if kind is _TEMPLATE and is_shadow_root(node.attributes.get("shadowrootmode")):
                assembly.shadow = True
            node = node.next
            continue
        if len(above) >= deepest:
            deepest = len(above) + 1
        count(name)
        attributes = node.attributes
        if kind.telling or (attributes and (hiding or not are_unmarked(attributes))):
            step = begin(kind, _filled(attributes) if None in attributes.values() else attributes)  # type: ignore[arg-type]
            if step == SKIP:
                if outline.full:
                    return deepest
                node = node.next
                continue
            opened = step == OPEN
        else:
            opened = False
        child = node.child
        if child is not None and child.tag_id == _TEXT:
            piece = child.text_content
            if piece and (outline.run or not piece.isspace()):
                outline.run.append(piece)
            child = child.next
        if child is not None:
            above.append((node.next, opened))
            node = child
            continue
        if opened:
            end()
        node = node.next


def _filled(attributes: Mapping[str, str | None]) -> dict[str, str]:
    """Attributes without a value hold the empty string."""
    return {name: value or "" for name, value in attributes.items()}


def _kind(node: LexborNode) -> Kind:
    """What a node is, if it is none of text."""
    # Inside SVG some names have capitals, under the same id as outside.
    name = (node.tag or "").lower()
    kind = kind_of(name) if name and name[0] not in "-!" else _UNREAD
    if name == "template":
        kind = _TEMPLATE
    if node.tag_id < _FIXED:
        _KINDS[node.tag_id] = kind
    return kind
