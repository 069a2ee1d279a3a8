"""Features of how the ways out are built: images, buttons, scripts, frames, forms, marks, and what hides them."""

from __future__ import annotations

from collections import Counter

from detector.features.columns import away_links, kinds
from detector.features.evidence import Evidence
from detector.features.registry import feature, log, share
from detector.features.relations import Relation
from detector.page import Hidden, LinkKind

_SEEN = frozenset((Hidden.NO, Hidden.NOSCRIPT))
# Members by themselves: to reach one through its enumeration is a call of Python's until 3.12.
_HANDLER, _SCRIPT, _REFRESH, _FRAME, _EMBED, _FORM = (
    LinkKind.HANDLER,
    LinkKind.SCRIPT,
    LinkKind.REFRESH,
    LinkKind.FRAME,
    LinkKind.EMBED,
    LinkKind.FORM,
)
_SELF = Relation.SELF


@feature("links")
def image_exits(page: Evidence) -> float:
    """Share of the links to unknown hosts that are images.

    >>> image_exits(look('<a href=https://unheard.example/><img src=play.png></a>'))
    1.0
    """
    return share(sum([link.image for link in away_links(page)]), len(page.away))


@feature("links")
def repeated_image_exits(page: Evidence) -> float:
    """Number of images that lead to the most linked unknown host (log).

    >>> repeated_image_exits(look('<a href=https://unheard.example/><img src=play.png></a>')) == log(1)
    True
    """
    images = Counter([way.landing.domain for way in page.away if way.landing is not None and way.exit.link.image])
    if not images:
        return 0.0
    most = max(page.away_hosts.values())
    # Of hosts linked equally often, the one with most images counts: not the one that happens to stand first.
    return log(max([images[host] for host, count in page.away_hosts.items() if count == most]))


@feature("links")
def handler_exits(page: Evidence) -> float:
    """Buttons that leave for an unknown host by script instead of a link (log).

    >>> handler_exits(look('''<button onclick="location.href='https://unheard.example/'">x</button>''')) == log(1)
    True
    """
    return log(page.away_kinds[_HANDLER])


@feature("links")
def script_exits(page: Evidence) -> float:
    """Scripts that navigate to an unknown host (log).

    >>> script_exits(look('<script>window.open("https://unheard.example/")</script>')) == log(1)
    True
    """
    return log(page.away_kinds[_SCRIPT])


@feature("links")
def refresh_exits(page: Evidence) -> float:
    """The page sends its visitors on by a meta refresh.

    >>> refresh_exits(look('<meta http-equiv=refresh content="0;url=https://unheard.example/">'))
    1.0
    """
    if not kinds(page)[_REFRESH]:
        return 0.0
    return float(any(way.exit.link.kind is _REFRESH for way in page.ways if way.relation is not _SELF))


@feature("links")
def frame_exits(page: Evidence) -> float:
    """Frames and embeds from unknown hosts (log).

    >>> frame_exits(look('<iframe src=https://unheard.example/></iframe>')) == log(1)
    True
    """
    return log(page.away_kinds[_FRAME] + page.away_kinds[_EMBED])


@feature("links")
def form_exits(page: Evidence) -> float:
    """Forms that send what is typed to an unknown host (log).

    >>> form_exits(look('<form action=https://unheard.example/><input></form>')) == log(1)
    True
    """
    return log(page.away_kinds[_FORM])


@feature("links")
def local_forms(page: Evidence) -> float:
    """Number of forms sent to the site itself (log).

    >>> local_forms(look('<form action=/search><input></form>')) == log(1)
    True
    """
    return log(kinds(page)[_FORM] - page.away_kinds[_FORM])


@feature("links")
def sponsored_share(page: Evidence) -> float:
    """Share of the links to unknown hosts that are marked as sponsored.

    >>> sponsored_share(look('<a rel=sponsored href=https://unheard.example/>x</a>'))
    1.0
    """
    return share(sum(["sponsored" in link.rel for link in away_links(page)]), len(page.away))


@feature("links")
def nofollow_share(page: Evidence) -> float:
    """Share of the links to unknown hosts that search engines are told not to follow.

    >>> nofollow_share(look('<a rel="nofollow noopener" href=https://unheard.example/>x</a>'))
    1.0
    """
    return share(sum(["nofollow" in link.rel for link in away_links(page)]), len(page.away))


@feature("links")
def new_window_share(page: Evidence) -> float:
    """Share of the links to unknown hosts that open a new window.

    >>> new_window_share(look('<a target=_blank href=https://unheard.example/>x</a>'))
    1.0
    """
    return share(sum([link.window == "_blank" for link in away_links(page)]), len(page.away))


@feature("links")
def hidden_exits(page: Evidence) -> float:
    """Number of links to unknown hosts that a reader cannot see (log).

    >>> hidden_exits(look('<div style="display:none"><a href=https://unheard.example/>x</a></div>')) == log(1)
    True
    """
    return log(sum([link.hidden not in _SEEN for link in away_links(page)]))


@feature("links")
def hidden_hosts(page: Evidence) -> float:
    """Number of unknown hosts linked only where a reader cannot see it (log).

    >>> hidden_hosts(look('<div hidden><a href=https://unheard.example/>x</a></div>')) == log(1)
    True
    """
    hosts: dict[bool, set[str]] = {True: set(), False: set()}
    for way in page.away:
        if way.landing is not None:
            hosts[way.exit.link.hidden in _SEEN].add(way.landing.domain)
    return log(len(hosts[False] - hosts[True]))
