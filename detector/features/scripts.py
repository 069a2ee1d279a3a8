"""Features of the page's scripts, read as text and never run."""

from __future__ import annotations

import re

from detector import urls
from detector.features.evidence import Evidence
from detector.features.registry import feature, log, share

# Each expression is a short literal or a literal with a bounded gap: linear.
_PACKED = re.compile(r"eval\(function\(p,a,c,k|\beval\s*\(|new Function\s*\(|\bunescape\s*\(|String\.fromCharCode")
_BASE64 = re.compile(r"\batob\s*\(|['\"][A-Za-z0-9+/]{200,}={0,2}['\"]")
_ESCAPED = re.compile(r"(?:\\x[0-9a-fA-F]{2}){8}|_0x[0-9a-f]{4,6}\b")
_WRITE = re.compile(r"document\.write(?:ln)?\s*\(")
_DATE = re.compile(r"new Date\(|getDate\(|toLocaleDateString|getFullYear\(")
_POPUP = re.compile(r"window\.open\s*\(|popunder|pop_?up|onclick\s*=\s*function", re.IGNORECASE)
_TRAP = re.compile(
    r"onbeforeunload|beforeunload|history\.pushState|onpopstate|popstate|mouseleave|mouseout|exit[-_ ]?intent",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"contextmenu|event\.button\s*==\s*2|keyCode\s*==\s*(?:123|85|83)|onselectstart|debugger;", re.IGNORECASE
)
_COUNTDOWN = re.compile(r"countdown|count_down|setInterval\s*\(", re.IGNORECASE)
_REDIRECT = re.compile(
    r"(?:window|document|top|self|parent)?\.?location(?:\.href)?\s*=\s*[\"'`]|location\.(?:replace|assign)\s*\(",
    re.IGNORECASE,
)
_ADBLOCK = re.compile(r"ad[-_ ]?block", re.IGNORECASE)
_VIEWER = re.compile(r"ipapi|ipinfo|geoip|navigator\.userAgent|document\.referrer", re.IGNORECASE)


def _count(page: Evidence, pattern: re.Pattern[str]) -> float:
    return log(len(pattern.findall(page.code)))


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
    return _count(page, _BASE64)


@feature("markup")
def escaped_scripts(page: Evidence) -> float:
    """Scripts that hide their text in escapes (log).

    >>> escaped_scripts(look('<script>var _0x4f2a=1</script>')) == log(1)
    True
    """
    return _count(page, _ESCAPED)


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
    return float(bool(_WRITE.search(page.code) and _DATE.search(page.code)))


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
    handlers = page.page.handlers
    return float(
        any(name in handlers for name in ("oncontextmenu", "onselectstart", "oncopy", "ondragstart"))
        or bool(_BLOCK.search(page.code))
    )


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
    return log(len(_ADBLOCK.findall(page.code)) + len(_ADBLOCK.findall(page.prose[:20_000])))


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
