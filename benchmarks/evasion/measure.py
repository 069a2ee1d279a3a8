"""What each evasion changes: bands before and after it, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.evasion.pages import Written, document
from benchmarks.evasion.registry import Trick
from detector.errors import DetectorError
from detector.model.scorer import score
from detector.model.weights import Model
from detector.parsing import parse

_CLEAN, _REVIEW, _SPAM = 0, 1, 2
Bands = Mapping[str, int]
"""Page id -> how high its band is: clean or unreadable, review, spam."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one evasion changed."""

    trick: Trick
    pages: int
    """Spam pages that it applies to."""
    caught: int
    """Those of them that are in band review or spam without it."""
    flips: Sequence[str]
    """Those of these that are clean with it."""
    drops: Sequence[str]
    """Pages that are spam without it and in a lower band with it, flips among them."""
    honest: int
    """Honest pages that it was tried on; none where it is not neutral."""
    false_flips: Sequence[str]
    """Those of them that are in a higher band with it."""

    @property
    def share(self) -> float:
        """Flips for each page that was caught."""
        return len(self.flips) / self.caught if self.caught else 0.0


def height(model: Model, body: str | bytes, url: str | None) -> int:
    """How high the band of a page is."""
    try:
        value = score(model, parse(document(body, url)))
    except DetectorError:
        return _CLEAN
    review, spam, *_ = model.thresholds
    return _SPAM if value >= spam else _REVIEW if value >= review else _CLEAN


def bands(model: Model, pages: Sequence[Written]) -> Bands:
    """The bands of the pages as they are."""
    return {page.id: height(model, page.html, page.url) for page in pages}


def outcome(model: Model, trick: Trick, pages: Sequence[Written], before: Bands) -> Outcome:
    """Try one evasion on every page that it applies to."""
    spam = dict(_after(model, trick, [page for page in pages if page.label == "spam"]))
    honest = dict(_after(model, trick, [page for page in pages if page.label == "ham" and trick.neutral]))
    return Outcome(
        trick,
        len(spam),
        sum(before[id] > _CLEAN for id in spam),
        [id for id, after in spam.items() if before[id] > _CLEAN == after],
        [id for id, after in spam.items() if before[id] == _SPAM > after],
        len(honest),
        [id for id, after in honest.items() if after > before[id]],
    )


def _after(model: Model, trick: Trick, pages: Sequence[Written]) -> Iterator[tuple[str, int]]:
    for page in pages:
        changed = trick.change(page)
        if changed not in (page.html, page.html.encode()):
            yield page.id, height(model, changed, page.url)
