"""What a list and an address are compared by: canonical strings of a kind, and their hashes.

Schemes, default ports, names before the host and fragments say nothing here; hosts are ASCII in lower case, paths and
queries as the WHATWG URL standard writes them (`detector.urls`).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

import xxhash

from detector.urls import Address

_DEFAULT_PORTS = ("", "80", "443")
_LONGEST_HOST = 253
"""Characters of the longest name that can be looked up (RFC 1035, 2.3.4, less what carries it)."""


class Kind(IntEnum):
    """What an entry lists. The number goes into the hash, and so into files: it never changes."""

    HOST = 1
    """A host and every host below it."""
    ALONE = 2
    """This one host, at this port where one is named: a public suffix, an IP address, a host with a port."""
    ADDRESS = 3
    """One address, with its query."""
    FOLDER = 4
    """Every address of one host whose path begins so."""
    PLACE = 5
    """No entry of its own: some address at this host and port is listed."""


class Key(NamedTuple):
    """What is looked up."""

    kind: Kind
    text: str
    """ASCII."""


class Depth(NamedTuple):
    """How deep the entries go, so that no address is looked up deeper than that, however long it is."""

    labels: int = 0
    """Most labels of a listed HOST."""
    folders: int = 0
    """Most slashes in the path of a listed FOLDER."""


def hashed(key: Key) -> int:
    """The 64-bit xxh3 hash of a key."""
    return xxhash.xxh3_64_intdigest(key.text.encode(), seed=key.kind)


def place(address: Address) -> str:
    """Host, and port where it is no default one.

    >>> from detector.urls import address
    >>> place(address("https://watch.example:443/a")), place(address("http://watch.example:8080/a"))
    ('watch.example', 'watch.example:8080')
    """
    return address.host if address.port in _DEFAULT_PORTS else f"{address.host}:{address.port}"


def path_of(address: Address) -> str:
    """The address as lists hold it: place, path and query.

    >>> from detector.urls import address
    >>> path_of(address("https://name@watch.example/a?b=c#d"))
    'watch.example/a?b=c'
    """
    return f"{place(address)}{address.path}{'?' * bool(address.query)}{address.query}"


def host_keys(address: Address, labels: int) -> Iterator[Key]:
    """Everything that lists the whole host of an address, the narrowest first.

    >>> from detector.urls import address
    >>> [key.text for key in host_keys(address("https://a.b.evil.example:8080/"), 3)]
    ['a.b.evil.example:8080', 'a.b.evil.example', 'b.evil.example', 'evil.example']
    """
    host = address.host
    if len(host) > _LONGEST_HOST:
        return
    if (where := place(address)) != host:
        yield Key(Kind.ALONE, where)
    yield Key(Kind.ALONE, host)
    if address.ip:
        return
    parts = host.rsplit(".", labels)
    for start in range(0 if len(parts) <= labels else 1, len(parts) - 1):
        yield Key(Kind.HOST, ".".join(parts[start:]))


def address_keys(address: Address, folders: int) -> Iterator[Key]:
    """Everything that lists an address by its path, the narrowest first.

    >>> from detector.urls import address
    >>> [key.text for key in address_keys(address("https://a.example/b/c?d"), 2)]
    ['a.example/b/c?d', 'a.example/b/']
    """
    yield Key(Kind.ADDRESS, path_of(address))
    where = place(address)
    pieces = address.path.split("/", folders)
    # The first piece is empty, and the last is the rest. The root is no folder: it would list the host.
    for end in range(len(pieces) - 1, 1, -1):
        yield Key(Kind.FOLDER, where + "/".join(pieces[:end]) + "/")
