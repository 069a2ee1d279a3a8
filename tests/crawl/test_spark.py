"""The same rows on a cluster as on one machine, whatever is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detector.crawl.pool import local
from detector.crawl.run import run
from detector.crawl.standing import Standing
from detector.errors import UsageError
from detector.model import load
from detector.model.judging import judge_document
from detector.page import Document
from detector.sinks.tables import row
from tests.crawl.conftest import Jobs

pytest.importorskip("pyspark", reason="the engine for clusters needs the spark extra")
pytest.importorskip("pandas", reason="the engine for clusters needs the spark extra")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

from detector.crawl.spark import cluster, score

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
MASTER = "local[2,4]"


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        SparkSession.builder.master(MASTER)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def nothing(standing: Standing) -> None:
    pass


def test_the_same_rows_as_on_one_machine(spark: Any, job_of: Jobs, written: Sequence[str]):
    job = job_of(written[:20], written[20:40], name="cluster.jsonl")
    run(job, cluster(MASTER), nothing)
    whole = replace(job, output=job.output.with_name("local.jsonl"))
    run(whole, local(2), nothing)
    assert job.output.read_bytes() == whole.output.read_bytes()


def test_a_job_begun_on_one_machine_is_finished_on_a_cluster(spark: Any, job_of: Jobs, written: Sequence[str]):
    class Stop(Exception):
        pass

    def stop(standing: Standing) -> None:
        if standing.counts["pages"]:
            raise Stop

    # Three inputs of which one at least is finished before the run stops.
    job = job_of(written[:15], written[15:30], written[30:45])
    with pytest.raises(Stop):
        run(job, local(1), stop)
    done: list[int] = []
    report = run(job, cluster(MASTER), lambda standing: done.append(standing.counts["pages"]))
    assert done[0] > 0
    assert report["counts"]["pages"] == 45
    assert len(job.output.read_bytes().splitlines()) == 45


def python_workers() -> list[int]:
    """Processes that Spark has forked to run Python, the daemon that forks them aside."""
    found = subprocess.run(["pgrep", "-f", "pyspark.daemon"], capture_output=True, text=True).stdout.split()
    parents = {pid: Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1] for pid in found}
    return [int(pid) for pid, parent in parents.items() if parent in parents]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found by way of /proc")
def test_a_killed_python_worker_loses_nothing(spark: Any, job_of: Jobs, written: Sequence[str]):
    job = job_of(*([path] * 1 for path in written[:6]), written[:60], name="cluster.jsonl")
    killed: list[int] = []

    def listener(standing: Standing) -> None:
        if standing.counts["pages"] and not killed:
            for victim in python_workers():
                try:
                    os.kill(victim, signal.SIGKILL)
                except ProcessLookupError:
                    continue
                killed.append(victim)

    run(job, cluster(MASTER), listener)
    assert killed
    whole = replace(job, output=job.output.with_name("local.jsonl"))
    run(whole, local(2), nothing)
    assert job.output.read_bytes() == whole.output.read_bytes()


def test_a_table_gets_the_columns_that_scan_gives(spark: Any, written: Sequence[str]):
    url = "https://films.example/12130"
    bodies = [Path(path).read_bytes() for path in written[:8]]
    table = spark.createDataFrame(
        [(bytearray(body), url, n) for n, body in enumerate(bodies)], "html binary, url string, n int"
    )
    found = sorted(score(table, fields=("score", "band", "kind", "links", "error")).collect(), key=lambda one: one["n"])
    model = load(None)
    for body, one in zip(bodies, found, strict=True):
        expected = row(judge_document(model, Document(body, url)))
        assert one["score"] == expected["score"]
        assert (one["band"], one["kind"], one["error"]) == (expected["band"], expected["kind"], None)
        assert [link["url"] for link in one["links"]] == [link["url"] for link in expected["links"]]


def test_rows_without_a_page_and_pages_that_fail_stay_rows(spark: Any):
    table = spark.createDataFrame(
        [(None, 1), ("", 2), ("<p>A good film about harbours and boats.", 3)], "page string, n int"
    )
    found = sorted(
        score(table, html_col="page", url_col=None, fields=("score", "error")).collect(), key=lambda one: one["n"]
    )
    assert (found[0]["score"], found[0]["error"]) == (None, None)
    assert found[1]["score"] is None
    assert found[1]["error"]
    assert 0 <= found[2]["score"] <= 1


def test_columns_that_do_not_fit_are_told_at_once(spark: Any):
    table = spark.createDataFrame([("x", 1.0)], "page string, score double")
    with pytest.raises(UsageError, match="no column html"):
        score(table)
    with pytest.raises(UsageError, match="a column score already"):
        score(table, html_col="page", url_col=None)
    with pytest.raises(UsageError, match="no field"):
        score(table, html_col="page", url_col=None, fields=("scores",))
