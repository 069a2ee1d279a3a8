"""Verdicts full of strangers' strings, in every form that they are written in."""

from __future__ import annotations

from detector.page import Hop, LinkKind
from detector.verdict import Band, Fingerprint, KindScore, LinkVerdict, Reason, Verdict
from tests.fuzz.cutting import Cut
from tests.fuzz.pages import written

_BANDS = (Band.SPAM, Band.REVIEW, Band.CLEAN)
_MARK = "\x1f"


def check(given: bytes) -> None:
    """Strings for the places of a verdict, its options in the first three bytes."""
    cut = Cut(given)
    band, kind, score = cut.one_of(_BANDS), cut.one_of(tuple(LinkKind)), cut.number() / 255
    # Half pairs too: a path of the file system may hold them.
    texts = cut.rest().decode("utf-8", "surrogateescape").split(_MARK)
    text, other, third = (texts * 3)[:3]
    reason = Reason("text.watch_lines", text, score - 0.5)
    hops = (Hop(other, 302), Hop(third, 301))
    links = tuple(
        LinkVerdict(url, str(kind), other, score, third, (reason,), landing=text, hops=hops, error=third)
        for url in texts[:4]
    )
    kinds = () if band is Band.CLEAN else (KindScore("survey", score),)
    written(
        Verdict(
            id=text or None,
            url=other or None,
            score=score,
            band=band,
            kind=kinds[0].kind if kinds else None,
            reasons=(reason,),
            links=links,
            model="toy-1",
            schema="s1",
            fingerprint=Fingerprint("0a" * 32, lure="0b" * 8),
            kinds=kinds,
            hops=hops,
        )
    )
