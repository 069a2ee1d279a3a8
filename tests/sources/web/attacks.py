"""What a hostile server can do to whoever fetches from it, and what is said then: for the tests and for benchmarks/attacks.py."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import brotli
import httpcore
import trustme
import zstandard

from detector.sources.web import Rules
from detector.sources.web.network import Network
from tests.sources.web.servers import PAUSE, Script, answer, by_path, endless, once, redirect, request, reset, silent

HOST = "films.example"
PUBLIC = "8.8.8.8"
"""Stands for a server somewhere on the internet; connections to it are led to the server on this machine."""
PAGE = b"<!doctype html><title>Dune</title><p>A long film about sand, and a good one.</p>"
SMALL = Rules(
    connect=60, read=60, total=120, wire=400_000, decoded=100_001, header_bytes=8_192, headers=60, hops=5, agent="test"
)
"""Rules under which a test is quick; the times are those of a very slow machine."""


@dataclass(frozen=True)
class Attack:
    """One of them."""

    name: str
    script: Script
    said: str
    """What the error says, a regular expression; empty where a page is read."""
    url: str = f"http://{HOST}/"
    bounds: Mapping[str, Any] = field(default_factory=dict)
    """The bounds that end it in a test, where those of `SMALL` do not."""
    found: Callable[[int, str], Sequence[str]] = lambda turn, host: [PUBLIC]
    """The addresses of a host, by how often it has been looked up before."""
    certificate: str = ""
    """How the server proves its name, where it uses TLS."""

    def rules(self) -> Rules:
        """For a test."""
        return replace(SMALL, **self.bounds)


def network(attack: Attack, port: int, authority: str = "") -> Network:
    """A network in which every public address is the server at a port of this machine; `authority` is trusted (PEM)."""
    turns: dict[str, int] = {}

    def resolve(host: str, seconds: float) -> Sequence[str]:
        turns[host] = turns.get(host, -1) + 1
        try:
            return attack.found(turns[host], host)
        except TimeoutError:
            threading.Event().wait(seconds)
            raise

    def connect(address: str, asked: int, seconds: float) -> httpcore.NetworkStream:
        assert address == PUBLIC, f"a connection to {address}"
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", port, seconds)

    return Network(resolve, connect, lambda scheme, host: None, lambda: ssl.create_default_context(cadata=authority))


@cache
def authority() -> trustme.CA:
    """A certificate authority that the door trusts."""
    return trustme.CA()


def pem() -> str:
    """The authority's certificate."""
    return authority().cert_pem.bytes().decode("ascii")


def server_context(kind: str) -> ssl.SSLContext:
    """TLS of a server that proves its name well, or in a way that proves nothing."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if kind == "expired":
        issued = authority().issue_cert(
            HOST, not_before=datetime(2000, 1, 1, tzinfo=UTC), not_after=datetime(2001, 1, 1, tzinfo=UTC)
        )
    elif kind == "unknown":
        issued = trustme.CA().issue_cert(HOST)
    else:
        issued = authority().issue_cert("other.example" if kind == "other" else HOST)
    issued.configure_cert(context)
    return context


def _timeout(turn: int, host: str) -> Sequence[str]:
    raise TimeoutError


def _no_host(turn: int, host: str) -> Sequence[str]:
    raise OSError("Name or service not known")


def _coded(body: bytes, coding: str) -> bytes:
    return answer(body, fields=f"Content-Encoding: {coding}")


_PACK: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body),
    "deflate": lambda body: zlib.compress(body, 9),
    "br": lambda body: brotli.compress(body, quality=5),
    "zstd": lambda body: zstandard.compress(body),
}


@cache
def _zeros() -> bytes:
    return b"<p>" + b"0" * 100_000_000


@cache
def _bomb(coding: str) -> bytes:
    return _coded(_PACK[coding](_zeros()), coding)


@cache
def _bomb_in_a_bomb() -> bytes:
    return _coded(gzip.compress(gzip.compress(_zeros())), "gzip, gzip")


def prepare() -> None:
    """Pack what takes long to pack, which is else done when it is first asked for."""
    for coding in _PACK:
        _bomb(coding)
    _bomb_in_a_bomb()


def bomb(coding: str) -> Script:
    """100 MB in a small packet."""
    return lambda connection, closing: once(_bomb(coding))(connection, closing)


def _layers(count: int) -> bytes:
    body = PAGE
    for _ in range(count):
        body = gzip.compress(body)
    return _coded(body, ", ".join(["gzip"] * count))


def _nested(connection: socket.socket, closing: threading.Event) -> None:
    once(_bomb_in_a_bomb())(connection, closing)


def _slow_greeting(connection: socket.socket, closing: threading.Event) -> None:
    """A TLS record that never ends."""
    connection.sendall(b"\x16\x03\x03\x40\x00")
    while not closing.wait(PAUSE):
        connection.sendall(b"\x02")


def _no_tls(connection: socket.socket, closing: threading.Event) -> None:
    """An answer in plain HTTP, whatever was asked."""
    connection.recv(65536)
    connection.sendall(answer(PAGE))


def _far(connection: socket.socket, closing: threading.Event) -> None:
    """A redirect to an address that nobody has seen before, for ever."""
    asked = request(connection)
    path = asked.split(b" ")[1].decode("ascii")
    connection.sendall(redirect(f"{path}a"))


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_CHUNKED = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
_NOT_ASKED = "and is not asked"


def _to(name: str, location: str, said: str) -> Attack:
    return Attack(name, by_path({"/": redirect(location)}), said)


ATTACKS: Sequence[Attack] = (
    # where to
    _to(
        "redirect to this machine", "http://127.0.0.1:8080/admin", rf"Redirected to .*: 127\.0\.0\.1 is .*{_NOT_ASKED}"
    ),
    _to("redirect to a private network", "http://192.168.0.1/", f"a private network, {_NOT_ASKED}"),
    _to("redirect to a cloud's metadata", "http://169.254.169.254/latest/meta-data/", "metadata service"),
    _to("redirect to a cloud's metadata, IPv6", "http://[fd00:ec2::254]/latest/", "metadata service"),
    _to("redirect to localhost by name", "http://admin.localhost/", f"a name of private networks, {_NOT_ASKED}"),
    _to("redirect to a port of another service", "http://films.example:25/", "Port 25 is not one of the web"),
    _to("redirect to file:", "file:///etc/passwd", "what is no web address: file:"),
    _to("redirect to gopher:", "gopher://films.example/_GET", "what is no web address: gopher:"),
    _to("redirect to data:", "data:text/html,<p>x", "what is no web address: data:"),
    _to("redirect to javascript:", "javascript:alert(1)", "what is no web address: javascript:"),
    _to("redirect to a very long address", "/" + "a" * 5_000, "what is no web address"),
    _to("redirect without an address", "", "no web address|no place|in a circle"),
    Attack(
        "two different redirects in one",
        once(answer(b"", "302 Found", "Location: /a\nLocation: /b")),
        "different places",
    ),
    Attack("redirects in a circle", by_path({"/": redirect("/a"), "/a": redirect("/")}), "in a circle"),
    Attack("redirects without end", _far, "more than .* redirects"),
    Attack(
        "a name for a private address",
        once(answer(PAGE)),
        r"films\.example \(10\.0\.0\.7\)",
        found=lambda turn, host: ["10.0.0.7"],
    ),
    Attack(
        "a private address among public ones",
        once(answer(PAGE)),
        r"\(127\.0\.0\.1\)",
        found=lambda turn, host: [PUBLIC, "127.0.0.1"],
    ),
    Attack(
        "a private address inside an IPv6 one",
        once(answer(PAGE)),
        r"\(64:ff9b::a00:1\)",
        found=lambda turn, host: ["64:ff9b::a00:1"],
    ),
    Attack(
        "rebinding: public when checked, private ever after",
        once(answer(PAGE)),
        "",
        found=lambda turn, host: ["127.0.0.1" if turn else PUBLIC],
    ),
    Attack(
        "rebinding: public at first, private when a redirect comes back",
        by_path({"/": redirect("/b"), "/b": answer(PAGE)}),
        r"Redirected to .*films\.example \(127\.0\.0\.1\)",
        found=lambda turn, host: ["127.0.0.1" if turn else PUBLIC],
    ),
    Attack("no such host", once(answer(PAGE)), "There is no host called", found=_no_host),
    Attack(
        "a look-up without an answer",
        once(answer(PAGE)),
        "look-up of films.example took longer",
        bounds={"connect": 0.3},
        found=_timeout,
    ),
    # how long
    Attack("nothing is said", silent, "sent nothing for", bounds={"read": 0.3}),
    Attack("the header drips", endless(b"", b"H", PAUSE), "took longer than", bounds={"total": 0.6}),
    Attack("header fields drip", endless(_HEAD, b"a: b\r\n", PAUSE), "took longer than", bounds={"total": 0.6}),
    Attack("the body drips", endless(_HEAD + b"\r\n", b"a", PAUSE), "took longer than", bounds={"total": 0.6}),
    Attack("chunks drip", endless(_CHUNKED, b"1\r\na\r\n", PAUSE), "took longer than", bounds={"total": 0.6}),
    Attack("TLS drips", _slow_greeting, "did not agree on TLS within", "https://films.example/", {"connect": 0.6}),
    # how much
    Attack("a body without end", endless(_HEAD + b"\r\n", PAGE * 100), ""),
    Attack("a body without end, in chunks", endless(_CHUNKED, b"400\r\n" + b"a" * 1024 + b"\r\n"), ""),
    Attack(
        "chunks of one byte without end", endless(_CHUNKED, b"1\r\na\r\n" * 5_000), "sent more than|took longer than"
    ),
    Attack(
        "a packed body without end",
        endless(_HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(PAGE) * 50),
        "sent more than .* bytes",
    ),
    Attack("a bomb of gzip", bomb("gzip"), "is a bomb"),
    Attack("a bomb of deflate", bomb("deflate"), "is a bomb"),
    Attack("a bomb of Brotli", bomb("br"), "is a bomb"),
    Attack("a bomb of Zstandard", bomb("zstd"), "is a bomb"),
    Attack("a bomb in a bomb", _nested, "is a bomb"),
    Attack("packed nine times over", once(_layers(9)), "packed 9 times over"),
    Attack("a header field without end", endless(_HEAD + b"a: ", b"b" * 4_096), "bytes of header"),
    Attack("header fields without end", endless(_HEAD, b"a: b\r\n" * 500), "bytes of header"),
    Attack("many header fields", once(answer(PAGE, fields="\n".join(["a: b"] * 250))), "header fields"),
    Attack("many cookies", once(answer(PAGE, fields="\n".join(["Set-Cookie: a=b"] * 250))), "header fields"),
    Attack(
        "interim answers without end",
        endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" * 50),
        "bytes of header",
    ),
    Attack(
        "trailers without end",
        endless(_CHUNKED + b"4\r\nwave\r\n0\r\n", b"a: b\r\n" * 500),
        "as it should|sent more than",
    ),
    Attack("a chunk extension without end", endless(_CHUNKED + b"4;", b"a" * 4_096), "as it should|sent more than"),
    # what
    Attack("an image", once(answer(b"\x89PNG", fields="Content-Type: image/png")), "no page but image/png"),
    Attack(
        "a program",
        once(answer(b"MZ", fields="Content-Type: application/octet-stream")),
        "no page but application/octet-stream",
    ),
    Attack("an empty page", once(answer(b"")), "empty page"),
    Attack("no page, by the status", once(answer(b"", "204 No Content", "Content-Length: 0")), "answered 204"),
    Attack("an error page", once(answer(PAGE, "404 Not Found")), "answered 404"),
    Attack(
        "another protocol",
        once(answer(b"", "101 Switching Protocols", "Upgrade: x\nConnection: upgrade")),
        "as it should",
    ),
    Attack("a longer length than body", once(answer(PAGE, fields="Content-Length: 5000")), "in the middle"),
    Attack("a huge length", once(answer(PAGE, fields=f"Content-Length: {10**18}")), "in the middle"),
    Attack("a length beyond all numbers", once(answer(PAGE, fields=f"Content-Length: {10**30}")), "as it should"),
    Attack("a negative length", once(answer(PAGE, fields="Content-Length: -1")), "as it should"),
    Attack("two different lengths", once(answer(PAGE, fields="Content-Length: 5\nContent-Length: 50")), "as it should"),
    Attack("NUL in a header", once(answer(PAGE, fields="X-A: a\0b")), "as it should"),
    Attack("garbage", once(bytes(range(256)) * 20 + b"\r\n\r\n"), "as it should"),
    Attack("HTTP/0.9", once(PAGE), "as it should|in the middle"),
    Attack("an answer of another protocol", once(b"220 films.example ESMTP\r\n\r\n"), "as it should"),
    Attack("closed without a word", once(b""), "without an answer"),
    Attack("a reset", reset(b""), "without an answer|broke off"),
    Attack("a reset in the body", reset(answer(PAGE, fields="Content-Length: 5000")), "broke off|in the middle"),
    # who
    Attack(
        "a certificate nobody knows",
        once(answer(PAGE)),
        "not to be trusted",
        "https://films.example/",
        certificate="unknown",
    ),
    Attack(
        "an expired certificate",
        once(answer(PAGE)),
        "not to be trusted: .*expired",
        "https://films.example/",
        certificate="expired",
    ),
    Attack(
        "another host's certificate",
        once(answer(PAGE)),
        "not to be trusted: .*ostname",
        "https://films.example/",
        certificate="other",
    ),
    Attack("no TLS where it is expected", _no_tls, "TLS", "https://films.example/"),
)
