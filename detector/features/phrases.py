"""Features of set phrases in the text: what is promised, urged, disclosed, warned of."""

from __future__ import annotations

from detector.features.columns import short
from detector.features.evidence import BAIT, Evidence
from detector.features.registry import feature, log, share

_BAITS = frozenset(BAIT)


def _rate(page: Evidence, *names: str) -> float:
    """Phrases of these lists for each hundred words (log), short pages counted as 100 words."""
    return log(100 * sum(map(page.hits.__getitem__, names)) / max(len(page.words), 100))


def _short(page: Evidence, *names: str) -> float:
    return log(sum(map(page.short_hits.__getitem__, names)))


@feature("text", quotes=("watch",))
def watch_phrases(page: Evidence) -> float:
    """“Watch the full movie” phrases for each hundred words (log).

    >>> watch_phrases(look('<p>Watch full movie</p>')) == log(1)
    True
    """
    return _rate(page, "watch")


@feature("text", quotes=("watch",))
def watch_lines(page: Evidence) -> float:
    """Short lines that invite to watch (log).

    >>> watch_lines(look('<p>Watch full movie</p>')) == log(1)
    True
    """
    return _short(page, "watch")


@feature("text", quotes=("partner",))
def partner_phrases(page: Evidence) -> float:
    """“Hosted on a partner site” phrases for each hundred words (log).

    >>> partner_phrases(look('<p>Content is hosted on a partner site</p>')) > 0
    True
    """
    return _rate(page, "partner")


@feature("text", quotes=("partner",))
def partner_lines(page: Evidence) -> float:
    """Short lines about a partner site (log).

    >>> partner_lines(look('<p>Content is hosted on a partner site</p>')) > 0
    True
    """
    return _short(page, "partner")


@feature("text", quotes=("watch", "partner"))
def watch_on_partner(page: Evidence) -> float:
    """A line that invites to watch stands with a line about a partner site.

    >>> watch_on_partner(look('<p>Watch full movie</p><p>Content is hosted on a partner site</p>'))
    1.0
    """
    return float(page.short_hits["watch"] > 0 and page.short_hits["partner"] > 0)


@feature("text", quotes=BAIT)
def last_lines(page: Evidence) -> float:
    """The last short lines of the text invite to watch, download, play or buy (log).

    >>> last_lines(look('<p>A review.</p><p>Watch full movie</p>')) == log(1)
    True
    """
    found = page.last_hits
    return log(sum([found[name] for name in BAIT])) if found else 0.0


@feature("text", quotes=("download",))
def download_phrases(page: Evidence) -> float:
    """Download lures for each hundred words (log).

    >>> download_phrases(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "download")


@feature("text", quotes=("illicit",))
def illicit_phrases(page: Evidence) -> float:
    """Cracked, unlocked or prescription-free offers for each hundred words (log).

    >>> illicit_phrases(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "illicit")


@feature("text", quotes=("gamble",))
def gamble_phrases(page: Evidence) -> float:
    """Betting and casino phrases for each hundred words (log).

    >>> gamble_phrases(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "gamble")


@feature("text", quotes=("supplement",))
def supplement_phrases(page: Evidence) -> float:
    """Miracle-supplement phrases for each hundred words (log).

    >>> supplement_phrases(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "supplement")


@feature("text", quotes=("money",))
def money_phrases(page: Evidence) -> float:
    """Quick-money and trading-bot phrases for each hundred words (log).

    >>> money_phrases(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "money")


@feature("text", quotes=("prize",))
def prize_phrases(page: Evidence) -> float:
    """Prize and survey phrases for each hundred words (log).

    >>> prize_phrases(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "prize")


@feature("text", quotes=("credential",))
def credential_phrases(page: Evidence) -> float:
    """“Verify your account” phrases for each hundred words (log).

    >>> credential_phrases(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "credential")


@feature("text", quotes=("iptv",))
def iptv_phrases(page: Evidence) -> float:
    """Pirate television subscription phrases for each hundred words (log).

    >>> iptv_phrases(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "iptv")


@feature("text", quotes=("order",))
def order_phrases(page: Evidence) -> float:
    """“Order now” and “official website” phrases for each hundred words (log).

    >>> order_phrases(look('<p>Order now</p>')) == log(1)
    True
    """
    return _rate(page, "order")


@feature("text", quotes=("order",))
def order_lines(page: Evidence) -> float:
    """Short lines that urge to order (log).

    >>> order_lines(look('<p>Order now</p>')) == log(1)
    True
    """
    return _short(page, "order")


@feature("text", quotes=("urgency",))
def urgency_phrases(page: Evidence) -> float:
    """“Only today” phrases for each hundred words (log).

    >>> urgency_phrases(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "urgency")


@feature("text", quotes=("pretext",))
def pretexts(page: Evidence) -> float:
    """Steps asked for under a pretext: a card “for the age check”, a plug-in, an offer to complete (log).

    >>> pretexts(look('<p>Verify your age, then tap allow.</p>')) == log(2)
    True
    """
    return log(page.hits["pretext"])


@feature("text", quotes=("related",))
def related_lines(page: Evidence) -> float:
    """“Related movies:” and similar headings (log).

    >>> related_lines(look('<p>Related movies:</p>')) == log(1)
    True
    """
    return _short(page, "related")


@feature("text", quotes=BAIT)
def bait_lists(page: Evidence) -> float:
    """How many different kinds of bait the short lines hold.

    >>> bait_lists(look('<p>Watch full movie</p>'))
    1.0
    """
    return float(len(_BAITS.intersection(page.short_hits)))


@feature("text")
def bait_line_share(page: Evidence) -> float:
    """Share of the short lines that invite to watch, download, play or buy.

    >>> bait_line_share(look('<p>Watch full movie</p><p>About</p>'))
    0.5
    """
    lines = short(page)
    return share(len([p for p in lines if p.baits]), len(lines))


@feature("text", quotes=("disclosure",))
def disclosure_phrases(page: Evidence) -> float:
    """The page discloses that it is paid for its links (log).

    >>> disclosure_phrases(look('<p>plain words</p>'))
    0.0
    """
    return log(page.hits["disclosure"])


@feature("text", quotes=("where_to_watch",))
def where_to_watch(page: Evidence) -> float:
    """The page names legal services to watch on (log).

    >>> where_to_watch(look('<p>Where to watch</p>')) == log(1)
    True
    """
    return log(page.hits["where_to_watch"])


@feature("text", quotes=("warning",))
def warnings(page: Evidence) -> float:
    """Phrases that warn of scams for each hundred words (log).

    >>> warnings(look('<p>plain words</p>'))
    0.0
    """
    return _rate(page, "warning")


@feature("text", quotes=BAIT)
def warned_bait(page: Evidence) -> float:
    """Bait is quoted on a page that warns of scams.

    >>> warned_bait(look('<p>Watch full movie</p>'))
    0.0
    """
    return float("warning" in page.hits and not _BAITS.isdisjoint(page.hits))


@feature("text", quotes=("review",))
def review_phrases(page: Evidence) -> float:
    """Words of a review: director, verdict, ISBN (log).

    >>> review_phrases(look('<p>plain words</p>'))
    0.0
    """
    return log(page.hits["review"])
