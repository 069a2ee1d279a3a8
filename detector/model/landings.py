"""What was found by following links, put into the page before it is judged and into the verdict behind it.

A shortener sends everybody to one place. A stranger's server can send whom it does not trust, such as this program, to a
service that everybody knows, and visitors elsewhere: what it says clears no link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from detector import urls
from detector.features.relations import AWAY, Exit, Relation, host_relation, own_address, relate
from detector.page import Landing, Link, Page
from detector.verdict import LinkVerdict, Verdict

Landings = Mapping[str, Landing]
"""Canonical address of a link -> what following it came to."""
NOT_FOLLOWED: Landings = MappingProxyType({})


def landed(page: Page, landings: Landings) -> Page:
    """The page, its links leading where their redirects do, as far as these are believed."""
    if not landings:
        return page
    links = tuple(_landed(link, landings) for link in page.links)
    exits = relate(replace(page, links=links), own_address(page))
    believed = (
        found.link if _is_believed(found, landings) else link for found, link in zip(exits, page.links, strict=True)
    )
    return replace(page, links=tuple(believed))


def followed(verdict: Verdict, landings: Landings) -> Verdict:
    """The verdict, its links with the redirects that were followed."""
    return replace(verdict, links=tuple(_followed(link, landings) for link in verdict.links)) if landings else verdict


def is_service(url: str) -> bool:
    """Is this an address of a known service, a shortener among them, which leads everybody to the same place?"""
    return host_relation(urls.address(url), wrapped=False) is not Relation.UNKNOWN


def _landed(link: Link, landings: Landings) -> Link:
    found = landings.get(link.url) if link.url is not None else None
    return link if found is None or found.url is None else link._replace(landing=found.url)


def _is_believed(found: Exit, landings: Landings) -> bool:
    """Does a link land where it can still be a scam link, or did services alone lead it elsewhere?"""
    landing = landings.get(found.link.url or "")
    if landing is None or found.relation in AWAY:
        return True
    return bool(landing.hops) and all(is_service(hop.url) for hop in landing.hops)


def _followed(link: LinkVerdict, landings: Landings) -> LinkVerdict:
    found = landings.get(link.url)
    if found is None:
        return link
    shown = found.url if found.hops and found.url is not None else link.landing
    return replace(link, landing=shown, hops=found.hops, error=found.error)
