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
_RANKS = {word: rank for rank, (_, words) in reversed(list(enumerate(_WORDS))) for word in words}
# `no-sidebar`, `has-footer` speak of the layout around, and stand on its wrapper.
_NEGATED = frozenset(("no", "has", "with", "without", "hide", "show", "is", "not"))
# A class or id is cut into words at hyphens, underscores and inner capitals.
_CUT = re.compile(r"[-_]+|(?<=[a-z])(?=[A-Z])")


# Members of an enumeration are slow to look up.
_COMMENTS, _FOOTER, _HEADER, _MAIN, _ASIDE = Region.COMMENTS, Region.FOOTER, Region.HEADER, Region.MAIN, Region.ASIDE
_REGIONS = (*(region for region, _ in _WORDS), None)
_CLASSES: dict[str, int] = {}
"""Which of `_REGIONS` a class attribute comes to, learnt as they are met."""
_NAMELESS: set[str] = set()
"""Single classes and ids that name no region, learnt as they are met: nearly all."""
# Pages may hold names without end, and those of pages long gone are of no use: where there are too many, all are forgotten.
_MOST, _LONGEST = 20_000, 100


def region(tag: str, attributes: Mapping[str, str], outer: Region) -> Region:
    """The region inside an element that stands in `outer`: the innermost name wins, but comments and footers keep theirs.

    An article's own `<header>` belongs to the article.

    >>> region("div", {"class": "site-footer"}, Region.MAIN)
    <Region.FOOTER: 'footer'>
    >>> region("header", {}, Region.MAIN)
    <Region.MAIN: 'main'>
    """
    if outer is _COMMENTS or outer is _FOOTER:
        return outer
    inner = ELEMENTS.get(tag)
    if "role" in attributes:
        inner = _ROLES.get(attributes["role"], inner)
    if tag in NAMED and (inner is None or inner is _ASIDE):
        inner = named(attributes.get("class", ""), attributes.get("id", "")) or inner
    if inner is None or (inner is _HEADER and outer is _MAIN):
        return outer
    return inner


def named(classes: str, id_: str) -> Region | None:
    """The region that the words of a class or an id name, or None.

    >>> named("widget-area no-sidebar", "")
    <Region.ASIDE: 'aside'>
    >>> named("content-sidebar-wrap", "") is None
    True
    """
    rank = _CLASSES.get(classes, -1)
    if rank < 0:
        rank = _first(classes[:500].split())
        if len(classes) <= _LONGEST:
            if len(_CLASSES) >= _MOST:
                _CLASSES.clear()
            _CLASSES[classes] = rank
    if id_ and (id_ not in _NAMELESS or len(id_) > _LONGEST):
        rank = min(rank, _first(id_[:100].split()))
    return _REGIONS[rank]


def _first(tokens: list[str]) -> int:
    """Which of `_REGIONS` some classes or an id come to: the first one counts."""
    if _NAMELESS.issuperset(tokens):
        return len(_WORDS)
    rank = min(map(_rank, tokens))
    if rank == len(_WORDS):
        if len(_NAMELESS) >= _MOST:
            _NAMELESS.clear()
        _NAMELESS.update(tokens)
    return rank


@lru_cache(maxsize=4_096)
def _rank(token: str) -> int:
    lower = token.lower()
    words = lower.replace("_", "-").split("-") if lower == token else _CUT.sub("-", token).lower().split("-")
    words = [word for word in words if word]
    if not words or words[0] in _NEGATED:
        return len(_WORDS)
    # What stands between the first and the last word is a wrapper's name; each counts alone and with its neighbour.
    rank = min(_RANKS.get(words[0], len(_WORDS)), _RANKS.get(words[-1], len(_WORDS)))
    if len(words) > 1:
        first, last = " ".join(words[:2]), " ".join(words[-2:])
        rank = min(rank, _RANKS.get(first, len(_WORDS)), _RANKS.get(last, len(_WORDS)))
    return rank
