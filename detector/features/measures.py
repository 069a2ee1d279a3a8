"""What is measured of each candidate: its words, its surroundings, its build, its place and its destination."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from detector import lexicon
from detector.features.candidates import UNSEEN, Candidate
from detector.features.evidence import BAIT, SUBJECTS, Evidence, WayOut, subjects_of
from detector.features.kinship import related_names, spelled, spelled_around
from detector.features.names import brand_within, path_topics, random_looking, topics
from detector.features.registry import log, share
from detector.features.relations import AWAY, Relation
from detector.features.subjects import is_foreign
from detector.features.targets import PAID, PROGRAM
from detector.page import LinkKind, Region
from detector.urls import Address

_LISTS: Sequence[tuple[str, str, tuple[str, ...]]] = (
    ("watch", "invites to watch", ("watch", "iptv")),
    ("partner", "speaks of a partner site", ("partner",)),
    ("download", "is a download lure", ("download", "illicit")),
    ("gamble", "invites to bet or play for money", ("gamble",)),
    ("order", "urges to order", ("order", "supplement", "urgency")),
    ("prize", "promises a prize or quick money", ("prize", "money")),
    ("credential", "asks to verify an account", ("credential",)),
    ("pretext", "asks for a card, an account or a step under a pretext", ("pretext",)),
    ("consent", "is part of a cookie notice", ("consent",)),
    ("disclosed", "discloses a paid link", ("disclosure",)),
    ("legal", "says where to watch legally", ("where_to_watch",)),
    ("warned", "warns of scams", ("warning",)),
    ("related", "heads a “related” list", ("related",)),
)
_PLACES = (("", "It"), ("_near", "The line it stands in"), ("_beside", "A line next to it"))
_RELATIONS = (Relation.UNKNOWN, Relation.SHORT, Relation.AFFILIATE, Relation.HOP, Relation.SITE, Relation.NONE)
_KINDS = tuple(kind for kind in LinkKind if kind is not LinkKind.ANCHOR)
_REGIONS = (Region.HEADER, Region.NAV, Region.MAIN, Region.ASIDE, Region.COMMENTS, Region.FOOTER)
_PARTS = (
    ("image", "It is an image"),
    ("wordless", "It has no words"),
    ("file_words", "Its only words are a file name"),
    ("length", "Number of its words"),
    ("hidden", "A reader cannot see it"),
    ("short_line", "It stands in a short line of its own"),
    ("in_prose", "It stands in a paragraph"),
    ("heading", "It stands in a heading"),
    ("late", "It stands in the last fifth of the page"),
    ("early", "It stands at the head of the page"),
    ("twins", "Number of links to the same host"),
    ("host_share", "Share of the page's unknown links that go to its host, up to four"),
    ("among", "Number of unknown hosts the page links, up to four"),
    ("known_beside", "The page links known services as well"),
    ("blank", "It opens a new window"),
    ("nofollow", "It is marked nofollow"),
    ("sponsored", "It is marked as sponsored"),
    ("saved", "It downloads a file"),
    ("shouted", "Its words are in capital letters"),
    ("title_words", "It repeats the page's title"),
    ("wrapped", "Its destination is hidden in a redirect wrapper"),
    ("plain_text", "The page came as plain text, its links lost"),
    ("warned_page", "The page warns of scams"),
    ("disclosed_page", "The page discloses paid links"),
    ("subject", "It speaks of betting, streams, remedies, downloads or earning"),
    ("off_subject", "It speaks of something the page itself does not"),
    ("unseen_subject", "It speaks of such things where a reader cannot see it"),
    ("named_beside", "Its host's name is spelled by the words on and around it"),
    ("named_in_title", "Its host's name is spelled by the page's title and headings"),
    ("kin", "Its host's name resembles the page's own"),
    ("unnamed_bait", "It invites without saying whom it leads to"),
    ("warned_bait", "It invites on a page that warns of scams"),
    ("quoted", "It stands in quotation marks"),
)
_TARGET = (
    ("suffix", "Its top-level domain is often abused"),
    ("topic", "Its host name or path has streaming, gambling or other lure words"),
    ("listed", "Its host is on a public list of scam or piracy hosts"),
    ("free_hosting", "It lies on free hosting or behind a tunnel"),
    ("odd_host", "Its host is an IP address, in punycode, on an odd port or behind a user name"),
    ("brand", "Its host carries a well-known brand's name"),
    ("random_name", "Its host name looks drawn by chance"),
    ("hyphens", "Number of hyphens in its host name"),
    ("digits", "Its host name holds digits"),
    ("subdomain", "Its host is a sub-domain"),
    ("paid", "It carries affiliate or click identifiers"),
    ("program", "It leads to a program or archive file"),
    ("front_page", "It leads to a front page"),
)

MEASURES: dict[str, str] = {
    **{f"way.{name}{place}": f"{subject} {reason}" for place, subject in _PLACES for name, reason, _ in _LISTS},
    **{f"way.to_{relation}": f"It leads to: {relation}" for relation in _RELATIONS},
    **{f"way.is_{kind}": f"It is built as: {kind}" for kind in _KINDS},
    **{f"way.in_{region}": f"It stands in: {region}" for region in _REGIONS},
    **{f"way.{name}": reason for name, reason in (*_PARTS, *_TARGET)},
}
"""Name -> the reason a moderator reads, in the order of `measured`."""

_QUOTES = frozenset('"“„«‘「『»›')
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_MOST_BESIDE = 4

_NUMBER = {name: number for number, name in enumerate(MEASURES)}
_OF_LIST = {
    name: [number for number, (_, _, names) in enumerate(_LISTS) if name in names]
    for name in {name for _, _, names in _LISTS for name in names}
}
"""Numbers of the measures that a phrase list counts for, among those of one place."""
_OF_RELATION: dict[Relation, int] = {relation: _NUMBER[f"way.to_{relation}"] for relation in _RELATIONS}
_OF_KIND: dict[LinkKind, int] = {kind: _NUMBER[f"way.is_{kind}"] for kind in _KINDS}
_OF_REGION: dict[Region, int] = {region: _NUMBER[f"way.in_{region}"] for region in _REGIONS}
_OTHER = _NUMBER[f"way.{_PARTS[0][0]}"]
"""Number of the first measure that more than one comparison decides."""
_NO_TARGET = [0.0] * len(_TARGET)


class _Surroundings(NamedTuple):
    """What the candidates of one page have in common."""

    page: Evidence
    foreign: frozenset[str]
    """Subjects that the page itself hardly speaks of."""
    title: frozenset[str]
    among: float
    known: float
    text: float
    warned: float
    """The page warns of scams, by a phrase."""
    warning: bool
    """It does so in its title or more than once."""
    disclosed: float
    named: dict[str, tuple[float, float]]
    """By the label of a host: share that title and headings spell, kinship with the page's own."""


def measured(candidates: Sequence[Candidate]) -> list[list[float]]:
    """The values of each candidate of one page, aligned with `MEASURES`."""
    around = _surroundings(candidates[0].page) if candidates else None
    return [_measured(candidate, around) for candidate in candidates if around is not None]


def _surroundings(page: Evidence) -> _Surroundings:
    warnings = page.hits["warning"]
    return _Surroundings(
        page,
        frozenset(subject for subject in SUBJECTS if is_foreign(page, subject)),
        frozenset(page.title),
        # Whoever writes the page chooses how much else it links: what stands beside an exit must not outweigh the exit.
        log(min(len(page.away_hosts), _MOST_BESIDE)),
        float(page.relations[Relation.OFFICIAL] + page.relations[Relation.PLATFORM] > 0),
        float(page.page.form == "text"),
        float(warnings > 0),
        "warning" in page.title_hits or warnings > 1,
        float(page.hits["disclosure"] > 0),
        {},
    )


def _measured(candidate: Candidate, around: _Surroundings) -> list[float]:
    way = candidate.way
    link, passage = way.exit.link, way.passage
    values = [0.0] * _OTHER
    near = passage.hits if passage is not None and passage.short else ()
    for place, hits in enumerate((way.hits, near, candidate.beside)):
        for name in hits:
            for number in _OF_LIST.get(name, ()):
                values[place * len(_LISTS) + number] = 1.0
    for one in (_OF_RELATION.get(way.relation), _OF_KIND.get(link.kind), _OF_REGION.get(link.region)):
        if one is not None:
            values[one] = 1.0
    values += _parts(candidate, around)
    values += _target(way.landing) if way.landing is not None else _NO_TARGET
    return values


def _parts(candidate: Candidate, around: _Surroundings) -> list[float]:
    way, page = candidate.way, around.page
    link, passage = way.exit.link, way.passage
    long_words = {word for word in way.words if len(word) > 3}
    return [
        float(link.image),
        float(not way.words),
        float(link.words_from == "file"),
        log(len(way.words)),
        float(link.hidden in UNSEEN),
        float(passage is not None and passage.short),
        float(passage is not None and len(passage.words) >= 25),
        float(passage is not None and passage.block.tag in _HEADINGS),
        float(way.place >= 0.8),
        float(way.place <= 0.1),
        log(candidate.twins),
        share(min(candidate.twins, _MOST_BESIDE), min(len(page.away), _MOST_BESIDE)) if way.relation in AWAY else 0.0,
        around.among,
        around.known,
        float(link.window == "_blank"),
        float("nofollow" in link.rel),
        float("sponsored" in link.rel),
        float(link.download),
        float(len(way.words) > 1 and link.text.isupper()),
        share(len(long_words & around.title), len(long_words)),
        float(way.exit.wrapped),
        around.text,
        around.warned,
        around.disclosed,
        *_subjects(way, around),
        *_names(candidate, around),
    ]


def _subjects(way: WayOut, around: _Surroundings) -> tuple[float, float, float]:
    found = subjects_of(way)
    if not found:
        return 0.0, 0.0, 0.0
    return 1.0, float(not around.foreign.isdisjoint(found)), float(way.exit.link.hidden in UNSEEN)


def _names(candidate: Candidate, around: _Surroundings) -> tuple[float, ...]:
    way = candidate.way
    inviting = way.baits > 0 or not candidate.beside.isdisjoint(BAIT)
    named = in_title = kin = 0.0
    if way.landing is not None and way.relation in AWAY:
        named = spelled_around(way)
        in_title, kin = _on_page(way.landing.label, around)
    return (
        named,
        in_title,
        kin,
        float(inviting and way.relation in AWAY and max(named, in_title) < 0.5 and not kin),
        float(inviting and around.warning),
        float(way.passage is not None and way.passage.block.text[:1] in _QUOTES),
    )


def _on_page(label: str, around: _Surroundings) -> tuple[float, float]:
    """What the page's headline and its own name have in common with a host's label."""
    found = around.named.get(label)
    if found is None:
        own = around.page.own.label if around.page.own is not None else ""
        found = around.named[label] = spelled(label, around.page.headline), float(related_names(label, own))
    return found


def _target(place: Address) -> list[float]:
    suffix, topic, listed, free, odd, *name = _host(place.host, place.label, place.suffix)
    return [
        suffix,
        topic or float(bool(path_topics(place.path))),
        listed,
        free,
        float(place.ip or place.userinfo or bool(place.port)) or odd,
        *name,
        float(place.subdomain not in ("", "www")),
        float(bool(PAID.search(place.query))),
        float(bool(PROGRAM.search(place.path))),
        float(place.path == "/"),
    ]


@lru_cache(maxsize=8_192)
def _host(host: str, label: str, suffix: str) -> tuple[float, ...]:
    """What a host's name alone says of a target."""
    return (
        lexicon.suffix_weight(suffix),
        float(bool(topics(host))),
        float(lexicon.host_in("scam_hosts", host) or lexicon.host_in("stream_hosts", host)),
        float(lexicon.host_in("free_hosting", host) or lexicon.host_in("tunnels", host)),
        float("xn--" in host),
        float(brand_within(host, label, suffix) != ""),
        float(random_looking(label)),
        log(host.count("-")),
        float(any(map(str.isdigit, label))),
    )
