"""Many lines into words at once: `clean` and `lexicon.split` of each, read off one table of characters.

Most lines hold only characters that mean the same wherever they stand. These are cleaned, folded and cut by looking up
each character once. A line with any other character (combining marks, look-alikes, scripts without spaces, invisible
characters, ...) goes the long way, so that the table decides how fast a line is read and never how.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from detector import bounds, lexicon
from detector.features.words import NONE, SEPARATORS, Tricks, clean, is_suspect

# Compatibility forms may grow by NFKC, those in the table to four characters at most; the bound counts what they grow to.
_SURELY_SHORT = bounds.LINE_CHARACTERS // 4

_Codes = NDArray[np.uint16]
_Marks = NDArray[np.uint8]
# What is to be known of a character besides its folded form.
_LETTER, _SEPARATOR, _SCRIPT, _LATIN, _SUSPECT, _HARD, _UNREAD = (1 << bit for bit in range(7))
_SIDES = _SCRIPT | _LATIN
_THREE_APART = bytes((_SEPARATOR, _LETTER)) * 3
_ROW = 256
_LINE_END = 10
_DROPPED = "\0"
_SHARP = "ß"  # the one character in common use that folds to two; it stands for itself until the end
# Characters whose reading depends on their neighbours or on the rest of the page: invisible ones, letters that small
# capitals are written with, first characters of mojibake, Hangul that is not composed, halves of surrogate pairs.
_DEPENDENT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0ÃÂâïð\ufffd\u1d00-\u1d22ʙɢʜɪʟɴʀʏғꜱ\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\u1100-\u11ff\ua960-\ua97f\ud7b0-\udfff]"
)
_OTHER_SCRIPT = re.compile("[\u0370-\u04ff\u0530-\u058f]")


def read_lines(lines: Sequence[str]) -> tuple[dict[str, list[str]], Tricks]:
    """The words of each different line, one at least, and what had to be undone in all, repeated ones as often as they occur.

    >>> read_lines(["Watch NOW", "Don\u2019t", "Watch NOW", "W\u200batch"])[0]
    {'Watch NOW': ['watch', 'now'], 'Don’t': ['dont'], 'W\\u200batch': ['watch']}
    """
    different = list(dict.fromkeys(lines))
    joined = "\n".join(different)
    if joined.count("\n") >= len(different):
        joined = "\n".join([_one_line(line) for line in different])
    codes = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), np.uint16)
    folded, marks, present = _look_up(codes)
    words = dict(zip(different, map(str.split, folded.split("\n")), strict=True))
    hard = _hard_lines(codes, marks, present)
    if len(joined) > _SURELY_SHORT:
        hard.update(number for number, line in enumerate(different) if len(line) > _SURELY_SHORT)
    if not hard:
        return words, NONE
    found, tricks = _read_hard(lines, {different[number] for number in hard}, bool(present & _SUSPECT))
    words.update(found)
    return words, tricks


def _one_line(line: str) -> str:
    return line.replace("\n", " ")


def _read_hard(lines: Sequence[str], hard: set[str], suspect: bool) -> tuple[dict[str, list[str]], Tricks]:
    """What `read_lines` says of the lines that the table can not read."""
    repeated = [line for line in lines if line in hard]
    # One pass over the joined text: most of the cost of cleaning is per call.
    cleaned, tricks = clean("\n".join(map(_one_line, repeated)), suspect)
    texts = dict(zip(repeated, cleaned.split("\n"), strict=True))
    return {line: lexicon.split(text[: bounds.LINE_CHARACTERS]) for line, text in texts.items()}, tricks


def _hard_lines(codes: _Codes, marks: _Marks, present: int) -> set[int]:
    """Numbers of the lines that the table can not read."""
    places = _spaced_out(marks)
    if present & _HARD:
        places += np.flatnonzero(marks & _HARD).tolist()
    if present & _SIDES == _SIDES:
        # Latin beside another script: perhaps look-alikes.
        places += np.flatnonzero(((marks[1:] | marks[:-1]) & _SIDES) == _SIDES).tolist()
    return set(np.flatnonzero(codes == _LINE_END).searchsorted(places).tolist()) if places else set()


def _spaced_out(marks: _Marks) -> list[int]:
    """Where three single letters stand, each with a single character before it: perhaps a word spaced out."""
    found = (marks & (_LETTER | _SEPARATOR)).tobytes()
    places, place = [], found.find(_THREE_APART)
    while place >= 0:
        places.append(place)
        place = found.find(_THREE_APART, place + 1)
    return places


def _look_up(codes: _Codes) -> tuple[str, _Marks, int]:
    """The folded text of these UTF-16 codes, the marks of each and their union."""
    table = _table()
    seen = table.take(codes)
    marks = (seen >> 16).astype(np.uint8)
    present = int(np.bitwise_or.reduce(marks, initial=0))
    if present & _UNREAD:  # rows of the table are written when they are first asked for
        for row in np.unique(codes[marks == _UNREAD] // _ROW).tolist():
            first = row * _ROW
            table[first : first + _ROW] = [_entry(chr(code)) for code in range(first, first + _ROW)]
        return _look_up(codes)
    text = seen.astype("<u2").tobytes().decode("utf-16-le")
    return text.replace(_DROPPED, "").replace(_SHARP, "ss"), marks, present


@cache
def _table() -> NDArray[np.uint32]:
    """By UTF-16 code: what it is folded to in the low 16 bits, its marks above them."""
    return np.full(1 << 16, _UNREAD << 16, np.uint32)


def _entry(character: str) -> int:
    """What the table says of a character."""
    if ord(character) == _LINE_END:
        return _LINE_END
    read = unicodedata.normalize("NFKC", character)
    folded = lexicon.fold(read)
    marks = _SUSPECT if is_suspect(character) else 0
    combining = lexicon.is_special(read) or any(unicodedata.category(letter)[0] == "M" for letter in read)
    growing = (len(read) > 1 and _has_letters(read)) or (len(folded) > 1 and folded != "ss" and _has_letters(folded))
    if combining or growing or _DEPENDENT.search(character + read):
        return (marks | _HARD) << 16 | ord(" ")
    marks |= _LETTER * any(letter.isalnum() and not letter.isdecimal() for letter in read)
    marks |= _SEPARATOR * (not SEPARATORS.isdisjoint(read))
    marks |= _SCRIPT * bool(_OTHER_SCRIPT.search(read))
    marks |= _LATIN * (read.isascii() and read.isalpha())
    return marks << 16 | ord(_stand_in(folded))


def _stand_in(folded: str) -> str:
    if not folded:
        return _DROPPED
    if not _has_letters(folded):
        return " "
    return folded if len(folded) == 1 else _SHARP


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))
