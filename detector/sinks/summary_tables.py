"""Partial counts -> the finished tables of a summary; what has to wait for all pages is done here: campaigns and order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from detector import lexicon
from detector.features.campaigns import group
from detector.sinks.summary import Partial, Suspect, site
from detector.verdict import Band, Fingerprint

_NAMED = 5
"""Pages of a campaign that are named."""
_LISTS = ("free_hosting", "shorteners", "redirectors", "affiliate", "tunnels", "official", "platforms")


def finished(partial: Partial) -> dict[str, Any]:
    """The tables, each with the most telling rows first; the same in whatever order pages were counted."""
    return {
        "pages": {**partial["pages"], "all": sum(partial["pages"].values())},
        "kinds": _ranked("kind", partial["kinds"], ("spam", "review")),
        "hosts": _ranked("host", partial["hosts"], ("spam", "review", "score")),
        "campaigns": _campaigns(partial["suspects"]),
        "exits": [
            {**row, "list": known(row["host"])}
            for row in _ranked("host", partial["exits"], ("spam", "pages", "links", "score"))
        ],
    }


def known(host: str) -> str:
    """The host list that names a host, empty where none does: what is on one is shared by many, honest ones too.

    >>> known("netflix.com"), known("reel.example")
    ('official', '')
    """
    return next((name for name in _LISTS if lexicon.host_in(name, host)), "")


def _ranked(title: str, table: Mapping[str, Mapping[str, Any]], by: Sequence[str]) -> list[dict[str, Any]]:
    order = sorted(table.items(), key=lambda row: ([-row[1][name] for name in by], row[0]))
    return [{title: key, **found} for key, found in order]


def _campaigns(suspects: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """Campaigns of several pages, those with the most spam first."""
    # JSON has made lists of them.
    pages = sorted((Suspect(*page) for page in suspects), key=lambda page: (page.input, page.record, str(page.id)))
    members: dict[int, list[Suspect]] = {}
    for number, page in zip(group([Fingerprint(*page[-4:]) for page in pages]), pages, strict=True):
        members.setdefault(number, []).append(page)
    several = [_campaign(found) for found in members.values() if len(found) > 1]
    return sorted(several, key=lambda campaign: (-campaign["spam"], -campaign["pages"]))


def _campaign(pages: Sequence[Suspect]) -> dict[str, Any]:
    kinds = Counter(page.kind or "" for page in pages)
    first = ({"input": page.input, "record": page.record, "id": page.id, "url": page.url} for page in pages[:_NAMED])
    return {
        "pages": len(pages),
        "spam": sum(page.band == Band.SPAM for page in pages),
        "hosts": len({site(page.url) for page in pages}),
        "kind": min(kinds, key=lambda kind: (-kinds[kind], kind)),
        "first": list(first),
    }
