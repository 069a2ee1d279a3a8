"""What a sensible user would write: warcio, BeautifulSoup and scikit-learn, row by row.

    python user_script.py MODEL PARSER ARCHIVE OUT

MODEL is a pipeline that `fitting.py` has fitted, PARSER a parser that BeautifulSoup knows. Prints how many pages it scored.
It stands alone, as the user's file would.
"""

from __future__ import annotations

import json
import sys
import warnings

import bs4.dammit
import joblib
from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
# As it is where BeautifulSoup alone is installed: another peer brings a slow guesser of encodings along.
bs4.dammit.chardet_module = None  # type: ignore[attr-defined]


def main(model: str, parser: str, archive: str, out: str) -> None:
    """Score every page of an archive."""
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped, import-not-found, unused-ignore]

    pipeline = joblib.load(model)
    pages = 0
    with open(archive, "rb") as stream, open(out, "w", encoding="utf-8") as lines:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response":
                continue
            kind = record.http_headers.get_header("Content-Type") or ""
            if "html" not in kind:
                continue
            row: dict[str, object] = {
                "id": record.rec_headers.get_header("WARC-Record-ID"),
                "url": record.rec_headers.get_header("WARC-Target-URI"),
            }
            try:
                page = words(record.content_stream().read(), charset(kind), parser)
                row["score"] = float(pipeline.predict_proba([page])[0, 1])
            except Exception as error:
                row["error"] = str(error)
            lines.write(json.dumps(row) + "\n")
            pages += 1
    print(pages)


def charset(content_type: str) -> str | None:
    """The encoding that the server has declared; without it BeautifulSoup would search for one."""
    _, _, after = content_type.partition("charset=")
    return after.strip(" \"'") or None


def words(page: bytes | str, encoding: str | None, parser: str) -> str:
    """The text of a page, and the words and targets of its links."""
    tree = BeautifulSoup(page, parser, from_encoding=encoding)
    links = (f"{link.get_text(' ', strip=True)} {link['href']}" for link in tree.find_all("a", href=True))
    return " ".join([tree.get_text(" ", strip=True), *links])


if __name__ == "__main__":
    main(*sys.argv[1:])
