"""What a site's robots.txt allows this program (RFC 9309), and how much time it asks for between two requests."""

from __future__ import annotations

import math
import re
import time
import zlib
from collections.abc import Callable
from typing import NamedTuple, Protocol

from protego import Protego

from detector.sources.web.answers import Fetched, Onward, Unfetched

TOKEN = "detector"
"""The name under which rules are looked for."""
SIZE = 500 * 1_024
"""Bytes of a robots.txt that are read: as many as the RFC asks for at least."""
LONGEST_DELAY = 30.0
"""Seconds of a Crawl-delay that are kept to."""
_LASTS = 24 * 3_600.0
"""Seconds for which rules are believed (2.4)."""

# Linear: the runs of blanks and hyphens are followed by a letter.
_AGENT = re.compile(r"\s*user[\s-]*agent\s*:?", re.IGNORECASE)
_OTHER = "User-agent: another"
_FORBIDDEN = "The robots.txt of this site does not allow this page to be fetched."


class Fetcher(Protocol):
    """What is asked of the door."""

    def fetch(self, url: str) -> Fetched:
        """The page at an address, behind its redirects. Raises Unfetched."""

    def step(self, url: str) -> Fetched | Onward:
        """The page at an address, or where it redirects to. Raises Unfetched."""


class Refused(Unfetched):
    """The site does not allow it."""


Judge = Callable[[str], Unfetched | None]


class Robots(NamedTuple):
    """What one host (scheme, name and port) allows."""

    packed: bytes = b""
    """Its rules, packed: many hosts are known at a time, and rules that are taken apart need fifty times the memory."""
    delay: float = 0.0
    """Seconds to leave between two requests, up to LONGEST_DELAY."""
    closed: str = ""
    """Why nothing may be fetched for now, one sentence; empty where something may."""
    status: int | None = None
    """The HTTP status that said so."""
    until: float = math.inf
    """When it is to be asked for again, by the monotonic clock."""

    def judge(self) -> Judge:
        """What says of an address of this host why it may not be fetched, None where it may."""
        if self.closed:
            closed = Unfetched(self.closed, self.status)
            return lambda url: closed
        rules = Protego.parse(zlib.decompress(self.packed).decode()) if self.packed else Protego()
        return lambda url: None if rules.can_fetch(url, TOKEN) else Refused(_FORBIDDEN)


def is_settled(error: Unfetched) -> bool:
    """Whether the server has answered, and would answer the same if it were asked again soon."""
    return error.status is not None and error.status < 500 and error.status != 429


def ask(door: Fetcher, origin: str) -> Robots:
    """The rules of a host, by its `origin` (`https://a.example`).

    A host that has none (4xx, or an answer that is no text) allows everything; one that is out of order (5xx, 429) or
    cannot be reached, nothing for now (2.3.1).
    """
    until = time.monotonic() + _LASTS
    try:
        fetched = door.fetch(f"{origin}/robots.txt")
    except Unfetched as error:
        if is_settled(error):
            return Robots(until=until)
        return Robots(closed=_closed(error), status=error.status, until=until)
    return read(fetched.document.body)._replace(until=until)


def read(body: bytes) -> Robots:
    """The rules in a robots.txt, whatever is in it.

    >>> str(read(b"User-agent: *\\nDisallow: /private/").judge()("https://a.example/private/1"))
    'The robots.txt of this site does not allow this page to be fetched.'
    """
    if len(body) > SIZE:
        # Half a rule could forbid, or allow, more than the whole one.
        body = body[: body.rfind(b"\n", 0, SIZE) + 1]
    text = "\n".join(map(_ours, body.decode("utf-8-sig", "replace").splitlines()))
    delay = Protego.parse(text).crawl_delay(TOKEN) or 0.0
    return Robots(zlib.compress(text.encode()), min(delay, LONGEST_DELAY))


def _ours(line: str) -> str:
    """The line, the groups of other programs all under one name.

    Protego keeps the rules of a group for each of its names: a file of many names and many rules would fill the memory.
    """
    agent = _AGENT.match(line)
    if agent is None:
        return line
    name = line[agent.end() :].partition("#")[0].partition("/")[0].strip().lower()
    return f"User-agent: {name}" if name in ("*", TOKEN) else _OTHER


def _closed(error: Unfetched) -> str:
    if error.status is None:
        # Nobody answers, or nobody may be asked: so it is with all of the host.
        return str(error)
    return f"The robots.txt of this site cannot be read, so no page of it is fetched for now: {error}"
