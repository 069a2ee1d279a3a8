"""The whole way of a page: bytes, Page, features, score, and every form that a verdict is written in."""

from __future__ import annotations

import json
from typing import NamedTuple

from detector.errors import UnreadableInput
from detector.model import judge
from detector.model.account import account
from detector.page import Document, Hop, Page
from detector.parsing import parse
from detector.sinks import ledger, summary_page, tables, terminal
from detector.sinks.lines import json_lines, separated
from detector.sinks.rows import label_row
from detector.sinks.schema import NAMES
from detector.sinks.style import Style
from detector.sinks.summary import Tally
from detector.sinks.summary_tables import finished
from detector.verdict import Verdict
from tests.fuzz import inert, laws, models
from tests.fuzz.cutting import Cut
from tests.fuzz.differences import compare

TYPES = (
    "text/html; charset=utf-8", None, "text/html", "text/plain", "application/xhtml+xml", "text/html; charset=utf-16le", "text/html; charset=shift_jis",
    "text/html; charset=utf-7", "text/html; charset=windows-1251", "image/png", "text/html; charset=iso-2022-jp", "text/html; charset=x-user-defined",
    "text/html; charset=gb18030", "text/plain; charset=utf-16be", "a\x1b]0;b/c;charset=\x00",
)  # fmt: skip
ADDRESSES = (
    "https://films.example/12130", None, "http://movies.pipes.co.uk/?p=1", "https://www.blogspot.com/", "javascript:alert(1)", "https://xn--e1afmkfd.example/",
    "https://films.example/\x1b]8;;https://evil.example\x07", "//films.example/a", "=cmd|' /C calc'!A0", "https://films.example:99999/", "http://[::1]/", "not an address",
    "https://films.example/../../etc/passwd", "data:text/html,<p>x", "https://" + "a." * 300 + "example/",
)  # fmt: skip
NAMED = (None, "a.html", "../../etc/passwd", "=1+1", "a\x00b", "a\u202eb", "x" * 5_000, "\x1b[2J", "-", "a|b`c")
SMALL = 6_000
"""Bytes of a page that is read by BeautifulSoup, too."""


class Place(NamedTuple):
    """Where a page stood in an archive."""

    number: int = 0
    offset: int | None = None


class Placed(NamedTuple):
    """As much of a record as sinks look at."""

    place: Place = Place()
    status: int | None = 200


def check(given: bytes) -> None:
    """A page, its options in the first four bytes."""
    cut = Cut(given)
    content_type, url, name, flags = cut.one_of(TYPES), cut.one_of(ADDRESSES), cut.one_of(NAMED), cut.number()
    hops = (Hop(cut.one_of(ADDRESSES) or "", 301),) if flags & 16 else ()
    document = Document(cut.rest(), url, content_type, name, hops)
    try:
        page = parse(document)
    except UnreadableInput:
        return
    laws.bounded(page)
    if flags & 1:
        assert parse(document) == page
    if flags & 2 and len(document.body) <= SMALL:
        compare(document, page)
    model = models.suspicious() if flags & 4 else models.judging()
    verdict = judge(model, page, name)
    laws.judged(verdict)
    if flags & 8:
        laws.accounted(account(model, page, name))
        assert judge(model, page, name) == verdict
    if flags & 4:
        written(verdict, page if flags & 32 else None)


def written(verdict: Verdict, page: Page | None = None) -> None:
    """Every form of a verdict is inert; with its page, the whole account is, too."""
    for style in (Style(), Style(True, 40)):
        inert.on_terminal(terminal.render(verdict, style, verbose=style.color))
    if page is not None:
        told = account(models.judging(), page, verdict.id)
        inert.on_terminal(ledger.render(told, Style(), everything=True))
        assert json.loads(ledger.line(told))["score"] == told.verdict.score
    inert.as_json_lines(tables.line(verdict) + "\n", [tables.row(verdict)])
    name = verdict.id or "=a\u202e.warc"
    row = label_row(verdict, name, Placed())
    inert.as_json_lines(json_lines([row], NAMES), [row])
    inert.as_cells(separated([row], NAMES), NAMES, 1)
    tally = Tally()
    for number in range(2):  # two of a kind make a campaign
        tally.add(verdict, name, Placed(Place(number)))
    summary = finished(tally.partial())
    inert.as_markdown(summary_page.form("a.md")(summary))
    assert json.loads(summary_page.form("a.json")(summary))["pages"] == summary["pages"]
