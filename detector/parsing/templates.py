"""`<template>` elements, told apart in the text of a page: a browser shows a declarative shadow root, and no other.

https://html.spec.whatwg.org/multipage/scripting.html#attr-template-shadowrootmode. A parser hides what a template holds;
so a page with shadow roots is read again with these opened, and one reader has ordinary templates taken out beforehand.
"""

from __future__ import annotations

import re
from html import unescape

_ATTRIBUTES = (
    r"(?:[ \t\n\f\r/]++|[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
    r"(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:\"[^\"]*+\"?|'[^']*+'?|[^ \t\n\f\r>\"'][^ \t\n\f\r>]*+)?+)?+)*+"
)
# Linear: possessive throughout, and what is no template tag is taken whole, to the end of the text if need be. Every tag
# counts, since in the value of an attribute `<template>` is none.
_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[ \t\n\f\r/>])"
    rf"{_ATTRIBUTES}(?:>.*?(?:</(?P=raw)(?=[ \t\n\f\r/>])|\Z)|\Z)"
    rf"|(?P<opens><template(?=[ \t\n\f\r/>])(?P<said>{_ATTRIBUTES})>)|(?P<closes></template(?=[ \t\n\f\r/>]){_ATTRIBUTES}>)"
    rf"|</?[A-Za-z][^ \t\n\f\r/>]*+{_ATTRIBUTES}>?|<[!?/][^>]*+",
    re.IGNORECASE | re.DOTALL,
)
# Linear, likewise: each attribute, the first of several of one name counts.
_ATTRIBUTE = re.compile(
    r"([^ \t\n\f\r/>][^ \t\n\f\r/>=]*+)"
    r"(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^ \t\n\f\r>\"'][^ \t\n\f\r>]*+))?+)?+"
)
_NAME = re.compile(r"(</?)template(?=[ \t\n\f\r/>])", re.IGNORECASE)


def opened(text: str) -> str:
    """The text with every shadow root as a plain element.

    >>> opened("<template shadowrootmode=open>a<template>b</template></template>")
    '<div>a<template>b</template></div>'
    """
    kept: list[str] = []
    shown: list[bool] = []
    start = 0
    for tag in _TAG.finditer(text):
        if tag["opens"]:
            # What an ordinary template holds is not shown, whatever it is.
            shown.append(all(shown) and _is_shown(tag))
        elif not tag["closes"] or not shown:
            continue
        if shown[-1]:
            kept += (text[start : tag.start()], "<div>" if tag["opens"] else "</div>")
            start = tag.end()
        if tag["closes"]:
            shown.pop()
    return "".join((*kept, text[start:]))


def all_opened(text: str) -> str:
    """The text with every template as a plain element: the last resort, where a page hides its shadow roots from `opened`.

    >>> all_opened("<template id=a>a</template><templates>")
    '<div id=a>a</div><templates>'
    """
    return _NAME.sub(r"\1div", text)


def removed(text: str) -> tuple[str, bool]:
    """The text without its templates, and whether one of these is a shadow root.

    >>> removed("a<template><b>no</b></template>c")
    ('ac', False)
    """
    kept: list[str] = []
    start = depth = 0
    shadow = False
    for tag in _TAG.finditer(text):
        if tag["opens"]:
            if depth == 0:
                kept.append(text[start : tag.start()])
                shadow = shadow or _is_shown(tag)
            depth += 1
        elif tag["closes"] and depth:
            depth -= 1
            start = tag.end()
    if depth == 0:
        kept.append(text[start:])
    return "".join(kept), shadow


def _is_shown(tag: re.Match[str]) -> bool:
    """Whether the opening tag of a template makes it a shadow root."""
    for name, *values in _ATTRIBUTE.findall(tag["said"]):
        if name.lower() == "shadowrootmode":
            return is_shadow_root(unescape("".join(values)))
    return False


def is_shadow_root(mode: str | None) -> bool:
    """Whether a template with this `shadowrootmode` is one."""
    return mode is not None and mode.lower() in ("open", "closed")
