"""What the detector says about a page: frozen values that every sink renders."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from detector.page import Hop


class Band(StrEnum):
    """What to do with a page."""

    CLEAN = "clean"
    REVIEW = "review"
    SPAM = "spam"


@dataclass(frozen=True, slots=True)
class Reason:
    """One exact share of a decision: all contributions of a score, with its intercept, sum to its log-odds."""

    feature: str
    """Feature name (`links.partner_words`) or token field (`token.anchor`)."""
    text: str
    """A sentence a moderator can read, with the page's own words where there are any."""
    contribution: float
    """Share of the log-odds; above 0 speaks for spam."""


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """How likely one way out of the page is the scam link."""

    url: str
    """The resolved URL, or the target as written where it resolves to none."""
    kind: str
    text: str
    """The words on it."""
    score: float
    """Probability in 0..1."""
    block: str = ""
    """The text it stands in."""
    reasons: tuple[Reason, ...] = ()
    landing: str | None = None
    """Where it leads in the end, by what the address itself says or by its redirects; None where that is `url`."""
    hops: tuple[Hop, ...] = ()
    """The redirects that were followed from `url` on; empty where none were."""
    error: str | None = None
    """Why its redirects could not be followed to their end; None where they were, or where nobody tried."""


class KindScore(NamedTuple):
    """How likely a spam page is of one kind."""

    kind: str
    score: float
    """Calibrated probability in 0..1 that the page is of this kind, given that it is spam."""


class Fingerprint(NamedTuple):
    """What the pages of one campaign have in common; each part is empty where a page does not have it."""

    text: str = ""
    """Sketch of the visible words: 16 places of four hexadecimal digits. The more are equal, the more text two pages share."""
    template: str = ""
    """Sketch of the page's skeleton, as `text`; of mark-up only."""
    exits: str = ""
    """Digest of the set of unknown destinations that the page's own text leads to, 16 hexadecimal digits."""
    lure: str = ""
    """Digest of the destination of the likeliest scam link, where one is likely."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision about one page, with its evidence."""

    id: str | None
    url: str | None
    score: float
    """Calibrated probability of spam in 0..1; NaN where the page could not be scored."""
    band: Band | None
    kind: str | None
    """The likeliest kind of spam, None for pages in the clean band."""
    reasons: tuple[Reason, ...]
    """Strongest first."""
    links: tuple[LinkVerdict, ...]
    """Suspected ways out, likeliest first."""
    model: str
    """Name and short digest of the model that decided."""
    schema: str
    """Version of the feature table the score rests on."""
    truncated: bool = False
    error: str | None = None
    fingerprint: Fingerprint = field(default_factory=Fingerprint)
    """To group pages of one campaign; empty for a page that failed."""
    kinds: tuple[KindScore, ...] = ()
    """All likely kinds of spam, likeliest first; empty for pages in the clean band."""
    hops: tuple[Hop, ...] = ()
    """The redirects that led to `url`, the address that was asked for first."""
    onward: str | None = None
    """Another site to which the page by itself sends its visitors on, canonical, as far as can be told."""
    leads: tuple[str, ...] = ()
    """Addresses whose redirects could tell more about the page, most telling first; for who decides what to follow, shown nowhere."""
