"""Features of what is talked about: betting, streams, remedies, programs, quick money and bought wares, by their vocabulary.

A subject is no evidence by itself; what counts is how much of it there is, and whether a way out speaks of one that the page
around it does not: links that somebody else put there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from detector import bounds
from detector.features.candidates import UNSEEN
from detector.features.columns import headings, once, spoken
from detector.features.evidence import SUBJECTS, Evidence, WayOut
from detector.features.registry import feature, log, share
from detector.features.relations import AWAY, Relation

_FOREIGN_RATE = 0.004
"""A subject with fewer words than this, for each word of the page, is not what the page is about."""
_LARGE = frozenset(("h1", "h2", "h3"))
_HEADINGS = frozenset((*_LARGE, "h4"))
_LEAVES = frozenset((*AWAY, Relation.OFFICIAL, Relation.PLATFORM, Relation.SHARE))


def is_foreign(page: Evidence, subject: str) -> bool:
    """Does the page, its links to unknown hosts aside, hardly speak of this subject?"""
    return page.own_hits[subject] < _FOREIGN_RATE * max(len(page.words), 1)


@once
def _subjects(page: Evidence) -> Sequence[tuple[WayOut, Set[str]]]:
    """The first ways out to unknown hosts that speak of a subject, each with what it speaks of."""
    return [(way, found) for way, found in zip(page.away, page.away_subjects, strict=False) if found]


@once
def _off_subject(page: Evidence) -> Sequence[WayOut]:
    if not _subjects(page):
        return []
    foreign = {subject for subject in SUBJECTS if is_foreign(page, subject)}
    return [way for way, found in _subjects(page) if not foreign.isdisjoint(found)]


def _rate(page: Evidence, subject: str) -> float:
    return log(100 * page.hits[subject] / max(len(page.words), 20))


@feature("text", quotes=("about_gambling",))
def gambling_words(page: Evidence) -> float:
    """Betting and casino vocabulary for each hundred words (log).

    >>> gambling_words(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "about_gambling")


@feature("text", quotes=("about_streams",))
def stream_words(page: Evidence) -> float:
    """Streaming and ripping vocabulary for each hundred words (log).

    >>> stream_words(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "about_streams")


@feature("text", quotes=("about_remedies",))
def remedy_words(page: Evidence) -> float:
    """Supplement and cure vocabulary for each hundred words (log).

    >>> remedy_words(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "about_remedies")


@feature("text", quotes=("about_programs",))
def program_words(page: Evidence) -> float:
    """Download, app and crack vocabulary for each hundred words (log).

    >>> program_words(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "about_programs")


@feature("text", quotes=("about_earning",))
def earning_words(page: Evidence) -> float:
    """Coin, loan and earning vocabulary for each hundred words (log).

    >>> earning_words(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "about_earning")


@feature("text", quotes=("about_wares",))
def ware_words(page: Evidence) -> float:
    """Vocabulary of bought papers, followers, replicas and company for each hundred words (log).

    >>> ware_words(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "about_wares")


@feature("text")
def title_subjects(page: Evidence) -> float:
    """Betting, streaming, remedy, download or earning vocabulary in the title (log).

    >>> title_subjects(look('<title>Casino slots</title>')) == log(2)
    True
    """
    return log(sum([count for name, count in page.title_hits.items() if name in SUBJECTS]))


@feature("text")
def title_off_subject(page: Evidence) -> float:
    """The title speaks of betting, streams or remedies, the text hardly does.

    >>> title_off_subject(look('<title>Casino slots</title><p>Our school choir sings on Friday.</p>'))
    1.0
    """
    return float(any(is_foreign(page, subject) for subject in SUBJECTS.intersection(page.title_hits)))


@feature("text")
def heading_subjects(page: Evidence) -> float:
    """Share of the headings with betting, streaming, remedy, download or earning vocabulary.

    >>> heading_subjects(look('<h2>Casino bonus</h2><h2>About us</h2>'))
    0.5
    """
    large = [p for p in headings(page) if p.block.tag in _LARGE]
    return share(len([p for p in large if p.hits and not SUBJECTS.isdisjoint(p.hits)]), len(large))


@feature("text")
def subject_spread(page: Evidence) -> float:
    """Number of the different subjects of lures that the page touches (log).

    >>> subject_spread(look('<p>casino and bitcoin</p>')) == log(2)
    True
    """
    return log(len(SUBJECTS.intersection(page.hits)))


@feature("links")
def subject_exits(page: Evidence) -> float:
    """Links to unknown hosts that speak of betting, streams, remedies, downloads or earning (log).

    >>> subject_exits(look('<a href=https://unheard.example/>casino</a>')) == log(1)
    True
    """
    return log(len(_subjects(page)))


@feature("links")
def off_subject_exits(page: Evidence) -> float:
    """Links to unknown hosts about something the page itself does not speak of: casino links under a recipe (log).

    >>> off_subject_exits(look('<p>Bread and water.</p><p><a href=https://unheard.example/>casino</a></p>')) == log(1)
    True
    """
    return log(len(_off_subject(page)))


@feature("links")
def off_subject_hosts(page: Evidence) -> float:
    """Number of different unknown hosts linked about something the page does not speak of (log).

    >>> off_subject_hosts(look('<p>Bread.</p><p><a href=https://unheard.example/>casino</a></p>')) == log(1)
    True
    """
    return log(len({way.landing.domain for way in _off_subject(page) if way.landing is not None}))


@feature("links")
def hidden_subject_exits(page: Evidence) -> float:
    """Links that a reader cannot see and that speak of betting, streams, remedies or earning (log).

    >>> hidden_subject_exits(look('<p hidden><a href=https://unheard.example/>casino</a></p>')) == log(1)
    True
    """
    return log(sum([way.exit.link.hidden in UNSEEN for way, _ in _subjects(page)]))


@feature("links")
def subject_run(page: Evidence) -> float:
    """Longest row of links to unknown hosts about one subject, one just behind the other (log).

    >>> subject_run(look('<a href=https://unheard.example/>casino</a>' * 3)) == log(3)
    True
    """
    return log(max(_runs(page.away_subjects))) if _subjects(page) else 0.0


def _runs(found: Iterable[Set[str]]) -> Iterator[int]:
    running: dict[str, int] = {}
    for subjects in found:
        running = {subject: running.get(subject, 0) + 1 for subject in subjects}
        yield max(running.values(), default=0)


@feature("links")
def site_subjects(page: Evidence) -> float:
    """Share of the links within the site that speak of betting, streams, remedies, downloads or earning.

    >>> site_subjects(look('<a href=/a>casino bonus</a><a href=/b>About us</a>'))
    0.5
    """
    if not [way for way in spoken(page) if way.relation not in _LEAVES]:
        return 0.0
    local = [way for way in page.ways if way.relation not in _LEAVES][: bounds.SUBJECTS]
    return share(len([way for way in local if way.hits and not SUBJECTS.isdisjoint(way.hits)]), len(local))


@feature("links")
def many_texts_one_host(page: Evidence) -> float:
    """Number of different words on the links to one unknown host: a catalogue behind one door (log).

    >>> many_texts_one_host(look('<a href=https://unheard.example/1>a</a><a href=https://unheard.example/2>b</a>')) == log(2)
    True
    """
    texts: dict[str, set[str]] = {}
    for way in page.away[: bounds.SUBJECTS]:
        if way.landing is not None and way.words:
            texts.setdefault(way.landing.domain, set()).add(" ".join(way.words[:8]))
    return log(max(map(len, texts.values()), default=0))


@feature("links")
def heading_exits(page: Evidence) -> float:
    """Headings that are links to unknown hosts (log).

    >>> heading_exits(look('<h3><a href=https://unheard.example/>Kettle</a></h3>')) == log(1)
    True
    """
    inside = [(way.exit.link, way.passage) for way in page.away if way.passage is not None]
    return log(len({link.block for link, around in inside if around.block.tag in _HEADINGS}))
