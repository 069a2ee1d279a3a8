"""What one page may take, on every command that reads pages: past it the page is an error, and the run goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from detector.examine import watchdog
from tests.conftest import SPAM

ROOT = Path(__file__).resolve().parents[2]
SLOW = "<table>" + "x<tr>" * 600_000
"""No pure Python reads this in a moment."""
LARGE = "<p>watch <a href=https://a.example/>now</a>" * 200_000
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")


@pytest.fixture
def slow(tmp_path):
    path = tmp_path / "slow.html"
    path.write_text(SLOW, "utf-8")
    return path


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "large.html"
    path.write_text(LARGE, "utf-8")
    return path


@pytest.fixture
def toy(toy_model):
    return "--model", toy_model


@pytest.mark.parametrize("forks", [True, False])
def test_scan_gives_up_a_slow_page(run, toy, slow, monkeypatch, forks):
    monkeypatch.setattr(watchdog, "FORKS", forks and watchdog.FORKS)
    result = run("scan", *toy, "--parser", "soup", "--page-seconds", 0.3, slow)
    assert result.exit_code == 2
    assert "The page took longer than 0.3 seconds." in result.stderr


def test_explain_gives_up_a_slow_page(run, toy, slow):
    result = run("explain", *toy, "--parser", "soup", "--page-seconds", 0.3, slow)
    assert result.exit_code == 2
    assert "The page took longer than 0.3 seconds." in result.stderr


def fresh(*arguments):
    """Run `detector` in a process of its own: what the tests before have freed, a page could use here."""
    code = "from detector.cli import main; main()"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


@needs_linux
def test_scan_goes_on_past_a_page_that_needs_too_much_memory(toy, large, tmp_path):
    (tmp_path / "a.html").write_text(SPAM, "utf-8")
    (tmp_path / "z.html").write_text(SPAM, "utf-8")
    result = fresh("scan", *toy, "--json", "--page-memory", 50, tmp_path / "a.html", large, tmp_path / "z.html")
    verdicts = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.returncode == 3
    assert [verdict["error"] for verdict in verdicts] == [None, "The page took more memory than one page may.", None]


@needs_linux
def test_explain_gives_up_a_page_that_needs_too_much_memory(toy, large):
    result = fresh("explain", *toy, "--page-memory", 50, large)
    assert (result.returncode, result.stdout) == (2, "")
    assert "The page took more memory than one page may." in result.stderr


def test_label_gives_up_a_slow_page(run, toy, slow, tmp_path):
    output = tmp_path / "labels.jsonl"
    result = run("label", *toy, "--parser", "soup", "--page-seconds", 0.3, "--workers", 1, slow, "-o", output)
    (row,) = map(json.loads, output.read_text("utf-8").splitlines())
    assert result.exit_code == 3 or result.exit_code == 2
    assert row["error"] == "The page took longer than 0.3 seconds."


@pytest.mark.parametrize("command", ["scan", "explain", "label"])
def test_every_page_is_bounded_unless_asked_otherwise(run, command):
    told = " ".join(run(command, "--help").stdout.split())
    assert "--page-seconds S Give up a page that takes longer. [default: 30.0; x>0]" in told
    assert "[default: 1000; x>=50]" in told
