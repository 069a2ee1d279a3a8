"""One address of the web -> the connection that a request for it may use: each host looked up once, and checked."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

import httpcore

from detector import urls
from detector.errors import UsageError
from detector.sources.web import addresses
from detector.sources.web.addresses import BLOCKED_PORTS, LIFTED, Kind
from detector.sources.web.answers import Unfetched
from detector.sources.web.bounds import Rules
from detector.sources.web.meter import Meter, MeteredStream, NoConnection
from detector.sources.web.network import Network

_PORTS = {"http": 80, "https": 443}
_GLANCE = 2.0
"""Seconds that a look-up may take where a proxy will make its own."""


class Place(NamedTuple):
    """Where one URL is asked for."""

    scheme: str
    host: str
    """As in the URL: brackets around IPv6."""
    port: int
    target: str
    """Path and query."""
    addresses: Sequence[str]
    """Checked ones to connect to; those of the proxy where there is one."""
    proxy: SplitResult | None = None

    @property
    def written_port(self) -> int | None:
        """The port, where it is not the usual one."""
        return None if self.port == _PORTS[self.scheme] else self.port

    @property
    def origin(self) -> str:
        """What the `Host` field says."""
        return self.host if self.written_port is None else f"{self.host}:{self.port}"


def place(url: str, network: Network, meter: Meter) -> Place:
    """Where a canonical URL is asked for. Raises Unfetched where it must not be, or cannot."""
    scheme = url.partition(":")[0]
    parts = urls.address(url)
    host = url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    host = host.removesuffix(f":{parts.port}") if parts.port else host
    port = int(parts.port) if parts.port else _PORTS[scheme]
    if port in BLOCKED_PORTS:
        raise Unfetched(f"Port {port} is not one of the web, and is not asked.")
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    where = Place(scheme, host, port, target, ())
    through = network.proxy(scheme, host)
    if through is None:
        return where._replace(addresses=_checked(host, network, meter))
    _glance(host, network, meter)
    chosen = _proxy(through)
    return where._replace(addresses=_addresses(str(chosen.hostname), network, meter), proxy=chosen)


def pool(where: Place, network: Network, meter: Meter, context: ssl.SSLContext | None) -> httpcore.ConnectionPool:
    """Connections for one request to a place."""
    backend = _Backend(where, network, meter)
    if where.proxy is None:
        return httpcore.ConnectionPool(context, network_backend=backend)
    through = where.proxy
    signed = (unquote(through.username), unquote(through.password or "")) if through.username else None
    address = httpcore.URL(scheme="http", host=str(through.hostname), port=through.port or 80, target="/")
    return httpcore.HTTPProxy(address, signed, ssl_context=context, network_backend=backend)


class _Backend(httpcore.NetworkBackend):
    """Connects to the addresses that were checked, whatever the name may lead to by now."""

    def __init__(self, where: Place, network: Network, meter: Meter) -> None:
        self._where = where
        self._network = network
        self._meter = meter

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address that takes one."""
        meter = self._meter
        failed: Unfetched = NoConnection("The host has no address.")
        for address in self._where.addresses[: meter.rules.addresses]:
            try:
                stream = self._network.connect(address, port, meter.left(meter.rules.connect))
            except httpcore.ConnectTimeout:
                said = f"The server did not take a connection within {meter.rules.connect:g} seconds."
                failed = meter.late(NoConnection(said))
            except httpcore.ConnectError as error:
                failed = NoConnection(f"The server takes no connection: {_said(error)}.")
            else:
                return MeteredStream(stream, meter)
        raise failed


def _checked(host: str, network: Network, meter: Meter) -> Sequence[str]:
    """The addresses of a host, if all of them may be asked."""
    written = addresses.literal(host)
    if written is None:
        _permit(addresses.kind_of_name(host), host, meter.rules)
    found = [written] if written is not None else _addresses(host, network, meter)
    for address in found:
        _permit(addresses.kind_of(address), host if written else f"{host} ({address})", meter.rules)
    return found


def _glance(host: str, network: Network, meter: Meter) -> None:
    """Refuse what can be seen from here to be no place for a proxy to ask."""
    written = addresses.literal(host)
    _permit(addresses.kind_of(written) if written else addresses.kind_of_name(host), host, meter.rules)
    if written is None:
        try:
            found = network.resolve(host, meter.left(_GLANCE))
        except OSError:
            return  # names may be known to the proxy alone
        for address in found:
            _permit(addresses.kind_of(address), f"{host} ({address})", meter.rules)


def _permit(kind: Kind | None, name: str, rules: Rules) -> None:
    if kind is None or (rules.allow_private and kind in LIFTED):
        return
    lifted = "; --allow-private lifts this" if kind in LIFTED else ""
    raise Unfetched(f"{name} is {kind}, and is not asked{lifted}.")


def _addresses(host: str, network: Network, meter: Meter) -> Sequence[str]:
    try:
        found = network.resolve(host, meter.left(meter.rules.connect))
    except TimeoutError as error:
        said = f"The look-up of {host} took longer than {meter.rules.connect:g} seconds."
        raise meter.late(Unfetched(said)) from error
    except OSError as error:
        raise Unfetched(f"There is no host called {host}, or it cannot be looked up now.") from error
    if not found:
        raise Unfetched(f"The host {host} has no address.")
    return found


def _proxy(said: str) -> SplitResult:
    parts = urlsplit(said if "://" in said else f"http://{said}")
    if parts.scheme != "http" or not parts.hostname:
        raise UsageError("The environment names a proxy that cannot be used: its address must begin with http://.")
    return parts


def _said(error: Exception) -> str:
    cause = error.__cause__
    words = cause.strerror if isinstance(cause, OSError) and cause.strerror else "it cannot be reached"
    return words[0].lower() + words[1:]
