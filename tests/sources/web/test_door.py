"""The door: honest pages come through as they are, attacks end in a sentence."""

from __future__ import annotations

import gzip
import re
import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import brotli
import httpcore
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from detector.errors import UsageError
from detector.page import Hop
from detector.sources.web import Chain, Door, Rules, Unfetched
from detector.sources.web.network import Network
from tests.sources.web.attacks import ATTACKS, HOST, PAGE, PUBLIC, SMALL, Attack, network, pem, server_context
from tests.sources.web.servers import Script, Server, answer, by_path, once, redirect

HOME = f"http://{HOST}/"


@contextmanager
def door_to(attack: Attack, rules: Rules | None = None) -> Iterator[Door]:
    """A door, and behind it the server of an attack."""
    context = server_context(attack.certificate) if attack.certificate else None
    with Server(attack.script, context) as server:
        trusted = pem() if attack.certificate else ""
        with Door(rules or attack.rules(), network(attack, server.port, trusted)) as door:
            yield door


@contextmanager
def site(script: Script, rules: Rules = SMALL, **changes: Any) -> Iterator[Door]:
    """A door, and behind it a server."""
    with door_to(Attack("site", script, "", **changes), rules) as door:
        yield door


def fetch(script: Script, url: str = HOME, rules: Rules = SMALL, **changes: Any) -> Any:
    with site(script, rules, **changes) as door:
        return door.fetch(url)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attacks_end_in_a_sentence_of_their_own(attack):
    with door_to(attack) as door:
        if not attack.said:
            assert 0 < len(door.fetch(attack.url).document.body) <= door.rules.decoded
            return
        with pytest.raises(Unfetched, match=attack.said) as caught:
            door.fetch(attack.url)
    said = str(caught.value)
    assert said.endswith(".") or "no web address: " in said
    assert "\n" not in said


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attacks_do_not_break_what_follows_addresses(attack):
    with door_to(attack) as door:
        chain = door.follow(attack.url)
    assert (chain.landing is None) == (chain.error is not None)


def test_a_page_comes_as_it_is():
    found = fetch(once(answer(PAGE)), f"{HOME}a?b=c#d")
    assert found.document.body == PAGE
    assert found.document.url == f"{HOME}a?b=c#d"
    assert found.document.id == f"{HOME}a?b=c#d"
    assert found.document.content_type == "text/html; charset=utf-8"
    assert (found.document.hops, found.document.refresh, found.status) == ((), None, 200)


def test_what_a_server_is_told():
    heard: list[bytes] = []
    fetch(by_path({"/a?b=c": answer(PAGE)}, heard), f"http://{HOST}:8000/a?b=c#d")
    lines = heard[0].decode("ascii").split("\r\n")
    assert lines[:3] == ["GET /a?b=c HTTP/1.1", f"Host: {HOST}:8000", "User-Agent: test"]
    names = {line.partition(":")[0].lower() for line in lines[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_no_cookie_password_or_referrer_goes_along():
    heard: list[bytes] = []
    first = answer(b"", "302 Found", "Location: http://you:secret@other.example/b\nSet-Cookie: a=b")
    found = fetch(by_path({"/": first, "/b": answer(PAGE)}, heard), f"http://me:secret@{HOST}/")
    assert found.document.url == "http://other.example/b"
    assert found.document.hops == (Hop(HOME, 302),)
    assert len(heard) == 2
    for asked in heard:
        assert not re.search(b"secret|cookie:|authorization|referer", asked, re.IGNORECASE)


def test_the_user_agent_says_who_asks():
    assert re.fullmatch(r"detector(/\d[\w.]*)? \(spam review tool\)", Rules().agent)


def test_redirects_are_recorded():
    answers = {
        "/": redirect("/b", "301 Moved Permanently"),
        "/b": redirect("http://other.example/c", "307 Temporary Redirect"),
        "/c": redirect("//films.example/d?e", "303 See Other"),
        "/d?e": answer(PAGE),
    }
    found = fetch(by_path(answers))
    assert found.document.hops == (Hop(HOME, 301), Hop(f"{HOME}b", 307), Hop("http://other.example/c", 303))
    assert found.document.url == f"{HOME}d?e"
    assert found.document.id == HOME


def test_an_error_knows_the_way_and_the_status():
    with pytest.raises(Unfetched) as caught:
        fetch(by_path({"/": redirect("/b")}))
    assert caught.value.status == 404
    assert caught.value.hops == (Hop(HOME, 302),)
    assert str(caught.value) == f"Redirected to {HOME}b: The server answered 404, not with the page."


def test_as_many_redirects_as_are_allowed():
    answers = {f"/{number}": redirect(f"/{number + 1}") for number in range(5)}
    assert len(fetch(by_path({**answers, "/5": answer(PAGE)}), f"{HOME}0").document.hops) == 5
    with pytest.raises(Unfetched, match="more than 5 redirects"):
        fetch(by_path({**answers, "/5": redirect("/6"), "/6": answer(PAGE)}), f"{HOME}0")


def test_a_host_is_looked_up_once_for_each_step_and_its_checked_address_is_asked():
    looked: list[str] = []
    asked: list[str] = []
    with Server(by_path({"/": redirect("/b"), "/b": answer(PAGE)})) as server:
        outer = network(Attack("", once(b""), ""), server.port)

        def resolve(host: str, seconds: float) -> list[str]:
            looked.append(host)
            return [PUBLIC] if len(looked) < 3 else ["127.0.0.1"]

        def connect(address: str, port: int, seconds: float) -> Any:
            asked.append(address)
            return outer.connect(address, port, seconds)

        with Door(SMALL, replace(outer, resolve=resolve, connect=connect)) as door:
            door.fetch(HOME)
    assert looked == [HOST, HOST]
    assert asked == [PUBLIC, PUBLIC]


def test_the_next_address_is_tried_where_one_takes_no_connection():
    with Server(once(answer(PAGE))) as server:
        outer = network(Attack("", once(b""), ""), server.port)

        def connect(address: str, port: int, seconds: float) -> Any:
            return (
                outer.connect(PUBLIC, port, seconds) if address == "1.1.1.1" else Network().connect("127.0.0.1", 1, 9)
            )

        with Door(SMALL, replace(outer, resolve=lambda host, seconds: [PUBLIC, "1.1.1.1"], connect=connect)) as door:
            assert door.fetch(HOME).document.body == PAGE
        with (
            Door(SMALL, replace(outer, resolve=lambda host, seconds: [PUBLIC], connect=connect)) as door,
            pytest.raises(Unfetched, match="takes no connection: connection refused"),
        ):
            door.fetch(HOME)


def test_private_hosts_are_asked_where_that_is_allowed():
    with Server(once(answer(PAGE))) as server:
        url = f"http://127.0.0.1:{server.port}/"
        with Door(replace(SMALL, allow_private=True)) as door:
            assert door.fetch(url).document.body == PAGE
        with Door(SMALL) as door, pytest.raises(Unfetched, match="--allow-private lifts this"):
            door.fetch(url)


def test_metadata_is_not_asked_even_then():
    with Door(replace(SMALL, allow_private=True)) as door, pytest.raises(Unfetched, match="metadata") as caught:
        door.fetch("http://169.254.169.254/latest/meta-data/")
    assert "lifts" not in str(caught.value)


@pytest.mark.parametrize("url", [f"https://{HOST}/", f"https://{HOST}./", f"https://{HOST}:8443/a"])
def test_a_server_that_proves_its_name(url):
    with site(once(answer(PAGE)), certificate="good") as door:
        assert door.fetch(url).document.body == PAGE


def test_https_may_lead_to_http_and_that_is_recorded():
    with Server(once(answer(PAGE))) as plain, Server(once(redirect(f"http://{HOST}/")), server_context("good")) as safe:
        outer = network(Attack("", once(b""), ""), plain.port, pem())

        def connect(address: str, port: int, seconds: float) -> Any:
            return Network().connect("127.0.0.1", safe.port if port == 443 else plain.port, seconds)

        with Door(SMALL, replace(outer, connect=connect)) as door:
            found = door.fetch(f"https://{HOST}/")
    assert found.document.hops == (Hop(f"https://{HOST}/", 302),)
    assert found.document.url == HOME


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", brotli.compress),
        ("zstd", zstandard.compress),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("identity", bytes),
        ("unheard-of", bytes),
    ],
)
def test_packed_pages(coding, pack):
    assert fetch(once(answer(pack(PAGE), fields=f"Content-Encoding: {coding}"))).document.body == PAGE


def test_a_page_over_the_bound_comes_with_one_byte_more_than_is_read():
    long = b"<p>" + PAGE * 3_000
    for said in (answer(long), answer(gzip.compress(long, 1), fields="Content-Encoding: gzip")):
        assert fetch(once(said), rules=replace(SMALL, ratio=10_000)).document.body == long[: SMALL.decoded]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("text/html", "text/html"),
        ("TEXT/HTML;charset=x", "TEXT/HTML;charset=x"),
        ("application/xhtml+xml", "application/xhtml+xml"),
        ("text/plain", "text/plain"),
        ("", None),
        ("html", None),
        ("*/*", None),
    ],
)
def test_types_of_pages(said, kept):
    assert fetch(once(answer(PAGE, fields=f"Content-Type: {said}"))).document.content_type == kept


def test_the_last_type_counts_as_in_browsers():
    with pytest.raises(Unfetched, match="image/png"):
        fetch(once(answer(PAGE, fields="Content-Type: text/html\nContent-Type: image/png")))


def test_where_a_refresh_field_leads_is_told_and_not_followed():
    heard: list[bytes] = []
    found = fetch(by_path({"/": answer(PAGE, fields="Refresh: 0; url='https://evil.example/x'")}, heard))
    assert found.document.refresh == "0; url='https://evil.example/x'"
    assert found.document.url == HOME
    assert len(heard) == 1


@pytest.mark.parametrize(
    "url", ["films.example", "ftp://films.example/", "javascript:alert(1)", "http://", "http://[::1/"]
)
def test_what_is_no_web_address(url):
    with Door(SMALL) as door:
        with pytest.raises(UsageError, match="no web address"):
            door.fetch(url)
        assert "no web address" in str(door.follow(url).error)


def test_following_reads_no_page():
    heard: list[bytes] = []
    answers = {
        "/": redirect("/b", "301 Moved Permanently"),
        "/b": redirect("http://other.example/c"),
        "/c": answer(PAGE),
    }
    with site(by_path(answers, heard)) as door:
        chain = door.follow(HOME)
    assert chain == Chain((Hop(HOME, 301), Hop(f"{HOME}b", 302)), "http://other.example/c", None, 200)
    assert [asked.split(b" ")[0] for asked in heard] == [b"HEAD", b"HEAD", b"HEAD", b"GET"]


@pytest.mark.parametrize(
    "refusal", [answer(b"", "405 Method Not Allowed"), answer(b"", "200 OK"), b"", b"garbage\r\n\r\n"]
)
def test_following_asks_anew_where_head_is_refused_or_lied_to(refusal):
    def script(connection: Any, closing: Any) -> None:
        heard = connection.recv(65536)
        get = redirect("/b") if heard.startswith(b"GET / ") else answer(PAGE)
        connection.sendall(refusal if heard.startswith(b"HEAD") else get)

    with site(script) as door:
        chain = door.follow(HOME)
    assert chain == Chain((Hop(HOME, 302),), f"{HOME}b", None, 200)


def test_following_tells_where_it_breaks_off():
    with site(by_path({"/": redirect("http://127.0.0.1/")})) as door:
        chain = door.follow(HOME)
    assert chain.hops == (Hop(HOME, 302),)
    assert chain.landing is None
    assert chain.reached == "http://127.0.0.1/"
    assert str(chain.error).startswith("127.0.0.1 is an address of this machine")


def test_following_ends_where_a_page_is_gone():
    with site(by_path({"/": redirect("/b")})) as door:
        assert door.follow(HOME) == Chain((Hop(HOME, 302),), f"{HOME}b", None, 404)


def test_one_door_serves_many_fetches():
    with site(once(answer(PAGE))) as door:
        assert [door.fetch(f"{HOME}{number}").document.url for number in range(3)] == [f"{HOME}{n}" for n in range(3)]


def test_certificates_are_checked_by_default():
    context = Network().trust()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


class Said(httpcore.NetworkStream):
    """A connection on which a server has said something already."""

    def __init__(self, said: bytes, step: int) -> None:
        self._pieces = iter([said[at : at + step] for at in range(0, len(said), step)])

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return next(self._pieces, b"")[:max_bytes]

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        pass

    def close(self) -> None:
        pass


ANYTHING = some.lists(
    some.sampled_from(
        b"HTTP/1.1 |HTTP/1.0 |200 OK\r\n|302 Found\r\n|100 Continue\r\n\r\n|Location: |/a|//b|http://[::1]/|Content-Length: |3|-1|"
        b"Transfer-Encoding: chunked|Content-Encoding: gzip|Content-Encoding: br, zstd|Content-Type: text/html|\r\n|\r\n\r\n|\n|\0|"
        b"ffffffffffffffff\r\n|0\r\n|\x1f\x8b\x08|: |Refresh: 0;url=/|<p>Dune|\xff".split(b"|")
    )
    | some.binary(max_size=12),
    max_size=30,
).map(b"".join)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(said=ANYTHING, step=some.integers(1, 50))
def test_whatever_a_server_says_is_a_page_or_one_error(said, step):
    alike = Network(
        lambda host, seconds: [PUBLIC], lambda *_: Said(b"HTTP/1.1 200 OK\r\n" + said, step), lambda *_: None
    )
    with Door(replace(SMALL, hops=2), alike) as door:
        with suppress(Unfetched):
            assert 0 < len(door.fetch(HOME).document.body) <= SMALL.decoded
        chain = door.follow(HOME)
    assert (chain.landing is None) == (chain.error is not None)


def test_a_server_that_takes_no_connection_is_not_asked_twice():
    asked: list[str] = []

    def connect(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        asked.append(address)
        raise httpcore.ConnectTimeout

    with Door(SMALL, Network(lambda host, seconds: [PUBLIC], connect, lambda *_: None)) as door:
        assert "did not take a connection within 60 seconds" in str(door.follow(HOME).error)
    assert asked == [PUBLIC]
