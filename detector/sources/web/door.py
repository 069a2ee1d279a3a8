"""The door to the web: fetch a page, or follow an address to where it leads."""

from __future__ import annotations

import ssl
from contextlib import AbstractContextManager
from functools import cached_property
from types import TracebackType
from typing import Self

from detector.errors import UsageError
from detector.page import Document
from detector.sources.web import body
from detector.sources.web.answers import Chain, Fetched, Onward, Unfetched
from detector.sources.web.bounds import Rules
from detector.sources.web.exchange import Answer, exchange
from detector.sources.web.meter import Meter, NoConnection
from detector.sources.web.network import Network
from detector.sources.web.reach import Place, place
from detector.sources.web.trail import REDIRECTS, Trail


class Door:
    """Fetches under rules. Every request has a connection of its own; several threads may use one door at a time."""

    def __init__(self, rules: Rules | None = None, network: Network | None = None) -> None:
        self.rules = rules or Rules()
        self._network = network or Network()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The certificates are the only thing that lasts from one request to the next.
        self.__dict__.pop("_trust", None)

    def fetch(self, url: str) -> Fetched:
        """The page at an address, behind its redirects. Raises Unfetched, UsageError where `url` is no web address."""
        trail = Trail(url, self.rules)
        meter = Meter(self.rules)
        try:
            while True:
                fetched = self._step(url, trail, meter)
                if fetched is not None:
                    return fetched
        except Unfetched as error:
            raise trail.told(error) from error

    def step(self, url: str) -> Fetched | Onward:
        """The page at an address, or where it redirects to. Raises what `fetch` raises."""
        trail = Trail(url, self.rules)
        try:
            fetched = self._step(url, trail, Meter(self.rules))
        except Unfetched as error:
            raise trail.told(error) from error
        return Onward(trail.hops[0], trail.here) if fetched is None else fetched

    def follow(self, url: str) -> Chain:
        """Where the HTTP redirects of an address lead; no page is read. What goes wrong is told in the chain's `error`.

        Servers are asked with HEAD, and with GET where that does not redirect: some refuse HEAD, and some hide behind it.
        """
        try:
            trail = Trail(url, self.rules)
        except UsageError as error:
            return Chain((), None, str(error))
        meter = Meter(self.rules)
        try:
            answer = self._heading(trail, meter)
            while trail.goes_on(answer):
                answer = self._heading(trail, meter)
        except Unfetched as error:
            return Chain(tuple(trail.hops), None, str(error), reached=trail.here)
        return Chain(tuple(trail.hops), trail.here, None, answer.status)

    def _step(self, asked: str, trail: Trail, meter: Meter) -> Fetched | None:
        """The page where the trail stands, None where it goes on."""
        with self._ask("GET", self._place(trail, meter), meter) as answer:
            if trail.goes_on(answer):
                return None
            body.check(answer)
            said = body.content_type(answer)
            received = body.read(answer, self.rules)
        document = Document(received, trail.here, said, asked, tuple(trail.hops), body.refresh(answer))
        return Fetched(document, answer.status)

    def _heading(self, trail: Trail, meter: Meter) -> Answer:
        """The answer where the trail stands, without its body."""
        where = self._place(trail, meter)
        known = None
        try:
            with self._ask("HEAD", where, meter) as known:
                if known.status in REDIRECTS:
                    return known
        except NoConnection:
            raise
        except Unfetched:
            known = None
        try:
            with self._ask("GET", where, meter) as answer:
                return answer
        except Unfetched:
            if known is None:
                raise
            return known

    def _place(self, trail: Trail, meter: Meter) -> Place:
        return place(trail.here, self._network, meter)

    def _ask(self, method: str, where: Place, meter: Meter) -> AbstractContextManager[Answer]:
        return exchange(method, where, self._network, meter, self._trust if where.scheme == "https" else None)

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return self._network.trust()
