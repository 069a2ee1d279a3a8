"""`detector reputation`, and `--reputation` of the commands that judge pages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LURE = "<title>Sand</title><p>A long film.</p><p><a href=https://evil.example/w>my shop</a></p>"
URL = "https://films.own.example/1"


@pytest.fixture
def lists(run, tmp_path) -> Path:
    """A file of two lists, one with reasons."""
    (tmp_path / "hosts.txt").write_text("# mine\n0.0.0.0 evil.example\n0.0.0.0 other.example\nfoo\n")
    (tmp_path / "feed.json").write_text(
        '[{"url": "https://evil.example/w", "threat": "malware"}, {"host": "github.io"}]'
    )
    (tmp_path / "good.txt").write_text("good.evil.example\n")
    built = run(
        "reputation", "build", tmp_path / "hosts.txt", f"feed={tmp_path / 'feed.json'}",
        "--allow", tmp_path / "good.txt", "--weight", "3", "-o", tmp_path / "lists.rep",
    )  # fmt: skip
    assert built.exit_code == 0
    assert built.stdout == ""
    return tmp_path / "lists.rep"


@pytest.fixture
def lure(tmp_path) -> Path:
    path = tmp_path / "lure.html"
    path.write_text(LURE)
    return path


def told(result: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def of_lists(row: dict[str, Any]) -> dict[str, float]:
    return {r["feature"]: r["contribution"] for r in row["reasons"] if r["feature"].startswith("reputation.")}


class TestBuild:
    def test_it_says_what_became_of_the_lists(self, run, tmp_path):
        (tmp_path / "a").write_text(
            "evil.example\ngithub.io\nhttps://x.example/\n||ads.example^$popup\n\x1b[31mfoo bar\nb.example##.ad\n"
        )
        said = run("reputation", "build", tmp_path / "a", "-o", tmp_path / "f").stderr
        assert "a: 3 entries of 1 host, 1 single host, 1 address" in said
        assert "1 passed over: filters" in said
        assert "1 passed over: rules" in said
        assert "1 cannot be read:\n    5: it is more than one word: foo bar" in said
        assert "\x1b" not in said
        assert "1 listed alone" in said
        assert "github.io" in said
        assert "1 front page" in said

    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            (["gone.txt"], "gone.txt: The list cannot be read"),
            (["-x=list.txt"], "No such option"),
            (["é=list.txt"], "A list cannot be called"),
            (["list.txt", "list=list.txt"], "Two lists are called 'list'"),
            (["list.txt", "--weight", "0"], "--weight"),
            (["list.txt", "--weight", "nan"], "--weight"),
            ([], "Missing argument"),
        ],
    )
    def test_a_wrong_request_is_refused(self, run, tmp_path, monkeypatch, arguments, why):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "list.txt").write_text("evil.example")
        result = run("reputation", "build", *arguments, "-o", "f")
        assert result.exit_code == 2
        assert why in result.stderr
        assert not (tmp_path / "f").exists()


class TestShowAndCheck:
    def test_show_tells_what_the_file_holds(self, run, lists):
        shown = run("reputation", "show", lists)
        assert shown.exit_code == 0
        assert "A hit adds 3 to the log-odds." in shown.stdout
        assert "hosts: 2 entries of 2 hosts" in shown.stdout
        assert "feed: 2 entries of 1 single host, 1 address\n  reasons: malware" in shown.stdout
        assert "good (allowed): 1 entry of 1 host" in shown.stdout

    def test_check_says_which_entry_has_an_address(self, run, lists):
        result = run(
            "reputation",
            "check",
            lists,
            "https://www.evil.example/w",
            "https://evil.example/w",
            "good.evil.example",
            "a.github.io",
        )
        assert result.exit_code == 1
        assert result.stdout.splitlines() == [
            "hxxps://www[.]evil[.]example/w: on “hosts”, which lists the host evil[.]example, with all below it",
            "hxxps://evil[.]example/w: on “feed” (malware), which lists the address evil[.]example/w",
            "hxxps://evil[.]example/w: on “hosts”, which lists the host evil[.]example, with all below it",
            "hxxps://good[.]evil[.]example/: allowed, by the host good[.]evil[.]example, with all below it",
            "hxxps://a[.]github[.]io/: on no list",
        ]
        assert run("reputation", "check", lists, "good.evil.example", "clean.example").exit_code == 0

    def test_a_wrong_address_or_file_is_told(self, run, lists, lure):
        assert "is no http or https address" in run("reputation", "check", lists, "ftp://evil.example/").stderr
        for arguments in (("show", lure), ("check", lure, "a.example")):
            result = run("reputation", *arguments)
            assert result.exit_code == 2
            assert "This is no reputation file" in result.stderr


class TestScan:
    def test_a_hit_is_a_reason_and_moves_the_score(self, run, toy_model, lists, lure):
        scan = ("scan", "--model", toy_model, "--json", "--url", URL, lure)
        (plain,), (listed,) = told(run(*scan)), told(run(*scan, "--reputation", lists))
        assert of_lists(plain) == {}
        assert of_lists(listed) == {"reputation.hosts": 3.0, "reputation.feed": 3.0}
        assert listed["score"] > plain["score"]
        assert listed["links"][0]["url"] == "https://evil.example/w"
        assert listed["links"][0]["reasons"][0]["text"] == "The link leads to an address on your list “feed” (malware)"

    def test_a_person_reads_it(self, run, toy_model, lists, lure):
        shown = run("scan", "--model", toy_model, "--verbose", "--url", URL, "--reputation", lists, lure).stdout
        assert "A link leads to an address on your list “feed” (malware)" in " ".join(shown.split())

    def test_without_hits_nothing_changes(self, run, toy_model, lists, pages):
        scan = ("scan", "--model", toy_model, "--json", pages)
        assert run(*scan).stdout == run(*scan, "--reputation", lists).stdout

    def test_several_files_are_asked(self, run, toy_model, lists, lure, tmp_path):
        (tmp_path / "own.txt").write_text("own.example")
        run("reputation", "build", tmp_path / "own.txt", "-o", tmp_path / "own.rep")
        scan = ("scan", "--model", toy_model, "--json", "--url", URL, lure, "--reputation", lists)
        (row,) = told(run(*scan, "--reputation", tmp_path / "own.rep"))
        assert sorted(of_lists(row)) == ["reputation.feed", "reputation.hosts", "reputation.own"]
        assert sum(of_lists(row).values()) == pytest.approx(8.0)  # twice the heaviest
        twice = run(*scan, "--reputation", lists)
        assert twice.exit_code == 2
        assert "Two reputation files have a list 'feed'" in twice.stderr

    def test_a_damaged_file_is_refused(self, run, toy_model, lists, lure):
        lists.write_bytes(lists.read_bytes()[:-1])
        result = run("scan", "--model", toy_model, lure, "--reputation", lists)
        assert result.exit_code == 2
        assert "damaged or cut short" in result.stderr

    def test_explain_adds_up(self, run, toy_model, lists, lure):
        (account,) = told(run("explain", "--model", toy_model, "--json", "--url", URL, lure, "--reputation", lists))
        total = account["intercept"] + sum(part["contribution"] for part in account["contributions"])
        assert total == pytest.approx(account["log_odds"], abs=1e-6)
        (scanned,) = told(run("scan", "--model", toy_model, "--json", "--url", URL, lure, "--reputation", lists))
        assert (account["score"], account["reasons"]) == (scanned["score"], scanned["reasons"])

    def test_a_scan_without_lists_does_not_load_what_lists_need(self, toy_model, pages):
        script = (
            "import sys; from detector.cli import main\n"
            "try: main()\n"
            "except SystemExit: pass\n"
            "print([name for name in sys.modules if name.startswith('detector.reputation')], file=sys.stderr)"
        )
        ended = subprocess.run(
            [sys.executable, "-c", script, "scan", "--model", toy_model, pages / "spam.html"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert ended.stderr.splitlines()[-1] == "[]"


class TestLabel:
    def label(self, run, toy_model, tmp_path, *more) -> Any:
        if not (tmp_path / "in.jsonl").exists():
            pages = (json.dumps({"id": str(n), "url": URL, "html": LURE.replace("/w", f"/{n}")}) for n in range(300))
            (tmp_path / "in.jsonl").write_text("\n".join(pages))
        return run(
            "label",
            tmp_path / "in.jsonl",
            "-o",
            tmp_path / "out.jsonl",
            "--model",
            toy_model,
            "-q",
            "--workers",
            2,
            *more,
        )

    def rows(self, tmp_path) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]

    def test_every_page_is_looked_up(self, run, toy_model, lists, tmp_path):
        assert self.label(run, toy_model, tmp_path, "--exit-zero", "--reputation", lists).exit_code == 0
        labelled = self.rows(tmp_path)
        assert len(labelled) == 300
        assert all(of_lists(row) == {"reputation.hosts": 3.0} for row in labelled)

    def test_the_row_is_what_scan_says(self, run, toy_model, lists, tmp_path):
        self.label(run, toy_model, tmp_path, "--reputation", lists)
        (tmp_path / "page.html").write_text(LURE.replace("/w", "/7"))
        (scanned,) = told(
            run("scan", "--model", toy_model, "--json", "--url", URL, "--reputation", lists, tmp_path / "page.html")
        )
        row = self.rows(tmp_path)[7]
        assert (row["score"], row["reasons"], row["links"]) == (scanned["score"], scanned["reasons"], scanned["links"])

    def test_a_run_goes_on_with_the_same_lists_only(self, run, toy_model, lists, tmp_path):
        assert self.label(run, toy_model, tmp_path, "--reputation", lists, "--exit-zero").exit_code == 0
        again = self.label(run, toy_model, tmp_path, "--reputation", lists, "--exit-zero")
        assert again.exit_code == 0
        elsewhere = tmp_path / "copy.rep"
        elsewhere.write_bytes(lists.read_bytes())
        assert self.label(run, toy_model, tmp_path, "--reputation", elsewhere, "--exit-zero").exit_code == 0
        (tmp_path / "hosts.txt").write_text("another.example")
        run("reputation", "build", tmp_path / "hosts.txt", "-o", lists)
        for more in (("--reputation", lists), ()):
            refused = self.label(run, toy_model, tmp_path, *more)
            assert refused.exit_code == 2
            assert "other options (reputation)" in refused.stderr

    def test_a_file_that_is_none_is_refused_before_anything_is_written(self, run, toy_model, lure, tmp_path):
        refused = self.label(run, toy_model, tmp_path, "--reputation", lure)
        assert refused.exit_code == 2
        assert "This is no reputation file" in refused.stderr
        assert not list(tmp_path.glob("out*"))
