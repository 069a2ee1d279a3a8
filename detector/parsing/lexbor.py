"""The default reader: lexbor, a WHATWG parser in C (through selectolax), its tree walked once."""

from __future__ import annotations

from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from detector.parsing.assemble import OPEN, SKIP, Assembly
from detector.parsing.elements import INLINE
from detector.parsing.templates import is_shadow_root

_TEXT = 2
_FIXED = 256
"""Tag ids from here on are given anew in every document."""
_NAMES: dict[int, str] = {}
"""Names of the fixed tag ids, learnt as they are met; empty for what is no element."""
_NOTHING: Mapping[str, str] = {}


def read(text: str, assembly: Assembly) -> None:
    """Parse `text` and send its events to `assembly`."""
    tree = LexborHTMLParser(text.encode("utf-8", "replace"))
    for style in tree.css("style"):
        parent = style.parent
        assembly.sheet(style.text(), _filled(style.attributes), (parent.tag or "") if parent else "")
    if tree.root is not None:
        assembly.depth = max(assembly.depth, _walk(tree.root, assembly))


def _walk(root: LexborNode, assembly: Assembly) -> int:
    """Send the events of a tree; returns its depth.

    This loop runs once a node and decides the speed of the whole stage, so what cannot matter is passed over here:
    `Assembly.text` is written out, and inline elements without attributes are counted but not announced.
    """
    node: LexborNode | None = root
    outline, start, end, count = assembly.outline, assembly.start, assembly.end, assembly.names.append
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
        kind = node.tag_id
        if kind == _TEXT:
            piece = node.text_content
            if piece and (outline.run or not piece.isspace()):
                outline.run.append(piece)
            node = node.next
            continue
        name = _NAMES.get(kind) or _name(node)
        if not name:
            if node.tag == "template" and is_shadow_root(node.attributes.get("shadowrootmode")):
                assembly.shadow = True
            node = node.next
            continue
        if len(above) >= deepest:
            deepest = len(above) + 1
        attributes = node.attributes
        if not attributes and name in INLINE:
            count(name)
            step = 0
        else:
            step = start(name, _filled(attributes) if None in attributes.values() else attributes)  # type: ignore[arg-type]
        if step != SKIP:
            child = node.child
            if child is not None:
                above.append((node.next, step == OPEN))
                node = child
                continue
            if step == OPEN:
                end()
        elif outline.full:
            return deepest
        node = node.next


def _filled(attributes: Mapping[str, str | None]) -> dict[str, str]:
    """Attributes without a value hold the empty string."""
    return {name: value or "" for name, value in attributes.items()}


def _name(node: LexborNode) -> str:
    """An element's name, empty for comments, the doctype, processing instructions and templates, which are not read."""
    name = node.tag or ""
    name = "" if name[:1] in "-!" or name == "template" else name
    if node.tag_id < _FIXED and name:
        _NAMES[node.tag_id] = name
    return name
