"""Archives and tables made to break what reads them: bombs within records, lengths that lie, names that lead elsewhere."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence

from tests.nasty.packed import CODINGS, PAGE, bomb, zip_bomb
from tests.nasty.strings import BIDI, ESCAPES, FORMULAS, MARKDOWN, PATHS
from tests.sources.archiving import answer, gz, made, page, zst

HOSTILE = (*PATHS, *FORMULAS, ESCAPES, BIDI, MARKDOWN, "a" * 100_000)
"""Names of records."""


def named(text: str) -> bytes:
    """A record under this id, from this address and of this type, as far as a header can hold it."""
    said = text.encode("utf-8", "surrogatepass").replace(b"\r", b" ").replace(b"\n", b" ")
    block = answer(PAGE).replace(b"text/html", b"text/html; charset=utf-8; x=" + said[:1_000])
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nWARC-Record-ID: <"
        + said
    )
    head += b">\r\nWARC-Target-URI: https://films.example/" + said + b"\r\nContent-Length: %d\r\n\r\n" % len(block)
    return head + block + b"\r\n\r\n"


def _layered(*codings: str) -> bytes:
    body = PAGE
    for coding in codings:
        body = CODINGS[coding](body)
    return answer(body, Content_Encoding=", ".join(codings))


def _bombed(coding: str, nested: int = 1) -> bytes:
    return answer(bomb(coding, nested), Content_Encoding=", ".join([coding] * nested))


def records() -> Mapping[str, bytes]:
    """Records by what they are; each is whole, and may lie."""
    huge = "9" * 18
    return {
        **{f"{coding} bomb": made(_bombed(coding)) for coding in CODINGS},
        "gzip bomb in a gzip bomb": made(_bombed("gzip", 2)),
        "codings of all kinds": made(_layered("gzip", "br", "zstd", "deflate")),
        "more codings than are undone": made(_layered(*["gzip"] * 9)),
        "codings, a thousand": made(answer(PAGE, Content_Encoding=", ".join(["gzip"] * 1_000))),
        "zip bomb": made(answer(zip_bomb(2), Content_Type="application/zip")),
        "an archive in an archive": made(gz(page("inner", PAGE)) * 50),
        "an archive in a page": made(answer(gz(page("inner", PAGE)) * 50, Content_Encoding="gzip")),
        "chunks that lie": made(answer(b"ffffffffffffffff\r\n" + PAGE, Transfer_Encoding="chunked")),
        "chunks of one byte": made(answer(b"".join(b"1\r\n%c\r\n" % byte for byte in PAGE) + b"0\r\n\r\n", Transfer_Encoding="chunked")),
        "chunks of nothing": made(answer(b"0;" + b"x" * 200_000 + b"\r\n", Transfer_Encoding="chunked")),
        "a header of 300 KB": made(answer(PAGE, X="x" * 300_000)),
        "a hundred thousand fields": made(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 100_000 + b"\r\n" + PAGE),
        "a status of nobody": made(answer(PAGE, status="999999 " + ESCAPES)),
        "a header only": made(b"HTTP/1.1 200 OK\r\nContent-Type: text/html"),
        "no bytes": made(b""),
        "a length too small": made(answer(PAGE), length=10),
        "a length that is none": made(answer(PAGE), length=None, Content_Length="-1"),
        "two lengths": made(answer(PAGE), Content_length="3"),
        "a digest that lies": made(answer(PAGE), WARC_Block_Digest="sha1:AAAA"),
        "a digest of nobody": made(answer(PAGE), WARC_Block_Digest=f"{'x' * 5_000}:{ESCAPES}".replace("\x1b", "")),
        "a record in a record": made(answer(made(answer(PAGE), name="inner"))),
        "WARC, again and again": b"WARC/1.0\r\n" * 5_000 + made(answer(PAGE)),
        "a length of exabytes": made(answer(PAGE), length=int(huge)),
    }  # fmt: skip


def warc(found: Sequence[bytes], packed: str) -> bytes:
    """The records as an archive, a member for each."""
    pack = {"": bytes, "gz": gz, "zst": zst}[packed]
    return b"".join(map(pack, found))


def bomb_lines() -> bytes:
    """JSONL: a line of 64 MB, values nested and endless, keys twice, and one page behind them."""
    return b"".join(
        (
            b'{"id":"long","html":"' + b"w" * (64 << 20) + b'"}\n',
            b'{"id":"nested","html":' + b"[" * 100_000 + b"\n",
            b'{"id":"digits","html":' + b"9" * 100_000 + b"}\n",
            b'{"id":1e999,"html":"<p>x"}\n',
            b'{"id":"a","id":"twice","html":"<p>no","html":"<p>yes"}\n',
            b'{"id":"\\ud800","url":"\\udfff","html":"<p>\\ud800\\udc00\\udfff"}\n',
            b'{"id":NaN,"html":"<p>x"}\n',
            b'\xef\xbb\xbf{"id":"signature","html":"<p>x"}\n',
            b'{"id":' + b"9" * 5_000 + b',"html":"<p>x"}\n',
            json.dumps({"id": "last", "html": PAGE.decode()}).encode() + b"\n",
        )
    )


def bomb_cells() -> bytes:
    """CSV: a cell of 64 MB, quotes that never close and rows of other widths, and one page behind them."""
    return b"".join(
        (
            b"id,html\n",
            b'long,"' + b"w" * (64 << 20) + b'"\n',
            b"wide" + b"," * 100_000 + b"\n",
            b'nul,"\x00<p>x"\n',
            b"half,\xff\xed\xa0\x80\n",
            b"last," + b"<p>Watch the film\n",
        )
    )


def packed_bombs() -> Mapping[str, bytes]:
    """Files by name."""
    lines, cells = bomb_lines(), bomb_cells()
    return {
        "lines.jsonl.gz": gzip.compress(lines, 1, mtime=0),
        "lines.jsonl.zst": zst(lines),
        "cells.csv.gz": gzip.compress(cells, 1, mtime=0),
        "one.warc.gz": gz(made(answer(PAGE + b" " * (64 << 20)))),
        "one.warc.zst": zst(made(answer(PAGE + b" " * (64 << 20)))),
        "twice.jsonl.gz": gz(gz(lines)),
        "zip.warc.gz": zip_bomb(2),
    }
