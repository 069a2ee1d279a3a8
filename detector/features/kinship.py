"""Names that fit: a host whose name the page itself spells out, or that resembles the page's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from functools import lru_cache

from detector.features.columns import away_inviting
from detector.features.evidence import Evidence, WayOut
from detector.features.registry import feature, log, share

_LEAST = 4
"""Shorter names are spelled by chance."""
_MOST_WORDS = 120
_MOST_LETTERS = 24
"""Names up to this length are kept in all their pieces."""
_MOST_WAYS = 100
_NAMED = 0.6
"""A host is named where words spell so much of its label."""


def spelled(label: str, words: Sequence[str]) -> float:
    """Share of a host's label that these words spell, each used as it stands.

    >>> spelled("skerrycinema", ["the", "skerry", "cinema", "club"]), spelled("vantoriareels", ["watch", "now"])
    (1.0, 0.0)
    """
    plain = label.replace("-", "")
    if len(plain) < _LEAST:
        return 0.0
    inside = held(plain, words[:_MOST_WORDS])
    if not inside:
        return 0.0
    found = bytearray(len(plain))
    for word in inside:
        start = plain.find(word)
        found[start : start + len(word)] = b"\1" * len(word)
    return sum(found) / len(plain)


def held(name: str, words: Iterable[str]) -> Set[str]:
    """The different words of three letters or more that stand in a name.

    >>> sorted(held("skerrycinema", ["the", "skerry", "cinema", "in", "skerry"]))
    ['cinema', 'skerry']
    """
    if len(name) > _MOST_LETTERS:
        return {word for word in words if len(word) >= 3 and word in name}
    return _pieces(name).intersection(words)


@lru_cache(maxsize=1_024)
def _pieces(name: str) -> frozenset[str]:
    """All pieces of three letters or more: some fifty for most names, to be looked up instead of every word searched for."""
    return frozenset([name[start:end] for start in range(len(name) - 2) for end in range(start + 3, len(name) + 1)])


def related_names(label: str, own: str) -> bool:
    """Do two hosts' labels share one name: one holds the other, or both begin with the same long piece?

    >>> related_names("skerry-tickets", "skerry"), related_names("vantoria", "skerry")
    (True, False)
    """
    one, two = label.replace("-", ""), own.replace("-", "")
    if min(len(one), len(two)) < _LEAST:
        return False
    return one in two or two in one or (len(one) > 7 and one[:7] == two[:7])


def spelled_around(way: WayOut) -> float:
    """Share of the host's label that the words on the way out and of its passage spell."""
    # An address written out spells itself.
    landing = way.landing
    if landing is None or landing.domain in way.exit.link.text.lower():
        return 0.0
    around = way.passage.words[:60] if way.passage is not None else []
    return spelled(landing.label, [*way.words[:20], *around])


@feature("links")
def named_share(page: Evidence) -> float:
    """Share of the links to unknown hosts that say whom they lead to: the words around spell the host's name.

    >>> named_share(look('<a href=https://skerrycinema.example/>Skerry Cinema</a>'))
    1.0
    """
    ways = page.away[:_MOST_WAYS]
    return share(len([way for way in ways if spelled_around(way) >= _NAMED]), len(ways))


@feature("links")
def unnamed_baits(page: Evidence) -> float:
    """Inviting links to unknown hosts that do not say whom they lead to (log).

    >>> unnamed_baits(look('<a href=https://unheard.example/>Watch full movie</a>')) == log(1)
    True
    """
    if not away_inviting(page):
        return 0.0
    return log(len([way for way in page.away[:_MOST_WAYS] if way.baits and spelled_around(way) < _NAMED]))
