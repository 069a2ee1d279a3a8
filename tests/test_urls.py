"""Facts about one URL, also about hostile ones."""

from __future__ import annotations

import re
from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector import bounds, urls
from detector.urls import address, decode_base64_url, defang, resolve, unwrap

_PIECES = [
    "http",
    "https",
    ":",
    "//",
    "/",
    "\\",
    "@",
    "?",
    "#",
    "%",
    "%2f",
    "..",
    ".",
    "[",
    "]",
    "::1",
    "evil.example",
    "a",
    "é",
    "\t",
    "\u202e",
    "xn--",
    ":99999",
    "?url=",
    "https://",
    "=",
    "aHR0cHM6",
    "0x7f",
    "。",
    "\x00",
    "user:pw@",
]
hostile = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
targets = hostile.map(lambda text: resolve("https://base.example/a/b?c", text)).filter(bool)


@given(st.one_of(st.none(), hostile), hostile)
def test_resolve_never_raises_and_gives_web_addresses_only(base, raw):
    found = resolve(base, raw)
    assert found is None or re.match(r"https?://[^/?#]", found)


@pytest.mark.parametrize(("labels", "leads"), [(123, True), (124, False), (1_500, False)])
@pytest.mark.parametrize("userinfo", ["", "a@"])
def test_a_host_longer_than_any_name_leads_nowhere(labels, leads, userinfo):
    url = f"https://{userinfo}{'a.' * labels}example/"
    assert (resolve(None, url) is not None) is leads
    assert (resolve("https://b.example/", url) is not None) is leads


@given(targets)
def test_canonical_twice_is_canonical_once(url):
    assert resolve(None, url) == url
    assert resolve("https://elsewhere.example/x", url) == url


@given(targets)
def test_every_canonical_address_can_be_taken_apart(url):
    found = address(url)
    assert found.host
    assert found.host == found.host.lower()
    assert found.host.rstrip(".").endswith(found.domain.rstrip("."))
    assert found.domain.endswith(found.suffix)
    if not found.host.endswith("."):
        assert found.host == ".".join(filter(None, (found.subdomain, found.domain)))
    assert found.path.startswith("/")


@given(targets)
def test_what_is_unwrapped_is_an_address_and_comes_to_an_end(url):
    assert resolve(None, unwrap(url)) == unwrap(url)
    for _ in range(len(url)):
        url = unwrap(url)
    assert unwrap(url) == url


@given(targets.filter(lambda url: unwrap(url) == url), st.integers(0, 3))
def test_unwrapping_twice_is_unwrapping_once(url, layers):
    wrapped = url
    for _ in range(layers):
        wrapped = "https://out.example/?url=" + quote(wrapped, safe="")
    assert unwrap(wrapped) == url


@pytest.mark.parametrize("layers", range(1, 8))
def test_unwrapping_is_bounded(layers):
    url = "https://end.example/"
    for _ in range(layers):
        url = "https://out.example/?url=" + quote(url, safe="")
    assert (unwrap(url) == "https://end.example/") is (layers <= 3)


@given(
    st.one_of(st.text(st.characters(codec="ascii")), st.binary().map(lambda raw: b64encode(b"https://" + raw).decode()))
)
def test_base64_never_raises(text):
    found = decode_base64_url(text)
    assert found is None or resolve(None, found) == found


_CLICKABLE = re.compile(r"\b(?:https?|ftp|wss?)://(?!\W)|^(?:javascript|data|mailto|tel):", re.IGNORECASE)


@given(targets)
def test_a_defanged_address_is_no_link(url):
    shown = defang(url)
    head, _, rest = shown.partition("://")
    assert head in ("hxxp", "hxxps")
    host = re.split(r"[/?#]", rest)[0]
    assert not re.search(r"(?<!\[)\.(?!\])", host)


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,a.b", "mailto:a@evil.example", "www.evil.example"]
)
def test_what_is_no_web_address_is_defanged_too(target):
    shown = defang(target)
    assert not _CLICKABLE.search(shown)
    assert "." not in shown.replace("[.]", "")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("HTTPS://EVIL.EXAMPLE:443/a/../b", "https://evil.example/b"),
        ("https:\\\\evil.example\\q", "https://evil.example/q"),
        ("\\/evil.example", "https://evil.example/"),
        ("///evil.example/q", "https://evil.example/q"),
        ("ht\ntps://evil.example/", "https://evil.example/"),
        (" \thttps://evil.example/ ", "https://evil.example/"),
        ("https://2130706433/", "https://127.0.0.1/"),
        ("https://0300.0250.0.1/", "https://192.168.0.1/"),
        ("https://%65vil.example/", "https://evil.example/"),
        ("https://evil。example/", "https://evil.example/"),
        ("https://ｅｖｉｌ.example/", "https://evil.example/"),
        ("https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai/"),
        ("https://bank.example@evil.example/", "https://bank.example@evil.example/"),
        ("https:evil.example", "https://base.example/evil.example"),
        ("?a=1", "https://base.example/here?a=1"),
        ("https://[::ffff:7f00:1]/", "https://[::ffff:7f00:1]/"),
        ("java\nscript:alert(1)", None),
        ("https://", None),
        ("https://evil.example:99999/", None),
        ("https://evil example/", None),
        ("https://[::1/", None),
        ("file:///etc/passwd", None),
        ("blob:https://evil.example/x", None),
        ("ws://evil.example/", None),
        ("view-source:https://evil.example/", None),
        ("https://evil.example/" + "a" * bounds.ADDRESS, None),
    ],
)
def test_hostile_addresses_mean_what_they_mean_in_a_browser(raw, expected):
    assert resolve("https://base.example/here", raw) == expected


@pytest.mark.parametrize(
    ("url", "host", "domain", "label"),
    [
        ("https://bank.example@evil.co.uk/", "evil.co.uk", "evil.co.uk", "evil"),
        ("https://a.b.evil.co.uk/", "a.b.evil.co.uk", "evil.co.uk", "evil"),
        ("https://me.github.io/", "me.github.io", "me.github.io", "me"),
        ("https://192.168.0.1/", "192.168.0.1", "192.168.0.1", "192.168.0.1"),
        ("https://[2001:db8::1]:8080/", "[2001:db8::1]", "[2001:db8::1]", "[2001:db8::1]"),
        ("https://co.uk/", "co.uk", "co.uk", "co.uk"),
        ("https://localhost/", "localhost", "localhost", "localhost"),
    ],
)
def test_whose_host_it_is(url, host, domain, label):
    found = address(url)
    assert (found.host, found.domain, found.label) == (host, domain, label)
    assert found.ip == (host[0] == "[" or host[0].isdigit())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/login?next=https://b.example/", None),
        ("https://a.example/?url=/local/path", None),
        ("https://a.example/?url=javascript:alert(1)//https://", None),
        ("https://a.example/?URL=https%3a%2f%2Fb.example%2f", "https://b.example/"),
        ("https://a.example/away/https:/b.example/c", "https://b.example/c"),
        ("https://web.archive.org/web/2020/http://b.example/", "http://b.example/"),
        ("https://a.example/?u=aHR0cHM6Ly9iLmV4YW1wbGUv", "https://b.example/"),
        ("https://a.example/?u=aHR0cHM6Ly9!!!", None),
        ("https://a.example/?url=https://a.example/?url=https://a.example/", "https://a.example/"),
        ("https://href.example/?https://b.example/c", "https://b.example/c"),
        ("https://href.example/?https%3A%2F%2Fb.example%2Fc&x=1", "https://b.example/c"),
        ("https://a.example/l/?kh=-1&uddg=https%3A%2F%2Fb.example%2F", "https://b.example/"),
        ("https://a.example/leave?exit_url=https://b.example/", "https://b.example/"),
        ("https://a.example/login?return_url=https://b.example/", None),
        ("https://www.bing.com/ck/a?p=1&u=a1aHR0cHM6Ly9iLmV4YW1wbGUv&ntb=1", "https://b.example/"),
        ("https://b-example.cdn.ampproject.org/c/s/b.example/films/1?x=2", "https://b.example/films/1?x=2"),
        ("https://b-example.cdn.ampproject.org/v/b.example/films/1", "http://b.example/films/1"),
        ("https://cdn.ampproject.org/v0.js", None),
        ("https://www.google.com/amp/s/b.example/films/1", "https://b.example/films/1"),
        ("https://b.example/amp/film/1", None),
        ("https://a--b-example.translate.goog/c?x=1&_x_tr_sl=de&_x_tr_tl=en", "https://a-b.example/c?x=1"),
        ("https://b-example.translate.goog/?_x_tr_sl=de", "https://b.example/"),
    ],
)
def test_wrappers_and_what_only_looks_like_one(url, expected):
    assert unwrap(url) == (expected or url)


def test_a_base_that_is_none_is_no_base():
    assert urls.resolver("not a base")("https://evil.example") == "https://evil.example/"
    assert resolve("not a base", "relative") is None
    assert resolve(None, "//evil.example/a") == "https://evil.example/a"


@pytest.mark.parametrize("raw", ["https://./", "http://../a", "//./x", "https://a@./", "//a:b@../x"])
def test_a_host_of_dots_is_none(raw):
    assert urls.resolve(None, raw) is None
    assert urls.resolve("https://a.example/", raw) is None


def test_half_a_pair_of_surrogates_makes_no_address():
    assert urls.resolve(None, "https://a.example/\ud800") is None
    assert urls.resolve("https://a.example/\ud800", "https://b.example/") == "https://b.example/"
    assert urls.resolve("https://a.example/", "\udc80") is None
