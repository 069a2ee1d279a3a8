"""URLs that code and attributes lead to: pure functions from a string to the targets written in it.

Nothing is executed. A script is read for what looks like a navigation; addresses that it merely loads (trackers,
libraries, images) are left alone. Every pattern is linear: each starts with fixed characters, and what follows is a run
of characters that excludes the one which ends it, or is bounded by a count.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import islice
from urllib.parse import unquote

from detector.parsing import bounds

_LITERAL = r"""(["'`])([^"'`\n\\]{1,2048}+)\1"""
# Patterns start with fixed characters, which the search for them runs through quickly; what may not stand before is
# looked at behind them.
_NAVIGATIONS = (
    re.compile(
        r"location(?<![\w$]location)(?:[\"']\])?(?:\.(?:assign|replace)\(|(?:\.href|\[[\"']href[\"']\])?\s{0,9}=)\s{0,9}"
        r"(?:(?:encodeURI|String|decodeURIComponent|unescape)\()?" + _LITERAL
    ),
    re.compile(r"window\.(?:open|navigate)\(\s{0,9}" + _LITERAL),
)
_NAMED_NAVIGATIONS = (
    re.compile(
        r"location(?<![\w$]location)(?:\.(?:assign|replace)\(|(?:\.href)?\s{0,9}=)\s{0,9}([A-Za-z_$][\w$]{0,40})\s{0,9}[;\n}+)]"
    ),
    re.compile(r"window\.open\(\s{0,9}([A-Za-z_$][\w$]{0,40})\s{0,9}[,)+]"),
)
_URL = re.compile(r"""//[^"'`\s\\/][^"'`\s\\]{3,2048}+(?=["'`])""")
_BEFORE_URL = re.compile(r"""["'`](?:https?:)?$""")
# A name that leads somewhere, not one of what a page loads (`ajaxUrl`, `api_url`, `img.src` ends in a file).
_ASSIGNED_TO = re.compile(
    r"(?:^|[^\w$.])(?![\w$.]{0,40}(?:ajax|api|base|root|cdn|static|assets?|im(?:g|age)|icon|logo|pixel|track|beacon|log|script|font|json|service|server|socket))"
    r"[\w$.]{0,40}(?:\.(?:href|src|action)|url|link|redirect|href|destination|target|offer)\s{0,9}=\s{0,9}[\"'`](?:https?:)?$",
    re.IGNORECASE,
)
_BASE64 = re.compile(r"""["'`](aHR0c[A-Za-z0-9+/_-]{8,4000}={0,2})["'`]""")
_ATOB = re.compile(r"""\batob\(\s{0,9}["'`]([A-Za-z0-9+/_-]{8,8000}={0,2})["'`]""")
_PERCENT = re.compile(r"""["'`]((?:%[0-9A-Fa-f]{2}){4}[^"'`\s]{0,8000})["'`]""")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,5})\})")
_WRITTEN = re.compile(
    r"(?:\bdocument\.write(?:ln)?\(|\.innerHTML\s{0,9}\+?=|\.insertAdjacentHTML\([^,\n]{0,40},|\bunescape\()\s{0,9}(?:unescape\(\s{0,9})?"
    r"(?:'((?:[^'\\]|\\.)*+)|\"((?:[^\"\\]|\\.)*+)|`((?:[^`\\]|\\.)*+))",
    re.DOTALL,
)
_TAG = re.compile(r"<(a|area|iframe|frame|form|embed|meta)\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(href|src|action|content)\s{0,9}=\s{0,9}(?:"([^"]{1,4096})"|'([^']{1,4096})'|([^\s"'>]{1,4096}))""", re.I
)
_REFRESH = re.compile(r"""\s*(?:[\d.]+\s*[;,]?|[;,])\s*(?:url\s*=\s*)?["']?([^"']*)""", re.IGNORECASE)
# Files that a script loads rather than leads to.
_LOADED = re.compile(r"\.(?:m?js|css|json|png|jpe?g|gif|svg|webp|ico|woff2?|xml|mp4)(?:[?#]|$)", re.IGNORECASE)
_MEASURING = ("gtag", "_gaq", "ga(", "__gaTracker", "rackOutbound", "fbq(", "dataLayer", "_paq", "piwik")
_HINTS = (
    "location",
    "window.open",
    "window.navigate",
    "atob",
    ".href",
    "document.write",
    "innerHTML",
    "insertAdjacentHTML",
    "aHR0c",
    "%68",
    "http",
)

DATA_ATTRIBUTES = frozenset(
    f"data-{name}"
    for name in (
        "href url link ahref uri target-url target-href redirect redirect-url redirect-to go goto go-to out out-url outlink outbound "
        "external external-url location dest destination destination-url click-url clickurl click-href affiliate affiliate-url "
        "affiliate-link aff aff-link landing landing-url offer offer-url exit exit-url navigate navigate-to visit visit-url "
        "download-url watch-url play-url stream-url deep-link link-url link-href hlink permalink jump site website"
    ).split()
)
_ADDRESS = re.compile(
    r"(?:https?:)?//[^\s/]|/(?![/\s])\S*$|www\.\S+\.|aHR0c|\.{1,2}/\S+$|[\w-]+(?:\.[\w-]+)*\.(?:php|html?|aspx?)(?:[?#]\S*)?$",
    re.I,
)


def from_attributes(attributes: Mapping[str, str]) -> list[str]:
    """Targets in `data-href`-like attributes, as written or out of base64.

    >>> from_attributes({"data-href": "/go/7", "data-src": "/film.jpg"})
    ['/go/7']
    """
    values = [attributes[name][: bounds.ATTRIBUTE].strip() for name in attributes if name in DATA_ATTRIBUTES]
    return [_plain(value) for value in values if _ADDRESS.match(value)]


def from_handler(code: str) -> list[str]:
    """Targets of an event handler or a `javascript:` address: navigations first, then any full URL it names.

    >>> from_handler("window.open('https://a.example/x'); return false")
    ['https://a.example/x']
    >>> from_handler("go('//b.example/y')")
    ['//b.example/y']
    """
    code = code[: bounds.CODE]
    if not any(hint in code for hint in _HINTS) and "//" not in code and "\\" not in code:
        return []
    if "%" in code and code[:11].lower() == "javascript:":
        code = unquote(code)
    code = _unescaped(code)
    found = list(_targets(code))
    if not any(name in code for name in _MEASURING):
        found += islice(_literals(code, _BEFORE_URL), 5)
    return _distinct(found)


def from_script(source: str) -> list[str]:
    """Targets of an inline script: navigations, URLs assigned to links, base64 URLs, anchors that it writes.

    >>> from_script("var s = 'aHR0cHM6Ly9lLmV4YW1wbGUvcQ=='; ga.src = 'https://t.example/a.js'")
    ['https://e.example/q']
    >>> from_script("document.write('<a href=https://e.example/w>')")
    ['https://e.example/w']
    """
    if not any(hint in source for hint in _HINTS) and "\\x" not in source and "\\u" not in source:
        return []
    return _distinct(_targets(_unescaped(source)))


def is_file(target: str) -> bool:
    """Whether a target is a picture, a style sheet or another file that a page loads."""
    return _LOADED.search(target) is not None


def from_markup(markup: str) -> list[str]:
    """Targets of the elements in a string of HTML that is not parsed (`srcdoc`, `document.write`).

    >>> from_markup("<p><a class=x href='/q'>q</a><img src=i.png><iframe src=//e.example>")
    ['/q', '//e.example']
    """
    return _distinct(_from_tags(markup))


def refresh(content: str) -> str | None:
    """Where a `<meta http-equiv=refresh>` leads, or None where it only reloads.

    >>> refresh("0; URL='https://e.example/'")
    'https://e.example/'
    >>> refresh("300") is None
    True
    """
    found = _REFRESH.match(content[: bounds.ATTRIBUTE])
    return (found[1].strip() or None) if found else None


def _distinct(targets: Iterable[str]) -> list[str]:
    # What starts with a placeholder is filled in when the script runs.
    return [target for target in dict.fromkeys(islice(targets, bounds.CODE_EXITS)) if not target.startswith("${")]


def _plain(value: str) -> str:
    return _from_base64(value) or value if value.startswith("aHR0c") else value


def _from_base64(text: str) -> str:
    """The address that a base64 literal hides, or empty."""
    standard = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        found = base64.b64decode(standard + "=" * (-len(standard) % 4)).decode("utf-8").strip()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return found if found.startswith(("http://", "https://", "//", "/")) and " " not in found else ""


def _unescaped(code: str) -> str:
    """Code with its literals' escapes resolved, so that `\\x68ttp` and `https:\\/\\/` read as they run."""
    if "\\" not in code:
        return code
    code = code.replace("\\/", "/")
    if "\\x" in code or "\\u" in code:
        code = _ESCAPE.sub(_character, code)
    return code


def _character(match: re.Match[str]) -> str:
    point = int(match[1] or match[2] or match[3], 16)
    # Half of a surrogate pair or beyond Unicode: never part of an address.
    return chr(point) if point < 0xD800 or 0xE000 <= point < 0x110000 else "\ufffd"


def _targets(code: str) -> Iterator[str]:
    if "location" in code or "window.open" in code or "window.navigate" in code:
        for match in (match for pattern in _NAVIGATIONS for match in pattern.finditer(code)):
            yield unquote(match[2]) if match[2].startswith("%") else match[2]
        yield from _by_name(code)
    if "//" in code:
        yield from _literals(code, _ASSIGNED_TO)
    if "aHR0c" in code or "atob" in code:
        coded = [match[1] for pattern in (_BASE64, _ATOB) for match in pattern.finditer(code)]
        yield from filter(None, map(_from_base64, coded))
    if "%68" in code or "%3C" in code or "%3c" in code:
        for match in _PERCENT.finditer(code):
            yield from _from_percent(unquote(match[1]))
    if "document.write" in code or "HTML" in code:
        for match in _WRITTEN.finditer(code):
            yield from _from_tags((match[1] or match[2] or match[3] or "").replace("\\", ""))


def _literals(code: str, before: re.Pattern[str]) -> Iterator[str]:
    """Quoted full URLs of pages, not of loaded files, where `before` matches what stands in front of the host."""
    for match in _URL.finditer(code):
        front = code[max(match.start() - 60, 0) : match.start()]
        if front[-1:] in ":\"'`" and before.search(front) and not _LOADED.search(match[0]):
            yield front[max(map(front.rfind, "\"'`")) + 1 :] + match[0]


def _by_name(code: str) -> Iterator[str]:
    """Literals of the variables that a script navigates to."""
    names = {match[1] for pattern in _NAMED_NAVIGATIONS for match in islice(pattern.finditer(code), 20)}
    for name in sorted(names)[:5]:
        value = re.search(rf"(?<![\w$.]){re.escape(name)}\s{{0,9}}=\s{{0,9}}" + _LITERAL, code)
        if value and _ADDRESS.match(value[2]):
            yield value[2]


def _from_percent(text: str) -> Iterator[str]:
    if text.startswith(("http://", "https://")):
        yield text
    elif "<" in text:
        yield from _from_tags(text)


def _from_tags(markup: str) -> Iterator[str]:
    for tag in _TAG.finditer(markup):
        for attribute in _ATTRIBUTE.finditer(tag[2]):
            value = unescape(attribute[2] or attribute[3] or attribute[4]).strip()
            if attribute[1].lower() == "content":
                value = refresh(value) or "" if "refresh" in tag[2].lower() else ""
            if value and not value.startswith("#"):
                yield value
