"""Features of the visible prose: length, rhythm, repetition, and the repairs it needed."""

from __future__ import annotations

import re
from collections import Counter

from detector.features.evidence import Evidence
from detector.features.registry import feature, log, share

_YOU = frozenset("you your yours youll du dein ihr sie vous votre tu tus usted vos você kamu anda bạn sen siz".split())
_I = frozenset("i me my mine im ive ich mein je mon ma mes yo mi eu meu minha io mio saya aku watashi tôi ben".split())
_STOP = frozenset(
    "the of and to a in is that it for on was with as de la que el en et les der die und das di che il yang dan ve bir của và в и на не to się".split()
)
_SENTENCE_END = re.compile(r"[.!?。！？]\s|\n")


def _prose(page: Evidence) -> str:
    return page.sample


def _rate(page: Evidence, words: frozenset[str]) -> float:
    found = sum(page.first_counts[word] for word in page.first_counts.keys() & words)
    return share(found, page.first_counts.total())


@feature("text")
def words(page: Evidence) -> float:
    """Number of visible words (log).

    >>> words(look('<p>one two</p>')) == log(2)
    True
    """
    return log(len(page.words))


@feature("text")
def few_words(page: Evidence) -> float:
    """The page has under 60 words.

    >>> few_words(look('<p>one two</p>'))
    1.0
    """
    return float(len(page.words) < 60)


@feature("text")
def blocks(page: Evidence) -> float:
    """Number of visible blocks of text (log).

    >>> blocks(look('<p>one</p><p>two</p>')) == log(2)
    True
    """
    return log(len(page.shown))


@feature("text")
def long_block_share(page: Evidence) -> float:
    """Share of the words that stand in paragraphs of 25 words or more.

    >>> long_block_share(look('<p>one two</p>'))
    0.0
    """
    return share(sum(len(p.words) for p in page.shown if len(p.words) >= 25), len(page.words))


@feature("text")
def longest_block(page: Evidence) -> float:
    """Words in the longest paragraph (log).

    >>> longest_block(look('<p>one two</p>')) == log(2)
    True
    """
    return log(max((len(p.words) for p in page.shown), default=0))


@feature("text")
def short_block_share(page: Evidence) -> float:
    """Share of the blocks that have at most three words.

    >>> short_block_share(look('<p>one two</p>'))
    1.0
    """
    return share(sum(len(p.words) <= 3 for p in page.shown), len(page.shown))


@feature("text")
def heading_share(page: Evidence) -> float:
    """Share of the blocks that are headings.

    >>> heading_share(look('<h2>one</h2><p>two</p>'))
    0.5
    """
    return share(sum(p.block.tag in ("h1", "h2", "h3", "h4") for p in page.shown), len(page.shown))


@feature("text")
def question_headings(page: Evidence) -> float:
    """Number of headings that are questions (log).

    >>> question_headings(look('<h2>Is it safe?</h2>')) == log(1)
    True
    """
    return log(sum(p.block.tag[:1] == "h" and p.block.text.rstrip().endswith(("?", "？")) for p in page.shown))


@feature("text")
def sentence_words(page: Evidence) -> float:
    """Words for each sentence mark (log).

    >>> sentence_words(look('<p>One two. Three four.</p>')) == log(2)
    True
    """
    prose = _prose(page)
    ends = prose.count(". ") + prose.count("! ") + prose.count("? ") + prose.count("。") + 1
    return log(min(len(page.words), 4_000) / ends)


@feature("text")
def variety(page: Evidence) -> float:
    """Share of different words among the first 300.

    >>> variety(look('<p>spam spam spam eggs</p>'))
    0.5
    """
    first = page.words[:300]
    return share(len(set(first)), len(first))


@feature("text")
def top_word(page: Evidence) -> float:
    """Share of the text taken by its most frequent long word.

    >>> top_word(look('<p>gluten gluten free</p>')) == 2 / 3
    True
    """
    long_words = [word for word in page.words[:3_000] if len(word) > 3]
    return share(max(Counter(long_words).values(), default=0), min(len(page.words), 3_000))


@feature("text")
def stop_words(page: Evidence) -> float:
    """Share of small words such as “the” and “of”, low in lists of key words.

    >>> stop_words(look('<p>the end of it</p>'))
    0.75
    """
    return _rate(page, _STOP)


@feature("text")
def you_words(page: Evidence) -> float:
    """Share of words that address the reader.

    >>> you_words(look('<p>your turn</p>'))
    0.5
    """
    return _rate(page, _YOU)


@feature("text")
def i_words(page: Evidence) -> float:
    """Share of words by which the writer speaks of themselves.

    >>> i_words(look('<p>my turn</p>'))
    0.5
    """
    return _rate(page, _I)


@feature("text")
def hidden_share(page: Evidence) -> float:
    """Share of the words that a reader cannot see.

    >>> hidden_share(look('<p>one</p><p style="display:none">two</p>'))
    0.5
    """
    hidden = sum(len(p.words) for p in page.concealed)
    return share(hidden, hidden + len(page.words))
