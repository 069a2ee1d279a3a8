"""What is measured of each candidate: its words, its surroundings, its build, its place and its destination."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from detector import lexicon
from detector.features.candidates import UNSEEN, Candidate
from detector.features.evidence import BAIT, subjects_of
from detector.features.kinship import related_names, spelled, spelled_around
from detector.features.names import brand_abused, path_topics, random_looking, topics
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
_MOST_BESIDE = 4
_NO_LISTS = [0.0] * len(_LISTS)
_NO_TARGET = [0.0] * len(_TARGET)


def measured(candidate: Candidate) -> list[float]:
    """The candidate's values, aligned with `MEASURES`."""
    way = candidate.way
    link, passage = way.exit.link, way.passage
    return [
        *_lists(way.hits),
        *_lists(passage.hits if passage is not None and passage.short else ()),
        *_lists(candidate.beside),
        *(float(way.relation is relation) for relation in _RELATIONS),
        *(float(link.kind is kind) for kind in _KINDS),
        *(float(link.region is region) for region in _REGIONS),
        *_parts(candidate),
        *(_target(way.landing) if way.landing is not None else _NO_TARGET),
    ]


def _lists(hits: Collection[str]) -> list[float]:
    if not hits:
        return _NO_LISTS
    return [float(any(name in hits for name in names)) for _, _, names in _LISTS]


def _parts(candidate: Candidate) -> list[float]:
    way, page = candidate.way, candidate.page
    link, passage = way.exit.link, way.passage
    long_words = {word for word in way.words if len(word) > 3}
    known = page.relations[Relation.OFFICIAL] + page.relations[Relation.PLATFORM]
    # Whoever writes the page chooses how much else it links: what stands beside an exit must not outweigh the exit.
    hosts = min(len(page.away_hosts), _MOST_BESIDE)
    return [
        float(link.image),
        float(not way.words),
        float(link.words_from == "file"),
        log(len(way.words)),
        float(link.hidden in UNSEEN),
        float(passage is not None and passage.short),
        float(passage is not None and len(passage.words) >= 25),
        float(passage is not None and passage.block.tag in ("h1", "h2", "h3", "h4")),
        float(way.place >= 0.8),
        float(way.place <= 0.1),
        log(candidate.twins),
        share(min(candidate.twins, _MOST_BESIDE), min(len(page.away), _MOST_BESIDE)) if way.relation in AWAY else 0.0,
        log(hosts),
        float(known > 0),
        float(link.window == "_blank"),
        float("nofollow" in link.rel),
        float("sponsored" in link.rel),
        float(link.download),
        float(len(way.words) > 1 and link.text.isupper()),
        share(len(long_words.intersection(page.title)), len(long_words)),
        float(way.exit.wrapped),
        float(page.page.form == "text"),
        float(page.hits["warning"] > 0),
        float(page.hits["disclosure"] > 0),
        *_subjects(candidate),
        *_names(candidate),
    ]


def _subjects(candidate: Candidate) -> list[float]:
    way, page = candidate.way, candidate.page
    found = subjects_of(way)
    foreign = any(is_foreign(page, subject) for subject in found)
    return [float(bool(found)), float(foreign), float(bool(found) and way.exit.link.hidden in UNSEEN)]


def _names(candidate: Candidate) -> list[float]:
    way, page = candidate.way, candidate.page
    inviting = way.baits > 0 or not candidate.beside.isdisjoint(BAIT)
    warned = "warning" in page.title_hits or page.hits["warning"] > 1
    named = in_title = kin = 0.0
    if way.landing is not None and way.relation in AWAY:
        named = spelled_around(way)
        in_title = spelled(way.landing.label, page.headline)
        kin = float(related_names(way.landing.label, page.own.label if page.own is not None else ""))
    return [
        named,
        in_title,
        kin,
        float(inviting and way.relation in AWAY and max(named, in_title) < 0.5 and not kin),
        float(inviting and warned),
        float(way.passage is not None and way.passage.block.text[:1] in _QUOTES),
    ]


def _target(place: Address) -> list[float]:
    listed = lexicon.host_in("scam_hosts", place.host) or lexicon.host_in("stream_hosts", place.host)
    free = lexicon.host_in("free_hosting", place.host) or lexicon.host_in("tunnels", place.host)
    return [
        lexicon.suffix_weight(place.suffix),
        float(bool(topics(place.host) or path_topics(place.path))),
        float(listed),
        float(free),
        float(place.ip or place.userinfo or bool(place.port) or "xn--" in place.host),
        float(brand_abused(place) != ""),
        float(random_looking(place.label)),
        log(place.host.count("-")),
        float(any(map(str.isdigit, place.label))),
        float(place.subdomain not in ("", "www")),
        float(bool(PAID.search(place.query))),
        float(bool(PROGRAM.search(place.path))),
        float(place.path == "/"),
    ]
