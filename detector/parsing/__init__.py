"""Document -> Page: decode the bytes, read the mark-up, find the text and every way out."""

from __future__ import annotations

from dataclasses import replace

from detector import bounds, urls
from detector.errors import UsageError
from detector.page import Document, Hop, Link, LinkKind, Page, Region
from detector.parsing import cost, decode, lexbor, markup, templates
from detector.parsing.assemble import Assembly, Reader
from detector.parsing.plain import parse_plain

READERS = ("lexbor", "soup")

__all__ = ["READERS", "parse"]


def parse(document: Document, reader: str = "lexbor") -> Page:
    """Read a document as received.

    `reader` is `lexbor` (fast, the default) or `soup` (BeautifulSoup over html5lib, the reference); both give equal
    pages. Raises UnreadableInput where the bytes hold no text or `soup` fails at them, UsageError where the reader is
    unknown, nothing else.

    >>> page = parse(Document(b"<h1>Alita 2</h1><a href='//e.example/w'>Watch <b>n</b>ow</a>", url="https://a.example/"))
    >>> [block.text for block in page.blocks], page.links[0].url, page.links[0].text
    (['Alita 2', 'Watch now'], 'https://e.example/w', 'Watch now')
    """
    if reader not in READERS:
        raise UsageError(f"There is no reader called {reader!r}; choose one of {', '.join(READERS)}.")
    received = decode.decode(document)
    url = urls.resolve(None, document.url) if document.url else None
    if not received.html:
        return _with_head(parse_plain(received.text, url, received.charset, received.truncated), document)
    read = _reader(reader)
    text = cost.affordable(received.text)
    assembly = Assembly(read)
    if reader == "lexbor" and len(text) == len(received.text):
        lexbor.read(received.utf8, assembly)
    else:
        read(text, assembly)
    cut = received.truncated or len(text) < len(received.text)
    for opened in (templates.opened, templates.all_opened):
        if assembly.shadow:
            assembly = Assembly(read)
            shown = opened(text)
            affordable = cost.affordable(shown)
            cut = cut or len(affordable) < len(shown)
            read(affordable, assembly)
    page = assembly.page(url, received.charset, cut)
    return _with_head(page, document)


def _with_head(page: Page, document: Document) -> Page:
    """The page with what its sender said of it, and how it was reached."""
    if not document.refresh and not document.hops:
        return page
    target = markup.refresh(document.refresh or "")
    if target:
        sent = Link(LinkKind.REFRESH, target, urls.resolve(page.base, target), region=Region.HEAD)
        page = replace(page, links=(sent, *page.links)[: bounds.LINKS])
    known = ((urls.resolve(None, hop.url), hop.status) for hop in document.hops)
    return replace(page, hops=tuple(Hop(url, status) for url, status in known if url is not None))


def _reader(name: str) -> Reader:
    if name == "lexbor":
        return lexbor.read
    # Only here: html5lib takes longer to import than most pages take to read.
    from detector.parsing import soup

    return soup.read
