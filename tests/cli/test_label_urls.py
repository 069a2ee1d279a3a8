"""`detector label --urls` as a user meets it: what is fetched, how often, and what the rows say."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from detector.sources.web.kept import Kept
from tests.conftest import HAM, SPAM
from tests.sources.web.servers import Server, answer, redirect
from tests.sources.web.sites import Log, all_here, sites

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = {f"/p{n}": answer((SPAM if n % 2 else HAM).encode()) for n in range(30)}
CONNECTIONS = 4
_HERE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from detector.sources.web import door
from detector.sources.web.network import Network
door.Network = lambda: Network(resolve=lambda host, seconds: ["127.0.0.1"], proxy=lambda scheme, host: None)
from detector.cli import main
main()
"""


@pytest.fixture
def log() -> Log:
    return Log()


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def report(out: Path) -> dict[str, Any]:
    return json.loads(out.with_name(out.name + ".report.json").read_text())


def write_list(path: Path, *lines: str) -> Path:
    path.write_text("# reported\n" + "\n".join(lines) + "\n")
    return path


def options(model: Path, urls: Path, out: Path, *more: object) -> list[str]:
    given = ("label", "--model", model, "--urls", urls, "-o", out, "--allow-private", "--delay", 0, *more)
    return [str(one) for one in given]


def test_each_address_is_a_row_in_the_order_of_the_list(run, toy_model, tmp_path, monkeypatch, log):
    all_here(monkeypatch)
    with Server(sites(answers := dict(ANSWERS), log)) as server:
        at = f"test:{server.port}"
        answers["b.test/robots.txt"] = answer(b"User-agent: *\nDisallow: /p3", fields="Content-Type: text/plain")
        answers["/hop"] = redirect(f"http://b.{at}/p1")
        answers["/image"] = answer(b"\x89PNG", fields="Content-Type: image/png")
        asked = [
            *(f"http://a.{at}/p0", f"http://b.{at}/p3", f"http://a.{at}/hop", f"http://c.{at}/gone"),
            *(f"http://c.{at}/image", f"http://b.{at}/p1", "http://169.254.169.254/latest/", f"http://a.{at}/p1"),
        ]
        urls = write_list(tmp_path / "list.txt", *asked[:4], "no address", asked[0] + "#again", *asked[4:])
        out = tmp_path / "out.jsonl"
        result = run(*options(toy_model, urls, out))
    assert result.exit_code == 3, result.stderr
    found = rows(out)
    assert [row["id"] for row in found] == asked
    assert [row["band"] for row in found] == ["clean", None, "spam", None, None, "spam", None, "spam"]
    assert [row["status"] for row in found] == [200, None, 200, 404, 200, 200, None, 200]
    assert found[2]["url"] == f"http://b.{at}/p1"
    assert found[2]["hops"] == [{"url": f"http://a.{at}/hop", "status": 302}]
    for number, said in ((1, "robots.txt of this site does not allow"), (3, "404"), (4, "image/png"), (6, "metadata")):
        assert said in found[number]["error"]
        assert found[number]["url"] == asked[number]
    counts = report(out)["counts"]
    assert (counts["pages"], counts["errors"], counts["refused"], counts["unfetched"]) == (8, 4, 1, 3)
    (loss,) = report(out)["losses"]
    assert loss["loss"].startswith("Line 6 is no web address")
    assert "Not fetched: 4 pages (1 refused by robots.txt, 3 failed)." in result.stderr
    assert max(Counter(one.url for one in log.asked if one.url != "b.test/p1").values()) == 1
    assert not (tmp_path / "out.jsonl.job").exists()


def test_private_addresses_are_refused_one_by_one_and_the_run_goes_on(run, toy_model, tmp_path, monkeypatch, log):
    all_here(monkeypatch)
    with Server(sites(ANSWERS, log)) as server:
        urls = write_list(tmp_path / "list.txt", *(f"http://s{n}.test:{server.port}/p1" for n in range(3)))
        out = tmp_path / "out.jsonl"
        result = run("label", "--model", toy_model, "--urls", urls, "-o", out, "--delay", 0)
    assert result.exit_code == 3
    assert log.asked == []
    assert [row["band"] for row in rows(out)] == [None] * 3
    assert all("--allow-private" in row["error"] for row in rows(out))


def test_many_pages_are_shared_by_the_workers(run, toy_model, tmp_path, monkeypatch, log):
    """More than a chunk, so that workers begin to read in the middle."""
    all_here(monkeypatch)
    with Server(sites(ANSWERS, log)) as server:
        asked = [f"http://s{n % 50}.test:{server.port}/p{n // 50}" for n in range(300)]
        out = tmp_path / "out.jsonl"
        result = run(*options(toy_model, write_list(tmp_path / "list.txt", *asked), out, "--workers", 2))
    assert result.exit_code == 1, result.stderr
    assert [row["id"] for row in rows(out)] == asked
    assert [row["band"] for row in rows(out)] == ["clean"] * 50 + (["spam"] * 50 + ["clean"] * 50) * 2 + ["spam"] * 50


def test_kept_pages_are_not_fetched_again_and_can_be_labelled_as_archives(run, toy_model, tmp_path, monkeypatch, log):
    all_here(monkeypatch)
    with Server(sites(ANSWERS, log)) as server:
        asked = [f"http://s{n}.test:{server.port}/p{n}" for n in range(6)]
        asked.append(f"http://s0.test:{server.port}/gone")
        urls = write_list(tmp_path / "list.txt", *asked[:3], asked[-1])
        cache, out = tmp_path / "cache", tmp_path / "out.jsonl"
        run(*options(toy_model, urls, out, "--cache", cache))
        first = len(log.asked)
        assert run(*options(toy_model, urls, tmp_path / "other.jsonl", "--cache", cache)).exit_code == 3
        assert len(log.asked) == first
        assert (tmp_path / "other.jsonl").read_bytes() == out.read_bytes()
        run(*options(toy_model, urls, out, "--cache", cache, "--overwrite"))
        assert len(log.asked) == first
        more = write_list(tmp_path / "more.txt", *asked)
        run(*options(toy_model, more, tmp_path / "more.jsonl", "--cache", cache))
        assert sorted(log.pages) == sorted(url[7:].replace(f":{server.port}", "") for url in asked)
    again = tmp_path / "again.jsonl"
    assert run("label", "--model", toy_model, "-o", again, cache).exit_code == 1
    scores = {row["url"]: row["score"] for row in rows(tmp_path / "more.jsonl") if row["error"] is None}
    assert {row["url"]: row["score"] for row in rows(again)} == scores
    assert len(scores) == 6


def test_overwrite_fetches_anew_where_nothing_was_kept(run, toy_model, tmp_path, monkeypatch, log):
    all_here(monkeypatch)
    with Server(sites(ANSWERS, log)) as server:
        given = options(toy_model, write_list(tmp_path / "l", f"http://a.test:{server.port}/p1"), tmp_path / "o.jsonl")
        run(*given)
        assert run(*given).exit_code == 1
        assert log.pages == ["a.test/p1"]
        run(*given, "--overwrite")
        assert log.pages == ["a.test/p1"] * 2


def test_what_filters_leave_out_is_not_fetched(run, toy_model, tmp_path, monkeypatch, log):
    all_here(monkeypatch)
    with Server(sites(answers := dict(ANSWERS), log)) as server:
        # By the address on the list, wherever it leads.
        answers["a.test/hop3"] = redirect(f"http://b.test:{server.port}/p5")
        asked = [*(f"http://a.test:{server.port}/p{n}" for n in range(20)), f"http://a.test:{server.port}/hop3"]
        out = tmp_path / "out.jsonl"
        run(*options(toy_model, write_list(tmp_path / "list.txt", *asked), out, "--match", "3$"))
        assert [row["id"] for row in rows(out)] == [asked[3], asked[13], asked[20]]
        assert sorted(set(log.pages)) == ["a.test/hop3", "a.test/p13", "a.test/p3", "b.test/p5"]
        log.asked.clear()
        sampled = tmp_path / "sampled.jsonl"
        run(*options(toy_model, tmp_path / "list.txt", sampled, "--sample", 0.4))
        some = [row["id"].rpartition("/")[2] for row in rows(sampled)]
        assert 0 < len(some) < len(asked)
        assert sorted({page.rpartition("/")[2] for page in log.pages} - {"p5"}) == sorted({*some} - {"p5"})
    assert report(out)["counts"]["left_out:match"] == 18


def test_a_changed_list_is_refused(run, toy_model, tmp_path, monkeypatch, log):
    all_here(monkeypatch)
    with Server(sites(ANSWERS, log)) as server:
        urls = write_list(tmp_path / "list.txt", f"http://a.test:{server.port}/p1")
        given = options(toy_model, urls, tmp_path / "out.jsonl")
        run(*given)
        write_list(urls, f"http://a.test:{server.port}/p2")
        result = run(*given)
    assert result.exit_code == 2
    assert "list.txt, which has changed since" in result.stderr
    assert log.pages == ["a.test/p1"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--engine", "spark"], "--engine local"),
        (["--urls", "-", "-"], "Standard input cannot be both"),
        (["--urls", "none.txt"], "no such file"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(run, toy_model, tmp_path, monkeypatch, more, said):
    monkeypatch.chdir(tmp_path)
    result = run(
        *options(toy_model, write_list(tmp_path / "list.txt", "https://a.example/"), tmp_path / "o.csv", *more)
    )
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "o.csv.job").exists()


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """The program in a process of its own, to which every host is this machine."""
    return subprocess.Popen(
        [sys.executable, "-c", _HERE, *arguments, "--connections", str(CONNECTIONS), "--workers", "1"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def wait_for(log: Log, pages: int, process: subprocess.Popen[bytes]) -> None:
    """Until so many pages were asked for, or the run has ended, which it must not."""
    while len(log.pages) < pages:
        assert process.poll() is None, "the run has ended"
        time.sleep(0.002)


@pytest.mark.skipif(os.name != "posix", reason="processes are killed by signal")
def test_a_killed_run_fetches_only_what_is_missing(toy_model, tmp_path, log):
    with Server(sites(ANSWERS, log, slow=0.005)) as server:
        asked = [f"http://s{n % 12}.test:{server.port}/p{n // 12}" for n in range(120)]
        asked += [f"http://s{n}.test:{server.port}/gone" for n in range(12)]
        urls = write_list(tmp_path / "list.txt", *asked)
        out = tmp_path / "out.jsonl"
        given = options(toy_model, urls, out)
        for kills, pages in enumerate((10, 50, 90)):
            with start(*given) as process:
                wait_for(log, pages, process)
                # Once by Ctrl-C, which says how to go on.
                os.killpg(process.pid, signal.SIGINT if kills == 1 else signal.SIGKILL)
                _, told = process.communicate(timeout=60)
            assert not out.exists()
            assert (b"give the same command again" in told) == (kills == 1)
            assert b"Traceback" not in told
        with start(*given) as process:
            _, told = process.communicate(timeout=120)
        assert process.returncode == 3, told
    assert [row["id"] for row in rows(out)] == asked
    assert [row["status"] for row in rows(out)] == [200] * 120 + [404] * 12
    times = Counter(log.pages)
    assert len(times) == len(asked)
    # What was in flight or had just come when a run was killed, and nothing else.
    assert sum(times.values()) - len(times) <= 3 * (2 * CONNECTIONS + 1)
    assert log.most <= 2


@pytest.mark.skipif(os.name != "posix", reason="processes are killed by signal")
def test_what_may_pass_is_tried_again_by_the_next_run(toy_model, tmp_path, log):
    with Server(sites(answers := dict(ANSWERS), log)) as server:
        kept = tmp_path / "out.jsonl.job" / "fetched"
        answers["a.test/p1"] = answer(b"", "502 Bad Gateway")
        answers["/p2"] = answer(b"<p>gone", "410 Gone")
        urls = write_list(
            tmp_path / "list.txt",
            *(f"http://{at}.test:{server.port}/{page}" for at, page in (("a", "p1"), ("b", "p2"), ("c", "wait"))),
        )

        def wait(times: int) -> bytes:
            # The first run never gets this page.
            if not times:
                while len(log.asked) < 6 or Kept(kept).get(f"http://b.test:{server.port}/p2") is None:
                    time.sleep(0.01)
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                answers["a.test/p1"] = answer(SPAM.encode())
            return answer(HAM.encode())

        answers["c.test/wait"] = wait
        process = start(*options(toy_model, urls, tmp_path / "out.jsonl"))
        process.communicate(timeout=60)
        with start(*options(toy_model, urls, tmp_path / "out.jsonl")) as again:
            again.communicate(timeout=60)
    assert [row["status"] for row in rows(tmp_path / "out.jsonl")] == [200, 410, 200]
    assert Counter(log.pages) == {"a.test/p1": 2, "b.test/p2": 1, "c.test/wait": 2}


def test_label_without_lists_imports_nothing_of_the_web(tmp_path, toy_model):
    (tmp_path / "a.html").write_text(HAM)
    code = (
        "import sys\nfrom detector.cli import main\n"
        f"try: main(['label', {str(tmp_path / 'a.html')!r}, '-q', '--model', {str(toy_model)!r},"
        f" '-o', {str(tmp_path / 'o.csv')!r}])\nexcept SystemExit: pass\n"
        "bad = {'httpcore', 'protego', 'certifi'} & set(sys.modules)\nassert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
