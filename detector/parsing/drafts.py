"""A way out while it is being read: its words and its block are known only later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote

from detector import bounds
from detector.page import Hidden, Link, LinkKind, Region

Attributes = Mapping[str, str]

# Linear: tried only where a name begins, and what follows the ending is not read.
_FILE = re.compile(r"(?<![^/\\?#])([^/\\?#]+)\.(?:png|jpe?g|gif|webp|svg|avif|bmp)(?=[?#]|$)", re.IGNORECASE)
_CUT = re.compile(r"[\W_]+")
_REL = 500
"""Characters of a `rel` attribute that are read, and remembered."""
_LABELS = ("title", "aria-label", "value")
_new = tuple.__new__


class Draft:
    """One `Link` in the making."""

    start = 0
    """Where the text inside begins in the running block."""
    open = False
    """More text may still come."""
    image = False
    alt = ""
    file = ""
    block = -1
    twin: Draft | None = None
    """The anchor on the same element: a handler that only repeats its URL is no second exit."""

    def __init__(
        self, kind: LinkKind, target: str, attributes: Attributes, region: Region, hidden: Hidden, before: int
    ) -> None:
        self.kind = kind
        self.target = target
        self.attributes = attributes
        self.region = region
        self.hidden = hidden
        self.before = before
        """How many blocks are finished when it begins."""
        self.words: list[str] = []
        """Pieces of the text inside."""

    def see_image(self, attributes: Attributes) -> None:
        """An image stands inside, or the link is one."""
        self.image = True
        self.alt = self.alt or attributes.get("alt", "")
        self.file = self.file or attributes.get("src", "") or attributes.get("data-src", "")

    def finished(self, url: str | None) -> Link:
        """The link, which leads to `url`."""
        attributes = self.attributes
        text, source = fold("".join(self.words)) if self.words else "", "text"
        if not text:
            text, source = self._label()
        # As `Link` does it, without its names.
        return _new(
            Link,
            (
                self.kind,
                self.target,
                url,
                text,
                source,
                self.region,
                self.hidden,
                rel_words(attributes["rel"][:_REL]) if "rel" in attributes else (),
                attributes["target"].strip().lower()[:100] if "target" in attributes else "",
                self.image,
                "download" in attributes,
                self.block,
                self.before,
                None,
            ),
        )

    def _label(self) -> tuple[str, str]:
        """What stands for words where there is no text inside, and where that is from."""
        attributes = self.attributes
        if self.image or "alt" in attributes:
            text = fold(self.alt or attributes.get("alt", ""))
            if text:
                return text, "alt"
        for name in _LABELS:
            if name in attributes:
                text = fold(attributes[name])
                if text:
                    return text, name
        text = fold(file_words(self.file)) if self.file else ""
        return text, "file" if text else ""


def fold(text: str) -> str:
    """Words of a link: white space folded, bounded."""
    if len(text) > bounds.WORDS:
        text = text[: 4 * bounds.WORDS]
        return " ".join(text.split())[: bounds.WORDS].rstrip()
    return " ".join(text.split())


@lru_cache(maxsize=4_096)
def rel_words(rel: str) -> tuple[str, ...]:
    """The words of a `rel` attribute, lower-case, distinct, sorted.

    >>> rel_words("Sponsored nofollow")
    ('nofollow', 'sponsored')
    """
    return tuple(sorted(set(rel.lower().split())))


def file_words(src: str) -> str:
    """The words of an image's file name.

    >>> file_words("/img/watch-now_button.png?v=2")
    'watch now button'
    """
    found = _FILE.search(src[: bounds.ATTRIBUTE]) if src and not src.startswith("data:") else None
    return _CUT.sub(" ", unquote(found[1])).strip().lower() if found else ""
