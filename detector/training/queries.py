"""What a threshold is chosen for, and the threshold: one search, for the shipped bands and for whoever asks.

Every threshold that tells some pages apart is tried, on the pages as they are and on resamples of their sites. A query with
`sure` must hold in so many of the resamples: errors come as whole sites, and a limit that the pages at hand just keep is
broken by the next few sites.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.training.metrics import Scored, Values, resampled

_ROUNDING = 1e-9


class Aim(StrEnum):
    """What a query limits, or makes small."""

    PRECISION = "precision"
    FALSE_POSITIVES = "false positives"
    COST = "cost"


@dataclass(frozen=True)
class Query:
    """The lowest threshold, so the one with most recall, that keeps a limit; or the cheapest one."""

    aim: Aim
    limit: float
    """Least precision; largest share of honest pages flagged; price of an honest page flagged, in spam pages missed."""
    prevalence: float
    """Share of spam among the pages it is meant for, above 0 and below 1; a limit of false positives needs none."""
    sure: float | None = None
    """Share of the resamples of sites in which the limit must hold; None: it holds on the pages as they are."""

    def __str__(self) -> str:
        where = f"where {percent(self.prevalence)} of pages are spam"
        said = {
            Aim.PRECISION: f"most recall at a precision of at least {percent(self.limit)} {where}",
            Aim.FALSE_POSITIVES: f"most recall at false positives of at most {percent(self.limit)}",
            Aim.COST: f"least cost where an honest page flagged costs {self.limit:g} spam pages missed, {where}",
        }[self.aim]
        return said if self.sure is None else f"{said}, in {percent(self.sure)} of resamples of the sites"


class Sweep(NamedTuple):
    """Recall and false positives at every threshold: column k flags the k highest of the different scores."""

    lowest: Values
    """The lowest threshold that flags just these pages."""
    highest: Values
    """The highest that does: the score of the last page flagged; infinite in column 0, which flags none."""
    recall: Values
    """Rows × columns: the pages as they are, then their resamples."""
    false_positives: Values

    def column(self, threshold: float) -> int:
        """What this threshold flags."""
        return int(np.count_nonzero(self.highest[1:] >= threshold))


def swept(scored: Scored, seed: int = 0) -> Sweep:
    """Pages of both labels under every threshold, their sites resampled as for every interval."""
    order = np.argsort(-scored.scores, kind="stable")
    ranked, spam = scored.scores[order], scored.spam[order]
    last = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True))
    weights = np.vstack((scored.weights, resampled(scored, seed)))[:, order]
    scores = ranked[last]
    return Sweep(
        np.nextafter(np.append(scores, -np.inf), np.inf),
        np.insert(scores, 0, np.inf),
        _flagged(weights * spam, last),
        _flagged(weights * ~spam, last),
    )


def _flagged(weights: Values, last: NDArray[np.int64]) -> Values:
    mass = np.cumsum(weights, axis=1)
    return np.insert(mass[:, last] / mass[:, -1:], 0, 0.0, axis=1)


def precision(sweep: Sweep, prevalence: float) -> Values:
    """Rows × columns: share of the flagged pages that are spam; 1 where nothing is flagged."""
    true, false = prevalence * sweep.recall, (1 - prevalence) * sweep.false_positives
    return np.divide(true, true + false, out=np.ones_like(true), where=true + false > 0)


def cost(sweep: Sweep, prevalence: float, price: float) -> Values:
    """Rows × columns: cost of a page on average, in spam pages missed."""
    wrong: Values = (1 - prevalence) * sweep.false_positives * price + prevalence * (1 - sweep.recall)
    return wrong


def search(query: Query, sweep: Sweep) -> int:
    """The column that answers a query; 0, which flags nothing, where none other does."""
    bound, limit = _bound(query, sweep)
    if query.aim is Aim.COST:
        return int(np.argmin(bound))
    kept = np.flatnonzero(bound <= limit + _ROUNDING)
    return int(kept[-1]) if len(kept) else 0


def closest(query: Query, sweep: Sweep) -> float:
    """The best that any threshold which finds spam comes to, in the terms of the query's limit."""
    bound, _ = _bound(query, sweep)
    best = float(bound[sweep.recall[0] > 0].min())
    return -best if query.aim is Aim.PRECISION else best


def _bound(query: Query, sweep: Sweep) -> tuple[Values, float]:
    """What must be small at each threshold, and its limit."""
    if query.aim is Aim.PRECISION:
        loss, limit = -precision(sweep, query.prevalence), -query.limit
    elif query.aim is Aim.FALSE_POSITIVES:
        loss, limit = sweep.false_positives, query.limit
    else:
        loss, limit = cost(sweep, query.prevalence, query.limit), np.inf
    if query.sure is None:
        return loss[0], limit
    # Pages of so few sites that no resample holds both labels make nothing sure.
    return (np.quantile(loss[1:], query.sure, axis=0) if len(loss) > 1 else np.full(len(loss[0]), np.inf)), limit


def shortest(low: float, high: float) -> float:
    """The number with fewest digits from `low` to `high`, to be typed by hand.

    >>> shortest(0.62812, 0.6359), shortest(0.62812, 0.62814), shortest(0.4, 0.4)
    (0.63, 0.62812, 0.4)
    """
    for digits in range(1, 17):
        rounded = round(np.ceil(low * 10**digits) / 10**digits, digits)
        if low <= rounded <= high:
            return float(rounded)
    return float(high)


def percent(value: float) -> str:
    """A share as people say it.

    >>> percent(0.005), percent(0.95)
    ('0.5 %', '95 %')
    """
    return f"{value * 100:g} %"
