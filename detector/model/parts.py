"""What a caller wants to know of a page beside its score and band: what nobody asks for is not worked out."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A part of a verdict that may be left out; the score is the same without it."""

    REASONS = "reasons"
    """Why the page has its score."""
    LINKS = "links"
    """The suspected ways out, each with its own reasons."""
    KINDS = "kinds"
    """What kinds of spam it is."""
    FINGERPRINT = "fingerprint"
    """What it has in common with other pages of a campaign."""
    LEADS = "leads"
    """The ways out that are worth following."""


EVERYTHING = frozenset(Part)
