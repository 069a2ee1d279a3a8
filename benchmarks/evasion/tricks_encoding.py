"""Bytes that a browser reads otherwise than a careless reader: character sets, entities, control characters."""

from __future__ import annotations

import re

from benchmarks.evasion.edits import in_bait_text, in_head, in_text
from benchmarks.evasion.pages import Written
from benchmarks.evasion.registry import trick

_CHARSET = re.compile(r"<meta[^>]*charset[^>]*>", re.IGNORECASE)


def _declared(page: Written, charset: str) -> bytes:
    """The page with another declaration of its character set, before anything else."""
    rest = _CHARSET.sub("", page.html)
    place = re.search(r"<head[^>]*>|<html[^>]*>|<!doctype[^>]*>", rest, re.IGNORECASE)
    start = place.end() if place else 0
    return f'{rest[:start]}<meta charset="{charset}">{rest[start:]}'.encode()


@trick("encoding", neutral=True)
def utf_16(page: Written) -> bytes:
    """The page is sent in UTF-16 with a signature."""
    return page.html.encode("utf-16")


@trick("encoding", neutral=True)
def utf_16_unsigned(page: Written) -> bytes:
    """The page is sent in UTF-16 without a signature."""
    return page.html.lstrip().encode("utf-16-be")


@trick("encoding", neutral=True)
def utf_7_declared(page: Written) -> bytes:
    """The page declares UTF-7, which browsers refuse to read."""
    return _declared(page, "utf-7")


@trick("encoding", neutral=True)
def utf_16_declared(page: Written) -> bytes:
    """The page declares UTF-16 and is sent in UTF-8."""
    return _declared(page, "utf-16le")


@trick("encoding", neutral=True, keeps="exits")
def wrong_charset(page: Written) -> bytes:
    """The page declares Windows-1252 and is sent in UTF-8."""
    return _declared(page, "windows-1252")


@trick("encoding", neutral=True, keeps="exits")
def far_eastern_charset(page: Written) -> bytes:
    """The page declares Shift JIS and is sent in UTF-8."""
    return _declared(page, "shift_jis")


@trick("encoding", neutral=True)
def no_charset(page: Written) -> bytes:
    """The page declares no character set."""
    return _CHARSET.sub("", page.html).encode()


@trick("encoding")
def escape_sequences(page: Written) -> bytes:
    """The page is sent in ISO-2022-JP, with escape sequences inside the inviting words."""
    cut = in_bait_text(page, lambda word: f"{word[:2]}\x1b(B{word[2:]}")
    return _declared(page._replace(html=cut.encode("ascii", "xmlcharrefreplace").decode()), "iso-2022-jp")


@trick("encoding")
def null_characters(page: Written) -> str:
    """NUL characters stand inside the inviting words."""
    return in_bait_text(page, lambda word: f"{word[:1]}\0{word[1:]}")


@trick("encoding", neutral=True)
def decimal_entities(page: Written) -> str:
    """Every letter of the text is a decimal character reference."""
    return in_text(page.html, lambda text: re.sub(r"[^\s<>&]", lambda match: f"&#{ord(match[0])};", text))


@trick("encoding", neutral=True)
def bare_entities(page: Written) -> str:
    """Every letter of the text is a hexadecimal character reference without its semicolon."""
    return in_text(page.html, lambda text: re.sub(r"[^\s<>&]+", _bare, text))


def _bare(match: re.Match[str]) -> str:
    # The last one of a word keeps its semicolon, or the letters behind would be taken for digits.
    return "".join(f"&#x{ord(letter):x}" for letter in match[0]) + ";"


@trick("encoding")
def entities_in_addresses(page: Written) -> str:
    """Every character of the exits' addresses is a character reference."""
    html = page.html
    for target in page.exits:
        coded = "".join(f"&#{ord(c)};" for c in target)
        html = re.sub(
            rf"(=\s*[\"'])(?:{re.escape(target)}|{re.escape(target.replace('&', '&amp;'))})(?=[\"'])",
            rf"\g<1>{coded}",
            html,
        )
    return html


@trick("encoding", neutral=True)
def signature_and_late_charset(page: Written) -> bytes:
    """The page has a UTF-8 signature and declares another character set."""
    return (
        b"\xef\xbb\xbf"
        + in_head(page.html, '<meta http-equiv="content-type" content="text/html; charset=big5">').encode()
    )
