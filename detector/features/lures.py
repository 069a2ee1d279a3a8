"""Features of the words on the ways out: what a link promises, set against where it leads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from itertools import chain
from operator import itemgetter

from detector.features.columns import away_inviting, away_links, by_relation, inviting, once, said, spoken
from detector.features.evidence import BAIT, Evidence, WayOut
from detector.features.registry import feature, log, share
from detector.features.relations import Relation
from detector.page import LinkKind

_SERVED = frozenset((LinkKind.SCRIPT, LinkKind.HANDLER, LinkKind.FRAME, LinkKind.EMBED, LinkKind.REFRESH))
_HOST_IN_WORDS = re.compile(
    r"\b(?:https?://|www\.)?([a-z0-9-]{2,40}\.(?:com|net|org|tv|co|io|info|de|fr|uk))\b", re.IGNORECASE
)
_LIST_WORDS = frozenset(
    ("best", "top", "reviews", "beste", "besten", "mejores", "meilleurs", "migliori", "melhores", "terbaik")
)
_FIRST = itemgetter(slice(4))
_BAITS = frozenset(BAIT)
_LOCAL = frozenset((Relation.SITE, Relation.HOP))
_DEAD = frozenset((Relation.NONE, Relation.SELF))
_ARROW = re.compile("[►▶▷➤➜→⇒»👉👇🔥✅⬇⏬🎬🍿💰🎁⭐]")
# Members by themselves: to reach one through its enumeration is a call of Python's until 3.12.
_HOP, _SITE, _OFFICIAL = Relation.HOP, Relation.SITE, Relation.OFFICIAL


@once
def _promises(page: Evidence) -> Sequence[Set[str]]:
    """The phrase lists on each link to an unknown host or in its short passage, of links that have any."""
    found: list[Set[str]] = []
    for way in page.away:
        around = way.passage
        if around is not None and around.short and around.hits:
            found.append(way.hits.keys() | around.hits.keys())
        elif way.hits:
            found.append(way.hits.keys())
    return found


def _baited(page: Evidence, *names: str) -> int:
    return len([1 for promised in _promises(page) if not promised.isdisjoint(names)])


@feature("links", quotes=BAIT)
def baits(page: Evidence) -> float:
    """Links to unknown hosts whose words invite to watch, download, play or buy (log).

    >>> baits(look('<a href=https://unheard.example/>Watch full movie</a>')) == log(1)
    True
    """
    return log(len(away_inviting(page)))


@feature("links", quotes=BAIT)
def bait_share(page: Evidence) -> float:
    """Share of the links to unknown hosts that invite to watch, download, play or buy.

    >>> bait_share(look('<a href=https://unheard.example/>Watch full movie</a>'))
    1.0
    """
    return share(len(away_inviting(page)), len(page.away))


@feature("links", quotes=("watch", "iptv"))
def watch_baits(page: Evidence) -> float:
    """“Watch the movie” links to unknown hosts (log).

    >>> watch_baits(look('<a href=https://unheard.example/>Watch full movie</a>')) == log(1)
    True
    """
    return log(_baited(page, "watch", "iptv"))


@feature("links", quotes=("partner",))
def partner_baits(page: Evidence) -> float:
    """Links to unknown hosts beside “partner site” words (log).

    >>> partner_baits(look('<p><a href=https://unheard.example/>Click</a> hosted on a partner site</p>')) == log(1)
    True
    """
    return log(_baited(page, "partner"))


@feature("links", quotes=("download", "illicit"))
def download_baits(page: Evidence) -> float:
    """Download lures that lead to unknown hosts (log).

    >>> download_baits(look('<a href=https://unheard.example/>about us</a>'))
    0.0
    """
    return log(_baited(page, "download", "illicit"))


@feature("links", quotes=("gamble",))
def gamble_baits(page: Evidence) -> float:
    """Betting and casino links to unknown hosts (log).

    >>> gamble_baits(look('<a href=https://unheard.example/>about us</a>'))
    0.0
    """
    return log(_baited(page, "gamble"))


@feature("links", quotes=("order", "supplement"))
def order_baits(page: Evidence) -> float:
    """“Order now” links to unknown hosts (log).

    >>> order_baits(look('<a href=https://unheard.example/>Order now</a>')) == log(1)
    True
    """
    return log(_baited(page, "order", "supplement"))


@feature("links", quotes=("prize", "money"))
def prize_baits(page: Evidence) -> float:
    """Prize, survey and quick-money links to unknown hosts (log).

    >>> prize_baits(look('<a href=https://unheard.example/>about us</a>'))
    0.0
    """
    return log(_baited(page, "prize", "money"))


@feature("links", quotes=("credential",))
def credential_baits(page: Evidence) -> float:
    """“Verify your account” words on ways out to unknown hosts (log).

    >>> credential_baits(look('<a href=https://unheard.example/>about us</a>'))
    0.0
    """
    return log(_baited(page, "credential"))


@feature("links", quotes=BAIT)
def hop_baits(page: Evidence) -> float:
    """Inviting links through the site's own pass-on paths (log).

    >>> hop_baits(look('<a href=/go/1>Watch full movie</a>')) == log(1)
    True
    """
    return log(len([way for way in inviting(page) if way.relation is _HOP]))


@feature("links", quotes=BAIT)
def site_baits(page: Evidence) -> float:
    """Share of the links within the site that invite to watch, download, play or buy.

    >>> site_baits(look('<a href=/a>Watch full movie</a><a href=/b>About</a>'))
    0.5
    """
    found = [way for way in spoken(page) if way.relation in _LOCAL and not _BAITS.isdisjoint(way.hits)]
    return share(len(found), page.relations[_SITE] + page.relations[_HOP])


@feature("links", quotes=BAIT)
def dead_baits(page: Evidence) -> float:
    """Inviting buttons without a readable destination (log).

    >>> dead_baits(look('<a href="javascript:go()">Watch full movie</a>')) == log(1)
    True
    """
    return log(len([way for way in inviting(page) if way.relation in _DEAD]))


@feature("links")
def official_baits(page: Evidence) -> float:
    """Links to official services that say where to watch (log).

    >>> official_baits(look('<p>Where to watch: <a href=https://www.netflix.com/title/1>Netflix</a></p>')) == log(1)
    True
    """
    return log(sum([way.has("where_to_watch", "watch", "order") for way in by_relation(page)[_OFFICIAL]]))


@feature("links", quotes=BAIT)
def late_baits(page: Evidence) -> float:
    """An inviting link to an unknown host stands in the last quarter of the page.

    >>> late_baits(look('<p>a</p><p>b</p><p><a href=https://unheard.example/>Watch full movie</a></p>'))
    1.0
    """
    return float(any(way.place >= 0.75 for way in away_inviting(page)))


@feature("links", quotes=BAIT)
def early_baits(page: Evidence) -> float:
    """An inviting link to an unknown host stands in the first tenth of the page.

    >>> early_baits(look('<p><a href=https://unheard.example/>Watch full movie</a></p><p>b</p>'))
    1.0
    """
    return float(any(way.place <= 0.1 for way in away_inviting(page)))


@feature("links", quotes=BAIT)
def image_baits(page: Evidence) -> float:
    """Images that invite and lead to unknown hosts (log).

    >>> image_baits(look('<a href=https://unheard.example/><img src=x.png alt="Watch full movie"></a>')) == log(1)
    True
    """
    return log(len([way for way in away_inviting(page) if way.exit.link.image]))


@feature("links", quotes=BAIT)
def served_baits(page: Evidence) -> float:
    """Inviting ways out built from scripts, buttons or frames (log).

    >>> served_baits(look('''<button onclick="window.open('https://unheard.example/')">Watch full movie</button>''')) == log(1)
    True
    """
    return log(len([way for way in away_inviting(page) if way.exit.link.kind in _SERVED]))


@feature("links")
def one_text_many_links(page: Evidence) -> float:
    """The same words stand on most links to unknown hosts.

    >>> one_text_many_links(look('<a href=https://unheard.example/>Here</a>' * 4))
    1.0
    """
    texts = [tuple(way.words) for way in page.away if way.words]
    return share(max(Counter(texts).values()), len(texts)) if 3 < len(texts) < 400 else 0.0


@feature("links")
def title_on_exit(page: Evidence) -> float:
    """Words of the title stand on links to unknown hosts (share of the title's words).

    >>> title_on_exit(look('<title>Dune</title><a href=https://unheard.example/>Dune</a>'))
    1.0
    """
    title = {word for word in page.title if len(word) > 3}
    on_links = chain.from_iterable([way.words for way in page.away[:200]]) if title else ()
    return share(len(title.intersection(on_links)), len(title))


@feature("links")
def arrows(page: Evidence) -> float:
    """Arrows and pointing emoji on links to unknown hosts (log).

    >>> arrows(look('<a href=https://unheard.example/>👉 here</a>')) == log(1)
    True
    """
    marked = [link for link in away_links(page) if not link.text.isascii() and _ARROW.search(link.text)]
    return log(len(marked))


@feature("links")
def shouted(page: Evidence) -> float:
    """Links to unknown hosts in capital letters (log).

    >>> shouted(look('<a href=https://unheard.example/>GET IT HERE</a>')) == log(1)
    True
    """
    return log(len([way for way in page.away if len(way.words) > 1 and way.exit.link.text.isupper()]))


@feature("links")
def wordless(page: Evidence) -> float:
    """Share of the links to unknown hosts that carry no words at all.

    >>> wordless(look('<a href=https://unheard.example/></a>'))
    1.0
    """
    return share(len([way for way in page.away if not way.words]), len(page.away))


@feature("links")
def false_address(page: Evidence) -> float:
    """A link shows one host in its words and leads to another (log).

    >>> false_address(look('<a href=https://unheard.example/>www.netflix.com</a>')) == log(1)
    True
    """
    dotted = [way for way in page.away if "." in way.exit.link.text]
    return log(sum(map(_shows_other_host, dotted)))


def _shows_other_host(way: WayOut) -> bool:
    shown = _HOST_IN_WORDS.search(way.exit.link.text[:200]) if way.exit.link.words_from == "text" else None
    return bool(shown) and way.landing is not None and str(shown and shown[1]).lower() not in way.landing.host


@feature("links")
def list_links(page: Evidence) -> float:
    """Share of the links within the site that lead to “best of” and “top ten” lists.

    >>> list_links(look('<a href=/a>10 best drills</a><a href=/b>About us</a>'))
    0.5
    """
    places = by_relation(page)
    local = [*places[_SITE], *places[_HOP]]
    others = sum(map(_LIST_WORDS.isdisjoint, map(_FIRST, said(local))))
    return share(len(local) - others, len(local))


@feature("links")
def near_baits(page: Evidence) -> float:
    """Ways out to unknown hosts with an inviting line just before or behind them (log).

    >>> near_baits(look('<p>Watch full movie</p><p><a href=https://unheard.example/><img src=a.png></a></p>')) == log(1)
    True
    """
    if not page.away or not [p for p in page.passages if p.baits and p.short]:
        return 0.0
    return log(sum(map(page.bait_beside, page.away[:200])))


@feature("links")
def consent_words(page: Evidence) -> float:
    """Cookie-banner words, which explain talk of “partners” (log).

    >>> consent_words(look('<p>nothing</p>'))
    0.0
    """
    return log(page.hits["consent"])
