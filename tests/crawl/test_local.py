"""A job on one machine: every page once, whatever happens."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detector import parsing
from detector.crawl import finish
from detector.crawl.job import Job
from detector.crawl.pool import FORKS, local
from detector.crawl.run import Listener
from detector.crawl.run import run as run_with
from detector.crawl.standing import Standing
from detector.errors import UnwritableOutput, UsageError
from detector.examine.process import Bounds
from detector.model import load
from detector.model.judging import judge_document
from detector.page import Document, Page
from detector.sinks.tables import row
from detector.sources.files import read
from tests.crawl.conftest import FEW, Jobs, rows

pytestmark = pytest.mark.usefixtures("small_chunks")


def run(job: Job, workers: int, listener: Listener) -> Mapping[str, Any]:
    return run_with(job, local(workers), listener)


def nothing(standing: Standing) -> None:
    pass


class Stop(Exception):
    """Ends a run from within."""


def stopping_after(chunks: int) -> Listener:
    """Ends the run when so many chunks are committed; the first call tells what was there."""
    seen: list[int] = []

    def listener(standing: Standing) -> None:
        seen.append(1)
        if len(seen) > chunks:
            raise Stop

    return listener


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_every_page_has_the_row_that_scan_gives(job_of: Jobs, written: Sequence[str], workers: int):
    job = job_of(written[:20], written[20:37])
    report = run(job, workers, nothing)
    model = load(None)
    expected = [row(judge_document(model, read(path))) for path in written[:37]]
    found = rows(job.output)
    assert [{name: one[name] for name in expected[0]} for one in found] == expected
    assert [(one["input"], one["record"]) for one in found] == [
        *(("pages-0", number) for number in range(20)),
        *(("pages-1", number) for number in range(17)),
    ]
    assert report["counts"]["pages"] == 37
    assert not job.folder.exists()


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.csv", "out.parquet"])
@pytest.mark.parametrize("chunks", [1, 3, 5])
def test_a_run_that_was_cut_short_goes_on_to_the_same_bytes(
    job_of: Jobs, written: Sequence[str], name: str, chunks: int, tmp_path: Path
):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="Parquet needs the crawl extra")
    whole = job_of(written[:30], written[30:50], name=f"whole-{name}")
    run(whole, 1, nothing)
    job = job_of(written[:30], written[30:50], name=name)
    with pytest.raises(Stop):
        run(job, 2, stopping_after(chunks))
    assert not job.output.exists()
    assert job.folder.is_dir()
    done: list[int] = []
    run(job, 2, lambda standing: done.append(standing.counts["pages"]))
    assert done[0] >= FEW * (chunks - 1) > 0 or chunks == 1
    assert done[-1] == 50
    assert job.output.read_bytes() == whole.output.read_bytes()


def test_a_finished_job_is_not_done_again(job_of: Jobs, written: Sequence[str]):
    job = job_of(written[:9])
    first = run(job, 1, nothing)
    before = job.output.stat().st_mtime_ns
    assert run(job, 1, stopping_after(0)) == first
    assert job.output.stat().st_mtime_ns == before


def test_an_output_that_was_removed_is_made_again(job_of: Jobs, written: Sequence[str]):
    job = job_of(written[:9])
    run(job, 1, nothing)
    body = job.output.read_bytes()
    job.output.unlink()
    run(job, 1, nothing)
    assert job.output.read_bytes() == body


def test_a_job_cut_short_while_it_is_put_together(
    job_of: Jobs, written: Sequence[str], monkeypatch: pytest.MonkeyPatch
):
    job = job_of(written[:20], written[20:30])

    def fails(*_: Any) -> None:
        raise Stop

    with monkeypatch.context() as patch:
        patch.setattr(finish, "_files", fails)
        with pytest.raises(Stop):
            run(job, 1, nothing)
    assert len(rows(job.output)) == 30
    run(job, 1, nothing)
    assert len(rows(job.output)) == 30
    assert not job.folder.exists()


def test_killed_workers_lose_and_double_nothing(job_of: Jobs, written: Sequence[str]):
    whole = job_of(written, name="whole.jsonl")
    run(whole, 1, nothing)
    job = job_of(written)
    killed: list[int] = []

    def listener(standing: Standing) -> None:
        children = multiprocessing.active_children()
        if children and len(killed) < 4:
            victim = children[len(killed) % len(children)].pid
            assert victim is not None
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)

    run(job, 2, listener)
    assert len(killed) == 4
    assert job.output.read_bytes() == whole.output.read_bytes()


@pytest.mark.skipif(not FORKS, reason="a worker that is not forked does not know of the slow page")
def test_a_page_that_takes_too_long_is_given_up_alone(
    job_of: Jobs, written: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    slow = tmp_path / "slow.html"
    slow.write_text("<p>words")

    def parse(document: Document, reader: str) -> Page:
        if document.id == str(slow):
            time.sleep(600)
        return parsing.parse(document, reader)

    monkeypatch.setattr("detector.crawl.labelling.parse", parse)
    job = job_of([*written[:5], str(slow), *written[5:10]], bounds=Bounds(seconds=4))
    report = run(job, 2, nothing)
    found = rows(job.output)
    assert [one["error"] is not None for one in found] == [False] * 5 + [True] + [False] * 5
    assert found[5]["error"] == "The page took longer than 4 seconds."
    assert report["counts"]["errors"] == 1


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is bounded on Linux only")
def test_a_page_that_takes_too_much_memory_is_given_up_alone(job_of: Jobs, written: Sequence[str], tmp_path: Path):
    large = tmp_path / "large.html"
    large.write_text("<p>watch <a href=https://a.example/>now</a>" * 200_000)
    job = job_of([*written[:5], str(large), *written[5:10]], bounds=Bounds(megabytes=60))
    run(job, 1, nothing)
    found = rows(job.output)
    assert [one["error"] is not None for one in found] == [False] * 5 + [True] + [False] * 5


def test_pages_that_cannot_be_read_are_losses_and_counted(job_of: Jobs, written: Sequence[str], tmp_path: Path):
    job = job_of([*written[:3], str(tmp_path / "none.html"), written[3]])
    report = run(job, 1, nothing)
    assert len(rows(job.output)) == 4
    assert report["counts"]["losses"] == 1
    assert report["losses"][0]["input"] == "pages-0"
    assert report["losses"][0]["record"] == 3


@pytest.mark.parametrize("band", ["review", "spam"])
def test_only_rows_of_the_wanted_bands_are_written(job_of: Jobs, written: Sequence[str], band: str):
    everything = job_of(written[:30], name="all.jsonl")
    run(everything, 1, nothing)
    job = job_of(written[:30], min_band=band)
    report = run(job, 1, nothing)
    bands = ("review", "spam") if band == "review" else ("spam",)
    assert rows(job.output) == [one for one in rows(everything.output) if one["band"] in bands]
    assert report["counts"]["pages"] == 30


def test_another_model_input_or_option_is_refused(job_of: Jobs, written: Sequence[str]):
    job = job_of(written[:20])
    with pytest.raises(Stop):
        run(job, 1, stopping_after(1))
    for changed, said in (
        (replace(job, digest="other"), "another model"),
        (replace(job, fields=("id", "score")), "other options .fields"),
        (replace(job, inputs=(replace(job.inputs[0], identity="x"),)), "another state of pages-0"),
        (replace(job, inputs=(replace(job.inputs[0], name="y"),)), "other inputs"),
    ):
        with pytest.raises(UsageError, match=said):
            run(changed, 1, nothing)
    run(job, 1, nothing)
    with pytest.raises(UsageError, match="another model"):
        run(replace(job, digest="other"), 1, nothing)


def test_a_strangers_file_is_not_overwritten(job_of: Jobs, written: Sequence[str]):
    job = job_of(written[:3])
    job.output.write_text("precious")
    with pytest.raises(UsageError, match="--overwrite"):
        run(job, 1, nothing)
    assert job.output.read_text() == "precious"


def test_a_full_disk_stops_the_run_with_a_sentence(job_of: Jobs, written: Sequence[str]):
    job = job_of(written[:20])
    job.output.with_name("out.jsonl.job").write_text("in the way")
    with pytest.raises(UnwritableOutput, match="run the same command again"):
        run(job, 1, nothing)


def test_two_runs_do_not_work_on_one_job(job_of: Jobs, written: Sequence[str]):
    pytest.importorskip("fcntl", reason="jobs are locked where the system has record locks")
    job = job_of(written[:20])
    answers: list[str] = []
    context = multiprocessing.get_context("fork")

    def second() -> None:
        try:
            run(job, 1, nothing)
        except UsageError as error:
            os._exit(7 if "Another run" in str(error) else 8)
        os._exit(9)

    def listener(standing: Standing) -> None:
        if not answers:
            process = context.Process(target=second)
            process.start()
            process.join()
            answers.append(str(process.exitcode))

    run(job, 1, listener)
    assert answers == ["7"]


def test_no_input_gives_an_empty_output(job_of: Jobs):
    job = job_of([])
    report = run(job, 1, nothing)
    assert job.output.read_bytes() == b""
    assert report["counts"].get("pages", 0) == 0


@pytest.mark.parametrize("fields", [("score", "band"), ("kind", "url"), ("links",), ("fingerprint", "reasons", "id")])
def test_chosen_fields_hold_what_all_fields_hold(job_of: Jobs, written: Sequence[str], fields: Sequence[str]):
    everything = job_of(written[:12], name="all.jsonl")
    run(everything, 1, nothing)
    job = replace(job_of(written[:12]), fields=fields)
    run(job, 1, nothing)
    assert rows(job.output) == [{name: one[name] for name in fields} for one in rows(everything.output)]


@pytest.mark.parametrize("name", ["summary.json", "summary.md"])
def test_a_summary_counts_what_the_rows_hold(job_of: Jobs, written: Sequence[str], name: str, tmp_path: Path):
    job = replace(job_of(written[:30], written[30:40], min_band="spam"), summary=tmp_path / name, fields=("band",))
    report = run(job, 2, nothing)
    assert job.summary is not None
    body = job.summary.read_text("utf-8")
    assert str(report["counts"]["spam"]) in body
    assert str(report["counts"]["clean"]) in body


def test_side_cars_hold_the_rows_of_their_input(job_of: Jobs, written: Sequence[str]):
    whole = job_of(written[:10], written[10:25], name="whole.jsonl")
    run(whole, 1, nothing)
    job = replace(job_of(written[:10], written[10:25], name="out"), side_cars="jsonl")
    with pytest.raises(Stop):
        run(job, 1, stopping_after(2))
    run(job, 1, nothing)
    assert sorted(path.name for path in job.output.iterdir()) == ["pages-0.jsonl", "pages-1.jsonl"]
    assert rows(job.output / "pages-0.jsonl") + rows(job.output / "pages-1.jsonl") == rows(whole.output)
    assert run(job, 1, stopping_after(0))["counts"]["pages"] == 25


@pytest.mark.skipif(sys.platform != "linux", reason="the system ends orphans on Linux only")
def test_a_worker_within_a_page_ends_with_its_pool(tmp_path: Path):
    slow = tmp_path / "slow.html"
    slow.write_text("<p>watch <a href=https://a.example/>now</a>" * 220_000)
    code = (
        "import os, sys\nfrom multiprocessing import active_children\nfrom detector.cli import main\n"
        "import threading\n"
        "def tell():\n"
        "    import time\n"
        "    while not active_children(): time.sleep(.01)\n"
        "    time.sleep(.3)\n"
        "    print(active_children()[0].pid, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
        "threading.Thread(target=tell, daemon=True).start()\n"
        f"main(['label', {str(slow)!r}, '-o', {str(tmp_path / 'out.jsonl')!r}, '--workers', '1', '--quiet'])\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stdout
    worker = int(told)
    for _ in range(50):
        if (
            not Path(f"/proc/{worker}").exists()
            or Path(f"/proc/{worker}/stat").read_text().split(")")[1].split()[0] == "Z"
        ):
            break
        time.sleep(0.02)
    else:
        pytest.fail("the worker is still there")
