"""The ways out that may be the scam link, each measured by itself.

A candidate leaves for a host nobody vouches for, hides where it leads, passes on through the site's own path, or invites.
Where links were lost (plain text), a short inviting line stands in for the link it once held.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from detector import lexicon
from detector.features.evidence import BAIT, Evidence, Passage, WayOut
from detector.features.names import brand_abused, path_topics, random_looking, topics
from detector.features.registry import log, share
from detector.features.relations import AWAY, Exit, Relation
from detector.features.targets import PAID, PROGRAM
from detector.page import Hidden, Link, LinkKind, Region

MOST = 120
"""At most so many candidates of a page are measured, inviting ones first."""

_UNSEEN = frozenset((Hidden.ATTRIBUTE, Hidden.DISPLAY, Hidden.OFFSCREEN, Hidden.TINY, Hidden.CONTRAST))


class Candidate(NamedTuple):
    """One possible scam link and the page around it."""

    way: WayOut
    page: Evidence
    twins: int
    """How many links of the page lead to the same host."""


def candidates(page: Evidence) -> Sequence[Candidate]:
    """The page's candidates, one for each destination host, words, region and build; inviting ones first."""
    chosen: dict[tuple[object, ...], WayOut] = {}
    for way in (*(way for way in page.ways if _suspect(way)), *_lines(page)):
        link = way.exit.link
        place = way.landing.domain if way.landing is not None else link.target[:80]
        chosen.setdefault((place, tuple(way.words[:12]), link.region, link.kind, link.hidden in _UNSEEN), way)
    ordered = sorted(chosen.values(), key=lambda way: way.baits == 0)
    return [Candidate(way, page, _twins(page, way)) for way in ordered[:MOST]]


def _suspect(way: WayOut) -> bool:
    if way.relation in AWAY:
        return True
    if way.relation is Relation.HOP or way.exit.link.kind is LinkKind.HANDLER:
        return way.relation not in (Relation.OFFICIAL, Relation.PLATFORM, Relation.SHARE, Relation.ASSET)
    return way.relation in (Relation.NONE, Relation.SELF, Relation.SITE) and any(name in way.hits for name in BAIT)


def _lines(page: Evidence) -> Sequence[WayOut]:
    """Short inviting passages without a link, as ways out without a destination."""
    linked = {way.exit.link.block for way in page.ways}
    return [
        WayOut(
            Exit(_line_link(passage, number), Relation.NONE, None, False),
            passage.words,
            passage.hits,
            _place(page, number),
            passage,
        )
        for number, passage in enumerate(page.passages)
        if passage.short and passage.baits and number not in linked
    ]


def _line_link(passage: Passage, number: int) -> Link:
    block = passage.block
    return Link(LinkKind.TEXT, "", None, block.text, "text", block.region, block.hidden, block=number)


def _place(page: Evidence, number: int) -> float:
    return number / max(len(page.passages) - 1, 1)


def _twins(page: Evidence, way: WayOut) -> int:
    return page.away_hosts.get(way.landing.domain, 1) if way.landing is not None else 1


Measure = Callable[[Candidate], float]
MEASURES: dict[str, tuple[str, Measure]] = {}
"""Name -> (reason a moderator reads, function)."""


def _measure(name: str, reason: str) -> Callable[[Measure], Measure]:
    def declare(function: Measure) -> Measure:
        MEASURES[f"way.{name}"] = (reason, function)
        return function

    return declare


def _hit(candidate: Candidate, *names: str) -> float:
    return float(any(name in candidate.way.hits for name in names))


def _near(candidate: Candidate, *names: str) -> float:
    passage = candidate.way.passage
    return float(passage is not None and passage.short and any(name in passage.hits for name in names))


for _name, _reason, _lists in (
    ("watch", "Its words invite to watch", ("watch", "iptv")),
    ("partner", "Its words speak of a partner site", ("partner",)),
    ("download", "Its words are a download lure", ("download", "illicit")),
    ("gamble", "Its words invite to bet or play for money", ("gamble",)),
    ("order", "Its words urge to order", ("order", "supplement", "urgency")),
    ("prize", "Its words promise a prize or quick money", ("prize", "money")),
    ("credential", "Its words ask to verify an account", ("credential",)),
    ("consent", "It stands in a cookie notice", ("consent",)),
    ("disclosed", "A paid link is disclosed beside it", ("disclosure",)),
    ("legal", "It says where to watch legally", ("where_to_watch",)),
    ("warned", "A warning stands beside it", ("warning",)),
    ("related", "It stands in a “related” list", ("related",)),
):
    MEASURES[f"way.{_name}"] = (_reason, lambda c, lists=_lists: _hit(c, *lists))  # type: ignore[misc]
    MEASURES[f"way.{_name}_near"] = (f"{_reason} (in the line around it)", lambda c, lists=_lists: _near(c, *lists))  # type: ignore[misc]

for _relation in (Relation.UNKNOWN, Relation.SHORT, Relation.AFFILIATE, Relation.HOP, Relation.SITE, Relation.NONE):
    MEASURES[f"way.to_{_relation}"] = (
        f"It leads to: {_relation}",
        lambda c, relation=_relation: float(c.way.relation is relation),  # type: ignore[misc]
    )

for _kind in LinkKind:
    if _kind is not LinkKind.ANCHOR:
        MEASURES[f"way.is_{_kind}"] = (
            f"It is built as: {_kind}",
            lambda c, kind=_kind: float(c.way.exit.link.kind is kind),  # type: ignore[misc]
        )

for _region in (Region.HEADER, Region.NAV, Region.MAIN, Region.ASIDE, Region.COMMENTS, Region.FOOTER):
    MEASURES[f"way.in_{_region}"] = (
        f"It stands in: {_region}",
        lambda c, region=_region: float(c.way.exit.link.region is region),  # type: ignore[misc]
    )


@_measure("image", "It is an image")
def _image(c: Candidate) -> float:
    return float(c.way.exit.link.image)


@_measure("wordless", "It has no words")
def _wordless(c: Candidate) -> float:
    return float(not c.way.words)


@_measure("length", "Number of its words")
def _length(c: Candidate) -> float:
    return log(len(c.way.words))


@_measure("hidden", "A reader cannot see it")
def _hidden(c: Candidate) -> float:
    return float(c.way.exit.link.hidden in _UNSEEN)


@_measure("short_line", "It stands in a short line of its own")
def _short_line(c: Candidate) -> float:
    return float(c.way.passage is not None and c.way.passage.short)


@_measure("in_prose", "It stands in a paragraph")
def _in_prose(c: Candidate) -> float:
    return float(c.way.passage is not None and len(c.way.passage.words) >= 25)


@_measure("late", "It stands in the last fifth of the page")
def _late(c: Candidate) -> float:
    return float(c.way.place >= 0.8)


@_measure("early", "It stands at the head of the page")
def _early(c: Candidate) -> float:
    return float(c.way.place <= 0.1)


@_measure("twins", "Number of links to the same host")
def _twin_count(c: Candidate) -> float:
    return log(c.twins)


@_measure("host_share", "Share of the page's unknown links that go to its host")
def _host_share(c: Candidate) -> float:
    return share(c.twins, len(c.page.away)) if c.way.relation in AWAY else 0.0


@_measure("among", "Number of unknown hosts the page links")
def _among(c: Candidate) -> float:
    return log(len(c.page.away_hosts))


@_measure("known_beside", "Share of the page's outside links that go to known services")
def _known_beside(c: Candidate) -> float:
    known = c.page.relations[Relation.OFFICIAL] + c.page.relations[Relation.PLATFORM]
    return share(known, len(c.page.offsite))


@_measure("blank", "It opens a new window")
def _blank(c: Candidate) -> float:
    return float(c.way.exit.link.window == "_blank")


@_measure("nofollow", "It is marked nofollow")
def _nofollow(c: Candidate) -> float:
    return float("nofollow" in c.way.exit.link.rel)


@_measure("sponsored", "It is marked as sponsored")
def _sponsored(c: Candidate) -> float:
    return float("sponsored" in c.way.exit.link.rel)


@_measure("download_mark", "It downloads a file")
def _download_mark(c: Candidate) -> float:
    return float(c.way.exit.link.download)


@_measure("shouted", "Its words are in capital letters")
def _shouted(c: Candidate) -> float:
    return float(len(c.way.words) > 1 and c.way.exit.link.text.isupper())


@_measure("title_words", "It repeats the page's title")
def _title_words(c: Candidate) -> float:
    long_words = {word for word in c.way.words if len(word) > 3}
    return share(len(long_words.intersection(c.page.title)), len(long_words))


@_measure("wrapped", "Its destination is hidden in a redirect wrapper")
def _wrapped(c: Candidate) -> float:
    return float(c.way.exit.wrapped)


@_measure("suffix", "Its top-level domain is often abused")
def _suffix(c: Candidate) -> float:
    return lexicon.suffix_weight(c.way.landing.suffix) if c.way.landing is not None else 0.0


@_measure("topic", "Its host name or path has streaming, gambling or other lure words")
def _topic(c: Candidate) -> float:
    place = c.way.landing
    return float(place is not None and bool(topics(place.host) or path_topics(place.path)))


@_measure("listed", "Its host is on a public list of scam or piracy hosts")
def _listed(c: Candidate) -> float:
    place = c.way.landing
    return float(
        place is not None and any(lexicon.host_in(name, place.host) for name in ("scam_hosts", "stream_hosts"))
    )


@_measure("free_hosting", "It lies on free hosting or behind a tunnel")
def _free(c: Candidate) -> float:
    place = c.way.landing
    return float(place is not None and any(lexicon.host_in(name, place.host) for name in ("free_hosting", "tunnels")))


@_measure("odd_host", "Its host is an IP address, in punycode, on an odd port or behind a user name")
def _odd_host(c: Candidate) -> float:
    place = c.way.landing
    return float(place is not None and (place.ip or place.userinfo or bool(place.port) or "xn--" in place.host))


@_measure("brand", "Its host carries a well-known brand's name")
def _brand(c: Candidate) -> float:
    return float(c.way.landing is not None and brand_abused(c.way.landing) != "")


@_measure("random_name", "Its host name looks drawn by chance")
def _random(c: Candidate) -> float:
    return float(c.way.landing is not None and random_looking(c.way.landing.label))


@_measure("hyphens", "Number of hyphens in its host name")
def _hyphens(c: Candidate) -> float:
    return log(c.way.landing.host.count("-")) if c.way.landing is not None else 0.0


@_measure("digits", "Its host name holds digits")
def _digits(c: Candidate) -> float:
    return float(c.way.landing is not None and any(map(str.isdigit, c.way.landing.label)))


@_measure("subdomain", "Its host is a sub-domain")
def _subdomain(c: Candidate) -> float:
    return float(c.way.landing is not None and c.way.landing.subdomain not in ("", "www"))


@_measure("paid", "It carries affiliate or click identifiers")
def _paid(c: Candidate) -> float:
    return float(c.way.landing is not None and bool(PAID.search(c.way.landing.query)))


@_measure("program", "It leads to a program or archive file")
def _program(c: Candidate) -> float:
    return float(c.way.landing is not None and bool(PROGRAM.search(c.way.landing.path)))


@_measure("front_page", "It leads to a front page")
def _front_page(c: Candidate) -> float:
    return float(c.way.landing is not None and c.way.landing.path == "/")


@_measure("plain_text", "The page came as plain text, its links lost")
def _plain_text(c: Candidate) -> float:
    return float(c.page.page.form == "text")
