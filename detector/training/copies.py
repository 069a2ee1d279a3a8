"""Counterfactual copies of training pages, and dev pages with less of them left: see `augment` for what each copy takes or adds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from detector import urls
from detector.page import Document
from detector.parsing import parse
from detector.training import augment
from detector.training.augment import BlockText
from detector.training.pages import Source
from detector.training.split import group

_TWINS_A_SITE, _COPIES_A_CAMPAIGN = 6, 10
TEXT_ONLY, TITLE_ONLY = "text only", "title only"


def copies(found: Sequence[Source], blocks: Sequence[BlockText]) -> Iterator[Source]:
    """Counterfactual copies of training pages."""
    taken: Counter[tuple[str, str]] = Counter()
    for source in found:
        row = source.row
        if row.split not in ("train", "authored") or row.label not in ("spam", "ham"):
            continue
        chance = random.Random(f"copies:{row.id}")
        place = group(row)
        taken[place, row.label] += 1
        number = taken[place, row.label]
        if row.label == "ham" and (row.split == "authored" or number <= _TWINS_A_SITE) and _worth(source, chance):
            yield from _twins(source, blocks, chance)
        if row.form == "html" and number <= _COPIES_A_CAMPAIGN:
            yield from _stripped(source, chance)


def _worth(source: Source, chance: random.Random) -> bool:
    # The big collections of short texts would drown the rest.
    return source.row.form == "html" or chance.random() < 0.25


def _twins(source: Source, blocks: Sequence[BlockText], chance: random.Random) -> Iterator[Source]:
    for variant, body, block, host in augment.twins(source.body, augment.choose(blocks, source.row.lang), chance):
        row = replace(
            source.row,
            id=f"{source.row.id}+{block.id}",
            label=block.label,
            kind=block.kind,
            variant=variant,
            parent=source.row.id,
            block=f"block:{block.id}",
        )
        text = source.row.form == "text"
        scam = frozenset([urls.address(f"https://{host}/").domain]) if block.label == "spam" else frozenset()
        yield Source(row, _block_text(source.body, body) if text else body, source.url, scam)


def _block_text(plain: str, grown: str) -> str:
    """A plain text with the words of an inserted block as lines at its end: links are lost there."""
    start = next((i for i, (a, b) in enumerate(zip(plain, grown, strict=False)) if a != b), len(plain))
    fragment = grown[start : start + len(grown) - len(plain)]
    page = parse(Document(("<body>" + fragment).encode(), None, "text/html; charset=utf-8"))
    words = [link.text for link in page.links if link.words_from in ("alt", "value")]
    return plain + "\n\n" + "\n".join([block.text for block in page.blocks] + words)


def _stripped(source: Source, chance: random.Random) -> Iterator[Source]:
    row = source.row
    if source.url and chance.random() < 0.3:
        yield _copy(source, "no address", source.body, None)
    if chance.random() < (0.25 if row.label == "ham" else 0.15):
        yield _copy(source, "no head", augment.beheaded(source.body), source.url)
    if row.split == "authored" or chance.random() < (0.5 if row.label == "spam" else 0.15):
        page = parse(Document(source.body.encode("utf-8", "replace"), source.url, "text/html; charset=utf-8"))
        copy = _copy(source, TEXT_ONLY, augment.text_only(page), None)
        yield replace(copy, row=replace(copy.row, form="text"), scam_hosts=frozenset() if row.label == "ham" else None)


def _copy(source: Source, variant: str, body: str, url: str | None) -> Source:
    row = replace(source.row, id=f"{source.row.id}+{variant}", variant=variant, parent=source.row.id)
    return replace(source, row=row, body=body, url=url)


def shortened(found: Sequence[Source]) -> Iterator[Source]:
    """Dev pages as words without links, and as their title alone: scored apart, never fitted."""
    taken: Counter[tuple[str, str]] = Counter()
    for source in found:
        row = source.row
        if row.split != "dev" or row.form != "html":
            continue
        taken[group(row), row.label] += 1
        if taken[group(row), row.label] > _COPIES_A_CAMPAIGN:
            continue
        page = parse(Document(source.body.encode("utf-8", "replace"), source.url, "text/html; charset=utf-8"))
        yield _as_text(source, TEXT_ONLY, augment.text_only(page))
        if page.title:
            yield _as_text(source, TITLE_ONLY, page.title)


def _as_text(source: Source, variant: str, body: str) -> Source:
    copy = _copy(source, variant, body, None)
    return replace(copy, row=replace(copy.row, form="text"))
