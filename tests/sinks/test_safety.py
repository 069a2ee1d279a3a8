"""What is taken out of strangers' strings, and what is left as it was."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.sinks.safety import MOST, json_line, one_line, plain, plain_url
from tests.growth import assert_linear, growth

ANY = st.text(st.characters(codec=None, categories=None, max_codepoint=0x10FFFF))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Dune\x1b[31m red\x1b[0m", "Dune red"),
        ("a\x1b]0;new title\x07b", "ab"),
        ("a\x1b]8;;https://evil.example\x1b\\b", "ab"),
        ("a\x9b2Jb\x90q\x9cc", "abc"),
        ("a\x1b]never closed", "anever closed"),
        ("a\x1bcb", "ab"),
        ("abc\rSAFE", "abc SAFE"),
        ("one\ntwo\u2028three\ttabs", "one two three tabs"),
        ("ab\u202egnp.exe", "abgnp.exe"),
        ("\u2066x\u2069\u200by\u00ad", "xy"),
        ("a\x08\x7f\x00b", "ab"),
        ("\U000e0041tag\ue000", "tag"),
        ("half \udcff pair", "half pair"),
        ("see https://evil.example/a.b or WWW.evil.example", "see hxxps://evil[.]example/a.b or WWW[.]evil[.]example"),
        ("a" * 30 + "https://evil.example/", "a" * 30 + "hxxps://evil[.]example/"),
        ("ab://" + "b" * 296 + "https://evil.example", "ab://" + "b" * 296 + "hxxps://evil.example"),
        ("写www.evil.example", "写www[.]evil[.]example"),
        ("写真 e\u0301té — “ok” 👍🏽", "写真 e\u0301té — “ok” 👍🏽"),
        ("z" + "\u0300" * 40, "z" + "\u0300" * 3),
        ("हिन्दी ภาษาไทย עברית", "हिन्दी ภาษาไทย עברית"),
    ],
)
def test_plain(raw, shown):
    if shown.startswith("see "):
        # The case of `www` says nothing; that it is broken up does.
        assert plain(raw).lower() == shown.lower()
    else:
        assert plain(raw) == shown


@given(ANY)
def test_plain_is_one_visible_line_and_twice_is_once(text):
    shown = plain(text)
    assert len(shown) <= MOST
    assert {unicodedata.category(character) for character in shown} <= set(
        "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs".split()
    )
    assert not any(character.isspace() and character != " " for character in shown)
    assert plain(shown) == shown


@given(ANY)
def test_a_shown_address_can_not_be_opened(text):
    for shown in (plain_url("https://evil.example/" + text), plain("go to https://evil.example/" + text)):
        assert "http" not in shown.lower().replace("hxxp", "") or "://" not in shown.lower().partition("http")[2][:4]
        assert "evil.example" not in shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "https://a.example/out?to=https%3A%2F%2Fevil.example",
            "hxxps://a[.]example/out?to=hxxps%3A%2F%2Fevil.example",
        ),
        ("https://a.example/?u=HTTP://evil.example", "hxxps://a[.]example/?u=HXXP://evil.example"),
        ("https://a.example/?u=ftp://evil.example", "hxxps://a[.]example/?u=fxp://evil.example"),
        ("https://a.example/www.evil.example", "hxxps://a[.]example/www[.]evil.example"),
        ("javascript:alert('a.b')", "javascript[:]alert('a[.]b')"),
        ("https://a.example/ with\nspace", "hxxps://a[.]example/withspace"),
    ],
)
def test_plain_url(url, shown):
    assert plain_url(url) == shown


def test_length_is_bounded():
    assert len(plain("x" * 1_000_000)) == MOST
    assert plain("word " * 10, 12) == "word word w…"


@pytest.mark.parametrize("unit", ["\x1b]", "\x1b[", "\x9b", "a://", "www.", "\x1bP0", "http:", "e\u0301", "h"])
@pytest.mark.parametrize("show", [plain, plain_url])
def test_no_string_is_slow(unit, show):
    # Up to the bound time grows in proportion, and beyond it no more.
    assert_linear(show, lambda size: (unit * size)[:size], MOST)
    assert growth(show, lambda size: unit * size, 4 * MOST, 2.0) < 2


@given(ANY)
def test_json_loses_nothing_and_is_one_line_of_visible_text(text):
    line = json_line({"text": text})
    assert json.loads(line) == {"text": text}
    assert not {unicodedata.category(character) for character in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff") & set(line)


@given(ANY)
def test_one_line_is_one_and_changes_nothing_else(text):
    line = one_line(text)
    assert len(line.splitlines()) == bool(text)
    assert line == "".join(map(one_line, text))
    assert one_line(line) == line


@pytest.mark.parametrize("text", ['a "quoted" \\ word', "映画 é 👍", "a\xa0b"])
def test_one_line_leaves_what_is_harmless(text):
    assert one_line(text) == text


def test_json_keeps_letters_readable():
    assert json_line({"text": "映画 é 👍"}) == '{"text": "映画 é 👍"}'


def test_json_refuses_what_is_no_json():
    with pytest.raises(ValueError, match="JSON"):
        json_line({"score": float("nan")})
