"""Main-text extraction alone, no scoring: FastWARC and trafilatura.

python extraction.py ARCHIVE OUT
"""

from __future__ import annotations

import json
import sys

from fastwarc.warc import ArchiveIterator, WarcRecordType


def main(archive: str, out: str) -> None:
    """Extract the text of every page; prints how many there were."""
    import trafilatura  # type: ignore[import-not-found, unused-ignore]

    pages = 0
    with open(archive, "rb") as stream, open(out, "w", encoding="utf-8") as lines:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            if "html" in (record.http_content_type or ""):
                text = trafilatura.extract(record.reader.read(), fast=True)
                lines.write(json.dumps({"id": record.record_id, "text": text}) + "\n")
                pages += 1
    print(pages)


if __name__ == "__main__":
    main(*sys.argv[1:])
