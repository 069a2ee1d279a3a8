"""Every feature on a page that gives no ground for suspicion and on one that does."""

from __future__ import annotations

from collections import Counter

import pytest

from conftest import look
from detector.features import FEATURES
from tests.features.rows import ROWS, TABLES

_BY_NAME = {feature.name: feature for feature in FEATURES}


def test_every_feature_has_its_rows_and_every_row_its_feature():
    assert ROWS.keys() == _BY_NAME.keys(), (
        "give a new feature its two rows in tests/features/rows, and take a dead one's out"
    )
    assert max(Counter(name for table in TABLES for name in table.ROWS).values()) == 1


@pytest.mark.parametrize("name", [name for name in ROWS if name in _BY_NAME])
def test_a_feature_measures_what_its_rows_say(name):
    ok, fail = ROWS[name]
    for kind, row in (("ok", ok), ("fail", fail)):
        found = _BY_NAME[name].measure(look(row.html or " <i></i>", row.url, row.hops))
        assert found == pytest.approx(row.expected, abs=1e-9), f"{kind} row of {name}"


@pytest.mark.parametrize("name", ROWS)
def test_the_rows_of_a_feature_differ(name):
    """Else a constant would keep the table."""
    ok, fail = ROWS[name]
    assert ok.expected != pytest.approx(fail.expected)
