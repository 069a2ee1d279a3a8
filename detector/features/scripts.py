"""Features of the page's scripts, read as text and never run."""

from __future__ import annotations

import re

from detector import urls
from detector.features.evidence import Evidence
from detector.features.registry import feature, log, share

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
_REDIRECT = (
    "location.href=",
    "location.href =",
    "location.replace(",
    "location.assign(",
    "window.location=",
    "window.location =",
    'location="',
    "location='",
)
_ADBLOCK = ("adblock", "ad block", "ad-block")
_VIEWER = ("ipapi", "ipinfo", "geoip", "navigator.useragent", "document.referrer")
_ESCAPED = re.compile(r"(?:\\x[0-9a-f]{2}){8}|_0x[0-9a-f]{4,6}\b")
_BLOCKING = ("oncontextmenu", "onselectstart", "oncopy", "ondragstart")


def _count(page: Evidence, literals: tuple[str, ...]) -> float:
    return log(sum(map(page.code.count, literals)))


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
    return log(sum(bool(script.src) for script in page.page.scripts))


@feature("markup")
def script_hosts(page: Evidence) -> float:
    """Number of different hosts that scripts are loaded from (log).

    >>> script_hosts(look('<script src=https://unheard.example/x.js></script>')) == log(1)
    True
    """
    loaded = (urls.resolve(None, script.src) for script in page.page.scripts if script.src)
    return log(len({urls.address(url).domain for url in loaded if url}))


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
    if "_0x" not in page.code and "\\x" not in page.code:
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
    return float(_count(page, _WRITE) > 0 and _count(page, _DATE) > 0)


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
    handled = any(name in page.page.handlers for name in _BLOCKING)
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
    return _count(page, _REDIRECT)


@feature("markup")
def ad_block_walls(page: Evidence) -> float:
    """Talk of ad blockers in scripts or text (log).

    >>> ad_block_walls(look('<p>Please turn off your AdBlock</p>')) == log(1)
    True
    """
    prose = page.prose[:20_000].lower()
    return log(sum(page.code.count(word) + prose.count(word) for word in _ADBLOCK))


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
