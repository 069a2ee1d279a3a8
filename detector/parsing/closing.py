"""The last step of reading HTML: drafts become links, addresses are resolved, written URLs are found."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice

from detector import bounds, urls
from detector.page import Block, Link, LinkKind
from detector.parsing.drafts import Draft, fold
from detector.parsing.plain import full, written

_BEGINNING = re.compile(r"https?://|www\.", re.IGNORECASE)


def closed_links(
    drafts: list[Draft], blocks: list[Block], url: str | None, base_href: str, canonical_href: str
) -> tuple[str | None, str | None, tuple[Link, ...], bool]:
    """The base address, the canonical address and every link of a page, and whether some were left out."""
    base = (urls.resolve(url, base_href) if base_href else None) or url
    resolve = _resolver(base)
    links = [
        draft.finished(resolve(draft.target)) for draft in drafts if not draft.twin or not _repeats(draft, resolve)
    ]
    room = max(bounds.LINKS - len(links), 0)
    written_out = list(islice(_written_links(blocks, links, resolve), room + 1))
    links += written_out[:room]
    return base, resolve(canonical_href) if canonical_href else None, tuple(links), len(written_out) > room


def _resolver(base: str | None) -> Callable[[str], str | None]:
    """`urls.resolver` of one base, each target once: pages repeat their menus."""
    known: dict[str, str | None] = {}
    fresh = urls.resolver(base)

    def resolve(target: str) -> str | None:
        if target in known:
            return known[target]
        url = known[target] = fresh(target)
        return url

    return resolve


def _repeats(draft: Draft, resolve: Callable[[str], str | None]) -> bool:
    return draft.twin is not None and resolve(draft.target) == resolve(draft.twin.target)


def _told(links: list[Link]) -> dict[int, list[str]]:
    """By block, the words of its links from the beginning of each address in them on, sorted."""
    found: dict[int, set[str]] = defaultdict(set)
    for link in links:
        if "." in link.text or "/" in link.text:
            found[link.block].update(link.text[begun.start() :] for begun in _BEGINNING.finditer(link.text))
    return {index: sorted(texts) for index, texts in found.items()}


def _written_links(blocks: list[Block], links: list[Link], resolve: Callable[[str], str | None]) -> Iterator[Link]:
    """URLs written out in the text, save those that are the words of a link there."""
    told: dict[int, list[str]] | None = None
    for index, block in enumerate(blocks):
        text = block[0]
        if "http" not in text and "www." not in text:
            continue
        if told is None:
            told = _told(links)
        known = told.get(index, ())
        for each in written(text):
            # Told is what begins one of these; in order, the next one does if any does.
            place = bisect_left(known, each.target)
            if place == len(known) or not known[place].startswith(each.target):
                url = resolve(full(each.target))
                yield Link(
                    LinkKind.TEXT,
                    each.target,
                    url,
                    fold(each.target),
                    "text",
                    block.region,
                    block.hidden,
                    block=index,
                    before=index,
                )
