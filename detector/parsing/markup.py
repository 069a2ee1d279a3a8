"""Where HTML leads that is only read as a string: what a script writes, what an address holds, where a refresh goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from detector import bounds
from detector.parsing.constants import from_base64

# Linear: what follows the fixed characters is bounded, and excludes the character that ends it.
_TAG = re.compile(r"<(a|area|iframe|frame|form|embed|meta)\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(href|src|action|content)\s{0,9}=\s{0,9}(?:"([^"]{1,4096})"|'([^']{1,4096})'|([^\s"'>]{1,4096}))""", re.I
)
_DATA = re.compile(r"\s*data:(?:text/html|application/xhtml\+xml|image/svg\+xml)([^,]{0,100}),", re.IGNORECASE)
_REFRESH = re.compile(r"""\s*(?:[\d.]+\s*[;,]?|[;,])\s*(?:url\s*=\s*)?["']?([^"']*)""", re.IGNORECASE)


def targets(markup: str) -> Iterator[str]:
    """Targets of the elements in a string of HTML, as often as they occur."""
    for tag in _TAG.finditer(markup):
        for attribute in _ATTRIBUTE.finditer(tag[2]):
            value = unescape(attribute[2] or attribute[3] or attribute[4]).strip()
            if attribute[1].lower() == "content":
                value = refresh(value) or "" if "refresh" in tag[2].lower() else ""
            if value and not value.startswith("#"):
                yield value


def held(address: str) -> str:
    """The page that a `data:` address holds, or empty.

    >>> held("data:text/html;base64,PGI+eDwvYj4="), held("data:text/html,%3Cb%3Ex"), held("data:image/png;base64,iVBO")
    ('<b>x</b>', '<b>x', '')
    """
    found = _DATA.match(address)
    if not found:
        return ""
    body = unquote(address[found.end() :])
    return from_base64("".join(body.split())) if found[1].lower().endswith("base64") else body


def refresh(content: str) -> str | None:
    """Where a `<meta http-equiv=refresh>` leads, or None where it only reloads.

    >>> refresh("0; URL='https://e.example/'")
    'https://e.example/'
    >>> refresh("300") is None
    True
    """
    found = _REFRESH.match(content[: bounds.ATTRIBUTE])
    return (found[1].strip() or None) if found else None
