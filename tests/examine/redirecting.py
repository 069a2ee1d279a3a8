"""A web site on loopback whose addresses redirect as a test says, and which counts who asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site(ThreadingHTTPServer):
    """Answers 200 unless a path is in `redirects`."""

    daemon_threads = False  # joined at the end, so that no socket outlives its test

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.redirects: dict[str, tuple[int, str]] = {}
        """Path -> status and `Location`."""
        self.refuses_head = False
        self.asked: list[tuple[str, str]] = []
        """Method and path of every request."""
        self.open = threading.Event()
        """Answers are held back until it is set."""
        self.open.set()

    @property
    def url(self) -> str:
        """Address of the site, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def site() -> Iterator[Site]:
    """A site that answers until the end."""
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.open.set()
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_HEAD(self) -> None:
        if self.server.refuses_head:
            self._answer(405, None)
        else:
            self._answer(*self.server.redirects.get(self.path, (200, None)))

    def do_GET(self) -> None:
        self._answer(*self.server.redirects.get(self.path, (200, None)))

    def _answer(self, status: int, location: str | None) -> None:
        self.server.asked.append((self.command, self.path))
        self.server.open.wait()
        self.send_response(status)
        if location is not None:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass
