"""Labelled records that tests of several formats share."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from detector.page import Hop
from detector.sinks.rows import label_row
from detector.verdict import Band, Fingerprint, KindScore, LinkVerdict, Reason, Verdict


class Place(NamedTuple):
    """As sources give it."""

    number: int
    offset: int | None = None


class Record(NamedTuple):
    """As sources give it, as far as sinks look."""

    place: Place
    status: int | None = None


WHY = Reason("text.watch_lines", "Lines that invite to watch: “Watch”", 1.5)
SPAM = Verdict(
    id="<urn:uuid:1>",
    url="https://films.example/12130",
    score=0.97,
    band=Band.SPAM,
    kind="fake-stream",
    reasons=(WHY, Reason("links.known_share", "Share of links to known services", -0.25)),
    links=(
        LinkVerdict(
            *("https://go.example/a", "anchor", "Watch", 0.9, "Watch now", (WHY,), "https://reel.example/a"),
            (Hop("https://go.example/a", 302),),
            "The host did not answer.",
        ),
        LinkVerdict("", "text", "FULL MOVIE", 0.5),
    ),
    model="toy-1",
    schema="s1",
    fingerprint=Fingerprint("0a" * 32, lure="0b" * 8),
    kinds=(KindScore("fake-stream", 0.8), KindScore("survey", 0.5)),
    hops=(Hop("https://short.example/x", 301), Hop("https://films.example/go", 307)),
)
CLEAN = Verdict("a|b", None, 0.02, Band.CLEAN, None, (), (), "toy-1", "s1", truncated=True)
FAILED = Verdict(None, None, math.nan, None, None, (), (), "toy-1", "s1", error="The page is empty.")
RECORDS = (
    (SPAM, Record(Place(0, 0), 200)),
    (CLEAN, Record(Place(1, 2**40), 404)),
    (FAILED, Record(Place(2))),
)


def rows(*fields: str) -> list[dict[str, Any]]:
    """A row for each of `RECORDS`, of all fields or these."""
    chosen = {"fields": fields} if fields else {}
    return [label_row(verdict, "crawl.warc.gz", record, **chosen) for verdict, record in RECORDS]


def hostile(text: str) -> dict[str, Any]:
    """A row that has the text wherever a page's or an input's text can come to stand."""
    reason = Reason("f", text, 0.5)
    verdict = Verdict(
        id=text,
        url=text,
        score=0.5,
        band=Band.REVIEW,
        kind="other",
        reasons=(reason,),
        links=(LinkVerdict(text, "anchor", text, 0.5, text, (reason,), text, (Hop(text, 301),), text),),
        model="toy-1",
        schema="s1",
        error=text,
        kinds=(KindScore("other", 0.5),),
        hops=(Hop(text, 301),),
    )
    return label_row(verdict, text, Record(Place(0)))
