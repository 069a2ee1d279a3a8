"""Features of repetition: the same blocks, sentences, openings and word pairs again and again, as machines and templates write."""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from itertools import pairwise

from detector.features.evidence import Evidence
from detector.features.registry import feature, log, share

_SENTENCE_END = re.compile(r"[.!?。！？]\s|\n")
# What a template or a writing machine leaves behind where nobody read the page before it went out. Linear: bounded gaps.
_LEFTOVER = re.compile(
    r"\{\{ ?\w{1,30} ?\}\}|\[(?:keyword|product|product name|city|brand|insert [a-z ]{1,30}|title here)\]|lorem ipsum|as an ai language model"
    r"|i cannot fulfill|invalid api key|regenerate response|knowledge cutoff|\{\$?[a-z_]{2,30}\}",
    re.IGNORECASE,
)
_LEAST_BLOCKS = 4


def _prose(page: Evidence) -> str:
    return page.sample


@feature("text")
def repeated_blocks(page: Evidence) -> float:
    """Share of the longer blocks that occur more than once.

    >>> repeated_blocks(look('<p>the very same caption</p>' * 2))
    1.0
    """
    texts = [p.block.text for p in page.shown if 3 <= len(p.words) <= 40]
    return share(sum(count for count in Counter(texts).values() if count > 1), len(texts))


@feature("text")
def repeated_sentences(page: Evidence) -> float:
    """Share of the sentences of five words or more that occur more than once.

    >>> repeated_sentences(look('<p>This is the very same line. This is the very same line.</p>'))
    1.0
    """
    sentences = [s.strip(" .!?。") for s in _SENTENCE_END.split(_prose(page)) if s.count(" ") >= 4]
    return share(sum(count for count in Counter(sentences).values() if count > 1), len(sentences))


@feature("text")
def repeated_pairs(page: Evidence) -> float:
    """Share of the neighbouring word pairs that occur again and again: stuffed key words.

    >>> repeated_pairs(look('<p>' + 'best drill ever ' * 10 + '</p>')) > 0.5
    True
    """
    first = page.words[:1_500]
    pairs = Counter(pairwise(first))
    return share(sum(count for count in pairs.values() if count > 3), len(first) - 1)


@feature("text")
def compressed(page: Evidence) -> float:
    """How far the text can be compressed: repetition and set phrases.

    >>> compressed(look('<p>' + 'the same again ' * 100 + '</p>')) < 0.1
    True
    """
    sample = _prose(page)[:6_000].encode("utf-8", "replace")
    return share(len(zlib.compress(sample, 1)), len(sample)) if len(sample) >= 300 else 0.5


@feature("text")
def repeated_openings(page: Evidence) -> float:
    """Share of the sentences whose first two words open another one too.

    >>> repeated_openings(look('<p>This kettle boils. This kettle pours. It is red now.</p>')) > 0.6
    True
    """
    openings = [tuple(s.lower().split(None, 2)[:2]) for s in _SENTENCE_END.split(_prose(page)) if s.count(" ") >= 2]
    return share(sum(count for count in Counter(openings).values() if count > 1), len(openings))


@feature("text")
def even_paragraphs(page: Evidence) -> float:
    """How alike in length the paragraphs are, 1 for all the same.

    >>> even_paragraphs(look('<p>one</p>'))
    0.0
    """
    lengths = [len(p.words) for p in page.shown if len(p.words) >= 15]
    if len(lengths) < _LEAST_BLOCKS:
        return 0.0
    mean = sum(lengths) / len(lengths)
    spread = math.sqrt(sum((length - mean) ** 2 for length in lengths) / len(lengths))
    return 1 / (1 + spread / mean)


@feature("text")
def leftovers(page: Evidence) -> float:
    """Marks of a template or a writing machine were left in the text (log).

    >>> leftovers(look('<p>Try {{ product }} now</p>')) == log(1)
    True
    """
    return log(len(_LEFTOVER.findall(_prose(page))))
