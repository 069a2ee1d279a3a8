"""Which records of a crawl are labelled, and which of the labelled ones are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from detector import bounds
from detector.page import Page
from detector.sources.record import Record
from detector.verdict import Band, Verdict

ANY = "any"
TYPES = ("text/html", "application/xhtml+xml", "text/plain")
STATUSES = ("2xx",)
UNDECLARED = "und"
"""The language of a page that declares none (ISO 639-2)."""

_ORDER = (Band.CLEAN, Band.REVIEW, Band.SPAM)


@dataclass(frozen=True)
class Wanted:
    """Filters; each one's empty value lets everything pass."""

    types: Sequence[str] = TYPES
    """Media types; `any` for all. Records that tell none pass."""
    statuses: Sequence[str] = STATUSES
    """HTTP statuses, such as `200` or `2xx`; `any` for all. Records without one pass."""
    match: Sequence[str] = ()
    """Regular expressions; one must be found in the URL, its first `bounds.ADDRESS` characters, upper or lower case."""
    sample: float = 1.0
    """Share of the records, drawn by a hash of URL and id: the same ones in every run."""
    languages: Sequence[str] = ()
    """Primary language subtags that pages declare for themselves; `und` for pages that declare none."""
    min_words: int = 0
    """Words of the page's text."""
    min_band: str = "clean"
    """The lowest band that is written; errors always are."""

    def before(self, record: Record) -> str:
        """Why a record is left out before it is read; empty where it is not."""
        document = record.document
        if document is None:
            return ""
        answered = record.status is not None and not record.failure
        if answered and ANY not in self.statuses and not _status(record.status or 0, self.statuses):
            return "status"
        if document.content_type and ANY not in self.types and _media_type(document.content_type) not in self.types:
            return "type"
        # What was asked for, so that it is known before anything is fetched.
        url = document.hops[0].url if document.hops else document.url
        # The expressions are the user's own and need not be linear; the addresses are strangers'.
        if self.match and not any(pattern.search((url or "")[: bounds.ADDRESS]) for pattern in self._patterns):
            return "match"
        if self.sample < 1 and _lot(f"{url}\n{document.id}") >= self.sample:
            return "sample"
        return ""

    def after(self, page: Page) -> str:
        """Why a page is left out once it is read; empty where it is not."""
        if self.languages and (page.lang or UNDECLARED) not in self.languages:
            return "language"
        if self.min_words and sum(len(block.text.split()) for block in page.blocks) < self.min_words:
            return "words"
        return ""

    def writes(self, verdict: Verdict) -> bool:
        """Whether a verdict's band is high enough to be written."""
        return verdict.band is None or _ORDER.index(verdict.band) >= self._lowest

    @cached_property
    def _lowest(self) -> int:
        return _ORDER.index(Band(self.min_band))

    @cached_property
    def _patterns(self) -> Sequence[re.Pattern[str]]:
        return [re.compile(pattern, re.IGNORECASE) for pattern in self.match]


def _media_type(value: str) -> str:
    """The type alone, without parameters.

    >>> _media_type("Text/HTML; charset=utf-8")
    'text/html'
    """
    return value.partition(";")[0].strip().lower()


def _status(status: int, wanted: Sequence[str]) -> bool:
    """
    >>> _status(204, ["2xx"]), _status(404, ["2xx", "301"])
    (True, False)
    """
    return str(status) in wanted or f"{status // 100}xx" in wanted


def _lot(name: str) -> float:
    """A number in [0, 1) that belongs to a name."""
    return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()) / 2**64
