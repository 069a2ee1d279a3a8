"""Features of the title, and of its echo in the page."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from detector import lexicon
from detector.features.columns import PAIRED_WORDS, counts, pairs
from detector.features.evidence import BAIT, Evidence
from detector.features.names import topics
from detector.features.registry import feature, log, share
from detector.features.words import clean

_SEQUEL = re.compile(r"\b(?:[2-9]|ii|iii|iv|vi{0,3}|part (?:two|three|2|3))\b ?[:\-–—(]", re.IGNORECASE)
_YEAR = re.compile(r"[(\[](?:19|20)\d\d[)\]]")
_ANY_YEAR = re.compile(r"\b20[1-4]\d\b")
_BEST = re.compile(
    r"\b(?:best|top \d+|\d+ best|review(?:s|ed)?|legit|scam|worth it|honest|does it work)\b", re.IGNORECASE
)
_STUFFED_WORDS = 2_000
_SYMBOL = re.compile("[\u2600-\u27bf\u2b50\U0001d400-\U0001d7ff\U0001f300-\U0001faff|»►]")


@feature("text")
def title_length(page: Evidence) -> float:
    """Words in the title (log).

    >>> title_length(look('<title>Dune</title>')) == log(1)
    True
    """
    return log(len(page.title))


@feature("text")
def title_year(page: Evidence) -> float:
    """The title carries a year in brackets.

    >>> title_year(look('<title>Dune (2021)</title>'))
    1.0
    """
    return float(bool(_YEAR.search(page.page.title[:300])))


@feature("text")
def title_any_year(page: Evidence) -> float:
    """The title names a year.

    >>> title_any_year(look('<title>Best drills 2026</title>'))
    1.0
    """
    return float(bool(_ANY_YEAR.search(page.page.title[:300])))


@feature("text")
def title_sequel(page: Evidence) -> float:
    """The title is that of a numbered sequel.

    >>> title_sequel(look('<title>Braveheart 2: The Crown (2026)</title>'))
    1.0
    """
    return float(bool(_SEQUEL.search(page.page.title[:300])))


@feature("text")
def title_symbols(page: Evidence) -> float:
    """Emoji, symbols or mathematical letters in the title (log).

    >>> title_symbols(look('<title>🔥 Dune</title>')) == log(1)
    True
    """
    return log(len(_SYMBOL.findall(page.page.title[:300])))


@feature("text")
def title_bait(page: Evidence) -> float:
    """The title itself invites to watch, download, play or buy.

    >>> title_bait(look('<title>Watch full movie Dune</title>'))
    1.0
    """
    return float(any(name in page.title_hits for name in BAIT))


@feature("text")
def title_best(page: Evidence) -> float:
    """The title is that of a “best of” or “does it work” review.

    >>> title_best(look('<title>Best drills</title>'))
    1.0
    """
    return float(bool(_BEST.search(clean(page.page.title[:300])[0])))


@feature("text")
def title_echo(page: Evidence) -> float:
    """How often the title is repeated as a caption or line of its own (log).

    >>> title_echo(look('<title>Dune Part Two</title>' + '<p>Dune Part Two</p>' * 3)) == log(3)
    True
    """
    title = list(page.title)
    if len(title) < 2:
        return 0.0
    first = title[0]
    alike = [p.words for p in page.shown if p.words[0] == first]
    return log(sum([2 <= len(words) <= len(title) and list(words) == title[: len(words)] for words in alike]))


@feature("text")
def title_stuffed(page: Evidence) -> float:
    """How often pairs of the title's words come back in the text, for each hundred words (log).

    >>> title_stuffed(look('<title>Best drill</title><p>best drill, best drill</p>')) == log(2)
    True
    """
    wanted = set(pairwise(page.title[:12]))
    found = sum([pairs(page)[pair] for pair in wanted])
    rest = page.words[PAIRED_WORDS - 1 : _STUFFED_WORDS]
    if len(rest) > 1:
        found += sum(map(wanted.__contains__, pairwise(rest)))
    return log(100 * found / max(min(len(page.words), _STUFFED_WORDS), 100))


@feature("text")
def title_counts(page: Evidence) -> float:
    """The title begins with a number, as lists do.

    >>> title_counts(look('<title>37 best drills</title>'))
    1.0
    """
    return float(bool(page.title) and page.title[0].isdigit())


@feature("text")
def title_in_text(page: Evidence) -> float:
    """Share of the title's words that occur in the text.

    >>> title_in_text(look('<title>Dune</title><p>of dune and sand</p>'))
    1.0
    """
    title = {word for word in page.title if len(word) > 3}
    return share(sum(map(counts(page).__contains__, title)), len(title))


@feature("text")
def title_names(page: Evidence) -> float:
    """The title holds a word that streaming, gambling and other lure hosts carry in their names.

    >>> title_names(look('<title>123movies: all films</title>'))
    1.0
    """
    return float(any(len(word) > 4 and topics(word) for word in page.title[:20]))


@feature("text")
def lure_names(page: Evidence) -> float:
    """Words that streaming, gambling and other lure hosts carry in their names, for each hundred words (log).

    >>> lure_names(look('<p>casino</p>')) == log(1)
    True
    """
    known = counts(page)
    found = sum([known[word] for word in _long_tokens().intersection(known)])
    return log(100 * found / max(len(page.words), 100))


@cache
def _long_tokens() -> frozenset[str]:
    return frozenset(token for token in lexicon.host_tokens() if len(token) > 4)


@feature("text")
def title_missing(page: Evidence) -> float:
    """The page has no title.

    >>> title_missing(look('<p>x</p>'))
    1.0
    """
    return float(not page.title)
