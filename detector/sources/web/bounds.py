"""How long and how much a stranger's server is listened to: every limit of the network, in one place."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

from detector import bounds


def agent() -> str:
    """What the servers are told about who asks.

    >>> agent().startswith("detector")
    True
    """
    try:
        return f"detector/{version('detector')} (spam review tool)"
    except PackageNotFoundError:
        return "detector (spam review tool)"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a door holds to. Times are in seconds, sizes in bytes; `total`, `wire` and `hops` are of all redirects together."""

    connect: float = 10.0
    """To find an address, to connect to one, and to agree on TLS; each."""
    read: float = 10.0
    """Without a byte from the server."""
    total: float = 30.0
    """From the first look-up to the last byte."""
    wire: int = 2 * bounds.BYTES + (1 << 18)
    """Received, as sent: twice a page, for what chunks and packing may take up."""
    decoded: int = bounds.BYTES + 1
    """Of a page, unpacked; one more than a page may have, so that the parser can tell one that was cut."""
    ratio: int = 200
    """Of a page that unpacks to more than `decoded`: times their size that its first bytes may unpack to, or it is a bomb."""
    header_bytes: int = 1 << 16
    """Of one answer before its body: interim answers, status and all header fields."""
    headers: int = 200
    """Header fields of one answer."""
    hops: int = 10
    """Redirects."""
    addresses: int = 4
    """Addresses of one host that are tried; all are checked."""
    allow_private: bool = False
    """Whether hosts of the own machine and network may be asked; a cloud's metadata service may not even then."""
    agent: str = field(default_factory=agent)
    """The `User-Agent` that is sent."""
