"""The closing report of a run."""

from __future__ import annotations

from detector.sinks.report import LISTED, closing_lines

REPORT = {
    "inputs": 3,
    "records": 12_400,
    "counts": {
        "pages": 10_210,
        "spam": 57,
        "review": 3,
        "clean": 10_148,
        "errors": 2,
        "losses": 2,
        "left_out:type": 2_000,
        "left_out:status": 188,
        "left_out:match": 0,
    },
    "losses": [
        {"input": "a.warc.gz", "record": 7, "offset": 123_456, "loss": "The gzip member is damaged."},
        {"input": "b.jsonl", "record": 1_000, "offset": None, "loss": "It is no JSON."},
    ],
    "seconds": 3_725.0,
    "labelled": 5_000,
    "rows": 60,
    "output": "out.jsonl.gz",
    "summary": "summary.md",
}


def test_everything_is_told():
    assert closing_lines(REPORT) == [
        "3 inputs, 12,400 records: 10,210 pages labelled.",
        "Found: 57 spam, 3 review, 10,148 clean, 2 errors.",
        "Left out: 2,188 records (2,000 by type, 188 by status).",
        "Lost: 2 pieces could not be read.",
        "  a.warc.gz, byte 123,456: The gzip member is damaged.",
        "  b.jsonl, record 1,000: It is no JSON.",
        "Time: 1:02:05, 1.3 pages/s.",
        "Rows: 60 in out.jsonl.gz",
        "Summary: summary.md",
    ]


def test_what_did_not_happen_is_not_told():
    bare = {"inputs": 1, "records": 1, "counts": {"pages": 1, "clean": 1}, "seconds": 0.0, "rows": 1, "output": "o.csv"}
    assert closing_lines(bare) == [
        "1 input, 1 record: 1 page labelled.",
        "Found: 0 spam, 0 review, 1 clean, 0 errors.",
        "Time: 0:00.",
        "Rows: 1 in o.csv",
    ]


def test_many_losses_are_cut():
    losses = [{"input": "a", "loss": f"Loss {number}."} for number in range(LISTED + 4)]
    lines = closing_lines(REPORT | {"losses": losses, "counts": {"losses": 1_000}})
    assert sum(line.startswith("  a: Loss") for line in lines) == LISTED
    assert f"  and {1_000 - LISTED} more" in lines


def test_names_of_strangers_are_made_safe():
    lines = closing_lines(REPORT | {"losses": [{"input": "a\x1b[2Jb\nc", "loss": "x\u202ey"}]})
    assert "  ab c: xy" in lines
