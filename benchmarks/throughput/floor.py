"""The floor: an archive is unpacked and every page parsed to a tree that nobody looks at. FastWARC and lexbor.

python floor.py ARCHIVE
"""

from __future__ import annotations

import sys

from fastwarc.warc import ArchiveIterator, WarcRecordType
from selectolax.lexbor import LexborHTMLParser


def main(archive: str) -> None:
    """Parse every page; prints how many there were."""
    pages = 0
    with open(archive, "rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            if "html" in (record.http_content_type or ""):
                LexborHTMLParser(record.reader.read())
                pages += 1
    print(pages)


if __name__ == "__main__":
    main(*sys.argv[1:])
