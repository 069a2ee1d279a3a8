"""The fields of a verdict as programs get them."""

from __future__ import annotations

import json
import math

import pytest

from detector.page import Hop
from detector.sinks.tables import line, row
from detector.verdict import Band, Fingerprint, KindScore, LinkVerdict, Reason, Verdict

WHY = Reason("text.watch_lines", "Lines\u202e", 1.5)
SAID = Verdict(
    "a",
    "https://own.example/",
    0.75,
    Band.SPAM,
    "phishing",
    (WHY,),
    (
        LinkVerdict(
            *("https://evil.example/\x9b", "form", "Go", 0.9, "Go on", (WHY,), "https://deep.example/"),
            (Hop("https://evil.example/\x9b", 302),),
            "The host did not answer.",
        ),
    ),
    "m",
    "s",
    fingerprint=Fingerprint("0a" * 32, lure="0b" * 8),
    kinds=(KindScore("phishing", 0.75), KindScore("survey", 0.5)),
    hops=(Hop("https://short.example/1", 301),),
)
FAILED = Verdict(None, None, math.nan, None, None, (), (), "m", "s", error="The page is empty.")


def test_a_verdict_is_the_contract_field_by_field():
    reasons = [{"feature": "text.watch_lines", "text": "Lines\u202e", "contribution": 1.5}]
    assert row(SAID) == {
        "id": "a",
        "url": "https://own.example/",
        "hops": [{"url": "https://short.example/1", "status": 301}],
        "score": 0.75,
        "band": "spam",
        "kind": "phishing",
        "kinds": [{"kind": "phishing", "score": 0.75}, {"kind": "survey", "score": 0.5}],
        "reasons": reasons,
        "links": [
            {
                "url": "https://evil.example/\x9b",
                "landing": "https://deep.example/",
                "hops": [{"url": "https://evil.example/\x9b", "status": 302}],
                "error": "The host did not answer.",
                "kind": "form",
                "text": "Go",
                "score": 0.9,
                "reasons": reasons,
                "block": "Go on",
            }
        ],
        "model": "m",
        "schema": "s",
        "truncated": False,
        "error": None,
        "fingerprint": {"text": "0a" * 32, "template": None, "exits": None, "lure": "0b" * 8},
    }
    assert type(row(SAID)["band"]) is str


def test_a_failed_page_has_no_score():
    assert row(FAILED)["score"] is None
    assert json.loads(line(FAILED))["error"] == "The page is empty."


@pytest.mark.parametrize("raw", ["\u202e", "\x9b"])
def test_a_line_escapes_what_a_terminal_obeys(raw):
    assert raw not in line(SAID)
    assert json.loads(line(SAID)) == row(SAID)
