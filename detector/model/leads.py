"""Which ways out of a page are worth following: likely scam links, and those that hide where they lead."""

from __future__ import annotations

from collections.abc import Sequence

from detector.features.evidence import WayOut
from detector.features.relations import Relation
from detector.features.vector import Reading
from detector.model.linear import Values, probability
from detector.verdict import Band

MOST = 10
_HIDING = frozenset((Relation.SHORT, Relation.AFFILIATE, Relation.HOP))


def leads(reading: Reading, ways: Values, order: Sequence[int], threshold: float, band: Band) -> tuple[str, ...]:
    """Different addresses to follow; `order` has the numbers of the candidates with these log-odds, the likeliest first.

    What is suspected comes first, and of that and of the rest the known redirectors, which surely lead elsewhere. Of a clean page these are only links above the threshold, and links that hide where they lead. On other pages every link
    that is likelier than not to be the scam link is followed, and the likeliest one in any case.
    """
    led = [number for number in order if reading.candidates[number].way.exit.link.url is not None]
    least = threshold if band is Band.CLEAN else min([0.5, *(probability(float(ways[number])) for number in led[:1])])
    suspected = [reading.candidates[n].way for n in led if probability(float(ways[n])) >= least]
    hiding = [reading.candidates[n].way for n in led if reading.candidates[n].way.relation in _HIDING]
    found = [*sorted(suspected, key=_is_open), *sorted(hiding, key=_is_open)]
    # Many short links with the same words count as one candidate, although each may lead elsewhere.
    found += [way for way in reading.page.ways if way.relation is Relation.SHORT]
    urls = (way.exit.link.url for way in found)
    return tuple(dict.fromkeys(url for url in urls if url is not None))[:MOST]


def _is_open(way: WayOut) -> bool:
    return way.relation is not Relation.SHORT
