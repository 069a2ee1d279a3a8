"""Honest company for the lure: prose, links and official services around it, and another place for the exit."""

from __future__ import annotations

from html import escape

from benchmarks.evasion.edits import anchors, at_end, at_start, in_middle, replaced
from benchmarks.evasion.pages import Written, honest_words
from benchmarks.evasion.registry import trick

_WORDS = 3_000
_LINKS = 200
_KNOWN = (
    "www.imdb.com/title/tt{}",
    "en.wikipedia.org/wiki/Film_{}",
    "www.netflix.com/title/{}",
    "letterboxd.com/film/{}",
    "www.justwatch.com/us/movie/{}",
    "www.rottentomatoes.com/m/{}",
    "www.youtube.com/watch?v={}",
    "www.theguardian.com/film/{}",
)
_OFFICIAL = (
    '<h3>Where to watch</h3><ul><li><a href="https://www.netflix.com/title/81040344">Netflix</a> (subscription)</li>'
    '<li><a href="https://tv.apple.com/movie/81040344">Apple TV</a> (rent or buy)</li>'
    '<li><a href="https://www.amazon.com/gp/video/detail/B08X">Prime Video</a></li>'
    '<li><a href="https://www.justwatch.com/us/movie/81040344">JustWatch</a></li></ul>'
)


def _paragraphs(page: Written, count: int) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in honest_words(page, count))


@trick("padding")
def honest_prose_before(page: Written) -> str:
    """Three thousand words of honest prose stand before the page's own."""
    return at_start(page.html, _paragraphs(page, _WORDS))


@trick("padding")
def honest_prose_after(page: Written) -> str:
    """Three thousand words of honest prose stand behind the page's own."""
    return at_end(page.html, _paragraphs(page, _WORDS))


@trick("padding")
def honest_prose_around(page: Written) -> str:
    """Three thousand words of honest prose stand before the page's own, and as many behind."""
    prose = _paragraphs(page, _WORDS)
    return at_end(at_start(page.html, prose), prose)


@trick("padding", neutral=True)
def decoy_links(page: Written) -> str:
    """Two hundred links to well-known sites stand at the end."""
    targets = (_KNOWN[number % len(_KNOWN)].format(1_000 + number) for number in range(_LINKS))
    return at_end(page.html, "<ul>" + "".join(f'<li><a href="https://{t}">Source</a></li>' for t in targets) + "</ul>")


@trick("padding", neutral=True)
def decoy_watch_block(page: Written) -> str:
    """A block of official services to watch at stands at the end."""
    return at_end(page.html, _OFFICIAL)


@trick("padding", neutral=True)
def decoy_disclosure(page: Written) -> str:
    """The page discloses affiliate links and warns of scams."""
    said = "We may earn a commission from affiliate links. Beware of scam sites that ask for a card to watch a film."
    return at_end(page.html, f"<p>{said}</p>")


@trick("padding")
def exits_first(page: Written) -> str:
    """The exits stand at the start of the page, far from the words that led to them."""
    return at_start(*_apart(page))


@trick("padding")
def exits_in_the_middle(page: Written) -> str:
    """The exits stand in the middle of the page."""
    return in_middle(*_apart(page))


@trick("padding")
def exits_last(page: Written) -> str:
    """The exits stand at the end of the page, in its footer."""
    return at_end(*_apart(page))


def _apart(page: Written) -> tuple[str, str]:
    """The page without its exits, and these as paragraphs."""
    found = "".join(f"<p>{page.html[anchor.start : anchor.end]}</p>" for anchor in anchors(page))
    return replaced(page, lambda anchor: ""), found
