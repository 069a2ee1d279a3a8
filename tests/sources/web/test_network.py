"""What the door asks of the machine: look-ups in time, proxies of the environment, certificates."""

from __future__ import annotations

import os
import socket
import ssl
import threading
from dataclasses import replace
from typing import Any

import certifi
import pytest

from detector.errors import UsageError
from detector.sources.web import Door, Unfetched
from detector.sources.web.network import Network, proxy, resolve, trust
from tests.sources.web.attacks import HOST, PAGE, PUBLIC, SMALL, Attack, network, pem, server_context
from tests.sources.web.servers import Server, answer, by_path, once, request

HOME = f"http://{HOST}/"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


def test_a_host_is_looked_up():
    assert set(resolve("localhost", 60)) <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize("error", [socket.gaierror(-2, "Name or service not known"), ValueError("embedded null byte")])
def test_what_has_no_address(monkeypatch, error):
    def getaddrinfo(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(OSError, match=r"not known|null byte") as caught:
        resolve(HOST, 60)
    assert not isinstance(caught.value, TimeoutError)


def test_a_look_up_that_hangs_is_left_behind(monkeypatch):
    ended = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: ended.wait() and [])
    try:
        with pytest.raises(TimeoutError):
            resolve(HOST, 0.05)
    finally:
        ended.set()


def test_a_look_up_that_hangs_is_told(monkeypatch):
    ended = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: ended.wait() and [])
    try:
        with (
            Door(replace(SMALL, connect=0.05)) as door,
            pytest.raises(Unfetched, match=r"took longer than 0\.05 seconds"),
        ):
            door.fetch(HOME)
    finally:
        ended.set()


@pytest.mark.parametrize(
    ("variables", "scheme", "host", "expected"),
    [
        ({}, "http", HOST, None),
        ({"HTTP_PROXY": "http://a:1"}, "http", HOST, "http://a:1"),
        ({"HTTP_PROXY": "http://a:1"}, "https", HOST, None),
        ({"https_proxy": "http://a:1"}, "https", HOST, "http://a:1"),
        ({"ALL_PROXY": "http://a:1"}, "https", HOST, "http://a:1"),
        ({"ALL_PROXY": "http://a:1", "HTTPS_PROXY": "http://b:1"}, "https", HOST, "http://b:1"),
        ({"ALL_PROXY": "http://a:1", "NO_PROXY": HOST}, "https", HOST, None),
        ({"ALL_PROXY": "http://a:1", "NO_PROXY": "example"}, "https", HOST, None),
        ({"ALL_PROXY": "http://a:1", "NO_PROXY": "*"}, "https", HOST, None),
        ({"ALL_PROXY": "http://a:1", "NO_PROXY": "other.example"}, "https", HOST, "http://a:1"),
    ],
)
def test_proxies_of_the_environment(monkeypatch, variables, scheme, host, expected):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert proxy(scheme, host) == expected


def through(port: int, said: str = "http://me:p%40ss@proxy.example", **changes: Any) -> Network:
    """A network whose proxy is the server at a port of this machine."""
    outer = network(Attack("", once(b""), ""), port, pem())
    return replace(outer, proxy=lambda scheme, host: f"{said}:3128", **changes)


def test_a_proxy_is_asked_for_the_page():
    heard: list[bytes] = []
    with Server(by_path({HOME: answer(PAGE)}, heard)) as server, Door(SMALL, through(server.port)) as door:
        assert door.fetch(HOME).document.body == PAGE
    assert heard[0].startswith(f"GET {HOME} HTTP/1.1\r\n".encode())
    assert b"Proxy-Authorization: Basic bWU6cEBzcw==" in heard[0]


def test_a_proxy_leads_to_a_server_that_proves_its_own_name():
    def script(connection: socket.socket, closing: threading.Event) -> None:
        assert request(connection).startswith(b"CONNECT films.example:443 HTTP/1.1")
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with server_context("good").wrap_socket(connection, server_side=True) as encrypted:
            once(answer(PAGE))(encrypted, closing)

    with Server(script) as server, Door(SMALL, through(server.port)) as door:
        assert door.fetch(f"https://{HOST}/").document.body == PAGE


def test_a_proxy_that_refuses():
    with (
        Server(once(answer(b"", "403 Forbidden"))) as server,
        Door(SMALL, through(server.port)) as door,
        pytest.raises(Unfetched, match="The proxy of the environment refused: 403 Forbidden"),
    ):
        door.fetch(f"https://{HOST}/")


def test_what_can_be_seen_to_be_private_is_not_asked_of_a_proxy():
    found = {"proxy.example": [PUBLIC], "inner.example": ["10.0.0.1"]}
    with Server(once(answer(PAGE))) as server:
        seen = through(server.port, resolve=lambda host, seconds: found[host])
        with Door(SMALL, seen) as door:
            for host in ("inner.example", "127.0.0.1", "[::1]", "localhost", "169.254.169.254"):
                with pytest.raises(Unfetched, match="and is not asked"):
                    door.fetch(f"http://{host}/")


def test_a_name_that_only_the_proxy_knows_is_asked_of_it():
    def resolve(host: str, seconds: float) -> list[str]:
        if host != "proxy.example":
            raise OSError("unknown here")
        return [PUBLIC]

    with Server(by_path({HOME: answer(PAGE)})) as server, Door(SMALL, through(server.port, resolve=resolve)) as door:
        assert door.fetch(HOME).document.body == PAGE


@pytest.mark.parametrize("said", ["socks5://proxy.example", "https://proxy.example", "ftp://proxy.example"])
def test_other_proxies_are_refused(said):
    with Door(SMALL, through(1, said)) as door, pytest.raises(UsageError, match=r"must begin with http://"):
        door.fetch(HOME)


def test_certificates_of_a_store_that_the_environment_names(monkeypatch, tmp_path):
    (tmp_path / "store.pem").write_text(pem(), "ascii")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "store.pem"))
    assert trust().cert_store_stats()["x509_ca"] == 1


def test_certificates_of_certifi_where_the_system_has_none(monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    known = ssl.create_default_context(cafile=certifi.where()).cert_store_stats()["x509_ca"]
    assert trust().cert_store_stats()["x509_ca"] == known > 0
