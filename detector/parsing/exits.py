"""URLs that code and attributes lead to: pure functions from a string to the targets written in it.

Nothing is executed. A script is read for what looks like a navigation, and for what its strings come to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from urllib.parse import unquote

from detector import bounds
from detector.parsing import markup, navigations
from detector.parsing.constants import from_base64
from detector.parsing.navigations import ADDRESS, is_file

_MEASURING = ("gtag", "_gaq", "ga(", "__gaTracker", "rackOutbound", "fbq(", "dataLayer", "_paq", "piwik")
DATA_ATTRIBUTES = frozenset(
    f"data-{name}"
    for name in (
        "href url link ahref uri target-url target-href redirect redirect-url redirect-to go goto go-to out out-url outlink outbound "
        "external external-url location dest destination destination-url click-url clickurl click-href affiliate affiliate-url "
        "affiliate-link aff aff-link landing landing-url offer offer-url exit exit-url navigate navigate-to visit visit-url "
        "download-url watch-url play-url stream-url deep-link link-url link-href hlink permalink jump site website"
    ).split()
)
_LOADING = re.compile(r"src|im(?:g|age)|thumb|original|embed|share|api|endpoint|action")
"""Names of attributes that say what to load."""
WORDED = frozenset("span b i em strong u font small mark label p li td th dd dt h1 h2 h3 h4 h5 h6".split())
"""Elements of words, which need no address but to lead there."""
_CODED = "aHR0c"
"""What a web address begins with in base64."""
_BEGINNINGS = frozenset(("http", _CODED[:4]))
_PAGE = re.compile(r"https?://[^\s/]\S*")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,4000}={0,2}")
_OF_ADDRESSES = re.compile(r"[!-~]+")


def tells(name: str, value: str) -> bool:
    """Whether a `data-` attribute can hold a target."""
    return value[:4] in _BEGINNINGS or name in DATA_ATTRIBUTES


def from_attributes(attributes: Mapping[str, str], tag: str = "div") -> list[str]:
    """Targets in the `data-` attributes of an element: addresses under a name that says so, and hidden ones under any.

    >>> from_attributes({"data-href": "/go/7", "data-src": "/film.jpg"})
    ['/go/7']
    >>> from_attributes({"data-k": "aHR0cHM6Ly9lLg==", "data-l": "ZXhhbXBsZS9x", "data-id": "abcdefgh"})
    ['https://e.example/q']
    >>> from_attributes({"data-k": "https://e.example/q"}, "span")
    ['https://e.example/q']
    """
    found: list[str] = []
    coded = False
    for name, value in attributes.items():
        if not name.startswith("data-"):
            continue
        if value[:5] == _CODED:
            coded = True
        elif name in DATA_ATTRIBUTES:
            value = value[: bounds.ATTRIBUTE].strip()
            found += [value] if ADDRESS.match(value) else []
        elif value[:4] == "http" and tag in WORDED:
            value = value[: bounds.ATTRIBUTE].strip()
            found += [value] if _PAGE.fullmatch(value) and not (_LOADING.search(name) or is_file(value)) else []
    return [*_from_coded(attributes), *found] if coded else found


def _from_coded(attributes: Mapping[str, str]) -> list[str]:
    """Web addresses in base64; one may be cut into several attributes."""
    found: list[str] = []
    for name, value in attributes.items():
        value = value[: bounds.ATTRIBUTE].strip() if name.startswith("data-") else ""
        text = from_base64(value) if _BASE64.fullmatch(value) else ""
        if text.startswith(("http://", "https://")):
            found.append(text)
        elif found and _OF_ADDRESSES.fullmatch(text):
            found[-1] += text
    return [target for target in found if _PAGE.fullmatch(target)]


def _is_hinted(code: str) -> bool:
    """Whether code holds something that a target is found by."""
    # One by one, the likeliest first: faster than a loop over them, or an expression.
    return (
        "http" in code
        or "location" in code
        or ".href" in code
        or "innerHTML" in code
        or "window.open" in code
        or "window.navigate" in code
        or "document.write" in code
        or "insertAdjacentHTML" in code
        or "atob" in code
        or "aHR0c" in code
        or "%68" in code
    )


def from_handler(code: str) -> list[str]:
    """Targets of an event handler or a `javascript:` address: navigations first, then any full URL it names.

    >>> from_handler("window.open('https://a.example/x'); return false")
    ['https://a.example/x']
    >>> from_handler("go('//b.example/y')")
    ['//b.example/y']
    """
    code = code[: bounds.CODE]
    if not _is_hinted(code) and "//" not in code and "\\" not in code:
        return []
    if "%" in code and code[:11].lower() == "javascript:":
        code = unquote(code)
    code = navigations.unescaped(code)
    found = list(navigations.targets(code))
    if not any(name in code for name in _MEASURING):
        found += islice(navigations.named(code), 5)
    return _distinct(found)


def from_target(target: str) -> list[str]:
    """Targets of the code or the page that an address holds in itself (`javascript:`, `data:`).

    >>> from_target("data:text/html,<meta http-equiv=refresh content='0;url=https://e.example/q'>")
    ['https://e.example/q']
    """
    if target[:11].lower() == "javascript:":
        return from_handler(target)
    return from_markup(markup.held(target)[: bounds.SCRIPT])


def from_markup(html: str) -> list[str]:
    """Targets of the elements in a string of HTML that is not parsed.

    >>> from_markup("<p><a class=x href='/q'>q</a><img src=i.png><iframe src=//e.example>")
    ['/q', '//e.example']
    """
    return _distinct(markup.targets(html))


def from_script(source: str) -> list[str]:
    """Targets of an inline script: navigations, URLs assigned to links, base64 URLs, anchors that it writes.

    >>> from_script("var s = 'aHR0cHM6Ly9lLmV4YW1wbGUvcQ=='; ga.src = 'https://t.example/a.js'")
    ['https://e.example/q']
    >>> from_script("document.write('<a href=https://e.example/w>')")
    ['https://e.example/w']
    """
    if not _is_hinted(source) and "\\x" not in source and "\\u" not in source:
        return []
    return _distinct(navigations.targets(navigations.unescaped(source)))


def from_state(state: str) -> list[str]:
    """Targets in a page's state, a script of JSON.

    >>> from_state('{"props": {"targetUrl": "https:\\\\/\\\\/e.example\\\\/q", "image": "https://a.example/i"}}')
    ['https://e.example/q']
    """
    return _distinct(navigations.stated(state))


def _distinct(targets: Iterable[str]) -> list[str]:
    # What starts with a placeholder is filled in when the script runs.
    return [target for target in dict.fromkeys(islice(targets, bounds.CODE_EXITS)) if not target.startswith("${")]
