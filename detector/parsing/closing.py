"""The last step of reading HTML: drafts become links, addresses are resolved, written URLs are found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from detector import urls
from detector.page import Block, Link, LinkKind
from detector.parsing import bounds
from detector.parsing.drafts import Draft, fold
from detector.parsing.plain import full, written


def closed_links(
    drafts: list[Draft], blocks: list[Block], url: str | None, base_href: str, canonical_href: str
) -> tuple[str | None, str | None, tuple[Link, ...]]:
    """The base address, the canonical address and every link of a page."""
    base = (urls.resolve(url, base_href) if base_href else None) or url
    resolve = _resolver(base)
    links = [
        draft.finished(resolve(draft.target)) for draft in drafts if not draft.twin or not _repeats(draft, resolve)
    ]
    links += list(_written_links(blocks, links, resolve))[: max(bounds.LINKS - len(links), 0)]
    return base, resolve(canonical_href) if canonical_href else None, tuple(links)


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


def _written_links(blocks: list[Block], links: list[Link], resolve: Callable[[str], str | None]) -> Iterator[Link]:
    """URLs written out in the text, save those that are the words of a link there."""
    told: dict[int, list[str]] | None = None
    for index, block in enumerate(blocks):
        text = block[0]
        if "http" not in text and "www." not in text:
            continue
        if told is None:
            told = defaultdict(list)
            for link in links:
                told[link.block].append(link.text)
        for each in written(text):
            if not any(each.target in words for words in told[index]):
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
