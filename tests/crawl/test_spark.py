"""The same rows on a cluster as on one machine, whatever is killed: real executors, each in a Java of its own."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from detector.crawl.job import Job
from detector.crawl.pool import local
from detector.crawl.run import run
from detector.crawl.spans import Span
from detector.crawl.spark import ClusterFailed, cluster, score
from detector.crawl.spark.carried import packed
from detector.crawl.spark.cutting import grouped
from detector.crawl.spark.failures import sentence
from detector.crawl.spark.frames import Scoring
from detector.crawl.spark.session import running
from detector.crawl.standing import Standing
from detector.errors import DetectorError, UsageError
from detector.examine.process import Bounds
from detector.model import load
from detector.model.judging import judge_document
from detector.model.store import find, read_manifest
from detector.page import Document
from detector.sinks.tables import row
from detector.sources.record import START, Place
from tests.crawl.conftest import Jobs, rows

pyspark = pytest.importorskip("pyspark", reason="the engine for clusters needs the spark extra")
pytest.importorskip("pandas", reason="the engine for clusters needs the spark extra")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)
if not Path("/proc/self/stat").exists():
    pytest.skip("Processes are found, and killed, by way of /proc", allow_module_level=True)

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
EXECUTORS = 2
MASTER = f"local-cluster[{EXECUTORS},1,1024]"
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A cluster of executors on this machine; nothing of it is left behind."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        # Workers of such a cluster write into Spark's own folder: give them one that is ours.
        home = tmp_path_factory.mktemp("spark")
        for there in Path(pyspark.__file__).parent.iterdir():
            (home / there.name).symlink_to(there)
        (home / "work").unlink(missing_ok=True)
        patch.setenv("SPARK_HOME", str(home))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("SPARK_LAUNCHER_OPTS", QUICK)
        patch.setenv("SPARK_SUBMIT_OPTS", QUICK)
        session = (
            SparkSession.builder.master(MASTER)
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.executor.extraJavaOptions", QUICK)
            .config("spark.log.level", "OFF")
            .getOrCreate()
        )
        java = SparkContext._gateway.proc
        yield session
        session.stop()
        SparkContext._gateway.shutdown()
        SparkContext._gateway = SparkContext._jvm = None
        java.stdin.close()
        java.wait(60)
        assert not descendants()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is committed is seen at once."""
    monkeypatch.setattr("detector.crawl.spark.engine._TICK", 0.1)


def nothing(standing: Standing) -> None:
    pass


def descendants(of: int | None = None) -> dict[int, str]:
    """Processes that this one, or another, has started in any number of steps, with their command lines.

    Not Python's resource tracker, which spawned processes of any test bring with them and which stays to the end.
    """
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, parent = (folder / "stat").read_text("ascii", "replace").rpartition(")")[2].split()[:2]
                parents[int(folder.name)] = int(parent), state, (folder / "cmdline").read_text("utf-8", "replace")
            except OSError:
                continue  # it has ended
    found: dict[int, str] = {}
    wanted = {of or os.getpid()}
    while wanted:
        children = {pid: line for pid, (parent, state, line) in parents.items() if parent in wanted and state != "Z"}
        children = {pid: line for pid, line in children.items() if "resource_tracker" not in line}
        found.update(children)
        wanted = set(children)
    return found


def executors() -> list[int]:
    return sorted(pid for pid, line in descendants().items() if "CoarseGrainedExecutorBackend" in line)


def python_workers() -> list[int]:
    """Processes that Spark has forked to run Python, the daemons that fork them aside, and ours that do the labelling."""
    found = []
    for daemon, line in descendants().items():
        if "pyspark.daemon" in line and "pyspark.daemon" not in parent_line(daemon):
            found += [pid for pid in descendants(daemon) if parent(pid) == daemon]
    return found


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[1])
    except OSError:
        return 0


def parent_line(pid: int) -> str:
    try:
        return Path(f"/proc/{parent(pid)}/cmdline").read_text("utf-8", "replace")
    except OSError:
        return ""


def killing(victims: Callable[[], Sequence[int]], killed: list[int]) -> Callable[[Standing], None]:
    """Kills some processes, once, when the first chunk has been committed."""

    def listener(standing: Standing) -> None:
        if standing.counts["pages"] and not killed:
            for victim in victims():
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)

    return listener


def on_one_machine(job: Job) -> bytes:
    whole = replace(job, output=job.output.with_name(f"local-{job.output.name}"))
    run(whole, local(1), nothing)
    return whole.output.read_bytes()


def slow_page(folder: Path) -> str:
    slow = folder / "slow.html"
    slow.write_text("<p>watch <a href=https://a.example/>now</a>" * 200_000)
    return str(slow)


def test_the_same_rows_as_on_one_machine(spark: Any, job_of: Jobs, written: Sequence[str]):
    job = job_of(written[:20], written[20:40], name="cluster.jsonl")
    report = run(job, cluster(MASTER), nothing)
    assert report["counts"]["pages"] == 40
    assert job.output.read_bytes() == on_one_machine(job)
    assert not job.folder.exists()


def test_a_job_begun_on_one_machine_is_finished_on_a_cluster(spark: Any, job_of: Jobs, written: Sequence[str]):
    class Stop(Exception):
        pass

    def stop(standing: Standing) -> None:
        if standing.counts["pages"]:
            raise Stop

    # Three inputs, of which one at least is finished before the run stops.
    job = job_of(written[:15], written[15:30], written[30:45])
    with pytest.raises(Stop):
        run(job, local(1), stop)
    done: list[int] = []
    run(job, cluster(MASTER), lambda standing: done.append(standing.counts["pages"]))
    assert done[0] > 0
    assert job.output.read_bytes() == on_one_machine(job)


def test_a_page_that_takes_too_long_is_given_up_alone(spark: Any, job_of: Jobs, written: Sequence[str], tmp_path: Path):
    job = replace(
        job_of([*written[:5], slow_page(tmp_path), *written[5:10]], bounds=Bounds(seconds=1.5)), reader="soup"
    )
    run(job, cluster(MASTER), nothing)
    found = rows(job.output)
    assert [one["error"] is not None for one in found] == [False] * 5 + [True] + [False] * 5
    assert found[5]["error"] == "The page took longer than 1.5 seconds."


def obstructed(job_of: Jobs, written: Sequence[str]) -> tuple[Job, Path]:
    """A job whose second chunk cannot be written as long as a folder stands in its place; so many inputs are not cut."""
    job = job_of(written[:2] * 66, *([path] for path in written[2:9]))
    stray = job.folder / "000000" / "00000001.jsonl"
    (stray / "in the way").mkdir(parents=True)
    return job, stray


def test_a_job_that_failed_goes_on_behind_what_is_committed(spark: Any, job_of: Jobs, written: Sequence[str]):
    job, stray = obstructed(job_of, written)
    with pytest.raises(ClusterFailed, match=r"cannot be written .* goes on from here"):
        run(job, cluster(MASTER), nothing)
    assert not job.output.exists()
    shutil.rmtree(stray)
    done: list[int] = []
    run(job, cluster(MASTER), lambda standing: done.append(standing.counts["pages"]))
    assert done[0] >= 128
    assert job.output.read_bytes() == on_one_machine(job)


def test_a_task_that_fails_is_tried_again(spark: Any, job_of: Jobs, written: Sequence[str]):
    job, stray = obstructed(job_of, written)
    tracker = spark.sparkContext.statusTracker()
    failed: list[int] = []

    def clear() -> None:
        until = time.monotonic() + 120
        while not failed and time.monotonic() < until:
            stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
            failed.extend(stage.numFailedTasks for stage in stages if stage is not None and stage.numFailedTasks)
            time.sleep(0.02)
        shutil.rmtree(stray)

    thread = threading.Thread(target=clear)
    thread.start()
    run(job, cluster(MASTER), nothing)
    thread.join()
    assert failed
    assert job.output.read_bytes() == on_one_machine(job)


def test_a_machine_that_does_not_see_the_job_is_told(spark: Any, job_of: Jobs, written: Sequence[str]):
    job = job_of(written[:10])
    # Its folder holds another token than this run's: it is not the same folder, or no longer the same run.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detector.crawl.spark.engine.mark", lambda job: "another")
        with pytest.raises(ClusterFailed, match=r"does not see the folder .*out.jsonl.job: the output must lie"):
            run(job, cluster(MASTER), nothing)
    run(job, cluster(MASTER), nothing)
    assert len(rows(job.output)) == 10


def test_a_machine_with_another_version_is_told(
    spark: Any, job_of: Jobs, written: Sequence[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("detector.crawl.spark.engine.VERSION", (0, 64))
    with pytest.raises(ClusterFailed, match="another version of this package"):
        run(job_of(written[:10]), cluster(MASTER), nothing)


def test_pages_that_are_not_on_the_machines_end_the_job(spark: Any, job_of: Jobs):
    job = job_of(["/nowhere/one.html", "/nowhere/two.html"])
    with pytest.raises(ClusterFailed, match=r"pages-0 is not on .* inputs must lie where all machines see them"):
        run(job, cluster(MASTER), nothing)


def test_a_run_that_is_stopped_stops_its_tasks(spark: Any, job_of: Jobs, written: Sequence[str]):
    class Stop(Exception):
        pass

    def stop(standing: Standing) -> None:
        if standing.counts["pages"]:
            raise Stop

    job = job_of(*([path] * 24 for path in written[:12]))
    with pytest.raises(Stop):
        run(job, cluster(MASTER), stop)
    assert spark.sparkContext.statusTracker().getActiveJobsIds() == []
    done: list[int] = []
    run(job, cluster(MASTER), lambda standing: done.append(standing.counts["pages"]))
    assert 24 <= done[0] < 12 * 24
    assert job.output.read_bytes() == on_one_machine(job)


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


def test_rows_without_a_page_and_pages_that_fail_stay_rows(spark: Any, tmp_path: Path):
    pages = [None, "", "<p>A good film about harbours and boats.", Path(slow_page(tmp_path)).read_text()]
    table = spark.createDataFrame([(page, n) for n, page in enumerate(pages)], "page string, n int")
    scored = score(
        table, html_col="page", url_col=None, fields=("score", "error"), reader="soup", bounds=Bounds(seconds=1.5)
    )
    found = sorted(scored.drop("page").collect(), key=lambda one: one["n"])
    assert (found[0]["score"], found[0]["error"]) == (None, None)
    assert found[1]["score"] is None
    assert found[1]["error"]
    assert 0 <= found[2]["score"] <= 1
    assert (found[3]["score"], found[3]["error"]) == (None, "The page took longer than 1.5 seconds.")


def test_a_large_batch_is_passed_on_in_small_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import pyarrow as pa

    monkeypatch.setenv("SPARK_LOCAL_DIRS", str(tmp_path))
    folder = find(None)
    files = SimpleNamespace(value=packed(str(folder)))
    scoring = Scoring(files, read_manifest(folder)["digest"], "html", None, ("score",), "lexbor", Bounds())
    batch = pa.RecordBatch.from_pydict({"id": range(150), "html": [f"<p>A film about boat {n}" for n in range(150)]})
    found = list(scoring.scored([batch]))
    assert [one.num_rows for one in found] == [64, 64, 22]
    assert pa.Table.from_batches(found)["id"].to_pylist() == list(range(150))
    assert not multiprocessing.active_children()


def test_columns_that_do_not_fit_are_told_at_once(spark: Any):
    table = spark.createDataFrame([("x", 1.0)], "page string, Score double")
    with pytest.raises(UsageError, match="no column html"):
        score(table)
    with pytest.raises(UsageError, match="a column score already"):
        score(table, html_col="page", url_col=None)
    with pytest.raises(UsageError, match="no field"):
        score(table, html_col="page", url_col=None, fields=("scores",))
    with pytest.raises(UsageError, match="no reader"):
        score(table, html_col="page", url_col=None, fields=("band",), reader="eyes")


def test_a_killed_python_worker_loses_nothing(spark: Any, job_of: Jobs, written: Sequence[str]):
    job = job_of(*([path] for path in written[:6]), written[:60], name="cluster.jsonl")
    killed: list[int] = []
    run(job, cluster(MASTER), killing(python_workers, killed))
    assert killed
    assert job.output.read_bytes() == on_one_machine(job)


def test_a_killed_executor_loses_nothing(spark: Any, job_of: Jobs, written: Sequence[str]):
    job = job_of(*([path] for path in written[:6]), written * 3, written * 3, name="cluster.jsonl")
    assert len(executors()) == EXECUTORS
    killed: list[int] = []
    # The busiest: Python runs below it.
    run(job, cluster(MASTER), killing(lambda: sorted(executors(), key=lambda pid: -len(descendants(pid)))[:1], killed))
    assert killed
    assert killed[0] not in executors()
    assert job.output.read_bytes() == on_one_machine(job)


def test_the_command_starts_a_quiet_spark_of_its_own(written: Sequence[str], tmp_path: Path):
    (tmp_path / "pages").mkdir()
    for path in written[:9]:
        shutil.copy(path, tmp_path / "pages")
    command = [sys.executable, "-c", "from detector.cli import main; main()", "label", "pages", "--exit-zero", "-o"]
    known = {"PATH", "HOME", "JAVA_HOME", "LANG", "TMPDIR"}
    ran = subprocess.run(
        [*command, "cluster.jsonl", "--engine", "spark", "--master", "local[1]"],
        cwd=tmp_path,
        env={**{name: value for name, value in os.environ.items() if name in known}, "SPARK_LAUNCHER_OPTS": QUICK},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == ""
    said = [line for line in ran.stderr.splitlines() if "incubator" not in line]  # Java's own
    assert said[-1] == "Rows: 9 in cluster.jsonl"
    assert len(said) <= 6, ran.stderr
    subprocess.run([*command, "local.jsonl", "-q"], cwd=tmp_path, check=True, timeout=300)
    assert (tmp_path / "cluster.jsonl").read_bytes() == (tmp_path / "local.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x\nModuleNotFoundError: No module named 'detector'\n", "no module detector: install"),
        ("[JAVA_GATEWAY_EXITED] Java gateway process exited", "Java could not be run"),
        ("An error\n: java.lang.X: Cannot call methods on a stopped SparkContext.", "master does not answer"),
        ("", "."),
    ],
)
def test_errors_of_spark_come_to_one_sentence(text: str, said: str):
    assert said in sentence(text)
    assert "\n" not in sentence(text)


@pytest.mark.parametrize("pieces", [1, 3, 7, 100])
def test_neighbouring_chunks_become_one_task(pieces: int):
    chunks = [Span(0, Place(n * 8, n * 1_000), Place(n * 8 + 8, n * 1_000 + 1_000)) for n in range(10)]
    chunks.append(Span(0, Place(80, 10_000)))
    found = grouped(chunks, pieces)
    assert len(found) <= pieces
    assert (found[0].start, found[-1].following) == (Place(0, 0), None)
    assert all(one.following == after.start for one, after in pairwise(found))


def test_an_input_without_places_is_cut_into_few_pieces():
    chunks = [Span(0, START, Place(8)), *(Span(0, Place(n), Place(n + 8)) for n in range(8, 800, 8))]
    assert len(grouped(chunks, 100)) <= 8


def test_spark_connect_is_refused():
    with pytest.raises(UsageError, match="name the cluster's own master"), running("sc://somewhere.example"):
        pass
    assert issubclass(ClusterFailed, DetectorError)
