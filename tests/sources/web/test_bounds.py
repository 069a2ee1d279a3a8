"""The rules that are shipped are those that the documentation tells."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from detector import bounds
from detector.sources.web import Rules

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "fetch.md"


def test_the_limits_are_told_as_they_are():
    rows = re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    told = {name: int(value.replace(",", "")) for name, value in rows}
    rules = Rules()
    kept = {field.name for field in fields(Rules)} - {"allow_private", "agent"}
    assert told == {name: getattr(rules, name) for name in kept}


def test_a_page_may_be_one_byte_longer_than_is_read_so_that_a_cut_is_seen():
    assert Rules().decoded == bounds.BYTES + 1
    assert Rules().wire > Rules().decoded


def test_private_hosts_are_not_asked_by_default():
    assert Rules().allow_private is False
