"""What a large crawl takes follows from the time a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.throughput import sizing
from benchmarks.throughput.sizing import Crawl

positive = st.floats(0.01, 1_000)


@given(positive, st.integers(1, 10**10), st.integers(1, 10**5))
def test_cores_times_hours_is_the_same_work_whatever_the_cluster(ms: float, pages: int, cores: int):
    crawl = Crawl(pages=pages)
    [one, many] = sizing.sizing(ms, crawl, [1, cores])
    assert many.hours * cores == pytest.approx(one.hours) == pytest.approx(sizing.core_hours(ms, crawl))
    assert many.pages_a_second * many.hours * 3_600 == pytest.approx(pages)


@given(positive, st.integers(1, 10**9), st.floats(1, 10))
def test_twice_the_time_a_page_is_twice_the_work(ms: float, pages: int, times: float):
    crawl = Crawl(pages=pages)
    assert sizing.core_hours(ms * times, crawl) == pytest.approx(sizing.core_hours(ms, crawl) * times)


def test_the_block_is_replaced_and_nothing_else(tmp_path: Path):
    (tmp_path / "how-to").mkdir()
    page = tmp_path / "how-to" / "cluster.md"
    page.write_text("before\n<!-- sizing -->\nold\n<!-- /sizing -->\nafter\n")
    for ms in (5.0, 4.0):
        sizing.publish(sizing.markdown(ms, "given", Crawl()), tmp_path)
    text = page.read_text()
    assert text.startswith("before\n<!-- sizing -->\n3,000,000,000 pages")
    assert text.endswith("<!-- /sizing -->\nafter\n")
    assert "4.00 ms" in text
    assert "5.00 ms" not in text
    page.write_text("no block")
    with pytest.raises(SystemExit, match="no place"):
        sizing.publish("new", tmp_path)


def test_the_time_a_page_is_the_measured_one(tmp_path: Path):
    path = tmp_path / "throughput.json"
    with pytest.raises(SystemExit, match="give --ms"):
        sizing.measured(path)
    path.write_text(json.dumps({"contest": {"found": {"contestants": [{"name": "detector label", "cpu_ms": 4.25}]}}}))
    assert sizing.measured(path) == 4.25
    path.write_text("{}")
    with pytest.raises(SystemExit, match="no contest"):
        sizing.measured(path)
