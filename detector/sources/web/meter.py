"""Time and bytes of one fetch, whatever the server does with them."""

from __future__ import annotations

import ssl
import time
from typing import Any

import httpcore

from detector.sources.web.answers import Unfetched
from detector.sources.web.bounds import Rules


class NoConnection(Unfetched):
    """The server was not reached: asking it in another way is idle."""


class Meter:
    """What one fetch has used up, of the first look-up and all redirects together."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._end = time.monotonic() + rules.total
        self._wire = 0
        self._head: int | None = None
        self.ended = False
        """The server has closed the connection."""

    def left(self, most: float) -> float:
        """Seconds that the next step may take. Raises Unfetched where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self._late()
        return min(most, left)

    def late(self, error: Unfetched) -> Unfetched:
        """What to raise for a step that took too long: this error, unless all took too long."""
        return self._late() if time.monotonic() >= self._end else error

    def begin_answer(self) -> None:
        """From here on all bytes are of a header."""
        self._head = 0
        self.ended = False

    def begin_body(self) -> None:
        """The header is complete."""
        self._head = None

    def room(self, most: int) -> int:
        """Bytes that may be read next. Raises Unfetched where there are none."""
        room = min(most, self.rules.wire - self._wire)
        if self._head is not None:
            if self._head >= self.rules.header_bytes:
                raise Unfetched(f"The server sent more than {self.rules.header_bytes:,} bytes of header.")
            room = min(room, self.rules.header_bytes - self._head)
        if room <= 0:
            raise Unfetched(f"The server sent more than {self.rules.wire:,} bytes.")
        return room

    def count(self, size: int) -> None:
        """So many bytes were read, 0 at the end of the connection."""
        self._wire += size
        self.ended = size == 0
        if self._head is not None:
            self._head += size

    @property
    def silent(self) -> bool:
        """Nothing of an answer has come."""
        return self._head == 0

    def _late(self) -> Unfetched:
        return Unfetched(f"The page took longer than {self.rules.total:g} seconds to come.")


class MeteredStream(httpcore.NetworkStream):
    """A connection that takes no longer, and reads no more, than a meter has left."""

    def __init__(self, stream: httpcore.NetworkStream, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes, none at the end."""
        meter = self._meter
        try:
            received = self._stream.read(meter.room(max_bytes), meter.left(meter.rules.read))
        except httpcore.ReadTimeout as error:
            raise meter.late(Unfetched(f"The server sent nothing for {meter.rules.read:g} seconds.")) from error
        meter.count(len(received))
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        meter = self._meter
        try:
            self._stream.write(buffer, meter.left(meter.rules.read))
        except httpcore.WriteTimeout as error:
            raise meter.late(Unfetched(f"The server took no request for {meter.rules.read:g} seconds.")) from error

    def close(self) -> None:
        """At once."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted, with a server that has proved its name."""
        meter = self._meter
        # A certificate names neither the dot that ends a full name nor the brackets around an address.
        name = (server_hostname or "").rstrip(".").strip("[]")
        try:
            return MeteredStream(self._stream.start_tls(ssl_context, name, meter.left(meter.rules.connect)), meter)
        except httpcore.ConnectTimeout as error:
            said = f"The server did not agree on TLS within {meter.rules.connect:g} seconds."
            raise meter.late(NoConnection(said)) from error
        except httpcore.ConnectError as error:
            raise NoConnection(_tls_trouble(error)) from error

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._stream.get_extra_info(info)


def _tls_trouble(error: httpcore.ConnectError) -> str:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"The server's certificate is not to be trusted: {cause.verify_message.rstrip('.')}."
    if isinstance(cause, ssl.SSLError) and cause.reason:
        return f"The server does not agree on TLS: {cause.reason.lower().replace('_', ' ')}."
    return "The server broke off while TLS was agreed on."
