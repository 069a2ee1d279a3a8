"""Hashed words in named fields: stateless, so a crawl, a cluster and a trainer agree by construction.

A token is a string; its index is a keyed 64-bit xxh3 hash folded into one fixed space (feature hashing, Weinberger et al. 2009).
Numbers keep their length only, so that no year or price becomes a word. Words are cut by `lexicon.split`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise

import numpy as np
import xxhash
from numpy.typing import NDArray

from detector.features.evidence import Evidence, WayOut
from detector.features.relations import AWAY, Relation

BITS = 20
SPACE = 1 << BITS
Indices = NDArray[np.uint32]

_MOST_WORDS = 4_000
_HASH = np.dtype(">u8")
_KNOWN = frozenset((Relation.OFFICIAL, Relation.PLATFORM))
_SITE = frozenset((Relation.SITE, Relation.HOP))


def terms(page: Evidence) -> Mapping[str, Sequence[str]]:
    """The distinct tokens of a page by field, in order of first appearance.

    >>> terms(look('<title>Dune 2</title><p>Sand</p>'))["title"][:3]
    ['dune', '#', 'dune #']
    """
    closing = [p.words for p in page.last_lines(8, short=True)]
    headings = _limited((p.words for p in page.headings), 300)
    hidden = list(chain.from_iterable(p.words for p in page.concealed))[:1_000]
    return {
        "title": _distinct(chain(_grams(page.title[:40]), _spelling(page.title[:20]))),
        "heading": _distinct_grams(headings),
        "body": _distinct_words(page.counts if len(page.words) <= _MOST_WORDS else page.words[:_MOST_WORDS]),
        "closing": _distinct_grams(closing),
        "away": _distinct_grams(_limited((way.words for way in page.away), 300)),
        "known": _distinct_grams(_limited(_on_links(page, _KNOWN), 300)),
        "site": _distinct_words(chain.from_iterable(_limited(_on_links(page, _SITE), 400))),
        "hidden": _distinct_words(hidden),
        "host": _distinct(chain.from_iterable(map(host_spelling, list(page.away_hosts)[:20]))),
    }


def way_terms(way: WayOut) -> Sequence[str]:
    """The distinct tokens of one way out: its words, its short passage, its host and path."""
    found = dict.fromkeys(_grams(way.words[:20]))
    if way.passage is not None and way.passage.short:
        found.update(dict.fromkeys(["~" + gram for gram in _grams(way.passage.words)]))
    if way.landing is not None:
        if way.relation in AWAY:
            found.update(dict.fromkeys(host_spelling(way.landing.domain)))
        pieces = way.landing.path.lower().split("/", 5)[1:5]
        found.update(dict.fromkeys(["/" + piece for piece in pieces if 1 < len(piece) < 16]))
    return list(found)


def index(field: str, tokens: Sequence[str]) -> Indices:
    """Indices of a field's tokens in the hashed space, aligned with `tokens`."""
    return indexed([(field, tokens)])[0]


def indexed(fields: Sequence[tuple[str, Sequence[str]]]) -> list[Indices]:
    """`index` of many fields and their tokens at once.

    Nothing is kept from page to page: to hash a token anew costs less than to look it up among many.
    """
    lengths = [len(tokens) for _, tokens in fields]
    tokens = list(chain.from_iterable(tokens for _, tokens in fields))
    try:
        hashes = b"".join(map(xxhash.xxh3_64_digest, map(str.encode, tokens)))
    except UnicodeEncodeError:  # half of a surrogate pair
        hashes = b"".join([xxhash.xxh3_64_digest(token.encode("utf-8", "surrogatepass")) for token in tokens])
    salts = np.array([_salt(field) for field, _ in fields], np.uint64).repeat(lengths)
    mixed = (np.frombuffer(hashes, _HASH).astype(np.uint64) ^ salts) * np.uint64(0x9E3779B97F4A7C15)
    found = (mixed >> np.uint64(64 - BITS)).astype(np.uint32)
    return [found[end - length : end] for end, length in zip(accumulate(lengths), lengths, strict=True)]


@lru_cache(maxsize=64)
def _salt(field: str) -> int:
    return xxhash.xxh3_64_intdigest(field.encode(), seed=1)


def _distinct(tokens: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(tokens))


def _distinct_words(words: Iterable[str]) -> list[str]:
    return _distinct(_masked(dict.fromkeys(words)))


def _distinct_grams(groups: Iterable[Sequence[str]]) -> list[str]:
    return _distinct(chain.from_iterable(map(_grams, groups)))


def _masked(words: Iterable[str]) -> list[str]:
    return ["#####"[: len(word)] if word.isdecimal() else word for word in words]


def _grams(words: Sequence[str]) -> list[str]:
    masked = _masked(words)
    return [*masked, *map(" ".join, pairwise(masked))]


def _spelling(words: Sequence[str]) -> Iterator[str]:
    """Runs of four letters inside words, word ends marked."""
    for word in words:
        marked = f"<{word}>" if not word.isdecimal() else ""
        for start in range(len(marked) - 3):
            yield "=" + marked[start : start + 4]


@lru_cache(maxsize=256)
def host_spelling(host: str) -> Sequence[str]:
    """Runs of three to five characters of a host name, ends marked."""
    marked = f"<{host[:60]}>"
    return ["=" + marked[start : start + size] for size in (3, 4, 5) for start in range(len(marked) - size + 1)]


def _on_links(page: Evidence, relations: frozenset[Relation]) -> Iterator[Sequence[str]]:
    return (way.words for way in page.ways if way.relation in relations)


def _limited(groups: Iterable[Sequence[str]], most: int) -> Iterator[Sequence[str]]:
    total = 0
    for words in groups:
        if total >= most:
            return
        total += len(words)
        yield words[:60]
