"""Features of the visible prose: length, rhythm, repetition, and the repairs it needed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from detector.features.columns import FIRST_WORDS, counts, headings, lengths, once
from detector.features.evidence import Evidence
from detector.features.registry import feature, log, share
from detector.features.signs import beyond_ascii

_YOU = frozenset("you your yours youll du dein ihr sie vous votre tu tus usted vos você kamu anda bạn sen siz".split())
_I = frozenset("i me my mine im ive ich mein je mon ma mes yo mi eu meu minha io mio saya aku watashi tôi ben".split())
_STOP = frozenset(
    "the of and to a in is that it for on was with as de la que el en et les der die und das di che il yang dan ve bir của và в и на не to się".split()
)
_SENTENCE_END = re.compile(r"[.!?。！？]\s|\n")
_ENDED = re.compile("[.!?] ")  # most texts have no other marks, and these are found sooner alone


_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_MOST_WORDS = 3_000


class Sentences(NamedTuple):
    """The text of a page in sentences."""

    pieces: Sequence[str]
    """Blocks cut after full stops and the like; a mark that ends a block may be left on."""
    marks: int
    """Marks that end a sentence within a block."""


@once
def sentences(page: Evidence) -> Sentences:
    """The sample, cut into sentences."""
    # White space in blocks is folded: behind a mark there can only be a blank.
    prose = page.sample
    cut = _ENDED.sub("\n", prose)
    marks, wide = len(prose) - len(cut), beyond_ascii(page)
    if "。" in wide or "！" in wide or "？" in wide:
        return Sentences(_SENTENCE_END.split(prose), marks + wide.count("。"))
    return Sentences(cut.split("\n"), marks)


def _rate(page: Evidence, words: frozenset[str]) -> float:
    found = sum(filter(None, map(page.first_counts.get, words)))
    return share(found, min(len(page.words), FIRST_WORDS))


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
    return share(sum([length for length in lengths(page) if length >= 25]), len(page.words))


@feature("text")
def longest_block(page: Evidence) -> float:
    """Words in the longest paragraph (log).

    >>> longest_block(look('<p>one two</p>')) == log(2)
    True
    """
    return log(max(lengths(page), default=0))


@feature("text")
def short_block_share(page: Evidence) -> float:
    """Share of the blocks that have at most three words.

    >>> short_block_share(look('<p>one two</p>'))
    1.0
    """
    return share(len([length for length in lengths(page) if length <= 3]), len(page.shown))


@feature("text")
def heading_share(page: Evidence) -> float:
    """Share of the blocks that are headings.

    >>> heading_share(look('<h2>one</h2><p>two</p>'))
    0.5
    """
    return share(len([p for p in headings(page) if p.block.tag in _HEADINGS]), len(page.shown))


@feature("text")
def question_headings(page: Evidence) -> float:
    """Number of headings that are questions (log).

    >>> question_headings(look('<h2>Is it safe?</h2>')) == log(1)
    True
    """
    return log(len([p for p in headings(page) if p.block.text.rstrip().endswith(("?", "？"))]))


@feature("text")
def sentence_words(page: Evidence) -> float:
    """Words for each sentence mark (log).

    >>> sentence_words(look('<p>One two. Three four.</p>')) == log(2)
    True
    """
    return log(min(len(page.words), 4_000) / (sentences(page).marks + 1))


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
    words = page.words
    most = 0
    for word, count in (counts(page) if len(words) <= _MOST_WORDS else Counter(words[:_MOST_WORDS])).items():
        if count > most and len(word) > 3:
            most = count
    return share(most, min(len(words), _MOST_WORDS))


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
    hidden = sum([len(p.words) for p in page.concealed])
    return share(hidden, hidden + len(page.words))
