"""Where a script leads: navigations, addresses given to links, encoded addresses, and the anchors that it writes.

Addresses that it merely loads (trackers, libraries, images) are left alone. Every pattern is linear: each starts with
fixed characters, and what follows is a run of characters that excludes the one which ends it, or is bounded by a count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from detector import bounds
from detector.parsing import markup
from detector.parsing.constants import Constants, character, from_base64

# The search runs through the fixed characters quickly; what may not stand before them is looked at behind them. Where a
# match ends, the address begins.
_NAVIGATIONS = (
    re.compile(
        r"location(?<![\w$]location)(?:[\"']\])?(?:\.(?:assign|replace)\(|(?:\.href|\[[\"']href[\"']\])?\s{0,9}=(?!=))"
    ),
    re.compile(r"window\.(?:open|navigate)\("),
)
_LITERAL = re.compile(r"""\s{0,9}(?:(["'])([^"'`\n\\]{1,2048}+)\1|`([^"'`$\n\\]{1,2048}+)`)(\s{0,9}[+.])?""")
_PIECE = re.compile(r"""["'`](?:h(?:t(?:t(?:ps?(?::/{0,2})?)?)?)?|//)["'`]\s{0,9}\+""")
# Only where a literal begins, with or without a scheme: so no two tries read the same characters.
_URL = re.compile(
    r"""//(?:(?<=["'`]//)|(?<=["'`]http://)|(?<=["'`]https://))[^"'`\s\\/][^"'`\s\\]{3,2048}+(?=["'`])""",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"(?:href|src|action|url|link|redirect|destination|target|offer)\s{0,9}=\s{0,9}[\"'`](?:https?:)?$", re.IGNORECASE
)
"""How all of that ends: little does, and this is told sooner."""
_QUOTED = re.compile(r"""["'`](?:https?:)?$""")
# A name that leads somewhere, not one of what a page loads (`ajaxUrl`, `api_url`, `img.src` ends in a file).
_ASSIGNED_TO = re.compile(
    r"(?:^|[^\w$.])(?![\w$.]{0,40}(?:ajax|api|base|root|cdn|static|assets?|im(?:g|age)|icon|logo|pixel|track|beacon|log|script|font|json|service|server|socket))"
    r"[\w$.]{0,40}(?:\.(?:href|src|action)|url|link|redirect|href|destination|target|offer)\s{0,9}=\s{0,9}[\"'`](?:https?:)?$",
    re.IGNORECASE,
)
# In a state, where `url` and `link` stand everywhere, only names that send a visitor on.
_STATED = re.compile(
    r"[\"'](?:[\w-]{0,40}(?:redirect|outbound|outlink|exit|goto|landing|affiliate|offer|gate)(?:_?(?:url|uri|link|href|to))?|(?:target|destination|dest|go|out|partner|cta|watch|play|stream|download|button)_?(?:url|uri|link|href))"
    r"[\"']\s{0,9}:\s{0,9}[\"'](?:https?:)?$",
    re.IGNORECASE,
)
_BASE64 = re.compile(r"""["'`](aHR0c[A-Za-z0-9+/_-]{8,4000}={0,2})["'`]""")
_ATOB = re.compile(r"""\batob\(\s{0,9}["'`]([A-Za-z0-9+/_-]{8,8000}={0,2})["'`]""")
_PERCENT = re.compile(r"""["'`]((?:%[0-9A-Fa-f]{2}){4}[^"'`\s]{0,8000})["'`]""")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,5})\})")
_WRITTEN = re.compile(
    r"(?:document\.write(?<!\wdocument\.write)(?:ln)?\(|\.innerHTML\s{0,9}\+?=|\.insertAdjacentHTML\([^,\n]{0,40},|unescape\((?<!\wunescape\())\s{0,9}(?:unescape\(\s{0,9})?"
    r"(?:'((?:[^'\\]|\\.)*+)|\"((?:[^\"\\]|\\.)*+)|`((?:[^`\\]|\\.)*+))",
    re.DOTALL,
)
# Files that a script loads rather than leads to.
_LOADED = re.compile(r"\.(?:m?js|css|json|png|jpe?g|gif|svg|webp|ico|woff2?|xml|mp4)(?:[?#]|$)", re.IGNORECASE)
ADDRESS = re.compile(
    r"(?:https?:)?//[^\s/]|/(?![/\s])\S*$|www\.\S+\.|aHR0c|\.{1,2}/\S+$|[\w-]+(?:\.[\w-]+)*\.(?:php|html?|aspx?)(?:[?#]\S*)?$",
    re.I,
)
"""What an address looks like where nothing else says that it is one."""


def is_file(target: str) -> bool:
    """Whether a target is a picture, a style sheet or another file that a page loads."""
    return _LOADED.search(target) is not None


def targets(code: str) -> Iterator[str]:
    """Targets of a script whose escapes are resolved, as often as they occur."""
    constants = Constants(code)
    if "location" in code or "window.open" in code or "window.navigate" in code:
        for match in (match for pattern in _NAVIGATIONS for match in pattern.finditer(code)):
            yield from _navigated(code, match.end(), constants)
    if "//" in code:
        yield from _literals(code, _ASSIGNED_TO)
    if "aHR0c" in code or "atob" in code:
        coded = [match[1] for pattern in (_BASE64, _ATOB) for match in pattern.finditer(code)]
        yield from filter(None, map(address_from_base64, coded))
    if "%68" in code or "%3C" in code or "%3c" in code:
        for match in _PERCENT.finditer(code):
            yield from _from_percent(unquote(match[1]))
    if "document.write" in code or "HTML" in code:
        for match in _WRITTEN.finditer(code):
            yield from markup.targets((match[1] or match[2] or match[3] or "").replace("\\", ""))
    yield from _joined(code, constants, _ASSIGNED_TO)


def named(code: str) -> Iterator[str]:
    """Full URLs of pages that an event handler names anywhere, whole or in pieces."""
    yield from _literals(code, _QUOTED)
    yield from _joined(code, Constants(code), _QUOTED)


def stated(state: str) -> Iterator[str]:
    """Targets in a page's state (JSON): addresses in base64, and full URLs under a name that sends a visitor on.

    >>> list(stated('{"gate": "aHR0cHM6Ly9lLmV4YW1wbGUvcQ==", "url": "https://a.example/about"}'))
    ['https://e.example/q']
    """
    if "aHR0c" in state:
        yield from filter(None, (address_from_base64(match[1]) for match in _BASE64.finditer(state)))
    yield from _literals(unescaped(state[: bounds.SCRIPT]), _STATED)


def unescaped(code: str) -> str:
    """Code with its literals' escapes resolved, so that `\\x68ttp` and `https:\\/\\/` read as they run."""
    if "\\" not in code:
        return code
    code = code.replace("\\/", "/")
    if "\\x" in code or "\\u" in code:
        code = _ESCAPE.sub(_character, code)
    return code


def address_from_base64(text: str) -> str:
    """The address that a base64 literal hides, or empty."""
    found = from_base64(text).strip()
    return found if found.startswith(("http://", "https://", "//", "/")) and " " not in found else ""


def _character(match: re.Match[str]) -> str:
    return character(int(match[1] or match[2] or match[3], 16))


def _navigated(code: str, place: int, constants: Constants) -> Iterator[str]:
    """Where a navigation leads: a literal, or whatever comes to an address."""
    literal = _LITERAL.match(code, place)
    plain = (literal[2] or literal[3]) if literal else ""
    whole = "" if literal and not literal[4] else constants.at(place)
    if ADDRESS.match(whole):
        yield whole
    elif plain:
        yield unquote(plain) if plain.startswith("%") else plain


def _literals(code: str, before: re.Pattern[str]) -> Iterator[str]:
    """Quoted full URLs of pages, not of loaded files, where `before` matches what stands in front of the host."""
    for match in _URL.finditer(code):
        front = code[max(match.start() - 60, 0) : match.start()]
        if front[-1:] in ":\"'`" and _matches(before, front) and not is_file(match[0]):
            yield front[max(map(front.rfind, "\"'`")) + 1 :] + match[0]


def _joined(code: str, constants: Constants, before: re.Pattern[str]) -> Iterator[str]:
    """The same for full URLs that begin with a piece of their scheme and are joined at run time."""
    if "+" not in code:
        return
    for match in islice(_PIECE.finditer(code), bounds.CODE_EXITS):
        front = code[max(match.start() - 60, 0) : match.start() + 1]
        if _matches(before, front):
            whole = constants.at(match.start())
            if whole.startswith(("http://", "https://", "//")) and ADDRESS.match(whole) and not is_file(whole):
                yield whole


def _matches(before: re.Pattern[str], front: str) -> bool:
    if before is _ASSIGNED_TO and not _GIVEN.search(front):
        return False
    return before.search(front) is not None


def _from_percent(text: str) -> Iterator[str]:
    if text.startswith(("http://", "https://")):
        yield text
    elif "<" in text:
        yield from markup.targets(text)
