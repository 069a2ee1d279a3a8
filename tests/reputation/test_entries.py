"""What one entry lists, and what it must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.reputation.entries import _PLAIN_HOST, Here, Unreadable, read
from detector.reputation.keys import Kind

HOSTS = [
    ("evil.example", "evil.example"),
    ("EVIL.Example", "evil.example"),
    ("evil.example.", "evil.example"),
    ("*.evil.example", "evil.example"),
    (".evil.example", "evil.example"),
    ("*.EVIL.example.", "evil.example"),
    ("www.evil.example", "www.evil.example"),
    ("bücher.example", "xn--bcher-kva.example"),
    ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ("_dmarc.evil.example", "_dmarc.evil.example"),
    ("evil.example:443", "evil.example"),
    ("evil.example:80", "evil.example"),
    ("evil[.]example", "evil.example"),
]
ALONE = [
    ("192.0.2.1", "192.0.2.1"),
    ("192.0.2.1/32", "192.0.2.1"),
    ("192.0.2.1:8080", "192.0.2.1:8080"),
    ("2001:db8::1", "[2001:db8::1]"),
    ("2001:DB8:0::1", "[2001:db8::1]"),
    ("[2001:db8::1]", "[2001:db8::1]"),
    ("[2001:db8::1]:8080", "[2001:db8::1]:8080"),
    ("evil.example:8080", "evil.example:8080"),
    ("github.io", "github.io"),
    ("*.github.io", "github.io"),
    (".co.uk", "co.uk"),
]
ADDRESSES = [
    ("https://evil.example", "evil.example/"),
    ("https://evil.example/", "evil.example/"),
    ("http://EVIL.example:80/A", "evil.example/A"),
    ("https://evil.example:8443/a", "evil.example:8443/a"),
    ("https://user:secret@evil.example/x", "evil.example/x"),
    ("https://evil.example./x", "evil.example/x"),
    ("https://evil.example/a?b=c#d", "evil.example/a?b=c"),
    ("https://evil.example/a/?b", "evil.example/a/?b"),
    ("https://evil.example/a/#b", "evil.example/a/"),
    ("hxxps://evil[.]example/a", "evil.example/a"),
    ("evil.example/a", "evil.example/a"),
    ("evil.example/32", "evil.example/32"),
    ("evil.example?a=b", "evil.example/?a=b"),
    ("https://co.uk/a", "co.uk/a"),
    ("http://2130706434/a", None),
    ("https://bücher.example/ü", "xn--bcher-kva.example/%C3%BC"),
]
FOLDERS = [
    ("https://evil.example/" + "a/" * 11, "evil.example/" + "a/" * 11),
    ("https://evil.example/kit/", "evil.example/kit/"),
    ("evil.example:8080/a/b/", "evil.example:8080/a/b/"),
]
UNREADABLE = [
    "foo",
    ".tk",
    "com",
    "1.2.3",
    "1234",
    "0x7f.2",
    "192.0.2.010",
    "192.0.2.0/24",
    "2001:db8::/32",
    "12:34:56",
    "a*b.example",
    "*",
    "evil.example/*",
    "*://evil.example/",
    "user@evil.example",
    "mailto:user@evil.example",
    "evil.example,phishing",
    '"evil.example"',
    "evil..example",
    "-",
    "https://",
    "https:///",
    "/evil.example/",
    "ftp://evil.example/",
    "javascript:alert(1)",
    "include:evil",
    "full:evil.example",
    "evil.example foo",
    "evil(.)example",
    "https://evil.example/" + "a/" * 12,
    "x" * 64 + ".example",
    ".".join(["x" * 60] * 5) + ".example",
    "",
    " ",
]
HERE = [
    "localhost",
    "foo.localhost",
    "localhost.localdomain",
    "127.0.0.1",
    "127.1.2.3",
    "0.0.0.0",
    "::",
    "::1",
    "http://0x7f.1/",
]


@pytest.mark.parametrize(("text", "host"), HOSTS)
def test_a_host_lists_itself_and_all_below(text, host):
    entry = read(text)
    assert entry.key == (Kind.HOST, host)
    assert not entry.suffix


@pytest.mark.parametrize(("text", "host"), ALONE)
def test_what_has_nothing_of_its_own_below_it_is_listed_alone(text, host):
    entry = read(text)
    assert entry.key == (Kind.ALONE, host)
    assert entry.suffix == (host in ("github.io", "co.uk"))


@pytest.mark.parametrize(("text", "address"), [pair for pair in ADDRESSES if pair[1]])
def test_an_address_lists_itself(text, address):
    entry = read(text)
    assert entry.key == (Kind.ADDRESS, address)
    assert address.startswith(entry.place + "/")


@pytest.mark.parametrize(("text", "folder"), FOLDERS)
def test_an_address_that_ends_with_a_slash_lists_what_begins_so(text, folder):
    assert read(text).key == (Kind.FOLDER, folder)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_entry_is_told_why(text):
    with pytest.raises(Unreadable) as told:
        read(text)
    assert not isinstance(told.value, Here)
    assert str(told.value)


@pytest.mark.parametrize("text", HERE)
def test_names_of_this_machine_are_no_entries(text):
    with pytest.raises(Here):
        read(text)


LABEL = st.from_regex(r"[a-z0-9_]([a-z0-9_-]{0,10}[a-z0-9_])?", fullmatch=True)


@given(st.lists(LABEL, min_size=1, max_size=4).map(lambda labels: ".".join([*labels, "example"])))
def test_the_short_way_of_reading_a_host_is_the_long_one(host):
    """Written otherwise, the same host cannot take the short way."""
    short, long = _said(host), _said(host.upper() + ".")
    assert short == long or not _PLAIN_HOST.fullmatch(host)


def _said(text: str) -> object:
    try:
        return read(text)
    except Unreadable as error:
        return str(error)


@given(st.text(max_size=40))
def test_whatever_is_written_is_an_entry_or_none(text):
    try:
        entry = read(text)
    except Unreadable:
        return
    assert entry.key.text.isascii()
    assert "." in entry.key.text or "[" in entry.key.text
