"""`<template>` elements, told apart in the text of a page: a browser shows a declarative shadow root, and no other.

https://html.spec.whatwg.org/multipage/scripting.html#attr-template-shadowrootmode. A parser hides what a template holds;
so a page with shadow roots is read again with these opened, and one reader has ordinary templates taken out beforehand.
"""

from __future__ import annotations

import re

# Linear: what is no template tag is taken whole, to the end of the text if need be.
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</\1\b|\Z)"
    r"|(?P<opens><template(?=[\s/>])[^>]*>)|(?P<closes></template(?=[\s/>])[^>]*>)",
    re.IGNORECASE | re.DOTALL,
)
_SHOWN = re.compile(r"\sshadowrootmode\s*=\s*[\"']?(?:open|closed)[\"'\s/>]", re.IGNORECASE)


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
            shown.append(all(shown) and _SHOWN.search(tag[0]) is not None)
        elif not tag["closes"] or not shown:
            continue
        if shown[-1]:
            kept += (text[start : tag.start()], "<div>" if tag["opens"] else "</div>")
            start = tag.end()
        if tag["closes"]:
            shown.pop()
    return "".join((*kept, text[start:]))


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
                shadow = shadow or _SHOWN.search(tag[0]) is not None
            depth += 1
        elif tag["closes"] and depth:
            depth -= 1
            start = tag.end()
    if depth == 0:
        kept.append(text[start:])
    return "".join(kept), shadow


def is_shadow_root(mode: str | None) -> bool:
    """Whether a template with this `shadowrootmode` is one."""
    return mode is not None and mode.lower() in ("open", "closed")
