"""Lists of lines: hosts and addresses as they are, hosts-files, and the hosts of ad-block filters, mixed as they come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from detector.reputation.found import Found

LONGEST = 8_192
"""Bytes of a line; a longer one is no entry."""
COSMETIC = "rules for parts of pages"
FILTER = "filters of more or less than a host"
MACHINE = "names of this machine"
"""Why an entry is passed over."""

_COMMENTS = ("#", ";", "!", "// ")
_TRAILING = re.compile(r"\s[#;]")
_SINKS = frozenset(("0.0.0.0", "0", "::", "::1"))
"""Addresses that a hosts-file sends a host to so that it is not found; so is all of 127."""
_LOCAL = re.compile(r"localhost|local|broadcasthost|localhost\.localdomain|ip6-\w+|0\.0\.0\.0")
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:%\w+)?")
_FILTERS = ("||", "@@", "|", "/")
_HOST_FILTER = re.compile(r"\|\|((?:\*\.)?[^\^/*|$,]+)\^(?:\$(\w+(?:,\w+)*))?")
_WHOLE = frozenset(("all", "doc", "document", "important"))
"""Options with which a filter is still one of the whole host."""
_COSMETIC = re.compile(r"#[@?$%]{0,3}#[^\s#]")
_HEADER = re.compile(r"\[[A-Za-z][\w .;-]*\]")


def entries(lines: Iterable[bytes]) -> Iterator[Found]:
    """The entries of a list of lines, in order; comments and blank lines are none."""
    for number, raw in enumerate(lines, 1):
        if len(raw) > LONGEST:
            yield Found(number, "", wrong=f"the line is longer than {LONGEST} bytes")
            continue
        try:
            line = raw.decode().removeprefix("\ufeff").strip()
        except UnicodeDecodeError:
            yield Found(number, raw.decode("latin-1").strip(), wrong="the line is not UTF-8")
            continue
        if line:
            yield from _line(number, line)


def _line(number: int, line: str) -> Iterator[Found]:
    if "#" in line and "://" not in line and _COSMETIC.search(line):
        yield Found(number, line, passed=COSMETIC)
    elif line.startswith(_FILTERS) and not line.startswith("// "):
        yield _filter(number, line)
    elif not line.startswith(_COMMENTS) and not _HEADER.fullmatch(line):
        yield from _words(number, line)


def _filter(number: int, line: str) -> Found:
    """`||host^` and nothing else."""
    found = _HOST_FILTER.fullmatch(line)
    if found and _WHOLE.issuperset((found[2] or "all").split(",")):
        return Found(number, found[1])
    return Found(number, line, passed=FILTER)


def _words(number: int, line: str) -> Iterator[Found]:
    """An entry, or the hosts that a line of a hosts-file sends nowhere."""
    line = _TRAILING.split(line, maxsplit=1)[0].rstrip()
    first, *hosts = line.split() if " " in line or "\t" in line else [line]
    if not hosts or not (first in _SINKS or _IP.fullmatch(first)):
        yield Found(number, line)
        return
    for host in hosts:
        if _LOCAL.fullmatch(host):
            yield Found(number, host, passed=MACHINE)
        elif first in _SINKS or first.startswith("127."):
            yield Found(number, host)
        else:
            yield Found(number, line, wrong=f"it sends {host} to an address, which lists neither")
