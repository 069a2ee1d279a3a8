"""Everything the features look at, worked out once: words, phrase hits and related ways out of one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import NamedTuple, cast

from detector import bounds, lexicon
from detector.features.folding import read_lines
from detector.features.names import subjects
from detector.features.relations import AWAY, Exit, Relation, own_address, relate
from detector.features.words import Tricks
from detector.page import Block, Hidden, LinkKind, Page, Region
from detector.urls import Address

SHORT_WORDS = 16
"""A block of at most so many words can be a button, a caption or a call to action."""

BAIT = (
    "watch",
    "partner",
    "download",
    "gamble",
    "supplement",
    "money",
    "prize",
    "credential",
    "order",
    "iptv",
    "illicit",
)
"""Phrase lists whose words invite a visitor to leave."""
SUBJECTS = frozenset(
    ("about_gambling", "about_streams", "about_remedies", "about_programs", "about_earning", "about_wares")
)
"""Phrase lists of what a page may be about; lures and honest pages share them."""

Hits = Mapping[str, int]
_NO_HITS: Hits = {}


class Passage(NamedTuple):
    """A block with its words and the phrases found in them."""

    block: Block
    words: Sequence[str]
    hits: Hits
    """Phrase list -> number of phrases found."""
    short: bool
    """Short enough for a button, a caption or a call to action."""
    baits: int
    """Phrases that invite a visitor to leave."""


class WayOut(NamedTuple):
    """An exit with its words and the passage it stands in."""

    exit: Exit
    words: Sequence[str]
    hits: Hits
    place: float
    """Position among the page's blocks, 0 first to 1 last."""
    passage: Passage | None
    baits: int
    """Inviting phrases on the link itself, else in its passage where that is short."""
    relation: Relation
    """Where it leads, seen from the page."""
    landing: Address | None
    """The destination after unwrapping."""

    def has(self, *names: str) -> bool:
        """One of these phrase lists has a hit on the link or in its short passage."""
        around = self.passage.hits if self.passage is not None and self.passage.short else _NO_HITS
        return any(name in self.hits or name in around for name in names)


@dataclass(frozen=True)
class Evidence:
    """One page, read."""

    page: Page
    own: Address | None
    """The page's own address, as received or as the page gives it."""
    title: Sequence[str]
    title_hits: Hits
    passages: Sequence[Passage]
    """Aligned with `page.blocks`; blocks beyond the text bound have no words."""
    ways: Sequence[WayOut]
    """Aligned with `page.links`."""
    tricks: Tricks

    @property
    def skipped(self) -> bool:
        """Whether there is text that was not read into words, as it lies beyond the bounds."""
        return sum(len(block.text) for block in self.page.blocks) > bounds.LINE_CHARACTERS

    @cached_property
    def shown(self) -> Sequence[Passage]:
        """Passages a reader sees."""
        return [p for p in self.passages if p.words and p.block.hidden in _SEEN]

    @cached_property
    def concealed(self) -> Sequence[Passage]:
        """Passages a reader does not see."""
        return [p for p in self.passages if p.words and p.block.hidden not in _SEEN]

    @cached_property
    def headings(self) -> Sequence[Passage]:
        """Headings of the first three ranks that a reader sees."""
        return [p for p in self.shown if p.block.tag in _RANKS]

    def last_lines(self, most: int, short: bool = False) -> Sequence[Passage]:
        """The last passages of the page's own text, furniture and comments aside, in order; `short` ones only."""
        own = (p for p in reversed(self.shown) if (p.short or not short) and p.block.region in _OWN_TEXT)
        return list(islice(own, most))[::-1]

    @cached_property
    def words(self) -> Sequence[str]:
        """All visible words in order."""
        return [word for passage in self.shown for word in passage.words]

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each visible word occurs."""
        return Counter(self.words)

    @cached_property
    def first_counts(self) -> Counter[str]:
        """How often each word occurs among the first 2,000, on which rates of words are measured."""
        return Counter(self.words[:2_000])

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Different visible words."""
        return frozenset(self.counts)

    @cached_property
    def prose(self) -> str:
        """Visible text as written, a block a line."""
        return "\n".join(p.block.text for p in self.shown)

    @cached_property
    def sample(self) -> str:
        """The first part of the visible text, enough for rates of characters."""
        return self.prose[: bounds.SAMPLE_CHARACTERS]

    @cached_property
    def headline(self) -> Sequence[str]:
        """The words of the title and of the first headings."""
        headings = [p.words[:20] for p in self.headings[:6]]
        return [word for words in (self.title[:40], *headings) for word in words]

    @cached_property
    def code(self) -> str:
        """Inline scripts, one after the other, lower-case."""
        return "\n".join(script.source for script in self.page.scripts if script.source).lower()

    @cached_property
    def hits(self) -> Counter[str]:
        """Phrases found in visible text, by list."""
        return _add(self.shown)

    @cached_property
    def own_hits(self) -> Counter[str]:
        """Phrases found in visible text that holds no link to an unknown host, by list."""
        linked = {way.exit.link.block for way in self.away}
        return _add(
            p for number, p in enumerate(self.passages) if number not in linked and p.hits and p.block.hidden in _SEEN
        )

    @cached_property
    def short_hits(self) -> Counter[str]:
        """Phrases found in short visible blocks, by list."""
        return _add(p for p in self.shown if p.short)

    @cached_property
    def last_hits(self) -> Counter[str]:
        """Phrases in the last five short blocks of the page's own text, furniture and comments aside, by list."""
        return _add(p for p in self.last_lines(5) if p.short)

    @cached_property
    def away(self) -> Sequence[WayOut]:
        """Ways out to hosts nobody vouches for."""
        return [way for way in self.ways if way.relation in AWAY]

    @cached_property
    def offsite(self) -> Sequence[WayOut]:
        """Every way out that leaves the site, share buttons aside."""
        return [way for way in self.ways if way.relation in _OFFSITE]

    @cached_property
    def away_hosts(self) -> Counter[str]:
        """Registrable domains nobody vouches for, with the number of ways out to each."""
        return Counter(way.landing.domain for way in self.away if way.landing is not None)

    @cached_property
    def away_subjects(self) -> Sequence[Set[str]]:
        """What the first ways out to unknown hosts speak of, aligned with `away`."""
        return [subjects_of(way) for way in self.away[: bounds.SUBJECTS]]

    @cached_property
    def landings(self) -> Sequence[Address]:
        """The different destinations nobody vouches for, the first 300."""
        return list({way.landing.url: way.landing for way in self.away if way.landing is not None}.values())[:300]

    @cached_property
    def away_regions(self) -> Counter[Region]:
        """How many of the ways out to unknown hosts stand in each region."""
        return Counter(way.exit.link.region for way in self.away)

    @cached_property
    def away_kinds(self) -> Counter[LinkKind]:
        """How many of the ways out to unknown hosts are built in each way."""
        return Counter(way.exit.link.kind for way in self.away)

    def beside(self, way: WayOut) -> frozenset[str]:
        """Phrase lists found in the two short lines before a way out and the two behind it."""
        link = way.exit.link
        middle = link.block if link.block >= 0 else link.before
        found: set[str] = set()
        for passage in self.passages[max(middle - 2, 0) : middle + 3]:
            if passage.hits and passage.short and passage is not way.passage:
                found.update(passage.hits)
        return frozenset(found)

    def bait_beside(self, way: WayOut) -> bool:
        """Does one of these lines invite to leave?"""
        return not self.beside(way).isdisjoint(BAIT)

    @cached_property
    def relations(self) -> Counter[Relation]:
        """How many ways out have each relation."""
        return Counter(way.exit.relation for way in self.ways)


# Few enough that comparing costs less than hashing.
_OWN_TEXT = (Region.MAIN, Region.BODY)
_SEEN = (Hidden.NO, Hidden.NOSCRIPT)
_RANKS = ("h1", "h2", "h3")
_OFFSITE = frozenset((*AWAY, Relation.OFFICIAL, Relation.PLATFORM))


def _add(passages: Iterable[Passage]) -> Counter[str]:
    total: Counter[str] = Counter()
    for passage in passages:
        if passage.hits:
            total.update(passage.hits)
    return total


def examine(page: Page) -> Evidence:
    """Read a page once for all features."""
    texts = _bounded([block.text for block in page.blocks])
    words, tricks = read_lines([page.title, *texts, *[link.text for link in page.links]])
    known = {text: _found(found) for text, found in words.items()}
    passages = [_passage((block, *known[text])) for block, text in zip(page.blocks, texts, strict=True)]
    own = own_address(page)
    ways = [_way(way, known[way.link.text], passages) for way in relate(page, own)]
    return Evidence(page, own, *known[page.title][:2], passages, ways, tricks)


_Found = tuple[Sequence[str], Hits, bool, int]
# Named tuples without the cost of passing each field by name: a page has hundreds of them.
_passage = cast("Callable[[tuple[object, ...]], Passage]", partial(tuple.__new__, Passage))
_way_out = cast("Callable[[tuple[object, ...]], WayOut]", partial(tuple.__new__, WayOut))


def _found(words: Sequence[str]) -> _Found:
    """Words with what follows from them: phrases, shortness and invitations."""
    phrases = lexicon.find(words)
    short = 0 < len(words) <= SHORT_WORDS
    if not phrases:
        return words, _NO_HITS, short, 0
    hits = Counter([name for name, _, _ in phrases])
    return words, hits, short, baits(hits)


def way_out(found: Exit, words: Sequence[str], hits: Hits, place: float, around: Passage | None) -> WayOut:
    """A way out, with what follows from its words and passage."""
    inviting = baits(hits) if hits else 0
    if not inviting and around is not None and around.short:
        inviting = around.baits
    return WayOut(found, words, hits, place, around, inviting, found.relation, found.landing)


def subjects_of(way: WayOut) -> Set[str]:
    """What a way out speaks of: in its words, its short line, its host's name and path."""
    named = subjects(way.landing.host, way.landing.path) if way.landing is not None else frozenset()
    around = way.passage.hits if way.passage is not None and way.passage.short else _NO_HITS
    return named | SUBJECTS.intersection(way.hits) | SUBJECTS.intersection(around) if way.hits or around else named


def baits(hits: Hits) -> int:
    """How many of these phrases invite a visitor to leave."""
    return sum(hits.get(name, 0) for name in BAIT)


def _bounded(texts: list[str]) -> list[str]:
    """Texts of blocks, empty where they lie beyond the bound."""
    total = sum(map(len, texts))
    if total <= bounds.LINE_CHARACTERS:
        return texts
    kept, before = [], 0
    for text in texts:
        read = before < bounds.HEAD_CHARACTERS or total - before <= bounds.TAIL_CHARACTERS
        kept.append(text if read else "")
        before += len(text)
    return kept


def _way(found: Exit, read: _Found, passages: Sequence[Passage]) -> WayOut:
    words, hits, _, inviting = read
    link, relation, landing, _ = found
    index = link.block
    last = max(len(passages) - 1, 1)
    if not 0 <= index < len(passages):
        return _way_out((found, words, hits, min(link.before / last, 1.0), None, inviting, relation, landing))
    around = passages[index]
    if not inviting and around.short:
        inviting = around.baits
    return _way_out((found, words, hits, index / last, around, inviting, relation, landing))
