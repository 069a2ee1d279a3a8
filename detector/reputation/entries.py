"""One entry of a list, as written -> what it lists; nothing is ever listed more widely than it is written."""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from typing import NamedTuple

from detector import urls
from detector.reputation.keys import Key, Kind, path_of, place

DEEPEST = 12
"""Slashes in the path of a folder: every address on its host is looked up so deep."""

_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+")
"""A host of at least two labels, canonical. The standard lets in commas, asterisks and quotes, which belong to other formats."""
_PLAIN_HOST = re.compile(r"(?!.*xn--)(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9_-]{0,62}")
"""A host that the standard leaves as it is: nothing to decode, no number at its end."""
_LONGEST_HOST = 253
_NETWORK = re.compile(r"([0-9.]+|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)/(\d{1,3})")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_PORT = re.compile(r"\[?[^\[\]/?#@]+\]?:\d{1,5}")
_DEFANGED = re.compile(r"\[(\.|:|://|dot)\]|^hxxp(?=s?(?:://|\[))", re.IGNORECASE)
_HERE = ("localhost", "0.0.0.0", "[::]", "[::1]")
_LOCAL = (".localhost", ".localdomain")
_BEGINS_HOST = re.compile(r"[\w\[.*%:]")


class Unreadable(ValueError):
    """Why an entry cannot be listed, in a few words."""


class Here(Unreadable):
    """The entry names this machine or none, as hosts-files do; nothing is lost without it."""


class Entry(NamedTuple):
    """What one entry lists."""

    key: Key
    place: str = ""
    """Host and port, where the key is an address or a folder."""
    suffix: bool = False
    """A public suffix: sites under it have other owners, so it lists itself alone."""


def read(text: str) -> Entry:
    """What an entry lists: a host, `*.host`, an IP address, or an http(s) address, with a scheme or without.

    >>> read("*.Evil.example").key.text, read("https://evil.example/a/").key.kind.name, read("github.io").suffix
    ('evil.example', 'FOLDER', True)

    Raises Unreadable.
    """
    text = text.removeprefix("*.").removeprefix(".")
    if _PLAIN_HOST.fullmatch(text) and len(text) <= _LONGEST_HOST and not text.endswith(_LOCAL):
        return _host(text)
    text = _refanged(text)
    scheme = _SCHEME.match(text)
    if scheme:
        if scheme[1].lower() not in ("http", "https"):
            raise Unreadable("only http and https addresses can be listed")
        return _address(text, bare=False)
    return _bare(text)


def _refanged(text: str) -> str:
    """As it was before somebody made it safe to show: `hxxps://evil[.]example`."""
    return _DEFANGED.sub(lambda found: (found[1] or "http").lower().replace("dot", "."), text)


def _bare(text: str) -> Entry:
    """An entry without a scheme."""
    if any(map(str.isspace, text)):
        raise Unreadable("it is more than one word")
    if not _BEGINS_HOST.match(text):
        raise Unreadable("it does not begin with a host")
    if "@" in text.partition("/")[0]:
        raise Unreadable("it is an e-mail address")
    network = _NETWORK.fullmatch(text)
    if network:
        if network[2] != ("128" if ":" in network[1] else "32"):
            raise Unreadable("it is a network, and only single IP addresses can be listed")
        text = network[1]
    if text.count(":") > 1 and "[" not in text:
        text = f"[{_ipv6(text)}]"
    return _address(f"https://{text}", bare=True)


def _ipv6(text: str) -> str:
    try:
        return str(IPv6Address(text))
    except ValueError as error:
        raise Unreadable("it is no host") from error


def _address(text: str, bare: bool) -> Entry:
    """An entry with a scheme; `bare`: it was written without one, and lists the host where no path follows."""
    url = None if "*" in text else urls.resolve(None, text)
    if url is None:
        raise Unreadable("an asterisk may only stand for what is before a host" if "*" in text else "it is no address")
    found = urls.address(url)
    written = text.partition("://")[2]
    if bare and found.ip and not written.startswith(found.host):
        raise Unreadable("it is a number, no host")
    _check_host(found)
    if bare and not re.search(r"[/?#\\]", written):
        if _PORT.fullmatch(written) and place(found) != found.host:
            return Entry(Key(Kind.ALONE, place(found)))
        return Entry(Key(Kind.ALONE, found.host)) if found.ip else _host(found.host)
    folder = found.path.endswith("/") and found.path != "/" and not re.search(r"[?#]", written)
    if folder and found.path.count("/") > DEEPEST:
        raise Unreadable(f"it is a folder below {DEEPEST} others")
    return Entry(Key(Kind.FOLDER if folder else Kind.ADDRESS, path_of(found)), place(found))


def _check_host(found: urls.Address) -> None:
    host = found.host
    if host in _HERE or host.endswith(_LOCAL) or (found.ip and host.startswith("127.")):
        raise Here("it names this machine")
    if found.ip:
        return
    if "." not in host:
        raise Unreadable("it is a single word: every site under it would be listed, or none")
    if not _HOST.fullmatch(host) or len(host) > _LONGEST_HOST:
        raise Unreadable("it is no host")


def _host(host: str) -> Entry:
    if urls.is_public_suffix(host):
        return Entry(Key(Kind.ALONE, host), suffix=True)
    return Entry(Key(Kind.HOST, host))
