"""`detector explain`: shares that add up."""

from __future__ import annotations

import json
import math

import pytest


def test_the_json_account_adds_up_to_the_score(run, toy_model, pages):
    result = run("explain", "--model", toy_model, "--json", pages / "spam.html")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    total = told["intercept"] + sum(part["contribution"] for part in told["contributions"])
    assert total == pytest.approx(told["log_odds"], abs=1e-6)
    assert 1 / (1 + math.exp(-told["log_odds"])) == pytest.approx(told["score"], abs=1e-9)
    first = told["contributions"][0]
    assert first["contribution"] == max((part["contribution"] for part in told["contributions"]), key=abs)
    assert first["value"] is not None
    assert any(part["value"] is None and part["feature"].startswith("token.") for part in told["contributions"])


def test_explain_and_scan_agree(run, toy_model, pages):
    explained = json.loads(run("explain", "--model", toy_model, "--json", pages / "spam.html").stdout)
    scanned = json.loads(run("scan", "--model", toy_model, "--json", pages / "spam.html").stdout)
    assert {key: explained[key] for key in scanned if key != "links"} == {
        key: scanned[key] for key in scanned if key != "links"
    }
    assert explained["links"][: len(scanned["links"])] == scanned["links"]


def test_the_table_ends_at_the_log_odds(run, toy_model, pages):
    short = run("explain", "--model", toy_model, pages / "spam.html").stdout
    told = json.loads(run("explain", "--model", toy_model, "--json", pages / "spam.html").stdout)
    shown = f"{told['log_odds']:+.2f}"
    assert f"Log-odds {shown}" in short
    assert "smaller shares" in short
    everything = run("explain", "--model", toy_model, "--all", pages / "spam.html").stdout
    assert "smaller shares" not in everything
    last = everything.split("\nLog-odds ")[0].splitlines()[-1]
    assert shown in last
    assert everything.count("token.") == sum(part["feature"].startswith("token.") for part in told["contributions"])


def test_candidates_are_shown_even_on_a_clean_page(run, toy_model, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<title>Sand</title><p>A long film.</p><p><a href='https://own-shop.example/'>my shop</a></p>")
    assert "hxxps://own-shop[.]example/" in run("explain", "--model", toy_model, page).stdout


def test_one_readable_page_only(run, toy_model, pages, tmp_path):
    several = run("explain", "--model", toy_model, pages)
    assert several.exit_code == 2
    assert "leads to 3 pages" in several.stderr
    missing = run("explain", "--model", toy_model, tmp_path / "gone.html")
    assert missing.exit_code == 2
    assert "gone.html: There is no such file" in missing.stderr
    empty = tmp_path / "empty.html"
    empty.touch()
    assert run("explain", "--model", toy_model, empty).exit_code == 2
