"""What comes back through the door."""

from __future__ import annotations

from typing import NamedTuple

from detector.errors import UnreadableInput
from detector.page import Document, Hop


class Unfetched(UnreadableInput):
    """A page could not be fetched, or was refused; the message says why in one sentence."""

    def __init__(
        self, sentence: str, status: int | None = None, hops: tuple[Hop, ...] = (), retry_after: float | None = None
    ) -> None:
        super().__init__(sentence)
        self.status = status
        """The HTTP status of the last answer, where it is the reason; None for trouble on the way."""
        self.hops = hops
        """The redirects up to there."""
        self.retry_after = retry_after
        """Seconds after which the server asks to be asked again, where it says so."""


class Fetched(NamedTuple):
    """A page that was fetched."""

    document: Document
    """`url` is the address behind all redirects, canonical, without user name and password; `id` is the address that was
    asked for, as given; `hops` are the redirects."""
    status: int
    """The HTTP status of the page itself, 200 to 299."""


class Onward(NamedTuple):
    """An answer that redirects, which was not followed."""

    hop: Hop
    """Who answered."""
    url: str
    """Where to, canonical, without user name and password."""


class Chain(NamedTuple):
    """Where the redirects of an address lead."""

    hops: tuple[Hop, ...]
    """The redirects in order, the address that was asked for first; empty where there are none."""
    landing: str | None
    """The last address, which answered with no redirect, canonical; None where none was reached."""
    error: str | None
    """Why the chain breaks off, in one sentence; None where it does not."""
    status: int | None = None
    """The HTTP status of `landing`, whatever it is."""
    reached: str | None = None
    """Where a chain that breaks off did so, canonical: the address that gave no answer, or that may not be asked."""
