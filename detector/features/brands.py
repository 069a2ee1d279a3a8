"""Features of borrowed names: a well-known brand on a page that is not that brand's."""

from __future__ import annotations

from collections.abc import Set
from itertools import chain

from detector import lexicon
from detector.features.columns import headings
from detector.features.evidence import Evidence
from detector.features.names import BRANDS
from detector.features.registry import feature

_ASKING = ("password", "tel", "email")
_MOST_HEADINGS = 5


def _named(page: Evidence) -> Set[str]:
    """Brands in the title and the first headings."""
    large = [p.words for p in headings(page) if p.block.tag in ("h1", "h2")][:_MOST_HEADINGS]
    return BRANDS.intersection(chain(page.title, *large))


def _vouched(page: Evidence) -> bool:
    host = page.own.host if page.own is not None else ""
    return bool(host) and (lexicon.host_in("official", host) or lexicon.host_in("platforms", host))


@feature("text")
def title_brand(page: Evidence) -> float:
    """The title names a well-known service that has accounts.

    >>> title_brand(look('<title>Netflix</title>'))
    1.0
    """
    return float(not BRANDS.isdisjoint(page.title))


@feature("markup")
def brand_sign_in(page: Evidence) -> float:
    """A well-known service's name over a sign-in form that is not on its own site.

    >>> brand_sign_in(look('<title>PayPal</title><form><input type=password></form>', url='https://pipes.example/'))
    1.0
    """
    return float(page.page.inputs.get("password", 0) > 0 and bool(_named(page)) and not _vouched(page))


@feature("markup")
def brand_form(page: Evidence) -> float:
    """A form asks for contact or account details under a well-known service's name, not on its own site.

    >>> brand_form(look('<title>Netflix</title><form><input type=email></form>', url='https://pipes.example/'))
    1.0
    """
    given = page.page.inputs
    asked = bool(given) and any(given.get(kind, 0) for kind in _ASKING)
    return float(asked and bool(_named(page)) and not _vouched(page))
