"""The summary as JSON and as Markdown."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.errors import UsageError
from detector.sinks.summary_page import SHOWN, form
from detector.sinks.summary_tables import finished
from detector.verdict import Band, Fingerprint
from tests.sinks.test_summary import counted, link, page

ANY = st.text(st.characters(codec=None, categories=None, max_codepoint=0x10FFFF))
LIKE = Fingerprint(text="0a1b" * 16)
SUMMARY = finished(
    counted(
        page(Band.SPAM, "https://films.example/1", link("https://reel.example/a"), fingerprint=LIKE),
        page(Band.REVIEW, "https://pipes.example/1", link("https://reel.example/a"), fingerprint=LIKE),
        page(Band.CLEAN),
    )
)


def cells(line: str) -> list[str]:
    return re.split(r"(?<!\\)\|", line)[1:-1]


def test_json_has_everything():
    assert json.loads(form("summary.json")(SUMMARY)) == SUMMARY


@pytest.mark.parametrize("name", ["summary.md", "SUMMARY.TXT"])
def test_markdown_names_what_was_found(name):
    told = form(name)(SUMMARY)
    for line in (
        "| clean | 1 | 33.33% |",
        "| fake stream | 1 | 1 |",
        "| `films[.]example` | 1 | 0 | 97% |",
        "| 2 | 1 | 2 | fake stream | `hxxps://films[.]example/1`, `hxxps://pipes[.]example/1` |",
        "| `reel[.]example` | 2 | 1 | 2 | 90% |  | `hxxps://reel[.]example/a` |",
    ):
        assert line in told.splitlines()


def test_nothing_found_is_told():
    assert form("a.md")(finished(counted())).count("None.") == 4


def test_long_tables_are_cut_and_say_so():
    found = finished(counted(*(page(Band.SPAM, f"https://s{number}.example/") for number in range(SHOWN + 3))))
    assert "and 3 more: the JSON form has all." in form("a.md")(found)
    assert len(found["hosts"]) == SHOWN + 3


@given(ANY)
def test_no_name_breaks_a_table_or_makes_a_link(text):
    hostile = page(Band.SPAM, None, link("https://reel.example/" + text), id=text, fingerprint=LIKE)
    told = form("a.md")(finished(counted(hostile, hostile)))
    lines = [line for line in told.split("\n") if line.startswith("|")]
    assert told.splitlines() == told.split("\n")[:-1]
    assert {len(cells(line)) for line in lines} <= {3, 4, 5, 7}
    for line in lines:
        assert line.count("`") % 2 == 0
        outside = re.sub("`[^`]*`", "", line)
        assert not re.search(r"[<\[\]*_]|://|www\.", outside)


@given(ANY)
def test_json_is_ascii_whatever_a_name_holds(text):
    found = finished(counted(page(Band.SPAM, None, id=text, fingerprint=LIKE), page(fingerprint=LIKE)))
    told = form("a.json")(found)
    assert told.isascii()
    assert told.replace("\n", "").isprintable()
    assert json.loads(told) == found


@pytest.mark.parametrize("name", ["summary", "summary.csv", "a.md.gz", ""])
def test_other_names_are_refused(name):
    with pytest.raises(UsageError, match=r"\.json, \.md, \.txt\."):
        form(name)
