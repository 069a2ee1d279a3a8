"""Facts about one URL, none of which needs the network.

URLs are read by the WHATWG URL standard (https://url.spec.whatwg.org/), so backslashes, percent-encoded, punycode and
integer hosts mean here what they mean in a browser. Registrable domains come from the bundled public suffix list
(https://publicsuffix.org/, private part included, so that `someone.blogspot.com` is its own site).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import can_ada
from publicsuffixlist import PSLFILE, PublicSuffixList

from detector import bounds

_WEB = ("http:", "https:")
_REFUSED = (ValueError, TypeError)
"""How the parser refuses what is no address; TypeError for half a pair of surrogates, which no address can hold."""
_DOTTED = ("http://.", "https://.")
"""How the standard lets an address begin whose host is nothing but dots, which leads nowhere."""
_REMEMBERED = 500
"""Characters of an address whose parts are remembered for the next page."""


class Address(NamedTuple):
    """One http(s) URL taken apart."""

    url: str
    """Canonical form."""
    host: str
    """ASCII, lower case, without port; brackets kept around IPv6."""
    domain: str
    """Registrable domain, or the host itself where there is none (IP addresses, bare names)."""
    suffix: str
    """Public suffix (`com`, `co.uk`, `blogspot.com`), empty for IP addresses."""
    path: str
    query: str
    """Without the question mark."""
    port: str
    userinfo: bool
    """A user name or password stands before the host."""
    ip: bool

    @property
    def subdomain(self) -> str:
        """What stands before the registrable domain.

        >>> address("https://movies.pipes.example.co.uk/1").subdomain
        'movies.pipes'
        """
        return self.host[: -len(self.domain) - 1] if len(self.host) > len(self.domain) else ""

    @property
    def label(self) -> str:
        """The registrable domain's own name, without its suffix.

        >>> address("https://movies.pipes.co.uk/1").label
        'pipes'
        """
        return self.domain[: -len(self.suffix) - 1] if self.suffix and self.domain != self.suffix else self.domain


def resolve(base: str | None, raw: str) -> str | None:
    """The absolute canonical http(s) URL that `raw` leads to from `base`, or None.

    >>> resolve("https://a.example/b/c", "//e.example\\\\q")
    'https://e.example/q'
    >>> resolve(None, "http://0x7f.1/")
    'http://127.0.0.1/'
    >>> resolve("https://a.example/", "javascript:void(0)") is None
    True
    """
    return resolver(base)(raw)


def resolver(base: str | None) -> Callable[[str], str | None]:
    """`resolve` against one base, which is taken apart once.

    Where no base is known, an address that leaves out its scheme is read as https.
    """
    root = None
    if base:
        with suppress(*_REFUSED):
            root = can_ada.parse(base)

    def resolved(raw: str) -> str | None:
        if len(raw) > bounds.ADDRESS:
            return None
        try:
            url = root + raw if root is not None else can_ada.parse("https:" + raw if raw[:2] == "//" else raw)
            href: str = url.href
            if (href.startswith(_DOTTED) or "@." in href) and not url.hostname.strip("."):
                return None
            # Most hosts end long before: only then is it looked at.
            if href.find("/", 8) > bounds.HOST and len(url.hostname.rstrip(".")) > bounds.HOST:
                return None
        except _REFUSED:
            return None
        # No such URL is without a host.
        return href if href.startswith(_WEB) else None

    return resolved


@cache
def _suffixes() -> PublicSuffixList:
    text = Path(PSLFILE).read_text("utf-8")
    rules = (line.strip() for line in text.splitlines() if line and not line.startswith("//"))
    # Rules are compared with ASCII hosts. Few need translation; the library would pass every one of 10,000 through it.
    return PublicSuffixList((rule if rule.isascii() else _in_ascii(rule) for rule in rules), accept_encoded_idn=False)


def _in_ascii(rule: str) -> str:
    return ".".join(label if label.isascii() else label.encode("idna").decode() for label in rule.split("."))


@lru_cache(maxsize=8_192)
def _domain_and_suffix(host: str) -> tuple[str, str]:
    if host.startswith("[") or host.replace(".", "").isdigit():
        return host, ""
    bare = host.rstrip(".")
    domain = _suffixes().privatesuffix(bare)
    suffix = _suffixes().publicsuffix(bare) or ""
    return (domain or bare), suffix


def address(url: str) -> Address:
    """Take a canonical http(s) URL apart. Raises ValueError where `url` is none.

    >>> address("https://watch.films.blogspot.com:8443/a?b=c").domain
    'films.blogspot.com'
    """
    # What is remembered outlives its page: a few pages of long addresses must not fill the memory.
    return _remembered(url) if len(url) <= _REMEMBERED else _apart(url)


def _apart(url: str) -> Address:
    parts = can_ada.parse(url)
    host = parts.hostname.rstrip(".")
    domain, suffix = _domain_and_suffix(host)
    return Address(
        url=url,
        host=host,
        domain=domain,
        suffix=suffix,
        path=parts.pathname,
        query=parts.search[1:],
        port=parts.port,
        userinfo=bool(parts.username or parts.password),
        ip=not suffix and (host.startswith("[") or host[-1:].isdigit()),
    )


_remembered = lru_cache(maxsize=8_192)(_apart)


def is_public_suffix(host: str) -> bool:
    """Do sites of different owners stand below this canonical host (`co.uk`, `github.io`)?

    >>> is_public_suffix("github.io"), is_public_suffix("someone.github.io")
    (True, False)
    """
    return bool(_suffixes().publicsuffix(host) == host)


def defang(url: str) -> str:
    """A form of the URL that no program turns into a link.

    >>> defang("https://evil.example/a.b")
    'hxxps://evil[.]example/a.b'
    """
    scheme, mark, rest = url.partition("://")
    if not mark:
        return url.replace(".", "[.]").replace(":", "[:]", 1)
    host, slash, path = rest.partition("/")
    return scheme.replace("tt", "xx", 1) + "://" + host.replace(".", "[.]") + slash + path


# Parameters that carry a destination. Names that send a visitor back after signing in (`next`, `return`, ...) are left out.
_DESTINATION = re.compile(
    r"(?:^|&)(?:(?:url|u|q|to|target|dest|destination|redirect|redir|redirect_url|r|goto|go|link|out|adurl|l|href|site|away"
    r"|mpre|ued|murl|uddg|z|urllink|lpurl|(?:target|dest|destination|exit|out|click|landing|external)_?url|exit|ext|external"
    r"|landing|jump)=|(?=https?(?::|%3a)))([^&]{8,3000})",
    re.IGNORECASE,
)
_IN_PATH = re.compile(r"https?(?:://|:/|%3a%2f%2f)[^\s]{4,2000}", re.IGNORECASE)
_BASE64 = re.compile(r"(?:^|[=/])(?:a1)?((?:aHR0c|L2h0d)[A-Za-z0-9+/_-]{8,2000}={0,2})")  # `a1` stands before Bing's
_COPIED = re.compile(
    r"https?://(?:[^/]{1,255}\.cdn\.ampproject\.org/(?:v/|c/|wp/)?|(?:www\.)?google\.[a-z.]{2,6}/amp/)(s/)?([^/]+\.[^/]+.*)",
    re.DOTALL,
)
"""A page as a cache of AMP pages shows it: `s/` stands for https, then the page's own host and path."""
_TRANSLATED = re.compile(r"https?://([a-z0-9-]{1,63})\.translate\.goog(/.*)?", re.DOTALL)
"""A page as a translator shows it: its host with dots as hyphens and hyphens doubled."""
_TRANSLATOR = re.compile(r"_x_tr_[a-z]+=[^&#]*&?")


def decode_base64_url(text: str) -> str | None:
    """The http(s) URL that a base64 literal (standard or URL-safe) hides, or None.

    >>> decode_base64_url("aHR0cHM6Ly9lLmV4YW1wbGUvcQ==")
    'https://e.example/q'
    """
    standard = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        found = base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    return resolve(None, found) if found.startswith(("http://", "https://")) else None


def unwrap(url: str, layers: int = 3) -> str:
    """Where a redirect wrapper says it leads, looked at up to so many layers deep; the URL itself if it wraps nothing.

    >>> unwrap("https://www.google.com/url?q=https%3A%2F%2Fe.example%2Fq&sa=D")
    'https://e.example/q'
    >>> unwrap("https://a.example/out/aHR0cHM6Ly9lLmV4YW1wbGUvcQ==")
    'https://e.example/q'
    >>> unwrap("https://a.example/search?q=films")
    'https://a.example/search?q=films'
    """
    for _ in range(layers):
        inner = _inner(url)
        if inner is None or inner == url:
            return url
        url = inner
    return url


def _inner(url: str) -> str | None:
    start = url.find("/", 8)
    if start < 0:
        return None
    if url.startswith(("ampproject.org", "translate.goog"), start - 14) or url.startswith("/amp/", start):
        return _mirrored(url)
    rest = url[start:]
    if "http" in rest or "HTTP" in rest:
        query = rest.partition("?")[2]
        for match in _DESTINATION.finditer(query):
            found = unquote(match[1])
            if found.startswith(("http://", "https://")):
                return resolve(None, found)
        in_path = _IN_PATH.search(rest.partition("?")[0])
        if in_path:
            found = unquote(in_path[0])
            return resolve(None, re.sub(r"^(https?):/+", r"\1://", found))
    if "aHR0c" in rest:
        coded = _BASE64.search(unquote(rest))
        return decode_base64_url(coded[1]) if coded else None
    return None


def _mirrored(url: str) -> str | None:
    """The page that a service shows under an address of its own."""
    copied = _COPIED.match(url)
    if copied:
        return resolve(None, f"{'https' if copied[1] else 'http'}://{copied[2]}")
    translated = _TRANSLATED.match(url)
    if translated is None:
        return None
    host = translated[1].replace("--", "\0").replace("-", ".").replace("\0", "-")
    return resolve(None, f"https://{host}{_TRANSLATOR.sub('', translated[2] or '/').rstrip('?&')}")
