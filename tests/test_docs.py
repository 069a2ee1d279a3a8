"""What the documentation says is what the program does."""

from __future__ import annotations

from pathlib import Path

from detector.sinks import reference

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_the_reference_of_features_is_fresh():
    written = (DOCS / "features.md").read_text("utf-8")
    assert written == reference.markdown(), "write it anew: detector features --markdown > docs/features.md"


def test_every_feature_has_a_row():
    rows = [line for line in (DOCS / "features.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    assert len(rows) == len(reference.entries())
    assert all(row.count(" | ") == 2 and row.endswith(" |") for row in rows)
