"""The pages of lists of addresses: fetched before they are labelled, each kept the moment it is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from detector.crawl import durable
from detector.crawl.wanted import Wanted
from detector.page import Document
from detector.sources import fetched
from detector.sources.record import START, Record
from detector.sources.url_lists import Entry, UrlList
from detector.sources.web import Door, Rules
from detector.sources.web.answers import Unfetched
from detector.sources.web.kept import Kept, Spot
from detector.sources.web.polite import CONNECTIONS, DELAY, Result, fetch_all
from detector.sources.web.robots import Refused, is_settled

_SYNC = 1.0
"""Seconds of work that a power cut may cost; a killed run loses none."""
_UNWANTED = Unfetched("This page was left out.")


@dataclass(frozen=True)
class Fetching:
    """What is to be fetched for a job, and how."""

    lists: Sequence[UrlList]
    folder: Path
    """Holds the index of each list, once all of it has been fetched."""
    cache: Path
    """Holds the pages."""
    wanted: Wanted
    rules: Rules = field(default_factory=Rules)
    delay: float = DELAY
    """Seconds between two requests to a site."""
    connections: int = CONNECTIONS

    def index(self, found: UrlList) -> Path:
        """What tells what became of the addresses of a list."""
        return self.folder / f"{found.identity}.index"


class Standing(NamedTuple):
    """How far it is, earlier runs included."""

    total: int
    """Addresses."""
    pages: int
    refused: int
    """By the robots.txt of their sites."""
    failed: int


Listener = Callable[[Standing], None]
Outcome = Spot | Unfetched


def fetch(fetching: Fetching, listener: Listener) -> None:
    """Fetch what is missing of the lists that have no index yet, and write that.

    Pages and answers that will not change soon are kept as they come; what may pass (no answer, a server out of order) is
    tried again by a run that goes on from here. Raises UsageError, UnwritableOutput.
    """
    unfinished = [found for found in fetching.lists if not fetching.index(found).exists()]
    if not unfinished:
        return
    for folder in (fetching.folder, fetching.cache):
        durable.folder(folder)
    asked = [entry.url for found in unfinished for entry in found.entries if _is_wanted(entry, fetching.wanted)]
    with Kept(fetching.cache) as kept:
        outcomes = _outcomes(fetching, kept, dict.fromkeys(url for url in asked if url), listener)
    for found in unfinished:
        became = [(entry, _outcome(entry, outcomes)) for entry in found.entries]
        durable.write(fetching.index(found), partial(fetched.index, became, str(fetching.folder)))


def _outcomes(fetching: Fetching, kept: Kept, asked: Mapping[str, None], listener: Listener) -> Mapping[str, Outcome]:
    """What became of each address."""
    outcomes: dict[str, Outcome] = {url: spot for url in asked if (spot := kept.get(url)) is not None}
    pages = sum(isinstance(spot, Spot) and spot.is_page for spot in outcomes.values())
    standing = Standing(len(asked), pages, 0, len(outcomes) - pages)
    listener(standing)
    missing = [url for url in asked if url not in outcomes]
    if not missing:
        return outcomes
    synced = time.monotonic()
    with (
        Door(fetching.rules) as door,
        closing(fetch_all(door, missing, fetching.delay, fetching.connections)) as results,
    ):
        for result in results:
            outcome = outcomes[result.asked] = _keep(kept, result, fetching.cache)
            if isinstance(outcome, Refused):
                standing = standing._replace(refused=standing.refused + 1)
            elif isinstance(outcome, Spot) and outcome.is_page:
                standing = standing._replace(pages=standing.pages + 1)
            else:
                standing = standing._replace(failed=standing.failed + 1)
            listener(standing)
            if time.monotonic() - synced >= _SYNC:
                _sync(kept, fetching.cache)
                synced = time.monotonic()
    _sync(kept, fetching.cache)
    return outcomes


def _keep(kept: Kept, result: Result, folder: Path) -> Outcome:
    answer = result.answer
    if isinstance(answer, Unfetched) and not is_settled(answer):
        return answer
    try:
        return kept.add(result.asked, answer)
    except OSError as error:
        raise durable.unwritable(folder, error) from error


def _sync(kept: Kept, folder: Path) -> None:
    try:
        kept.sync()
    except OSError as error:
        raise durable.unwritable(folder, error) from error


def _is_wanted(entry: Entry, wanted: Wanted) -> bool:
    document = Document(b"", entry.url, id=entry.said)
    return entry.url is not None and not wanted.before(Record(START, document, failure=str(_UNWANTED)))


def _outcome(entry: Entry, outcomes: Mapping[str, Outcome]) -> Outcome | None:
    # What is not wanted is left out again when it is labelled, by the same rule.
    return None if entry.url is None else outcomes.get(entry.url, _UNWANTED)
