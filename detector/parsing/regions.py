"""Which part of the page an element opens, by its name, its role, or the words of its class and id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from detector.page import Region

ELEMENTS = {
    "header": Region.HEADER,
    "nav": Region.NAV,
    "main": Region.MAIN,
    "article": Region.MAIN,
    "aside": Region.ASIDE,
    "footer": Region.FOOTER,
}
_ROLES = {
    "banner": Region.HEADER,
    "navigation": Region.NAV,
    "main": Region.MAIN,
    "article": Region.MAIN,
    "complementary": Region.ASIDE,
    "contentinfo": Region.FOOTER,
}
NAMED = frozenset(("div", "section", "ul", "ol", "aside", "table", "td", "p"))
"""Elements whose class and id are asked; on others such words name small things (a comment counter, a menu entry)."""

_WORDS = (
    (Region.COMMENTS, frozenset(("comment", "comments", "commentlist", "disqus", "respond"))),
    (Region.FOOTER, frozenset(("footer", "colophon", "copyright"))),
    (Region.NAV, frozenset(("nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs"))),
    (Region.HEADER, frozenset(("masthead", "site header"))),
    (Region.ASIDE, frozenset(("sidebar", "widgets", "widget area", "widgets area", "related"))),
    (
        Region.MAIN,
        frozenset(("post content", "post body", "entry content", "entry body", "article body", "article content")),
    ),
)
# `no-sidebar`, `has-footer` speak of the layout around, and stand on its wrapper.
_NEGATED = frozenset(("no", "has", "with", "without", "hide", "show", "is", "not"))
# A class or id is cut into words at hyphens, underscores and inner capitals.
_CUT = re.compile(r"[-_]+|(?<=[a-z])(?=[A-Z])")


def region(tag: str, attributes: Mapping[str, str], outer: Region) -> Region:
    """The region inside an element that stands in `outer`: the innermost name wins, but comments and footers keep theirs.

    An article's own `<header>` belongs to the article.

    >>> region("div", {"class": "site-footer"}, Region.MAIN)
    <Region.FOOTER: 'footer'>
    >>> region("header", {}, Region.MAIN)
    <Region.MAIN: 'main'>
    """
    if outer is Region.COMMENTS or outer is Region.FOOTER:
        return outer
    inner = ELEMENTS.get(tag)
    if "role" in attributes:
        inner = _ROLES.get(attributes["role"], inner)
    if (inner is None or inner is Region.ASIDE) and tag in NAMED and ("class" in attributes or "id" in attributes):
        inner = named(attributes.get("class", ""), attributes.get("id", "")) or inner
    if inner is None or (inner is Region.HEADER and outer is Region.MAIN):
        return outer
    return inner


@lru_cache(maxsize=16_384)
def named(classes: str, id_: str) -> Region | None:
    """The region that the words of a class or an id name, or None.

    >>> named("widget-area no-sidebar", "")
    <Region.ASIDE: 'aside'>
    >>> named("content-sidebar-wrap", "") is None
    True
    """
    found = {word for token in [*classes[:500].split(), *id_[:100].split()] for word in _ends(token)}
    return next((region for region, words in _WORDS if not words.isdisjoint(found)), None)


def _ends(token: str) -> list[str]:
    """The first and last word of a class, alone and with its neighbour: what stands between is a wrapper's name."""
    words = [word.lower() for word in _CUT.split(token) if word]
    if not words or words[0] in _NEGATED:
        return []
    return [words[0], words[-1], " ".join(words[:2]), " ".join(words[-2:])]
