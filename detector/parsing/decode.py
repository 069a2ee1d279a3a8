"""Bytes -> text, in the order of the WHATWG encoding sniffing algorithm, and whether that text is HTML.

https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding, with one addition: valid UTF-8
without any declaration is read as UTF-8, because most undeclared pages are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from itertools import islice
from typing import NamedTuple

import webencodings

from detector import bounds
from detector.errors import UnreadableInput
from detector.page import Document

_SIGNATURES = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be"))
_BINARY = {
    b"\x89PNG": "a PNG image",
    b"GIF8": "a GIF image",
    b"\xff\xd8\xff": "a JPEG image",
    b"RIFF": "a RIFF media file",
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "gzip-compressed",
    b"BZh": "bzip2-compressed",
    b"\xfd7zXZ": "xz-compressed",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\x28\xb5\x2f\xfd": "zstd-compressed",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"OggS": "an Ogg media file",
    b"ID3": "an MP3 file",
    b"wOFF": "a font",
    b"wOF2": "a font",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
}
_MAGIC = tuple(_BINARY)
# Linear: possessive white space.
_CHARSET = re.compile(r"charset\s*+=\s*+[\"']?+\s*+([^\s\"';,>]++)", re.IGNORECASE)
# Linear: possessive throughout; the search space is 1,024 bytes.
_META = re.compile(
    rb"<meta(?=[\s/])((?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+)*+)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(rb"([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"'][^\s>]*+))?+)?+")
_META_CHARSET = re.compile(rb"charset\s*+=\s*+[\"']?+\s*+([^\s\"'/;>]++)", re.IGNORECASE)
# As the standard has it: the two dashes that begin a comment may also end it.
_COMMENT = re.compile(rb"<!(?=--).*?-->", re.DOTALL)
# The two legacy families that a page without any declaration may still show by their byte pairs.
_GUESSES = (
    ("shift_jis", re.compile(r"[ぁ-ん]")),
    ("euc-jp", re.compile(r"[ぁ-ん]")),
    ("gb18030", re.compile(r"[的是在了一]")),
)

_MARKUP_TYPES = ("html", "xml")
# Linear: comments are taken whole and never given back.
_OPENING = re.compile(
    r"(?>\s*(?:<!--.*?-->|<\?.*?>))*+\s*<(?:!doctype\s|(?:html|head|body|title|meta|link|script|style|p|div|span|a|b|i|em|strong|br|hr|img"
    r"|h[1-6]|ul|ol|li|table|center|font|section|article|main|header|nav|form|iframe|svg|frameset)[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"</(?:p|div|a|span|h[1-6]|li|ul|ol|table|td|tr|strong|em|center|font|script|style|form|button|section|article|body|html)\s*>"
    r"|<(?:a\s+href|img\s+src|iframe\s|meta\s|form\s)",
    re.IGNORECASE,
)
# Linear: the address of a link is bounded.
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|[-*] \[|```)|\]\(\S{1,300}\)", re.MULTILINE)
_SAMPLE = 65_536
# Of four bytes at least: in bytes drawn by chance hardly ever found twice.
_SURE_TAG = re.compile(
    rb"</(?:a|p|div|span|li|h[1-6]|body|html)>|<a\s+href|<(?:html|body|script|iframe|form|meta|title)[\s>]",
    re.IGNORECASE,
)
_NARROW_TAG = re.compile(rb"</?(?:a|p|h[1-6]|div|html|body|head|title|script|meta|span|li|img|br)[\s/>]", re.IGNORECASE)
_LONE_RETURN = re.compile(rb"\r(?!\n)")


class Text(NamedTuple):
    """What the bytes say."""

    text: str
    """Newlines as `\\n`, no lone surrogate. In HTML a NUL stays: what it does to a tag is the parser's to know; elsewhere none."""
    charset: str
    """Canonical name of the encoding it was read with."""
    html: bool
    truncated: bool
    utf8: bytes
    """The same in UTF-8, often the very bytes that were received."""


def decode(document: Document) -> Text:
    """Read a document's bytes. Raises UnreadableInput where they hold no text."""
    body = document.body[: bounds.BYTES]
    if not body or body.isspace():
        raise UnreadableInput("The page is empty: nothing was received to read.")
    charset = _charset(body, document.content_type)
    refusal = _refusal(body, charset)
    if refusal and not (_says_html(document.content_type) and _holds_markup(body)):
        raise UnreadableInput(refusal)
    text, utf8 = _read(body, charset)
    words = text.replace("\0", "") if "\0" in text else text
    if not words or words.isspace():
        raise UnreadableInput("The page is empty: nothing but white space was received.")
    html = _is_html(words, document.content_type)
    if not html and len(words) < len(text):
        text, utf8 = words, words.encode("utf-8")
    return Text(text, charset, html, len(document.body) > bounds.BYTES, utf8)


def _holds_markup(body: bytes) -> bool:
    """Whether bytes that were sent as HTML are read as such whatever they begin with, as browsers do."""
    return len(list(islice(_SURE_TAG.finditer(body), 2))) == 2


def _refusal(body: bytes, charset: str) -> str:
    """Why the bytes are no text, one sentence; empty where they may be."""
    if body.startswith(_MAGIC):
        name = next(name for magic, name in _BINARY.items() if body.startswith(magic))
        return f"The page is no text but {name}; unpack it or leave it out."
    if body[4:8] == b"ftyp":
        return "The page is no text but a video file; leave it out."
    start = body[:_SAMPLE]
    if 0 in start and start.count(0) * 10 > len(start) and not charset.startswith("utf-16"):
        return "The page is no text: more than a tenth of its bytes are NUL."
    return ""


def _bare_utf16(body: bytes) -> str:
    """UTF-16 without a signature, known by its first `<` or white space as two bytes; no tag in it is of single bytes."""
    if body[2:4].count(0) != 1 or _NARROW_TAG.search(body):
        return ""
    if body[:2] in (b"<\0", b"\n\0", b"\r\0", b" \0") and body[3:4] == b"\0":
        return "utf-16le"
    return "utf-16be" if body[:2] in (b"\0<", b"\0\n", b"\0\r", b"\0 ") and body[2:3] == b"\0" else ""


def _charset(body: bytes, content_type: str | None) -> str:
    for signature, name in _SIGNATURES:
        if body.startswith(signature):
            return name
    declared = _from_header(content_type) or _bare_utf16(body) or _from_meta(body)
    if declared:
        return declared
    return "utf-8" if _is_utf8(body) else _guess(body)


def _from_header(content_type: str | None) -> str:
    found = _CHARSET.search(content_type or "")
    return _known(found[1]) if found else ""


def _from_meta(body: bytes) -> str:
    for tag in _META.findall(_COMMENT.sub(b"", body[:1_024])):
        said: dict[bytes, bytes] = {}
        for name, *values in _ATTRIBUTE.findall(tag):
            said.setdefault(name.lower(), b"".join(values))
        name = _known(_declared(said).decode("ascii", "replace"))
        # An encoding that browsers show nothing of: where some of them do not see this tag, the page is read all the same.
        if name and name != "replacement":
            # The tag could be read, so the bytes are not UTF-16 whatever it says.
            return "utf-8" if name.startswith("utf-16") else "windows-1252" if name == "x-user-defined" else name
    return ""


def _declared(attributes: Mapping[bytes, bytes]) -> bytes:
    """The label that a `<meta>` declares; other tags that name a charset in their `content` declare none."""
    if b"charset" in attributes:
        return attributes[b"charset"].rstrip(b"/")
    if attributes.get(b"http-equiv", b"").lower() != b"content-type":
        return b""
    found = _META_CHARSET.search(attributes.get(b"content", b""))
    return found[1] if found else b""


def _known(label: str) -> str:
    encoding = webencodings.lookup(label)
    return encoding.name if encoding else ""


def _is_utf8(body: bytes) -> bool:
    if body.isascii():
        return True
    try:
        # Not final: a page cut at the bound, or by the sender, may end within a character.
        codecs.utf_8_decode(body, "strict", False)
    except UnicodeDecodeError:
        return False
    return True


def _guess(body: bytes) -> str:
    """Japanese and Chinese legacy pages decode without error in their own encoding only; the rest is windows-1252."""
    high = sum(byte > 0x7F for byte in body[:4_096])
    if high < 40:
        return "windows-1252"
    for name, common in _GUESSES:
        try:
            text = codecs.getincrementaldecoder(name)().decode(body[:_SAMPLE])
        except UnicodeDecodeError:
            continue
        if len(common.findall(text)) * 20 > sum(char > "\x7f" for char in text):
            return name
    return "windows-1252"


def _read(body: bytes, charset: str) -> tuple[str, bytes]:
    """The text, and the same in UTF-8."""
    if charset == "utf-8":
        if 0 not in body:
            # The common case: what was received is what is read.
            utf8 = _in_lines(body.removeprefix(codecs.BOM_UTF8))
            try:
                return utf8.decode("utf-8"), utf8
            except UnicodeDecodeError:
                pass
        text = body.decode("utf-8-sig", "replace")
    else:
        encoding = webencodings.lookup(charset)
        # "replacement" stands for encodings that are unsafe to read; the standard shows none of their text.
        text = encoding.codec_info.decode(body, "replace")[0] if encoding else body.decode("latin-1")
        text = text.removeprefix("\ufeff")
    try:
        utf8 = text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        utf8 = text.encode("utf-8")
    if b"\r" in utf8:
        utf8 = _in_lines(utf8)
        text = utf8.decode("utf-8")
    return text, utf8


def _in_lines(body: bytes) -> bytes:
    """UTF-8 with newlines as `\\n`."""
    if b"\r" not in body:
        return body
    # Lone carriage returns are rare, and taking single bytes out is much faster than replacing pairs.
    if _LONE_RETURN.search(body):
        body = body.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return body.replace(b"\r", b"")


def _says_html(content_type: str | None) -> bool:
    return _kind(content_type).endswith(_MARKUP_TYPES)


def _kind(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()


def _is_html(text: str, content_type: str | None) -> bool:
    if _kind(content_type).startswith("text/") and not _says_html(content_type):
        return False
    if _says_html(content_type) or _OPENING.match(text[:_SAMPLE]):
        return True
    start = text[:_SAMPLE]
    return not start.startswith("---\n") and len(_TAG.findall(start)) > len(_MARKDOWN.findall(start))
