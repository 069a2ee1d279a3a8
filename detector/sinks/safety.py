"""Strings of strangers made safe to show: every one passes through here on its way to a terminal or a table.

What a terminal obeys instead of showing (ECMA-48 control functions), what turns the direction of writing (Unicode TR 9; the
"Trojan Source" attack, CVE-2021-42574) and what nobody sees is taken out; addresses are defanged, so that no terminal
makes a link of them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from detector.urls import defang

MOST = 2_000
"""Characters shown of any string."""
_STACKED = 3
"""Marks that may stand on one character; piled higher, they run over the lines around."""

# Linear: every part is bounded. CSI and string controls (OSC, DCS, ...) are dropped whole, with what they carry.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]?|(?:\x1b[]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]{0,500}+(?:\x07|\x1b\\|\x9c)|\x1b[ -~]?"
)
_NO_PICTURE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_MARKS = frozenset(("Mn", "Me"))
# Whatever letters stand before it: some programs look for the nearest scheme, however long the word.
_ADDRESS = re.compile(r"[a-z][a-z0-9+-]{1,20}://[^\s\"'<>“”]+|(?<![a-z0-9_])www\.[^\s\"'<>“”/]{1,300}", re.IGNORECASE)
_NESTED = re.compile(r"(?:h(?:tt|xx)|ft)p(?=s?(?::|%3a))", re.IGNORECASE)
_WWW = re.compile(r"www\.", re.IGNORECASE)
# Cc, C1, format characters (bidi, zero width, tags), line separators, half pairs.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
# Rows are trees of plain values: nothing in them holds itself.
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False).encode


def plain(text: str, most: int = MOST) -> str:
    """One line of visible text, without control characters, defanged and at most so many characters long.

    >>> plain("Dune\\x1b[31m 2\\u202e\\nWATCH https://evil.example/a")
    'Dune 2 WATCH hxxps://evil[.]example/a'
    """
    # White space is cut first: a line end is no control character to drop between two words.
    folded = " ".join(_ESCAPES.sub("", text[: most * 4]).split())
    shown = folded if folded.isascii() and folded.isprintable() else " ".join(_visible(folded).split())
    safe = (
        _ADDRESS.sub(lambda match: plain_url(match[0]), shown) if "://" in shown or "www." in shown.lower() else shown
    )
    return safe if len(safe) <= most else safe[: most - 1].rstrip() + "…"


def plain_url(url: str) -> str:
    """A URL to look at: defanged, also inside its query, and of one line.

    >>> plain_url("https://a.example/out?to=https://evil.example/\\x1b]0;x\\x07")
    'hxxps://a[.]example/out?to=hxxps://evil.example/'
    """
    cut = "".join(_visible(_ESCAPES.sub("", url[:MOST])).split())
    apart = _NESTED.sub(lambda match: match[0].replace("t", "x").replace("T", "X"), defang(cut))
    return _WWW.sub("www[.]", apart)


def json_line(row: Any) -> str:
    """One JSON object on one line; what a terminal or an editor would obey is escaped, nothing is lost.

    >>> json_line({"text": "a\\u202eb\\x9b", "score": 0.5})
    '{"text": "a\\\\u202eb\\\\u009b", "score": 0.5}'
    """
    return one_line(_JSON(row))


def one_line(text: str) -> str:
    """The text on one line: what ends a line or a terminal would obey is escaped as in JSON, all else is left as it is.

    >>> one_line('two\\nlines, "quoted"')
    'two\\\\nlines, "quoted"'
    """
    return _UNSAFE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1] if match[0] != "\x7f" else "\\u007f"


def _visible(text: str) -> str:
    kept: list[str] = []
    stacked = 0
    for character in text:
        category = unicodedata.category(character)
        stacked = stacked + 1 if category in _MARKS else 0
        if category not in _NO_PICTURE and stacked <= _STACKED:
            kept.append(" " if category[0] == "Z" else character)
    return "".join(kept)
