"""`detector scan`: what it prints, what it exits with, and that nothing of a page reaches the terminal raw."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detector import bounds
from detector.cli.group import _BROKEN_PIPE
from detector.model import store
from detector.parsing import READERS
from tests.sources.web.servers import Server, answer, by_path, redirect

ROOT = Path(__file__).resolve().parents[2]
FIELDS = [
    "id",
    "url",
    "hops",
    "score",
    "band",
    "kind",
    "kinds",
    "reasons",
    "links",
    "model",
    "schema",
    "truncated",
    "error",
    "fingerprint",
]


def rows(result: Any) -> list[dict[str, Any]]:
    # Not splitlines, which would hide that a Unicode line separator came through.
    return [json.loads(line) for line in result.stdout.rstrip("\n").split("\n")]


def test_spam_is_shown_with_its_links_and_reasons(run, toy_model, pages):
    result = run("scan", "--model", toy_model, pages / "spam.html", "--url", "https://films.example/12130")
    assert result.exit_code == 1
    assert "SPAM" in result.stdout
    assert "hxxps://films[.]example/12130" in result.stdout
    assert "hxxps://streams[.]example/a2" in result.stdout
    assert "Short lines about a partner site" in result.stdout
    assert "https://" not in result.stdout


def test_a_clean_page_is_one_line_unless_asked_for_more(run, toy_model, pages):
    short = run("scan", "--model", toy_model, pages / "ham.HTM")
    assert (short.exit_code, short.stdout.count("\n")) == (0, 1)
    assert "clean" in short.stdout
    assert "Why" in run("scan", "--model", toy_model, pages / "ham.HTM", "-v").stdout


def test_many_pages_close_with_a_count_on_stderr(run, toy_model, pages):
    result = run("scan", "--model", toy_model, pages)
    assert result.stderr == "3 pages: 2 spam, 0 review, 1 clean, 0 failed\n"
    assert result.exit_code == 1


def test_quiet_leaves_out_clean_pages_and_notes(run, toy_model, pages):
    result = run("scan", "--model", toy_model, "--quiet", "--threshold", "0.9", pages)
    assert "ham.HTM" not in result.stdout
    assert "spam.html" in result.stdout
    assert result.stderr == ""


def test_exit_zero_hides_spam_but_no_failure(run, toy_model, pages):
    assert run("scan", "--model", toy_model, "--exit-zero", pages).exit_code == 0
    assert run("scan", "--model", toy_model, "--exit-zero", pages, pages / "gone.html").exit_code == 3


def test_json_lines_have_exactly_the_fields_of_the_contract(run, toy_model, pages):
    first, *rest = rows(run("scan", "--model", toy_model, "--json", pages))
    assert len(rest) == 2
    assert list(first) == FIELDS
    spam = next(row for row in (first, *rest) if row["id"].endswith("spam.html"))
    assert spam["band"] == "spam"
    assert list(spam["reasons"][0]) == ["feature", "text", "contribution"]
    assert list(spam["links"][0]) == [*("url", "landing", "hops", "error", "kind", "text", "score", "reasons", "block")]
    assert {link["url"] for link in spam["links"]} >= {
        "https://films.pipe-fittings.example/go",
        "https://streams.example/a2",
    }


def test_a_row_has_the_parts_of_its_fingerprint(run, toy_model, pages):
    found = {Path(row["id"]).name: row for row in rows(run("scan", "--model", toy_model, "--json", pages))}
    spam, text = found["spam.html"]["fingerprint"], found["spam.txt"]["fingerprint"]
    assert list(spam) == ["text", "template", "exits", "lure"]
    assert [len(spam[part]) for part in ("text", "exits", "lure")] == [64, 16, 16]
    # Of words alone there is neither a skeleton nor an exit.
    assert [text[part] for part in ("template", "exits", "lure")] == [None] * 3


def test_suspected_pages_of_one_campaign_are_named_together(run, toy_model, pages):
    copy = (pages / "spam.html").read_text("utf-8").replace("Alita: Battle Angel 2", "Dune: Part Three")
    (pages / "twin.html").write_text(copy, "utf-8")
    (pages / "twin.HTM").write_bytes((pages / "ham.HTM").read_bytes())
    result = run("scan", "--model", toy_model, "--quiet", pages / "spam.html", pages / "twin.html", pages)
    (line,) = [line for line in result.stdout.split("\n\n") if "one campaign" in line]
    assert "spam.html" in line
    assert "twin.html" in line
    assert ".HTM" not in line
    assert "one campaign" not in run("scan", "--model", toy_model, "--json", pages).stdout


def test_pages_that_differ_are_not_named_together(run, toy_model, pages):
    assert "one campaign" not in run("scan", "--model", toy_model, pages / "spam.html", pages / "ham.HTM").stdout


def test_a_failed_page_is_a_row_and_the_run_goes_on(run, toy_model, pages):
    (pages / "aaa.html").write_bytes(b"  \n")
    result = run("scan", "--model", toy_model, "--json", pages)
    assert result.exit_code == 3
    found = rows(result)
    assert len(found) == 4
    assert "empty" in found[0]["error"]
    assert found[0]["score"] is None
    assert found[0]["band"] is None
    assert set(found[0]["fingerprint"].values()) == {None}
    assert all(row["error"] is None for row in found[1:])


def test_a_fault_inside_one_page_is_a_row_too(run, toy_model, pages, monkeypatch):
    from detector.model import judging

    judge = judging.judge

    def faulty(model, page, id=None, *parts):
        if id and id.endswith("spam.html"):
            raise ZeroDivisionError("by nothing")
        return judge(model, page, id, *parts)

    monkeypatch.setattr(judging, "judge", faulty)
    result = run("scan", "--model", toy_model, "--json", pages)
    assert result.exit_code == 3
    assert [bool(row["error"]) for row in rows(result)] == [False, False, True]
    assert "ZeroDivisionError" in rows(result)[2]["error"]


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("empty.html", b"", "The page is empty"),
        ("blank.txt", b" \n\t ", "The page is empty"),
        ("photo.html", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "no text but a PNG image"),
        ("program", b"\x01\x02" + b"\0" * 4_000, "bytes are NUL"),
    ],
)
def test_an_unreadable_file_is_a_sentence_and_exit_code_2(run, toy_model, tmp_path, name, body, sentence):
    path = tmp_path / name
    path.write_bytes(body)
    result = run("scan", "--model", toy_model, path)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"Error: {path}: ")
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


def test_missing_paths_are_told_apart(run, toy_model, tmp_path):
    (tmp_path / "folder").mkdir()
    for path, sentence in (
        (tmp_path / "gone.html", "no such file or folder"),
        (tmp_path / "*.html", "nothing that it matches as a pattern"),
        (tmp_path / "folder", "The folder holds no pages"),
    ):
        result = run("scan", "--model", toy_model, path)
        assert (result.exit_code, sentence in result.stderr) == (2, True), result.stderr


def test_a_file_of_50_megabytes_is_read_to_the_bound(run, toy_model, tmp_path):
    path = tmp_path / "huge.html"
    with path.open("wb") as file:
        file.write(b"<title>Huge</title><p>Watch full movie on our partner site</p>\n")
        file.truncate(5)
        file.write(b"<p>word</p>\n" * 10)
        file.seek(50_000_000)
        file.write(b"x")
    # Sparse bytes are NUL; words instead, so that it is text to its end.
    path.write_bytes(b"<title>Huge</title>" + b"<p>Watch full movie</p>\n" + b"word " * 10_000_000)
    assert path.stat().st_size > 5 * bounds.BYTES - 100
    result = run("scan", "--model", toy_model, "--json", path)
    assert result.exit_code in (0, 1)
    assert rows(result)[0]["truncated"] is True


def test_standard_input(run, toy_model, pages):
    result = run(
        "scan",
        "--model",
        toy_model,
        "--json",
        "-",
        "--url",
        "https://a.example/x",
        input=(pages / "spam.html").read_bytes(),
    )
    assert result.exit_code == 1
    assert (rows(result)[0]["id"], rows(result)[0]["url"]) == ("-", "https://a.example/x")


def test_url_must_be_one_and_for_one_page(run, toy_model, pages):
    several = run("scan", "--model", toy_model, pages, "--url", "https://a.example/")
    assert (several.exit_code, several.stdout) == (2, "")
    assert "--url is the address of one page" in several.stderr
    none = run("scan", "--model", toy_model, pages / "spam.html", "--url", "films.example/1")
    assert none.exit_code == 2
    assert "write it out with https://" in none.stderr


def test_threshold_moves_the_band_and_is_noted(run, toy_model, pages):
    high = run("scan", "--model", toy_model, "--threshold", "1", pages / "spam.html")
    assert high.exit_code == 0
    assert "REVIEW" in high.stdout
    assert high.stderr.startswith("Note: spam is called from a score of 100%")
    low = run("scan", "--model", toy_model, "--threshold", "0", "--json", pages / "ham.HTM")
    assert (low.exit_code, rows(low)[0]["band"]) == (1, "spam")
    assert run("scan", "--model", toy_model, "--threshold", "2", pages / "ham.HTM").exit_code == 2


def test_both_readers_score_alike(run, toy_model, pages):
    scores = [
        rows(run("scan", "--model", toy_model, "--json", "--parser", r, pages / "spam.html"))[0]["score"]
        for r in READERS
    ]
    assert scores[0] == scores[1]


@pytest.fixture
def web(pages):
    """A site on this machine."""
    spam = (pages / "spam.html").read_bytes()
    onward = answer(b"<p>Wait.", fields="Refresh: 0; url=https://evil.example/x")
    script = answer(b"<script>location.href='https://evil.example/s'</script>")
    with Server(by_path({"/": redirect("/spam"), "/spam": answer(spam), "/r": onward, "/s": script})) as server:
        yield f"http://127.0.0.1:{server.port}"


def test_a_page_is_fetched_and_shown_with_its_redirects(run, toy_model, web):
    result = run("scan", "--model", toy_model, "--allow-private", f"{web}/")
    assert result.exit_code == 1
    shown = web.replace("http", "hxxp").replace(".", "[.]")
    heading = [line.strip() for line in result.stdout.split("\n\n")[0].splitlines()]
    assert heading[0].endswith(f"{shown}/")
    assert heading[-2:] == [f"{shown}/spam", f"redirected from {shown}/ (302)"]
    assert "http://" not in result.output


def test_a_fetched_page_as_json(run, toy_model, web):
    (row,) = rows(run("scan", "--model", toy_model, "--allow-private", "--json", f"{web}/"))
    assert (row["id"], row["url"]) == (f"{web}/", f"{web}/spam")
    assert row["hops"] == [{"url": f"{web}/", "status": 302}]


def test_where_a_fetched_page_sends_its_visitors_is_noted(run, toy_model, web, pages):
    for path, to in (("r", "x"), ("s", "s")):
        result = run("scan", "--model", toy_model, "--allow-private", f"{web}/{path}")
        assert f"sends its visitors on to hxxps://evil[.]example/{to}, which was not followed." in result.stderr
        assert "sends" not in run("scan", "--model", toy_model, "--allow-private", "--quiet", f"{web}/{path}").stderr
    assert run("scan", "--model", toy_model, "--allow-private", f"{web}/spam").stderr == ""
    (pages / "r.html").write_text("<meta http-equiv=refresh content='0;url=https://evil.example/'><p>Wait.", "utf-8")
    assert run("scan", "--model", toy_model, pages / "r.html").stderr == ""


def test_a_page_that_cannot_be_fetched_is_a_row_and_the_run_goes_on(run, toy_model, web):
    result = run("scan", "--model", toy_model, "--allow-private", "--json", f"{web}/gone", f"{web}/spam")
    assert result.exit_code == 3
    gone, spam = rows(result)
    assert (gone["id"], gone["error"]) == (f"{web}/gone", "The server answered 404, not with the page.")
    assert spam["band"] == "spam"


def test_the_own_machine_is_not_asked_unless_told_to(run, toy_model, web):
    result = run("scan", "--model", toy_model, web)
    assert result.exit_code == 2
    assert "--allow-private lifts this" in result.stderr


def test_without_paths_the_usage_is_told(run):
    result = run("scan")
    assert result.exit_code == 2
    assert "Missing argument" in result.stderr


def test_a_model_that_disagrees_ends_the_run(run, toy_model, pages, seal):
    seal(toy_model, schema="000000000000")
    result = run("scan", "--model", toy_model, pages)
    assert (result.exit_code, result.stdout) == (4, "")
    assert "was trained on feature table 000000000000" in result.stderr


def test_a_corrupted_model_ends_the_run(run, toy_model, pages):
    tokens = toy_model / "tokens.npy"
    body = bytearray(tokens.read_bytes())
    body[-1] ^= 1
    tokens.write_bytes(body)
    result = run("scan", "--model", toy_model, pages)
    assert (result.exit_code, result.stdout) == (4, "")
    assert "tokens.npy is damaged" in result.stderr
    assert run("scan", "--model", "no-such-model", pages).exit_code == 4


def test_colour_repeats_what_words_say(run, toy_model, pages, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    bare = run("scan", "--model", toy_model, pages / "spam.html")
    assert "\x1b" not in bare.stdout
    colored = run("scan", "--model", toy_model, "--color", pages / "spam.html")
    assert "\x1b[1;31m" in colored.stdout
    assert "SPAM" in bare.stdout


EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\u2066\u200b\r\x08\x00"
HOSTILE = f"""<!doctype html><title>Watch{EVIL}Full Movie</title><h1>Watch{EVIL}Full</h1>
<p>Click to watch on our partner site {EVIL}</p><p>Watch full: <a href="https://evil.example/a{EVIL}b?u=https://deep.example/">FULL MOVIE: watch here{EVIL}</a></p>
<p><a href="javascript:alert('{EVIL}')">Watch full{EVIL} movie</a></p>"""
FORBIDDEN = [
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u200b\u200e\u200f\u061c\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
]


@pytest.mark.parametrize("options", [("-v",), ("--color",), ("--json",)])
def test_nothing_a_terminal_obeys_comes_through(toy_model, tmp_path, options):
    path = os.path.join(os.fsencode(tmp_path), b"a\x1b[31m\xe2\x80\xae\xff.html")
    with open(path, "wb") as file:
        file.write(HOSTILE.encode())
    command = [
        sys.executable,
        "-m",
        "detector.cli",
        "scan",
        "--model",
        str(toy_model),
        *options,
        path,
        b"gone\x1b[2J\x9b\xe2\x80\xae",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    shown = (done.stdout + done.stderr).decode("utf-8")
    assert done.returncode == 3, shown
    assert "FULL MOVIE" in shown
    assert "evil" in shown
    # What the program itself writes: line ends and, where asked for, its own colours.
    for own in ("\n", *(f"\x1b[{code}m" for code in ("0", "1", "2", "31", "32", "1;31", "1;33"))):
        if own == "\n" or "--color" in options:
            shown = shown.replace(own, "")
    assert [character for character in FORBIDDEN if character in shown] == []


def test_a_reader_that_goes_away_ends_it_quietly(toy_model, pages):
    for number in range(60):
        (pages / f"more{number}.html").write_bytes((pages / "spam.html").read_bytes())
    command = [sys.executable, "-m", "detector.cli", "scan", "--model", str(toy_model), "--json", str(pages)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == _BROKEN_PIPE


def test_scanning_loads_no_training_library(toy_model, pages):
    probe = "import atexit, sys; atexit.register(lambda: print(sorted({m.split('.')[0] for m in sys.modules}), file=sys.stderr)); from detector.cli import main; main()"
    command = [sys.executable, "-c", probe, "scan", "--model", str(toy_model), str(pages / "spam.html")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    for name in ("sklearn", "scipy", "joblib", "bs4", "html5lib", "httpcore", "certifi", "ssl"):
        assert f"'{name}'" not in done.stderr
    assert "'numpy'" in done.stderr


def test_the_written_golden_pages_are_part_of_the_toy(toy_model):
    assert store.load(toy_model).manifest["name"] == "toy"
