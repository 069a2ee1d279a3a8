"""Why a reader does not see an element: its attributes, its inline style, and the page's own style sheets.

Only what can be told without laying the page out. Style sheets count by their simple selectors (`.x`, `#x`), outside
`@media` and other conditions; the cascade is not followed beyond "the last such rule wins".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from detector import bounds
from detector.page import Hidden

# Members of an enumeration are slow to look up.
_SHOWN = Hidden.NO

_FAR = -500.0
_MOVES = ("left", "right", "top", "bottom", "margin-left", "margin-top", "margin", "text-indent", "inset")
_LENGTH = re.compile(r"(-?\d{0,6}\.?\d{0,6})\s*(px|em|rem|pt|vw|vh|%|)")
_PIXELS = {"": 1.0, "px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3, "vw": 12.0, "vh": 8.0, "%": 6.0}
_CLIPPED = re.compile(r"rect\(\s*(?:0|1px|1)[a-z]*[\s,)]|inset\(\s*(?:50|100)%|circle\(\s*0")
_TRANSLATED = re.compile(r"translate(?:x|y|3d)?\(\s*(-\d{1,6}(?:px|em|vw|vh|%))")
_NEEDLES = (
    "none",
    "hidden",
    "opacity",
    "font-size",
    ":-",
    " -",
    "(-",
    "clip",
    "color",
    "collapse",
    "translate",
    "height",
    "width",
)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+([\d.]{1,6})%?)?\s*\)")
_NAMES = {
    "white": "ffffff",
    "black": "000000",
    "red": "ff0000",
    "green": "008000",
    "blue": "0000ff",
    "yellow": "ffff00",
    "gray": "808080",
    "grey": "808080",
    "silver": "c0c0c0",
    "snow": "fffafa",
    "ivory": "fffff0",
    "whitesmoke": "f5f5f5",
}
# Linear: a comment left open takes the rest.
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SIMPLE = re.compile(r"[.#][A-Za-z_][\w-]*")


def hidden(attributes: Mapping[str, str]) -> Hidden:
    """Why the element itself is not seen, by its attributes and inline style."""
    if "hidden" in attributes:
        return Hidden.ATTRIBUTE
    style = attributes.get("style")
    return styled(style[: bounds.ATTRIBUTE]) if style else _SHOWN


def tiny_box(attributes: Mapping[str, str]) -> bool:
    """Whether `width` and `height` attributes leave a frame or an embedded thing no size.

    >>> tiny_box({"width": "0", "height": "1px"})
    True
    """
    sides = (attributes.get("width"), attributes.get("height"))
    return any(side is not None and side.strip().removesuffix("px") in ("0", "1") for side in sides)


def styled(declarations: str) -> Hidden:
    """Why an element with these CSS declarations is not seen.

    >>> styled("position:absolute; left:-9999px")
    <Hidden.OFFSCREEN: 'offscreen'>
    >>> styled("color:#fff;background:white")
    <Hidden.CONTRAST: 'contrast'>
    """
    # What is remembered outlives its page: a few pages of long styles must not fill the memory.
    return _remembered(declarations) if len(declarations) <= _REMEMBERED else _styled(declarations)


def _styled(declarations: str) -> Hidden:
    lower = declarations.lower()
    if not any(needle in lower for needle in _NEEDLES):
        return Hidden.NO
    rules = dict(_declared(lower))
    if rules.get("display") == "none" or rules.get("visibility") in ("hidden", "collapse"):
        return Hidden.DISPLAY
    opacity = _number(rules.get("opacity", ""))
    if opacity is not None and opacity < 0.05:
        return Hidden.DISPLAY
    if _is_offscreen(rules):
        return Hidden.OFFSCREEN
    if _is_tiny(rules):
        return Hidden.TINY
    return Hidden.CONTRAST if _is_unreadable(rules) else Hidden.NO


_REMEMBERED = 500
_remembered = lru_cache(maxsize=16_384)(_styled)


def _declared(declarations: str) -> Iterator[tuple[str, str]]:
    for declaration in declarations.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip(), value.replace("!important", "").strip()


def _number(value: str) -> float | None:
    try:
        return float(value.removesuffix("%"))
    except ValueError:
        return None


def _pixels(value: str) -> float | None:
    found = _LENGTH.match(value)
    number = _number(found[1]) if found else None
    return None if found is None or number is None else number * _PIXELS[found[2]]


def _is_offscreen(rules: Mapping[str, str]) -> bool:
    for name in _MOVES:
        for part in rules.get(name, "").split():
            moved = _pixels(part)
            # Percentages and negative bottoms of a box in its parent seldom leave the window.
            if moved is not None and moved <= _FAR:
                return True
    if _CLIPPED.match(rules.get("clip", "")) or _CLIPPED.match(rules.get("clip-path", "")):
        return True
    shift = _TRANSLATED.search(rules.get("transform", ""))
    return shift is not None and (_pixels(shift[1]) or 0.0) <= _FAR


def _is_tiny(rules: Mapping[str, str]) -> bool:
    letters = _pixels(rules["font-size"]) if "font-size" in rules else None
    if letters is not None and 0 <= letters <= 1:
        return True
    if not rules.get("overflow", "").startswith(("hidden", "clip")):
        return False
    if any(name.startswith("padding") and value.strip("0px% ") for name, value in rules.items()):
        # The box of an embedded player is mostly drawn by its padding: `height:0; padding-bottom:56.25%`.
        return False
    sides = [_pixels(rules[name]) for name in ("width", "height", "max-width", "max-height") if name in rules]
    return any(side is not None and 0 <= side <= 1 for side in sides)


def _is_unreadable(rules: Mapping[str, str]) -> bool:
    ink = _colour(rules.get("color", ""))
    if ink == "transparent":
        # Text cut out of a background image by `background-clip: text` is drawn in that image.
        return not any(name.endswith("background-clip") for name in rules)
    paper = rules.get("background-color") or rules.get("background", "")
    return bool(ink) and ink == _colour(paper)


def _colour(value: str) -> str:
    """A colour as six hexadecimal digits; `transparent`, or empty where it is neither."""
    value = value.strip()
    if value.startswith("#"):
        digits = value[1:].split(maxsplit=1)[0] if value[1:].strip() else ""
        if len(digits) in (4, 8) and digits.strip("0") != "" and digits.endswith("0" * (len(digits) // 4)):
            return "transparent"
        return "".join(digit * 2 for digit in digits[:3]) if len(digits) in (3, 4) else digits[:6]
    rgb = _RGB.match(value)
    if rgb:
        if rgb[4] is not None and _number(rgb[4]) == 0:
            return "transparent"
        return "".join(f"{min(int(part), 255):02x}" for part in rgb.groups()[:3])
    return "transparent" if value == "transparent" else _NAMES.get(value, "")


def sheet(css: str) -> dict[str, Hidden]:
    """Simple selectors (`.x`, `#x`) that a style sheet hides.

    >>> sheet(".a,#b{display:none} .a p{opacity:0} @media print{.c{display:none}}")
    {'.a': <Hidden.DISPLAY: 'display'>, '#b': <Hidden.DISPLAY: 'display'>}
    """
    found: dict[str, Hidden] = {}
    css = css[: bounds.SHEET_TEXT]
    _collect(_COMMENT.sub(" ", css) if "/*" in css else css, found)
    return found


def applies(attributes: Mapping[str, str], parent: str) -> bool:
    """Whether a `<style>` element holds for every reader: not for print, nor only where scripts are off."""
    return parent != "noscript" and attributes.get("media", "all").strip().lower() in ("", "all", "screen")


# Every declaration block that could hide holds one of these; looking for them is faster than reading all rules.
_HIDING = ("none", "hidden", "opacity:0", "opacity: 0", "font-size:0", "font-size: 0", "-9", "clip", "collapse")


def _collect(css: str, found: dict[str, Hidden]) -> None:
    blocks = set()
    for needle in _HIDING:
        place = css.find(needle)
        rules = bounds.RULES
        while place >= 0 and rules:
            blocks.add(css.rfind("{", 0, place))
            place = css.find(needle, place + 1)
            rules -= 1
    depth = last = 0
    for opening in sorted(blocks - {-1}):
        depth += css.count("{", last, opening) - css.count("}", last, opening)
        last = opening
        # A block within a block stands under a condition (`@media`, `@supports`).
        if depth == 0:
            simple = [part for part in map(str.strip, _selector(css, opening).split(",")) if _SIMPLE.fullmatch(part)]
            if simple:
                reason = styled(css[opening + 1 : css.find("}", opening)][: bounds.ATTRIBUTE])
                found.update(dict.fromkeys(simple, reason) if reason else {})


def _selector(css: str, opening: int) -> str:
    """What stands before a block, up to the block or the rule before it."""
    before = css.rfind("}", 0, opening)
    for mark in "{;":
        before = max(before, css.rfind(mark, before + 1, opening))
    return css[before + 1 : opening]
