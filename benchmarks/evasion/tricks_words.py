"""Words that a reader reads and a filter is not meant to: letters swapped, styled, spaced, or kept in a picture."""

from __future__ import annotations

import re

from benchmarks.evasion.edits import in_bait, in_text, parts, replaced
from benchmarks.evasion.pages import Written
from benchmarks.evasion.registry import trick

_LOOKS = str.maketrans("aeopcyxijsAEOPCYXIJSHBKMT", "аеорсухіјѕАЕОРСУХІЈЅНВКМТ")
_LEET = str.maketrans("aeioAEIO", "43104310")
_SMALL_CAPITALS = str.maketrans("abcdefghijklmnoprstuvwyz", "ᴀʙᴄᴅᴇғɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ")
_ALPHABETS = (("a", "z"), ("A", "Z"))
_IMAGE_WORDS = re.compile(r"\s(?:alt|title|aria-label)\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_TITLE = re.compile(r"<title\b.*?</title\s*>|<meta[^>]*(?:og|twitter):title[^>]*>", re.IGNORECASE | re.DOTALL)


def _styled(word: str, small: int, large: int) -> str:
    """A word in another alphabet of Unicode, given where its `a` and its `A` stand."""
    starts = (small, large)
    for start, (first, last) in zip(starts, _ALPHABETS, strict=True):
        word = "".join(chr(start + ord(c) - ord(first)) if first <= c <= last else c for c in word)
    return word


def _between(word: str, mark: str) -> str:
    """A word with something between its second and third letter, and again further on."""
    return mark.join(word[start : start + 2] for start in range(0, len(word), 2))


@trick("words")
def one_homoglyph(page: Written) -> str:
    """One letter of each inviting word is a Cyrillic look-alike."""
    return in_bait(
        page, lambda word: re.sub("[aeopcyxijs]", lambda m: m[0].translate(_LOOKS), word, count=1, flags=re.I)
    )


# A word of look-alikes alone is a word of the other script: nothing in it says that it is none.
@trick("words", keeps="exits")
def homoglyphs(page: Written) -> str:
    """Every letter of the inviting words that has a Cyrillic look-alike is one."""
    return in_bait(page, lambda word: word.translate(_LOOKS))


@trick("words")
def zero_width_characters(page: Written) -> str:
    """Zero-width spaces stand inside the inviting words."""
    return in_bait(page, lambda word: _between(word, "\u200b"))


@trick("words")
def soft_hyphens(page: Written) -> str:
    """Soft hyphens stand inside the inviting words."""
    return in_bait(page, lambda word: _between(word, "\u00ad"))


@trick("words", neutral=True)
def soft_hyphens_everywhere(page: Written) -> str:
    """Every long word of the page holds a soft hyphen, as typesetters do it."""
    return in_text(page.html, lambda text: re.sub(r"(\w{4})(?=\w{3})", "\\1\u00ad", text))


@trick("words")
def joiners(page: Written) -> str:
    """Word joiners and zero-width joiners stand between all letters of the inviting words."""
    return in_bait(page, lambda word: "\u2060\u200d".join(word))


@trick("words")
def mathematical_letters(page: Written) -> str:
    """The inviting words are set in mathematical bold."""
    return in_bait(page, lambda word: _styled(word, 0x1D5EE, 0x1D5D4))


@trick("words")
def full_width_letters(page: Written) -> str:
    """The inviting words are set in full-width letters."""
    return in_bait(page, lambda word: _styled(word, 0xFF41, 0xFF21))


@trick("words")
def circled_letters(page: Written) -> str:
    """The inviting words are set in circled letters."""
    return in_bait(page, lambda word: _styled(word, 0x24D0, 0x24B6))


@trick("words")
def small_capitals(page: Written) -> str:
    """The inviting words are set in phonetic small capitals."""
    return in_bait(page, lambda word: word.lower().translate(_SMALL_CAPITALS))


@trick("words")
def struck_letters(page: Written) -> str:
    """A combining stroke is laid over every letter of the inviting words."""
    return in_bait(page, lambda word: "".join(f"{letter}\u0336" if letter.isalpha() else letter for letter in word))


@trick("words", keeps="exits")
def spaced_letters(page: Written) -> str:
    """The inviting words are letter-spaced with spaces, so that nothing tells where one ends."""
    return in_bait(page, " ".join)


# Three letters with full stops are an abbreviation; only longer words are put together again.
@trick("words", keeps="exits")
def dotted_letters(page: Written) -> str:
    """The inviting words are letter-spaced with full stops."""
    return in_bait(page, ".".join)


@trick("words", keeps="exits")
def digits_for_letters(page: Written) -> str:
    """Vowels of the inviting words are digits that look like them."""
    return in_bait(page, lambda word: word.translate(_LEET))


@trick("words", neutral=True)
def lower_case(page: Written) -> str:
    """The whole page is written in lower case."""
    return in_text(page.html, str.lower)


@trick("words", neutral=True)
def upper_case(page: Written) -> str:
    """The whole page is written in upper case."""
    return in_text(page.html, str.upper)


@trick("words", keeps="exits")
def words_in_the_picture(page: Written) -> str:
    """The call to action is a picture without any words: no text, no alternative, a file name that says nothing."""
    return replaced(
        page, lambda anchor: f'{_IMAGE_WORDS.sub("", anchor.opening)}<img src="/i/4f09c1.png" width="640"></a>'
    )


@trick("words", neutral=True)
def title_stripped(page: Written) -> str:
    """The page has no title."""
    head, body, tail = parts(page.html)
    return _TITLE.sub("", head) + body + tail
