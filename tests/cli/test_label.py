"""`detector label` as a user meets it: what it reads, writes, says and exits with."""

from __future__ import annotations

import csv
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.conftest import HAM, SPAM
from tests.sources.archiving import answer, gz, made, page

ROOT = Path(__file__).resolve().parents[2]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def archive(path: Path, *records: bytes) -> Path:
    """A `.warc.gz` with a member a record."""
    path.write_bytes(b"".join(gz(record) for record in records))
    return path


@pytest.fixture
def mixed(tmp_path: Path) -> list[Path]:
    """One spam page and one honest one in each of five forms."""
    folder = tmp_path / "in"
    folder.mkdir()
    warc = archive(folder / "a.warc.gz", page("spam", SPAM.encode()), page("ham", HAM.encode()))
    objects = [
        {"id": name, "url": f"https://{name}.example/", "html": body} for name, body in (("s", SPAM), ("h", HAM))
    ]
    table = folder / "b.jsonl"
    table.write_text("".join(json.dumps(one) + "\n" for one in objects))
    packed = folder / "c.jsonl.gz"
    packed.write_bytes(gzip.compress(table.read_bytes()))
    cells = folder / "d.csv"
    with cells.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, ("id", "url", "html"))
        writer.writeheader()
        writer.writerows(objects)
    (folder / "pages").mkdir()
    (folder / "pages" / "s.html").write_text(SPAM)
    (folder / "pages" / "t.html").write_text(HAM)
    return [warc, table, packed, cells, folder / "pages"]


def test_inputs_of_every_form_give_a_row_a_page_in_order(run, toy_model, mixed, tmp_path):
    out = tmp_path / "out.jsonl"
    result = run("label", "--model", toy_model, "--workers", 2, "-o", out, *mixed)
    assert result.exit_code == 1
    found = lines(out)
    assert [row["band"] for row in found] == ["spam", "clean"] * 5
    assert [Path(row["input"]).name for row in found[::2]] == ["a.warc.gz", "b.jsonl", "c.jsonl.gz", "d.csv", "pages"]
    assert [row["record"] for row in found] == [0, 1] * 5
    assert (found[0]["id"], found[0]["status"]) == ("urn:test:spam", 200)
    assert "5 inputs, 10 records: 10 pages labelled" in result.stderr


def test_a_page_has_the_score_that_scan_gives_it(run, toy_model, mixed, tmp_path):
    out = tmp_path / "out.jsonl"
    run("label", "--model", toy_model, "-o", out, mixed[4])
    scanned = [json.loads(line) for line in run("scan", "--model", toy_model, "--json", mixed[4]).stdout.splitlines()]
    assert [{name: row[name] for name in scanned[0]} for row in lines(out)] == scanned


def test_standard_input_is_labelled_and_not_twice(run, toy_model, mixed, tmp_path):
    out = tmp_path / "out.jsonl"
    body = mixed[0].read_bytes()
    first = run("label", "--model", toy_model, "-o", out, "-", input=body)
    assert first.exit_code == 1
    assert [row["band"] for row in lines(out)] == ["spam", "clean"]
    before = out.stat().st_mtime_ns
    assert run("label", "--model", toy_model, "-o", out, "-", input=body).exit_code == 1
    assert out.stat().st_mtime_ns == before
    assert not (tmp_path / "out.jsonl.job").exists()
    other = run("label", "--model", toy_model, "-o", out, "-", input=mixed[1].read_bytes())
    assert other.exit_code == 2
    assert "--overwrite" in other.stderr


def test_lists_columns_filters_and_fields(run, toy_model, tmp_path):
    table = tmp_path / "pages.jsonl"
    table.write_text(
        "".join(
            json.dumps({"n": n, "at": f"https://films.example/{n}", "body": SPAM if n % 2 else HAM}) + "\n"
            for n in range(20)
        )
    )
    (tmp_path / "list.txt").write_text("# one input\npages.jsonl\n")
    out = tmp_path / "out.csv"
    result = run(
        *("label", "--model", toy_model, "--files-from", tmp_path / "list.txt", "--prefix", f"{tmp_path}/", "-o", out),
        *(
            "--column",
            "id=n",
            "--column",
            "url=at",
            "--column",
            "html=body",
            "--fields",
            "id,band",
            "--match",
            r"/1\d$",
        ),
        *("--min-band", "spam", "--summary", tmp_path / "summary.json"),
    )
    assert result.exit_code == 1, result.stderr
    assert out.read_text() == "id,band\n" + "".join(f"{n},spam\n" for n in (11, 13, 15, 17, 19))
    assert "Left out: 10 records (10 by match)." in result.stderr
    assert json.loads((tmp_path / "summary.json").read_text())["pages"]["clean"] == 5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "out.jsonl"], "nothing to label"),
        (["-o", "out.xyz", "in"], "must end in one of"),
        (["-o", "out.jsonl", "none.warc.gz"], "no such file"),
        (["-o", "out.jsonl", "in", "--match", "("], "no regular expression"),
        (["-o", "out.jsonl", "in", "--fields", "scor"], "did you mean score"),
        (["-o", "out.jsonl", "in", "--column", "body"], "NAME=COLUMN"),
        (["-o", "out.jsonl", "in", "--summary", "s.xml"], "must end in one of"),
        (["-o", "out", "in", "--side-cars", "xml"], "must end in one of"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(run, toy_model, pages, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (pages / "spam.html").rename(tmp_path / "in")
    result = run("label", "--model", toy_model, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.startswith("Error: ")
    assert not (tmp_path / "out.jsonl").exists()


def test_a_changed_option_is_refused_and_overwrite_starts_anew(run, toy_model, mixed, tmp_path):
    out = tmp_path / "out.jsonl"
    run("label", "--model", toy_model, "-o", out, mixed[0])
    refused = run("label", "--model", toy_model, "-o", out, mixed[0], "--min-band", "spam")
    assert refused.exit_code == 2
    assert "other options (min_band)" in refused.stderr
    assert len(lines(out)) == 2
    assert run("label", "--model", toy_model, "-o", out, mixed[0], "--min-band", "spam", "--overwrite").exit_code == 1
    assert len(lines(out)) == 1


def test_of_a_broken_archive_every_readable_page_is_labelled_and_every_loss_told(run, toy_model, tmp_path):
    whole = gz(page("cut", SPAM.encode() * 20))
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(
        gz(page("first", SPAM.encode()))
        + whole[: len(whole) // 2]  # a member cut in half
        + gz(page("second", HAM.encode()))
        + b"neither a member nor a record"
        + gz(made(answer(HAM.encode()), name=None))  # no id
        + gz(page("second", SPAM.encode()))  # an id that was there before
        + gz(made(answer(b"\x89PNG" * 50, Content_Type="image/png"), name="image"))
        + gz(made(answer(HAM.encode(), status="404 Not Found"), name="missing"))
        + gz(made(b"", name="empty"))
        + gz(page("huge", b"<p>word " + b"long " * 2_500_000))
        + gz(page("last", HAM.encode()))[:-9]
    )
    out = tmp_path / "out.jsonl"
    result = run("label", "--model", toy_model, "-o", out, broken)
    assert result.exit_code == 3
    found = lines(out)
    labelled = [row["id"] for row in found if row["error"] is None]
    assert labelled[:4] == ["urn:test:first", "urn:test:second", None, "urn:test:second"]
    assert "urn:test:huge" in labelled
    report = json.loads((tmp_path / "out.jsonl.report.json").read_text())
    assert report["counts"]["left_out:type"] == 1
    assert report["counts"]["left_out:status"] == 1
    assert report["counts"]["losses"] >= 2
    assert any(loss["offset"] == len(gz(page("first", SPAM.encode()))) for loss in report["losses"])
    assert "could not be read" in result.stderr
    records = sum(
        n for name, n in report["counts"].items() if name in ("pages", "losses") or name.startswith("left_out")
    )
    assert len({row["record"] for row in found}) == len(found)
    assert records == max(max(row["record"] for row in found), max(loss["record"] for loss in report["losses"])) + 1


def start(model: Path, source: Path, out: Path, told: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """The program in a process group of its own, with small chunks."""
    small = "from detector.crawl import chunks, plan, spans\nfor m in (chunks, plan, spans): m.RECORDS = 8\nplan._WORTH_CUTTING = 0\n"
    # A test run in the background has SIGINT ignored, and its children inherit that.
    heard = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    code = small + heard + "from detector.cli import main\nmain()"
    arguments = ["label", "--model", str(model), "--workers", "2", "-o", str(out), str(source)]
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=told,
        start_new_session=True,
    )


def committed(job: Path) -> int:
    """Chunks of a run that are done."""
    return len(list(job.glob("*/*.json")))


def wait_for_chunks(job: Path, number: int, process: subprocess.Popen[bytes]) -> None:
    """Until so many chunks are done, or the run has ended, which it must not."""
    while committed(job) < number:
        assert process.poll() is None, "the run has ended"
        time.sleep(0.002)


@pytest.mark.skipif(os.name != "posix", reason="processes are killed by signal")
def test_a_run_killed_again_and_again_loses_and_doubles_nothing(toy_model, tmp_path):
    source = archive(
        tmp_path / "a.warc.gz", *(page(f"p{n}", (SPAM if n % 3 else HAM).encode() * 3) for n in range(1_000))
    )
    whole = tmp_path / "whole.jsonl"
    assert start(toy_model, source, whole).wait() == 1
    assert [row["id"] for row in lines(whole)] == [f"urn:test:p{n}" for n in range(1_000)]
    lots = Random(4)
    out = tmp_path / "out.jsonl"
    for number in range(6):
        process = start(toy_model, source, out)
        # By what is done, not by the clock: however fast the machine, the run is killed in its midst.
        wait_for_chunks(tmp_path / "out.jsonl.job", committed(tmp_path / "out.jsonl.job") + lots.randint(1, 5), process)
        time.sleep(lots.uniform(0, 0.03))
        assert process.poll() is None
        if number % 2:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        assert not out.exists()
    assert start(toy_model, source, out).wait() == 1
    assert out.read_bytes() == whole.read_bytes()
    assert not (tmp_path / "out.jsonl.job").exists()


@pytest.mark.skipif(os.name != "posix", reason="processes are ended by signal")
def test_an_interrupted_run_says_how_to_go_on(toy_model, tmp_path):
    source = archive(tmp_path / "a.warc.gz", *(page(f"p{n}", SPAM.encode() * 20) for n in range(600)))
    process = start(toy_model, source, tmp_path / "out.jsonl", subprocess.PIPE)
    wait_for_chunks(tmp_path / "out.jsonl.job", 1, process)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"give the same command again" in told
    assert b"Traceback" not in told


def test_nothing_heavy_is_imported_to_show_the_help():
    code = "import sys\nfrom detector.cli import main\ntry: main(['label', '--help'])\nexcept SystemExit: pass\n" + (
        "bad = {'numpy', 'pyarrow', 'fastwarc', 'fsspec', 'sklearn', 'pyspark'} & set(sys.modules)\nassert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
