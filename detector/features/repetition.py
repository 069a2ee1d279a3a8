"""Features of repetition: the same blocks, sentences, openings and word pairs again and again, as machines and templates write."""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Sequence

from detector.features.columns import PAIRED_WORDS, lengths, once, pairs, texts_of
from detector.features.evidence import Evidence
from detector.features.registry import feature, log, share
from detector.features.signs import beyond_ascii, lower
from detector.features.text import sentences

# What a template or a writing machine leaves behind where nobody read the page before it went out. Linear: bounded gaps.
_IN_BRACKETS = re.compile(
    r"\{\{ ?\w{1,30} ?\}\}|\[(?:keyword|product|product name|city|brand|insert [a-z ]{1,30}|title here)\]|\{\$?[a-z_]{2,30}\}",
    re.IGNORECASE,
)
_LEFTOVER = re.compile(
    _IN_BRACKETS.pattern
    + r"|lorem ipsum|as an ai language model|i cannot fulfill|invalid api key|regenerate response|knowledge cutoff",
    re.IGNORECASE,
)
# What every one of them holds: most texts have none of it.
_LEFT = (
    b"lorem ipsum",
    b"as an ai language model",
    b"i cannot fulfill",
    b"invalid api key",
    b"regenerate response",
    b"knowledge cutoff",
)
_ODD_CASE = ("ı", "İ", "ſ")
_LEAST_BLOCKS = 4


def _repeated(values: Sequence[str]) -> int:
    """How many of these values occur more than once."""
    if len(set(values)) == len(values):
        return 0
    return sum([count for count in Counter(values).values() if count > 1])


@once
def blanked(page: Evidence) -> Sequence[tuple[str, int]]:
    """The sentences of three words or more, with the number of their blanks."""
    pieces = sentences(page).pieces
    return [(piece, blanks) for piece in pieces if (blanks := piece.count(" ")) >= 2]


@feature("text")
def repeated_blocks(page: Evidence) -> float:
    """Share of the longer blocks that occur more than once.

    >>> repeated_blocks(look('<p>the very same caption</p>' * 2))
    1.0
    """
    texts = texts_of([p for p, length in zip(page.shown, lengths(page), strict=True) if 3 <= length <= 40])
    return share(_repeated(texts), len(texts))


@feature("text")
def repeated_sentences(page: Evidence) -> float:
    """Share of the sentences of five words or more that occur more than once.

    >>> repeated_sentences(look('<p>This is the very same line. This is the very same line.</p>'))
    1.0
    """
    found = [piece.strip(" .!?。") for piece, blanks in blanked(page) if blanks >= 4]
    return share(_repeated(found), len(found))


@feature("text")
def repeated_pairs(page: Evidence) -> float:
    """Share of the neighbouring word pairs that occur again and again: stuffed key words.

    >>> repeated_pairs(look('<p>' + 'best drill ever ' * 10 + '</p>')) > 0.5
    True
    """
    found = sum([count for count in pairs(page).values() if count > 3])
    return share(found, min(len(page.words), PAIRED_WORDS) - 1)


@feature("text")
def compressed(page: Evidence) -> float:
    """How far the text can be compressed: repetition and set phrases.

    >>> compressed(look('<p>' + 'the same again ' * 100 + '</p>')) < 0.1
    True
    """
    sample = page.sample[:6_000].encode("utf-8", "replace")
    return share(len(zlib.compress(sample, 1)), len(sample)) if len(sample) >= 300 else 0.5


@feature("text")
def repeated_openings(page: Evidence) -> float:
    """Share of the sentences whose first two words open another one too.

    >>> repeated_openings(look('<p>This kettle boils. This kettle pours. It is red now.</p>')) > 0.6
    True
    """
    openings = [piece[: piece.find(" ", piece.find(" ") + 1)] for piece, blanks in blanked(page)]
    return share(_repeated("\n".join(openings).lower().split("\n")), len(openings)) if openings else 0.0


@feature("text")
def even_paragraphs(page: Evidence) -> float:
    """How alike in length the paragraphs are, 1 for all the same.

    >>> even_paragraphs(look('<p>one</p>'))
    0.0
    """
    long = [length for length in lengths(page) if length >= 15]
    if len(long) < _LEAST_BLOCKS:
        return 0.0
    mean = sum(long) / len(long)
    spread = math.sqrt(sum([(length - mean) ** 2 for length in long]) / len(long))
    return 1 / (1 + spread / mean)


@feature("text")
def leftovers(page: Evidence) -> float:
    """Marks of a template or a writing machine were left in the text (log).

    >>> leftovers(look('<p>Try {{ product }} now</p>')) == log(1)
    True
    """
    text = lower(page)
    if any(map(text.__contains__, _LEFT)) or any(map(beyond_ascii(page).__contains__, _ODD_CASE)):
        return log(len(_LEFTOVER.findall(page.sample)))
    return log(len(_IN_BRACKETS.findall(page.sample))) if b"{" in text or b"[" in text else 0.0
