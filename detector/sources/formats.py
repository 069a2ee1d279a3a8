"""What kind of input a file is: told by its first bytes, and by its name where they say nothing."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from types import MappingProxyType

from detector.sources import files, separated
from detector.sources.compression import beginning, compression, unpacked
from detector.sources.record import COLUMNS
from detector.sources.streams import EDGE

SUPPORTED = "WARC and WET archives, JSONL, CSV with a header row, Parquet (all but Parquet also .gz or .zst), and pages"
"""For sentences."""
_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""What a .warc.zst begins with that has a dictionary of its own; nothing else begins with this kind of frame."""
_PACKED = (".gz", ".zst", ".zstd")
_BY_NAME: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys((".warc", ".wet"), "warc"),
        **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
        **dict.fromkeys((".csv", ".tsv"), "csv"),
        **dict.fromkeys((".parquet", ".pq"), "parquet"),
        **dict.fromkeys(files.SUFFIXES, "pages"),
    }
)
_LINES = 10
"""Lines of JSON that are tried; one of them may be damaged."""
# Each is anchored and has no repetition but of single characters: linear.
_WARC = re.compile(rb"WARC/\d")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_MARKUP = re.compile(rb"<[a-z!?]", re.IGNORECASE)
_OBJECT = re.compile(rb'\{\s*"')


def tell(name: str, head: bytes, columns: Mapping[str, str]) -> tuple[str, str]:
    """Format and compression, as in Input, of a file with this name and these first bytes; no format: it is none of them.

    Raises UsageError where a library is missing that could tell.
    """
    if head.startswith(_DICTIONARY):
        return "warc", "zst"
    packed = compression(head)
    suffix = _suffix(name)
    start = beginning(unpacked(io.BufferedReader(io.BytesIO(head)), packed), EDGE)
    found = _by_content(start, suffix, columns) or by_name(name)
    # Pages and Parquet files are not looked for in packed files.
    return ("", packed) if packed and found in ("pages", "parquet") else (found, packed)


def by_name(name: str) -> str:
    """The format that a name promises, empty where it promises none.

    >>> by_name("crawl/a.warc.wet.gz"), by_name("a.html"), by_name("a")
    ('warc', 'pages', '')
    """
    return _BY_NAME.get(_suffix(name), "")


def _suffix(name: str) -> str:
    """The end of a name that says what is in a file, without the one that says how it is packed."""
    name = name.lower().split("?")[0]
    for packed in _PACKED:
        name = name.removesuffix(packed)
    dot = name.rfind(".")
    return name[dot:] if dot > name.rfind("/") else ""


def _by_content(start: bytes, suffix: str, columns: Mapping[str, str]) -> str:
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"PAR1"):
        return "parquet"
    if _WARC.match(text):
        return "warc"
    if text.startswith(b"{") and _is_jsonl(text, len(start) < EDGE):
        return "jsonl"
    if _HTML.match(text) or (_MARKUP.match(text) and _BY_NAME.get(suffix, "pages") == "pages"):
        return "pages"
    return "csv" if _is_table(text, suffix, columns) else ""


def _is_jsonl(text: bytes, whole: bool) -> bool:
    """Whether most of the first lines are JSON objects."""
    lines = text.split(b"\n", _LINES)
    if len(lines) == 1 and not whole:
        return _OBJECT.match(text) is not None
    if len(lines) > _LINES or not whole:
        lines.pop()
    lines = [line for line in lines if line.strip()]
    return 2 * sum(map(_is_object, lines)) > len(lines)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_table(text: bytes, suffix: str, columns: Mapping[str, str]) -> bool:
    """Whether the first line names columns; a page's first line may be a single word that is one's name, too."""
    cells, _ = separated.header(text, columns)
    named = {*columns.values(), *COLUMNS} & set(cells)
    return bool({columns["html"], columns["text"]} & named) and (len(named) > 1 or _BY_NAME.get(suffix) != "pages")
