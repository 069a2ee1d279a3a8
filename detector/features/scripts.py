"""Features of the page's scripts, read as text and never run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import compress, pairwise

import numpy as np
from numpy.typing import NDArray

from detector import bounds, urls
from detector.features.columns import once
from detector.features.evidence import Evidence
from detector.features.registry import feature, log, share
from detector.features.signs import lower

# Literals are counted in the lower-cased source: a page may carry hundreds of kilobytes of script, and counting is far cheaper
# than matching.
_PACKED = ("eval(", "new function(", "unescape(", "fromcharcode")
_ENCODED = ("atob(", ";base64,")
_WRITE = ("document.write",)
_DATE = ("new date(", "getdate(", "tolocaledatestring", "getfullyear(")
_POPUP = ("window.open(", "popunder", "popup")
_TRAP = ("beforeunload", "history.pushstate", "popstate", "mouseleave", "exitintent", "exit-intent", "exit_intent")
_BLOCK = ("contextmenu", "event.button==2", "keycode==123", "keycode == 123", "onselectstart", "debugger;")
_COUNTDOWN = ("countdown", "count_down", "setinterval(")
_MOVED = (".href=", ".href =", ".replace(", ".assign(", '="', "='")  # behind `location`
_VIEWER = ("ipapi", "ipinfo", "geoip", "navigator.useragent", "document.referrer")
_ESCAPED = re.compile(r"(?:\\x[0-9a-f]{2}){8}|_0x[0-9a-f]{4,6}\b")
_BLOCKING = frozenset(("oncontextmenu", "onselectstart", "oncopy", "ondragstart"))
# A web address whose host needs no reading: what follows the host cannot change it.
_PLAIN = re.compile(r"(?:https?:)?//[a-z0-9.-]+(?=[/?#]|$)")


_BLOCK_WORD, _LOCATION = "block", "location"
_LITERALS = (
    *(*_PACKED, *_ENCODED, *_WRITE, *_DATE, *_POPUP, *_TRAP, *_BLOCK, *_COUNTDOWN, *_VIEWER),
    *(_BLOCK_WORD, _LOCATION),
)
_ANY = frozenset(_LITERALS)
_RUN = 4
_ODD, _SHIFT = np.uint32(0x9E3779B1), np.uint32(16)
_LEAST_CODE = 1_000
"""Characters of script from which it costs less to ask which literals it may hold than to look for each."""


def _places(source: bytes) -> Iterator[NDArray[np.uint32]]:
    """A number below 65,536 for every run of four bytes."""
    for start in range(min(_RUN, len(source) - _RUN + 1)):
        places: NDArray[np.uint32] = np.frombuffer(source, "<u4", (len(source) - start) // _RUN, start) * _ODD
        places >>= _SHIFT
        yield places


_PLACES = [np.concatenate(list(_places(literal.encode()))) for literal in _LITERALS]
_ALL_PLACES = np.concatenate(_PLACES)
_FIRST_PLACES = np.cumsum([0, *map(len, _PLACES[:-1])])


@once
def _possible(page: Evidence) -> Set[str]:
    """The literals that the scripts may hold: all those they do hold, and rarely another one (a Bloom filter)."""
    if len(page.code) < _LEAST_CODE:
        return _ANY if page.code else frozenset()
    seen = np.zeros(1 << 16, np.bool_)
    for places in _places(page.code.encode("utf-8", "surrogatepass")):
        seen[places] = True
    return frozenset(compress(_LITERALS, np.logical_and.reduceat(seen[_ALL_PLACES], _FIRST_PLACES).tolist()))


def _count(page: Evidence, literals: tuple[str, ...]) -> float:
    possible = _possible(page)
    if possible.isdisjoint(literals):
        return 0.0
    return log(sum([page.code.count(literal) for literal in literals if literal in possible]))


@feature("markup")
def inline_scripts(page: Evidence) -> float:
    """Characters of inline script (log).

    >>> inline_scripts(look('<script>x=1</script>')) == log(3)
    True
    """
    return log(len(page.code))


@feature("markup")
def outside_scripts(page: Evidence) -> float:
    """Number of scripts loaded from elsewhere (log).

    >>> outside_scripts(look('<script src=https://unheard.example/x.js></script>')) == log(1)
    True
    """
    return log(len(_sources(page)))


@feature("markup")
def script_hosts(page: Evidence) -> float:
    """Number of different hosts that scripts are loaded from (log).

    >>> script_hosts(look('<script src=https://unheard.example/x.js></script>')) == log(1)
    True
    """
    domains = {_domain(source) for source in _sources(page) if ":" in source or source[:2] == "//"}
    return log(len(domains - {""}))


@once
def _sources(page: Evidence) -> Sequence[str]:
    """Where scripts are loaded from, as written."""
    return [script.src for script in page.page.scripts if script.src]


def _domain(source: str) -> str:
    """The registrable domain that a script is loaded from; empty where it has no web address by itself."""
    plain = _PLAIN.match(source) if source.isascii() and len(source) <= bounds.ADDRESS else None
    return _domain_of(plain[0]) if plain is not None else _resolved(source)


@lru_cache(maxsize=4_096)
def _domain_of(root: str) -> str:
    return _resolved(root)


def _resolved(source: str) -> str:
    url = urls.resolve(None, source)
    return urls.address(url).domain if url else ""


@feature("markup")
def packed_scripts(page: Evidence) -> float:
    """Scripts that unpack and evaluate other scripts (log).

    >>> packed_scripts(look('<script>eval(x)</script>')) == log(1)
    True
    """
    return _count(page, _PACKED)


@feature("markup")
def encoded_scripts(page: Evidence) -> float:
    """Scripts that hide text in base64 (log).

    >>> encoded_scripts(look('<script>atob(x)</script>')) == log(1)
    True
    """
    return _count(page, _ENCODED)


@feature("markup")
def escaped_scripts(page: Evidence) -> float:
    """Scripts that hide their text in escapes (log).

    >>> escaped_scripts(look('<script>var _0x4f2a=1</script>')) == log(1)
    True
    """
    if "_0x" not in page.code and ("\\" not in page.code or "\\x" not in page.code):
        return 0.0
    return log(len(_ESCAPED.findall(page.code)))


@feature("markup")
def written_html(page: Evidence) -> float:
    """Scripts that write parts of the page (log).

    >>> written_html(look('<script>document.write(x)</script>')) == log(1)
    True
    """
    return _count(page, _WRITE)


@feature("markup")
def written_dates(page: Evidence) -> float:
    """A script writes today's date into the page.

    >>> written_dates(look('<script>document.write(new Date())</script>'))
    1.0
    """
    return float(written_html(page) > 0 and _count(page, _DATE) > 0)


@feature("markup")
def popups(page: Evidence) -> float:
    """Scripts that open windows (log).

    >>> popups(look('<script>window.open(x)</script>')) == log(1)
    True
    """
    return _count(page, _POPUP)


@feature("markup")
def exit_traps(page: Evidence) -> float:
    """Scripts that act when a visitor wants to leave or go back (log).

    >>> exit_traps(look('<script>window.onbeforeunload=f</script>')) > 0
    True
    """
    return _count(page, _TRAP)


@feature("markup")
def blocked_clicks(page: Evidence) -> float:
    """The page blocks right-clicks, copying or developer tools.

    >>> blocked_clicks(look('<body oncontextmenu="return false"><p>x</p>'))
    1.0
    """
    handled = not _BLOCKING.isdisjoint(page.page.handlers)
    return float(handled or _count(page, _BLOCK) > 0)


@feature("markup")
def countdowns(page: Evidence) -> float:
    """Countdowns and timers (log).

    >>> countdowns(look('<script>countdown(5)</script>')) == log(1)
    True
    """
    return _count(page, _COUNTDOWN)


@feature("markup")
def redirects(page: Evidence) -> float:
    """Scripts that send the visitor to another address (log).

    >>> redirects(look('<script>location.replace(x)</script>')) == log(1)
    True
    """
    if _LOCATION not in _possible(page):
        return 0.0
    places = page.code.split(_LOCATION)
    found = sum([after.startswith(_MOVED) for after in places[1:]])
    # With `window.` before it, an assignment counts whatever is assigned.
    set_to = [before.endswith("window.") and after.startswith(("=", " =")) for before, after in pairwise(places)]
    return log(found + sum(set_to))


@feature("markup")
def ad_block_walls(page: Evidence) -> float:
    """Talk of ad blockers in scripts or text (log).

    >>> ad_block_walls(look('<p>Please turn off your AdBlock</p>')) == log(1)
    True
    """
    text, code = lower(page), page.code
    found = sum([before.endswith((b"ad", b"ad ", b"ad-")) for before in text.split(b"block")[:-1]])
    if _BLOCK_WORD in _possible(page):
        found += sum([before.endswith(("ad", "ad ", "ad-")) for before in code.split(_BLOCK_WORD)[:-1]])
    return log(found)


@feature("markup")
def visitor_checks(page: Evidence) -> float:
    """Scripts that look at where a visitor comes from (log).

    >>> visitor_checks(look('<script>if(document.referrer){}</script>')) == log(1)
    True
    """
    return _count(page, _VIEWER)


@feature("markup")
def click_handlers(page: Evidence) -> float:
    """Number of elements with click handlers (log).

    >>> click_handlers(look('<div onclick="x()">y</div>')) == log(1)
    True
    """
    return log(page.page.handlers.get("onclick", 0))


@feature("markup")
def code_share(page: Evidence) -> float:
    """Share of script among script and text characters.

    >>> code_share(look('<p>plain words</p>'))
    0.0
    """
    return share(len(page.code), len(page.code) + len(page.prose))
