"""Where a page by itself sends its visitors on: what a moderator should know of a page that is only a way station."""

from __future__ import annotations

from detector import urls
from detector.page import Hidden, LinkKind, Page

_LITTLE = 400
"""Characters of text up to which a page is there for its script."""


def onward(page: Page) -> str | None:
    """The other site that a refresh of the page leads to, or, where the page says next to nothing, its script."""
    kinds = [LinkKind.REFRESH]
    if sum(len(block.text) for block in page.blocks if not block.hidden) <= _LITTLE:
        kinds.append(LinkKind.SCRIPT)
    home = urls.address(page.url).domain if page.url else None
    # Without scripts is how no visitor comes.
    found = ((kind, link) for kind in kinds for link in page.links if link.hidden is not Hidden.NOSCRIPT)
    away = (link.url for kind, link in found if link.kind is kind and link.url)
    return next((url for url in away if urls.address(url).domain != home), None)
