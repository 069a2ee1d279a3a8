"""Addresses: resolved, unwrapped, taken apart and defanged, whatever is written there."""

from __future__ import annotations

from detector import bounds, urls
from detector.parsing import plain
from detector.sinks import safety
from detector.sinks.summary import site
from tests.fuzz import inert
from tests.fuzz.cutting import Cut

_BASES = (
    None,
    "https://films.example/a/b?c=d#e",
    "http://[2001:db8::1]:81/",
    "not a base",
    "https://xn--e1afmkfd.example/x/",
)
_WRAPPED = ("{}", "https://a.example/out?url={}", "https://www.google.com/url?q={}", "https://a.example/go/{}", "https://a.translate.goog/{}", "https://cdn.ampproject.org/c/s/{}", "//{}", "https://{}/")  # fmt: skip


def check(given: bytes) -> None:
    """An address, its options in the first two bytes."""
    cut = Cut(given)
    base, wrapped = cut.one_of(_BASES), cut.one_of(_WRAPPED)
    raw = wrapped.replace("{}", cut.rest().decode("utf-8", "replace"))
    url = urls.resolve(base, raw)
    assert url == urls.resolve(base, raw)
    shown(raw)
    if url is not None:
        whole(url)
        inner = urls.unwrap(url)
        assert inner == url or urls.resolve(None, inner) is not None
        shown(url)
        shown(inner)
    for each in plain.written(raw):
        assert raw[each.start : each.end] == each.target
    urls.decode_base64_url(raw)


def whole(url: str) -> None:
    """What holds for every canonical address."""
    assert url.startswith(("http://", "https://"))
    assert url.isascii()
    if len(url) <= bounds.ADDRESS:
        assert urls.resolve(None, url) == url
    found = urls.address(url)
    assert found.host
    assert found.domain
    assert found.host == found.domain or found.host.endswith("." + found.domain)
    assert not found.suffix or (found.domain == found.suffix or found.domain.endswith("." + found.suffix))
    assert found.label is not None
    assert site(url)


def shown(text: str) -> None:
    """What is shown of it does nothing."""
    inert.on_terminal(safety.plain_url(text))
    inert.on_terminal(safety.plain(text))
    assert urls.defang(text) == urls.defang(text)
