"""Hashed words in named fields: stateless, so a crawl, a cluster and a trainer agree by construction.

A token is a string; its index is a keyed 64-bit xxh3 hash folded into one fixed space (feature hashing, Weinberger et al. 2009).
Numbers keep their length only, so that no year or price becomes a word. Words are cut by `lexicon.split`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise

import numpy as np
import xxhash
from numpy.typing import NDArray

from detector.features.evidence import Evidence, WayOut
from detector.features.relations import AWAY, Relation
from detector.page import Region

BITS = 20
SPACE = 1 << BITS
Indices = NDArray[np.uint32]

_MOST_WORDS = 4_000
_OWN_TEXT = frozenset((Region.MAIN, Region.BODY))
_KNOWN = frozenset((Relation.OFFICIAL, Relation.PLATFORM))
_SITE = frozenset((Relation.SITE, Relation.HOP))


def terms(page: Evidence) -> Mapping[str, Sequence[str]]:
    """The distinct tokens of a page by field, in order of first appearance.

    >>> terms(look('<title>Dune 2</title><p>Sand</p>'))["title"][:3]
    ['dune', '#', 'dune #']
    """
    closing = [p for p in page.shown if p.short and p.block.region in _OWN_TEXT][-8:]
    headings = (p.words for p in page.shown if p.block.tag in ("h1", "h2", "h3"))
    return {
        "title": _distinct(chain(_grams(page.title[:40]), _spelling(page.title[:20]))),
        "heading": _distinct(chain.from_iterable(map(_grams, _limited(headings, 300)))),
        "body": _distinct(_masked(page.words[:_MOST_WORDS])),
        "closing": _distinct(chain.from_iterable(_grams(p.words) for p in closing)),
        "away": _distinct(chain.from_iterable(map(_grams, _limited(_on_links(page, AWAY), 300)))),
        "known": _distinct(chain.from_iterable(map(_grams, _limited(_on_links(page, _KNOWN), 300)))),
        "site": _distinct(_masked(chain.from_iterable(_limited(_on_links(page, _SITE), 400)))),
        "hidden": _distinct(_masked(list(chain.from_iterable(p.words for p in page.concealed))[:1_000])),
        "host": _distinct(chain.from_iterable(host_spelling(host) for host in list(page.away_hosts)[:20])),
    }


def way_terms(way: WayOut) -> Sequence[str]:
    """The distinct tokens of one way out: its words, its short passage, its host and path."""
    around = way.passage.words if way.passage is not None and way.passage.short else ()
    spelled: Iterable[str] = ()
    if way.landing is not None:
        path = ("/" + piece for piece in way.landing.path.lower().split("/")[1:5] if 1 < len(piece) < 16)
        spelled = chain(host_spelling(way.landing.domain), path) if way.relation in AWAY else path
    return _distinct(chain(_grams(way.words[:20]), ("~" + gram for gram in _grams(around)), spelled))


def index(field: str, tokens: Sequence[str]) -> Indices:
    """Indices of a field's tokens in the hashed space, aligned with `tokens`."""
    salt = _salt(field)
    found = np.array(_hashed(tokens), np.uint64)
    mixed = (found ^ np.uint64(salt)) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed >> np.uint64(64 - BITS)).astype(np.uint32)


_hashes: dict[str, int] = {}


def _hashed(tokens: Sequence[str]) -> list[int]:
    try:
        return [_hashes[token] for token in tokens]
    except KeyError:
        if len(_hashes) > 500_000:  # bounded: a crawl meets words without end
            _hashes.clear()
        new = [token for token in tokens if token not in _hashes]
        _hashes.update((token, xxhash.xxh3_64_intdigest(token.encode("utf-8", "surrogatepass"))) for token in new)
        return [_hashes[token] for token in tokens]


def _salt(field: str) -> int:
    return xxhash.xxh3_64_intdigest(field.encode(), seed=1)


def _distinct(tokens: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(tokens))


def _masked(words: Iterable[str]) -> list[str]:
    return [word if word.isalpha() or not word.isdecimal() else "#" * min(len(word), 5) for word in words]


def _grams(words: Sequence[str]) -> Iterator[str]:
    masked = _masked(words)
    yield from masked
    for left, right in pairwise(masked):
        yield f"{left} {right}"


def _spelling(words: Sequence[str]) -> Iterator[str]:
    """Runs of four letters inside words, word ends marked."""
    for word in words:
        marked = f"<{word}>" if not word.isdecimal() else ""
        for start in range(len(marked) - 3):
            yield "=" + marked[start : start + 4]


def host_spelling(host: str) -> Iterator[str]:
    """Runs of three to five characters of a host name, ends marked."""
    marked = f"<{host[:60]}>"
    for size in (3, 4, 5):
        for start in range(len(marked) - size + 1):
            yield "=" + marked[start : start + size]


def _on_links(page: Evidence, relations: frozenset[Relation]) -> Iterator[Sequence[str]]:
    return (way.words for way in page.ways if way.relation in relations)


def _limited(groups: Iterable[Sequence[str]], most: int) -> Iterator[Sequence[str]]:
    total = 0
    for words in groups:
        if total >= most:
            return
        total += len(words)
        yield words[:60]
