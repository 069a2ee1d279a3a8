"""Bytes become text in the order of the WHATWG encoding sniffing algorithm, or are refused in one sentence."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector import bounds
from detector.errors import UnreadableInput
from detector.page import Document
from detector.parsing.decode import Text, decode


def read(body: bytes, content_type: str | None = None) -> Text:
    return decode(Document(body, content_type=content_type))


def test_a_byte_order_mark_wins_over_header_and_meta() -> None:
    read_as = read(b"\xef\xbb\xbf<meta charset=koi8-r>\xc3\xa9", "text/html; charset=windows-1251")
    assert (read_as.charset, read_as.text) == ("utf-8", "<meta charset=koi8-r>é")


@pytest.mark.parametrize(("signature", "codec"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_utf_16_is_known_by_its_signature(signature: bytes, codec: str) -> None:
    assert read(signature + "<p>žluť".encode(codec)).text == "<p>žluť"


def test_utf_16_without_signature_is_known_by_its_first_bracket() -> None:
    assert read("<p>žluť".encode("utf-16-le")).text == "<p>žluť"


def test_a_page_of_single_bytes_is_not_hidden_by_a_first_character_of_two() -> None:
    for start in (b"\n\0\n\0", b"\0 \0 ", b"<\0b\0", b" \0" * 300):
        assert read(start + b"<p>Watch <a href=/q>here</a>" * 90).text.endswith("<p>Watch <a href=/q>here</a>")


@pytest.mark.parametrize("start", [b"GIF89a", b"%PDF-1.7", b"\x1f\x8b", b"\0" * 300, b"1234ftyp", b"MZ\x90"])
def test_what_a_page_begins_with_does_not_hide_it_where_it_was_sent_as_html(start: bytes) -> None:
    page = start + b"<title>x</title><p>Watch <a href=/q>here</a>"
    assert read(page, "text/html").text.endswith("<p>Watch <a href=/q>here</a>")
    for body, content_type in ((page, None), (page, "image/gif"), (start + b"<p>x", "text/html")):
        if 0 not in start:
            with pytest.raises(UnreadableInput):
                read(body, content_type)


def test_the_http_header_wins_over_meta() -> None:
    assert read("<meta charset=utf-8>привет".encode("koi8-r"), "text/html; charset=KOI8-R").text.endswith("привет")


@pytest.mark.parametrize(
    "meta", [b"<meta charset='windows-1251'>", b'<META http-equiv=Content-Type content="text/html; charset=cp1251">']
)
def test_meta_within_the_first_1024_bytes_declares_the_charset(meta: bytes) -> None:
    assert read(meta + "слово".encode("cp1251")).charset == "windows-1251"


def test_meta_beyond_1024_bytes_or_inside_a_comment_declares_nothing() -> None:
    assert read(b" " * 1024 + b"<meta charset=koi8-r>").charset == "utf-8"
    assert read(b"<!-- <meta charset=koi8-r> --><p>").charset == "utf-8"
    assert read(b"<!--><meta charset=koi8-r><!-- -->").charset == "koi8-r"


@pytest.mark.parametrize(
    "meta",
    [
        b"<meta name=x content='charset=koi8-r'>",
        b"<meta name=x content='text/html; charset=koi8-r' http-equiv=refresh>",
        b"<meta title='charset=koi8-r'>",
        b"<meta charset=bogus>",
        b"<metal charset=koi8-r>",
        b"<meta charset=iso-2022-kr>",
        b"<meta http-equiv=content-type content='text/html;charset=hz-gb-2312'>",
    ],
)
def test_what_declares_no_charset_hides_no_text(meta: bytes) -> None:
    assert read(meta + b"<meta charset=cp1251><p>\xe4\xe0").text.endswith("<p>да")


@pytest.mark.parametrize(
    "meta",
    [
        b"<meta name='a>b' charset=cp1251>",
        b"<meta/charset=cp1251/>",
        b"<META CHARSET = ' cp1251 '>",
        b"<meta content='text/html; charset=\"cp1251\"' http-equiv='Content-Type'>",
        b"<meta charset=cp1251 charset=koi8-r>",
    ],
)
def test_a_charset_is_declared_however_it_is_written(meta: bytes) -> None:
    assert read(meta + b"<p>\xe4\xe0").text.endswith("<p>да")


def test_utf_16_in_meta_means_utf_8() -> None:
    assert read("<meta charset=utf-16>é".encode()).text.endswith("é")


def test_an_unknown_label_is_passed_over() -> None:
    assert read("é".encode(), "text/html; charset=klingon").text == "é"


def test_undeclared_valid_utf_8_is_utf_8_even_when_cut_within_a_character() -> None:
    assert read("<p>naïve €".encode()[:-1]).charset == "utf-8"


def test_undeclared_other_bytes_are_windows_1252() -> None:
    text = "<p>café “quoted”"
    assert read(b"<p>caf\xe9 \x93quoted\x94") == Text(text, "windows-1252", True, False, text.encode())


@pytest.mark.parametrize("charset", ["shift_jis", "euc-jp", "gb18030"])
def test_undeclared_east_asian_pages_are_guessed(charset: str) -> None:
    text = "<p>" + ("这是我的在了一部电影的评论" if charset == "gb18030" else "これはとてもよいえいがのはなしです") * 20
    assert read(text.encode(charset)).text == text


def test_latin_1_is_read_as_windows_1252() -> None:
    assert read(b"<p>\x80", "text/html; charset=iso-8859-1").text == "<p>€"


@pytest.mark.parametrize(
    "body",
    [
        b"\x89PNG\r\n\x1a\n....", b"%PDF-1.7 ...", b"PK\x03\x04....", gzip.compress(b"<html>"), b"GIF89a....",
        b"\xff\xd8\xff\xe0....", b"RIFF....WEBP", b"....ftypmp42", bytes(range(32)) * 40 + bytes(2000),
    ],
)  # fmt: skip
def test_binary_bytes_are_refused(body: bytes) -> None:
    with pytest.raises(UnreadableInput, match="no text"):
        read(body, "text/html")


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\xef\xbb\xbf \n", b"\0" * 3 + b" "])
def test_an_empty_body_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableInput):
        read(body)


def test_line_ends_become_one_and_null_characters_are_left_to_the_parser_of_html() -> None:
    assert read(b"<p>a\0b\r\nc\rd").text == "<p>a\0b\nc\nd"
    assert read(b"words, a\0b\r\nc\rd").text == "words, ab\nc\nd"


def test_bytes_beyond_the_bound_are_cut() -> None:
    cut = read(b"<p>" + b"x" * bounds.BYTES)
    assert cut.truncated
    assert len(cut.text) == bounds.BYTES


@pytest.mark.parametrize(
    ("body", "content_type", "html"),
    [
        (b"<!DOCTYPE html><p>x", None, True),
        (b"<!-- made by hand --> <table><tr>", None, True),
        (b"Watch <a href='/x'>now</a>", None, True),
        (b"I <3 this film, a < b and c > d", None, False),
        (b"plain words", None, False),
        (b"plain words", "text/html", True),
        (b"<p>markup shown as text</p>", "text/plain", False),
        (b"# Title\n\n[Watch](https://a.example) <br>", None, False),
        (b"---\ntitle: x\n---\n<a href='/x'>y</a>", None, False),
        (b"<html>", "application/octet-stream", True),
        (b"words", "application/xhtml+xml", True),
    ],
)
def test_html_is_told_from_text(body: bytes, content_type: str | None, html: bool) -> None:
    assert read(body, content_type).html is html


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html; charset=utf-16", "text/html; charset=iso-2022-jp", "x", ";;charset=\x00"]),
)
def test_any_bytes_become_text_without_surrogates_or_are_refused(body: bytes, content_type: str | None) -> None:
    try:
        text, _, html, _, utf8 = read(body, content_type)
    except UnreadableInput:
        return
    assert utf8 == text.encode("utf-8")
    assert html or "\0" not in text
    assert "\r" not in text


@given(
    st.lists(
        st.sampled_from([b"\r", b"\n", b"\0", b"a", b"\xc3\xa9", b"\xc3", b"\xe2\x82", b"\xef\xbb\xbf"]), min_size=1
    )
)
def test_the_short_way_through_utf_8_reads_as_the_long_one(pieces: list[bytes]) -> None:
    body = b"".join(pieces) + b"<p>" * 200
    long = body.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    assert read(body, "text/html; charset=utf-8").text == long


def test_a_flood_of_comments_is_sniffed_in_linear_time() -> None:
    assert read(b"<!---->" * 200_000 + b"x").html is False
