"""Text as a reader sees it, undone of the tricks that hide words from a filter.

Compatibility forms (mathematical, full-width, circled letters) are folded by Unicode NFKC (UAX #15), look-alike letters of
other scripts by a short table in the spirit of UTS #39, and only inside words that mix scripts, so that honest Russian or Greek
is left alone. How often each repair was needed is evidence by itself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_NOT_ASCII = re.compile("[^\x00-\x7f]+")
# What may need a repair: invisible characters and strokes laid over letters, compatibility forms, scripts with Latin look-alikes, traces of mojibake.
_SUSPECT = re.compile(
    "[\u00ad\u00b5\u00c2\u00c3\u00e2\u00ef\u00f0\u0334-\u0338\u034f\u0370-\u058f\u061c\u115f\u1160\u17b4\u17b5\u180e\u1d00-\u1dff"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2070-\u209f\u2100-\u214f\u2460-\u24ff\u3131-\u318e\uf900-\uffff\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff]"
)
_ZERO_WIDTH = re.compile(
    "[\u00ad\u0334-\u0338\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0]"
)
# Between letters they cut a word in two; elsewhere (emoji sequences, text direction, Indic scripts) they have honest uses.
_CUTTING = re.compile("(?<=[A-Za-z])[\u00ad\u0334-\u0338\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+(?=[A-Za-z])")
_STYLED = re.compile("[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\U0001f130-\U0001f189\u1d00-\u1d22]")
# Characters that print nothing and split words as well as invisible ones do; line ends are kept.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf]|â€[\u0080-\u2122]|ï¿½|\ufffd|ðŸ")
_TOUCHING = re.compile("[A-Za-z][Ͱ-ϿЀ-ӿ԰-֏]|[Ͱ-ϿЀ-ӿ԰-֏][A-Za-z]")
# Linear: tried only where a run of letters begins, so that a run which turns out unmixed is read once.
_MIXED = re.compile(
    "(?<![A-Za-z])[A-Za-z]++[Ͱ-ϿЀ-ӿ԰-֏][A-Za-zͰ-ϿЀ-ӿ԰-֏]*+|(?<![Ͱ-ϿЀ-ӿ԰-֏])[Ͱ-ϿЀ-ӿ԰-֏]++[A-Za-z][A-Za-zͰ-ϿЀ-ӿ԰-֏]*+"
)
# One letter, one separator, at least three times over; linear because every step takes exactly two characters.
# A quick look decides whether the slower expression is worth running.
_MAYBE_SPACED = re.compile(r"[ .\-_*·|\u00a0][^\W\d_]([ .\-_*·|\u00a0])[^\W\d_]\1[^\W\d_]")
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_]([ .\-_*·|\u00a0])(?:[^\W\d_]\1){2,40}[^\W\d_](?![^\W_])")

_LOOKS = str.maketrans(
    "аеорсухіјѕһԁԛԝкмтнвгпАЕОРСУХІЈЅНВКМТαοντρυικχεηβΑΟΝΤΡΥΙΚΧΕΗΒΜΖսոօհցք",
    "aeopcyxijshdqwkmthbrnAEOPCYXIJSHBKMTaovtpuikxenbAONTPYIKXEHBMZunohgp",
)
_SMALL_CAPITALS = str.maketrans("ᴀʙᴄᴅᴇғɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz")


class Tricks(NamedTuple):
    """How many repairs a text needed before its words could be read."""

    zero_width: int = 0
    styled: int = 0
    homoglyphs: int = 0
    spaced: int = 0
    mojibake: int = 0

    def plus(self, other: Tricks) -> Tricks:
        """The sum of both, place by place."""
        return Tricks(*map(int.__add__, self, other))


NONE = Tricks()


SEPARATORS = frozenset(" .-_*·|\u00a0")
"""Characters that words are spaced out with."""


def is_suspect(text: str) -> bool:
    """May these characters need a repair beyond NFKC?"""
    return bool(_SUSPECT.search("".join(_NOT_ASCII.findall(text))))


def clean(text: str, suspect: bool = False) -> tuple[str, Tricks]:
    """The text with its tricks undone, and what had to be undone.

    Of `suspect` text every repair is tried: it is part of a text that may need one.

    >>> clean("W\u200batch the 𝗳𝘂𝗹𝗹 mоvie")
    ('Watch the full movie', Tricks(zero_width=1, styled=4, homoglyphs=1, spaced=0, mojibake=0))
    >>> clean("смотреть фильм")[1] == NONE
    True
    >>> clean("W a t c h  n o w")[0]
    'Watch  n o w'
    """
    if _CONTROL.search(text):
        text, cut = _CONTROL.subn("", text)
        plain, tricks = clean(text, suspect)
        return plain, tricks._replace(zero_width=tricks.zero_width + cut)
    if text.isascii():
        return _join_spaced(text, NONE)
    if not suspect and not is_suspect(text):
        return _join_spaced(unicodedata.normalize("NFKC", text), NONE)
    zero_width = len(_CUTTING.findall(text))
    plain = _ZERO_WIDTH.sub("", text)
    styled = len(_STYLED.findall(plain))
    mojibake = len(_MOJIBAKE.findall(plain))
    if not unicodedata.is_normalized("NFKC", plain):
        plain = unicodedata.normalize("NFKC", plain)
    if styled:
        plain = plain.translate(_SMALL_CAPITALS)
    plain, homoglyphs = _MIXED.subn(_look_alike, plain) if _TOUCHING.search(plain) else (plain, 0)
    return _join_spaced(plain, Tricks(zero_width, styled, homoglyphs, 0, mojibake))


def _look_alike(match: re.Match[str]) -> str:
    return match[0].translate(_LOOKS)


def _join_spaced(text: str, tricks: Tricks) -> tuple[str, Tricks]:
    if not _MAYBE_SPACED.search(text):
        return text, tricks
    joined, count = _SPACED.subn(lambda match: match[0].replace(match[1], ""), text)
    return joined, tricks._replace(spaced=count) if count else tricks
