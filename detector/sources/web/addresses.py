"""Which network addresses and names are asked, and which never: those of the public internet alone.

By the IANA special-purpose registries (https://www.iana.org/assignments/iana-ipv4-special-registry,
.../iana-ipv6-special-registry) and RFC 6890, written out, so that nothing depends on the version of Python. An address
that carries an IPv4 address in it is as good as that one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address


class Kind(StrEnum):
    """What an address that is not public is."""

    LOOPBACK = "an address of this machine itself"
    PRIVATE = "an address of a private network"
    SHARED = "an address behind a provider's NAT"
    LINK = "a link-local address"
    METADATA = "a cloud's metadata service"
    UNSPECIFIED = "an unspecified address"
    MULTICAST = "a multicast address"
    BENCHMARK = "an address for benchmarks"
    DOCUMENTATION = "an address for documentation"
    RESERVED = "a reserved address"
    NAME = "a name of private networks"


LIFTED = frozenset((Kind.LOOPBACK, Kind.PRIVATE, Kind.SHARED, Kind.LINK, Kind.NAME))
"""What may be asked where private hosts are allowed."""

_METADATA = frozenset(
    map(
        ip_address,
        # AWS, Azure, Google, DigitalOcean and others; AWS containers; Azure's host; Oracle; Alibaba; AWS and Google over IPv6.
        "169.254.169.254 169.254.170.2 169.254.170.23 168.63.129.16 192.0.0.192 100.100.100.200 fd00:ec2::254 fd00:ec2::23"
        " fd20:ce::254".split(),
    )
)
_SPECIAL = tuple(
    (ip_network(network), kind)
    for kind, networks in (
        (Kind.UNSPECIFIED, "0.0.0.0/8 ::/128"),
        (Kind.LOOPBACK, "127.0.0.0/8 ::1/128"),
        (Kind.PRIVATE, "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10 64:ff9b:1::/48"),
        (Kind.SHARED, "100.64.0.0/10"),
        (Kind.LINK, "169.254.0.0/16 fe80::/10"),
        (Kind.MULTICAST, "224.0.0.0/4 ff00::/8"),
        (Kind.BENCHMARK, "198.18.0.0/15 2001:2::/48"),
        (Kind.DOCUMENTATION, "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20"),
        (Kind.RESERVED, "192.0.0.0/24 192.88.99.0/24 240.0.0.0/4 2001::/23"),
    )
    for network in networks.split()
)
_GLOBAL = IPv6Network("2000::/3")
"""All of IPv6 that has been given out to be reached."""
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_PRIVATE_NAMES = ("localhost", "local", "internal", "home.arpa", "onion")
"""Names that no public server has (RFC 6761, 6762, 7686, 8375; `internal` by ICANN), with all below them."""


def kind_of(address: str) -> Kind | None:
    """What an address is; None where it is public. Raises ValueError where it is no address.

    >>> kind_of("8.8.8.8"), kind_of("::ffff:127.0.0.1"), kind_of("169.254.169.254")
    (None, <Kind.LOOPBACK: 'an address of this machine itself'>, <Kind.METADATA: "a cloud's metadata service">)
    """
    bare, scoped, _ = address.partition("%")
    found = _kind(ip_address(bare))
    return found or (Kind.LINK if scoped else None)


def kind_of_name(host: str) -> Kind | None:
    """What a host is by its name alone: None where that tells nothing.

    >>> kind_of_name("wiki.localhost"), kind_of_name("films.example")
    (<Kind.NAME: 'a name of private networks'>, None)
    """
    labels = host.rstrip(".").lower().split(".")
    if len(labels) == 1 or any(".".join(labels).endswith("." + name) for name in _PRIVATE_NAMES):
        return Kind.NAME
    return None


def literal(host: str) -> str | None:
    """The address that a host of a canonical URL is; None where it is a name."""
    bare = host[1:-1] if host.startswith("[") else host
    try:
        return str(ip_address(bare))
    except ValueError:
        return None


def _kind(address: Address) -> Kind | None:
    if address in _METADATA:
        return Kind.METADATA
    special = next((kind for network, kind in _SPECIAL if address in network), None)
    if isinstance(address, IPv4Address) or special not in (None, Kind.RESERVED):
        return special
    inner = next((kind for carried in _carried(address) if (kind := _kind(carried)) is not None), None)
    if inner is not None or special is not None:
        return inner or special
    return None if address in _GLOBAL or address in _NAT64 or address.ipv4_mapped is not None else Kind.RESERVED


def _carried(address: IPv6Address) -> Iterator[IPv4Address]:
    """IPv4 addresses that reaching this one may come to."""
    low = IPv4Address(int(address) & 0xFFFF_FFFF)
    if address.ipv4_mapped is not None or address in _COMPATIBLE or address in _NAT64:
        yield low
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo


_PORTS = (
    "1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 137"
    " 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720"
    " 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080"
)
BLOCKED_PORTS: Sequence[int] = (0, *map(int, _PORTS.split()))
"""Ports of other services, at which no browser asks for a page (https://fetch.spec.whatwg.org/#port-blocking)."""
