"""One request and its answer, on a connection of its own."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import httpcore

from detector.sources import codings
from detector.sources.web.answers import Unfetched
from detector.sources.web.meter import Meter
from detector.sources.web.network import Network
from detector.sources.web.reach import Place, pool

_ACCEPT = b"text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    fields: Sequence[tuple[bytes, bytes]]
    """Header fields in their order, names in small letters."""
    body: Iterator[bytes]
    """As sent, chunks put together; to be read while the exchange lasts. Raises Unfetched."""

    def values(self, name: bytes) -> Sequence[bytes]:
        """The values of all fields of a name, in small letters."""
        return [value for known, value in self.fields if known == name]


@contextmanager
def exchange(
    method: str, where: Place, network: Network, meter: Meter, context: ssl.SSLContext | None
) -> Iterator[Answer]:
    """Ask, and close the connection at the end. Raises Unfetched."""
    with _in_a_sentence(meter), pool(where, network, meter, context) as connections:
        meter.begin_answer()
        response = connections.handle_request(_request(method, where, meter))
        try:
            meter.begin_body()
            fields = [(name.lower(), value) for name, value in response.headers]
            if len(fields) > meter.rules.headers:
                raise Unfetched(f"The server sent more than {meter.rules.headers:,} header fields.")
            yield Answer(response.status, fields, _body(response))
        finally:
            response.close()


def _request(method: str, where: Place, meter: Meter) -> httpcore.Request:
    fields = [
        (b"Host", where.origin.encode("ascii")),
        (b"User-Agent", meter.rules.agent.encode("ascii", "replace")),
        (b"Accept", _ACCEPT),
        (b"Accept-Encoding", ", ".join(codings.undoable()).encode("ascii")),
        (b"Connection", b"close"),
    ]
    # Taken apart already, by the one reading of addresses that all checks rest on.
    url = httpcore.URL(scheme=where.scheme, host=where.host, port=where.written_port, target=where.target)
    return httpcore.Request(method, url, headers=fields)


def _body(response: httpcore.Response) -> Iterator[bytes]:
    yield from response.iter_stream()


@contextmanager
def _in_a_sentence(meter: Meter) -> Iterator[None]:
    try:
        yield
    except (httpcore.ReadError, httpcore.WriteError) as error:
        raise Unfetched("The connection broke off: the server, or something on the way to it, reset it.") from error
    except httpcore.ProtocolError as error:
        if not meter.ended:
            raise Unfetched(f"The server does not speak HTTP as it should: {_wrong(error)}.") from error
        said = "without an answer" if meter.silent else "in the middle of its answer"
        raise Unfetched(f"The server closed the connection {said}.") from error
    except httpcore.ProxyError as error:
        raise Unfetched(f"The proxy of the environment refused: {str(error)[:200].rstrip('.')}.") from error


def _wrong(error: Exception) -> str:
    """What the library says of an answer, without the bytes of it that it quotes."""
    words = str(error).partition(":")[0].rstrip(".")
    # By the names of its own states it tells of answers that were not asked for.
    return "an answer out of turn" if "_" in words else words[:1].lower() + words[1:]
