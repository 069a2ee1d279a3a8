"""Archives made for tests: records as bytes, packed in every way that archives are packed."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import zstandard

from detector.sources import archives
from detector.sources.record import START, Input, Place, Record

DICTIONARY = zstandard.train_dictionary(
    4_096,
    [b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n<p>%d</p>" % (n, n * n) for n in range(2_000)],
)


def made(block: bytes, type: str = "response", name: str | None = "a", length: int | None = -1, **fields: str) -> bytes:
    """One record; `length` lies where it is not that of the block, None leaves it out."""
    said = {"WARC-Type": type, "WARC-Record-ID": f"<urn:test:{name}>", "WARC-Date": "2026-11-21T00:00:00Z"}
    said["WARC-Target-URI"] = f"https://{name}.example/"
    if name is None:
        del said["WARC-Record-ID"]
    if type in ("response", "request"):
        said["Content-Type"] = f"application/http; msgtype={type}"
    said |= {key.replace("_", "-"): value for key, value in fields.items()}
    if length is not None:
        said["Content-Length"] = str(len(block) if length < 0 else length)
    lines = [f"{key}: {value}\r\n" for key, value in said.items() if value]
    return b"WARC/1.0\r\n" + "".join(lines).encode() + b"\r\n" + block + b"\r\n\r\n"


def answer(body: bytes = b"<p>words</p>", status: str = "200 OK", **fields: str) -> bytes:
    """An HTTP response."""
    said = {"Content-Type": "text/html; charset=utf-8"} | {
        key.replace("_", "-"): value for key, value in fields.items()
    }
    lines = [f"{key}: {value}\r\n" for key, value in said.items() if value]
    return f"HTTP/1.1 {status}\r\n".encode() + "".join(lines).encode() + b"\r\n" + body


def page(name: str, body: bytes = b"<p>words</p>", **fields: str) -> bytes:
    """A record of a page."""
    return made(answer(body), name=name, **fields)


def cut(text: bytes, size: int) -> Sequence[bytes]:
    """In pieces of one size."""
    return [text[at : at + size] for at in range(0, len(text), size)]


def zst(text: bytes, dictionary: zstandard.ZstdCompressionDict | None = None) -> bytes:
    """One frame, with a checksum."""
    return zstandard.ZstdCompressor(dict_data=dictionary, write_checksum=True).compress(text)


def gz(text: bytes) -> bytes:
    """One member."""
    return gzip.compress(text, 6, mtime=0)


def skippable(words: bytes, kind: int = 0x5D) -> bytes:
    """A frame that holds no text."""
    return bytes((kind, 0x2A, 0x4D, 0x18)) + len(words).to_bytes(4, "little") + words


def members(records: Iterable[bytes], packed: str) -> Sequence[bytes]:
    """The pieces of an archive: a member for each record, or as `packed` says."""
    return BUILDS[packed](list(records))


BUILDS: Mapping[str, Callable[[list[bytes]], Sequence[bytes]]] = {
    "": lambda records: records,
    "gz": lambda records: [gz(record) for record in records],
    "gz pairs": lambda records: [gz(b"".join(records[at : at + 2])) for at in range(0, len(records), 2)],
    "gz whole": lambda records: [gz(b"".join(records))],
    "gz blocks": lambda records: [gz(piece) for piece in cut(b"".join(records), 333)],
    "zst": lambda records: [zst(record) for record in records],
    "zst whole": lambda records: [zst(b"".join(records))],
    "zst dictionary": lambda records: [
        skippable(zst(DICTIONARY.as_bytes())),
        *(zst(record, DICTIONARY) for record in records),
    ],
}


def found(folder: Path, text: bytes, packed: str) -> Input:
    """An archive of these bytes, as an input."""
    path = folder / "made.warc"
    path.write_bytes(text)
    return Input("made.warc", str(path), "warc", packed.split(" ")[0])


def read(folder: Path, text: bytes, packed: str = "gz", start: Place = START) -> list[Record]:
    """The records of an archive of these bytes."""
    return list(archives.read(found(folder, text, packed), start))


def names(records: Iterable[Record]) -> list[str]:
    """The last word of each page's id; `-` for a loss."""
    return [(record.document.id or "").removeprefix("urn:test:") if record.document else "-" for record in records]
