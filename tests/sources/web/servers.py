"""Servers on this machine that do what they like."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

Script = Callable[[socket.socket, threading.Event], None]
"""What a server does with a connection; the event is set when the server closes."""

PAUSE = 0.02
"""Seconds between the bytes of a server that lets them drip."""


class Server:
    """Does a script with every connection, each in a thread, until it is closed."""

    def __init__(self, script: Script, context: ssl.SSLContext | None = None) -> None:
        self._script = script
        self._context = context
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._threads[0].join()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.add(connection)
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        # A client that has seen enough goes away, and TLS with an untrusted server is not agreed on.
        with suppress(OSError), connection:
            if self._context is None:
                self._script(connection, self._closing)
                return
            with self._context.wrap_socket(connection, server_side=True) as encrypted:
                self._open.add(encrypted)
                self._script(encrypted, self._closing)


def request(connection: socket.socket) -> bytes:
    """What a client asks, up to the blank line."""
    asked = b""
    while b"\r\n\r\n" not in asked:
        part = connection.recv(65536)
        if not part:
            break
        asked += part
    return asked


def answer(body: bytes = b"", status: str = "200 OK", fields: str = "", length: bool = True) -> bytes:
    """An answer in HTTP; `fields` are lines of the header, `Content-Type: text/html` unless they name another."""
    lines = [f"HTTP/1.1 {status}", *filter(None, fields.split("\n"))]
    if "content-type" not in fields.lower():
        lines.append("Content-Type: text/html; charset=utf-8")
    if length and "content-length" not in fields.lower():
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """An answer that redirects."""
    return answer(b"", status, f"Location: {location}")


def once(said: bytes) -> Script:
    """Answer with these bytes, and close."""

    def script(connection: socket.socket, closing: threading.Event) -> None:
        request(connection)
        connection.sendall(said)

    return script


def by_path(answers: dict[str, bytes], heard: list[bytes] | None = None) -> Script:
    """Answer by the path that is asked for; all requests are put into `heard`."""

    def script(connection: socket.socket, closing: threading.Event) -> None:
        asked = request(connection)
        if heard is not None:
            heard.append(asked)
        method, path = (asked.split(b" ", 2)[:2]) if asked else (b"", b"")
        said = answers.get(path.decode("ascii"), answer(b"gone", "404 Not Found"))
        connection.sendall(said.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if method == b"HEAD" else said)

    return script


def endless(start: bytes, piece: bytes, pause: float = 0.0) -> Script:
    """Answer with `start`, and then with one `piece` after another for ever."""

    def script(connection: socket.socket, closing: threading.Event) -> None:
        request(connection)
        connection.sendall(start)
        while not closing.wait(pause) if pause else not closing.is_set():
            connection.sendall(piece)

    return script


def silent(connection: socket.socket, closing: threading.Event) -> None:
    """Take the request and say nothing."""
    closing.wait()


def reset(said: bytes) -> Script:
    """Answer with these bytes and reset the connection."""

    def script(connection: socket.socket, closing: threading.Event) -> None:
        request(connection)
        connection.sendall(said)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    return script
