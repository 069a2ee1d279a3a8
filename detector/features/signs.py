"""Features of single signs in the visible text: punctuation, digits, symbols, and letters that had to be repaired."""

from __future__ import annotations

import re

from detector.features.columns import FIRST_WORDS, once, short, texts_of
from detector.features.evidence import Evidence
from detector.features.registry import feature, log, share

_EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001faff]")
_MARKS = re.compile(r"\b(?:10|\d(?:[.,]\d)?) ?/ ?(?:5|10)\b")
_MARK_ENDS = ("/5", "/10", "/ 5", "/ 10")
_MOST_BEFORE = len("9.5 ")
_FEW_STROKES = 40
_STARS = "★☆⭐"
_CURRENCIES = "€£¥₹₽₫฿"
_ASCII = bytes(range(128))
_KELVIN = "\u212a"


@once
def beyond_ascii(page: Evidence) -> str:
    """The characters of the sample that are not ASCII, in order: few, so that looking for one of them costs little."""
    if page.sample.isascii():
        return ""
    return page.sample.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


@once
def lower(page: Evidence) -> bytes:
    """The sample in UTF-8, its ASCII letters in lower case: for looking up words of ASCII letters."""
    text = page.sample
    if _KELVIN in beyond_ascii(page):  # a letter whose lower case is k
        text = text.replace(_KELVIN, "k")
    return text.encode("utf-8", "surrogatepass").lower()


def _rate(page: Evidence, count: int) -> float:
    """So many signs for each hundred words (log)."""
    return log(100 * count / max(min(len(page.words), 4_000), 20))


@feature("text")
def exclamations(page: Evidence) -> float:
    """Exclamation marks for each hundred words (log).

    >>> round(exclamations(look('<p>Great! Now!</p>')), 2)
    2.4
    """
    return _rate(page, page.sample.count("!") + beyond_ascii(page).count("！"))


@feature("text")
def emoji(page: Evidence) -> float:
    """Emoji and symbols for each hundred words (log).

    >>> emoji(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, len(_EMOJI.findall(beyond_ascii(page))))


@feature("text")
def capitals(page: Evidence) -> float:
    """Share of the short blocks written in capital letters.

    >>> capitals(look('<p>ORDER NOW</p><p>quietly</p>'))
    0.5
    """
    return share(sum(map(str.isupper, texts_of(short(page)))), len(short(page)))


@feature("text")
def digits(page: Evidence) -> float:
    """Share of words that begin with a digit.

    >>> digits(look('<p>4 gifts</p>'))
    0.5
    """
    found = sum([count for word, count in page.first_counts.items() if word[0].isdigit()])
    return share(found, min(len(page.words), FIRST_WORDS))


@feature("text")
def prices(page: Evidence) -> float:
    """Prices for each hundred words (log).

    >>> prices(look('<p>only words</p>'))
    0.0
    """
    symbols = beyond_ascii(page)
    return _rate(page, page.sample.count("$") + (sum(map(symbols.count, _CURRENCIES)) if symbols else 0))


@feature("text")
def percentages(page: Evidence) -> float:
    """Percentages for each hundred words (log).

    >>> percentages(look('<p>only words</p>'))
    0.0
    """
    return _rate(page, page.sample.count("%"))


@feature("text")
def ratings(page: Evidence) -> float:
    """Stars and marks out of five or ten (log).

    >>> ratings(look('<p>8/10</p>')) == log(1)
    True
    """
    prose, symbols = page.sample, beyond_ascii(page)
    return log(_marks(prose) + (sum(map(symbols.count, _STARS)) if symbols else 0))


def _marks(prose: str) -> int:
    """How many marks there are; in most texts strokes are so few that only what stands before them is read."""
    if prose.count("/") > _FEW_STROKES:
        return len(_MARKS.findall(prose))
    count = end = 0
    stroke = prose.find("/")
    while stroke >= 0:
        if prose.startswith(_MARK_ENDS, stroke):
            for start in range(max(end, stroke - _MOST_BEFORE), stroke):
                if mark := _MARKS.match(prose, start):
                    count, end = count + 1, mark.end()
                    break
        stroke = prose.find("/", stroke + 1)
    return count


@feature("text")
def dashes(page: Evidence) -> float:
    """Long dashes for each hundred words (log).

    >>> dashes(look('<p>only words</p>'))
    0.0
    """
    return _rate(page, beyond_ascii(page).count("—"))


@feature("text")
def zero_width(page: Evidence) -> float:
    """Words are cut by invisible characters (log).

    >>> zero_width(look('<p>W\u200batch</p>')) == log(1)
    True
    """
    return log(page.tricks.zero_width)


@feature("text")
def styled_letters(page: Evidence) -> float:
    """Words are written in mathematical, circled or full-width letters (log).

    >>> styled_letters(look('<p>𝗳𝗿𝗲𝗲</p>')) == log(4)
    True
    """
    return log(page.tricks.styled)


@feature("text")
def homoglyphs(page: Evidence) -> float:
    """Words mix letters of different scripts that look alike (log).

    >>> homoglyphs(look('<p>mоvie</p>')) == log(1)
    True
    """
    return log(page.tricks.homoglyphs)


@feature("text")
def spaced_words(page: Evidence) -> float:
    """Words are spelt out with gaps between their letters (log).

    >>> spaced_words(look('<p>now W.a.t.c.h it</p>')) == log(1)
    True
    """
    return log(page.tricks.spaced)


@feature("text")
def mojibake(page: Evidence) -> float:
    """Characters are garbled by a wrong encoding (log).

    >>> mojibake(look('<p>donâ€™t</p>')) == log(1)
    True
    """
    return log(page.tricks.mojibake)
