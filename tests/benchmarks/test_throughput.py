"""Speed side by side: the same pages for all, every process counted, and kills whose harm would be seen."""

from __future__ import annotations

import doctest
import gzip
import json
import random
import re
import sys
import textwrap
from argparse import Namespace
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

if sys.platform != "linux":
    pytest.skip("reads /proc", allow_module_level=True)

from fastwarc.warc import ArchiveIterator, WarcRecordType

from benchmarks.throughput import __main__ as command
from benchmarks.throughput import (
    archives,
    contest,
    contestants,
    cores,
    fitting,
    growth,
    kills,
    memory,
    pages,
    plot,
    results,
    stages,
    table,
)
from benchmarks.throughput.contestants import FLOOR, OURS, USER, Contestant, labelled
from benchmarks.throughput.goals import goals
from benchmarks.throughput.killing import ALL, LEADER, TURNS, WORKER, Assault
from benchmarks.throughput.outputs import compare, unreadable
from benchmarks.throughput.processes import CommandFailed, processors, run
from benchmarks.throughput.steps import STEPS
from detector.page import Document
from detector.parsing import parse

HERE = Path(command.__file__).parent


def archive(folder: Path, count: int = 3, size: int = 2_000, kind: str = "mixed") -> Path:
    return archives.write_many(folder / f"archive-{count}-{size}", archives.alike(size, kind), count)[0]


def program(folder: Path, name: str, source: str) -> list[str]:
    path = folder / f"{name}.py"
    path.write_text(textwrap.dedent(source), "utf-8")
    return [sys.executable, "-S", str(path)]


@pytest.mark.parametrize("module", sorted(path.stem for path in HERE.glob("*.py")))
def test_examples_hold(module):
    if module not in ("extraction", "user_script"):  # loaded by file, with the peers' libraries
        assert doctest.testmod(import_module(f"benchmarks.throughput.{module}")).failed == 0


class TestPages:
    @pytest.mark.parametrize("kind", pages.KINDS)
    @pytest.mark.parametrize("size", [1_000, 10_000, 100_000])
    def test_a_page_is_as_large_as_asked(self, kind, size):
        made = pages.page(5, size, kind)
        assert size - 100 <= len(made) <= size
        assert not parse(Document(made, pages.address(5))).truncated

    def test_a_number_tells_the_page(self):
        assert pages.page(1, 5_000) == pages.page(1, 5_000)
        assert pages.page(1, 5_000) != pages.page(2, 5_000)

    def test_kinds_are_what_they_say(self):
        text, links, mixed = (
            parse(Document(pages.page(1, 50_000, kind), pages.address(1))) for kind in ("text", "links", "mixed")
        )
        assert sum(len(block.text) for block in text.blocks) > 35_000
        assert len(links.links) > 500
        assert 20 < len(mixed.links) < 200

    def test_words_are_new_on_every_page(self):
        words = [set(re.findall(rb"\w+", pages.page(number, 20_000, "mixed"))) for number in range(30)]
        old = set().union(*words[:-1])
        assert len(words[-1] - old) > 20, "what remembers words would have an easy life"

    def test_one_page_in_ten_holds_a_lure(self):
        lures = [any(lure.encode() in pages.page(n, 5_000) for lure in pages.stock().lures) for n in range(12)]
        assert [number for number, lured in enumerate(lures) if lured] == [0, 10]

    def test_sizes_are_spread_around_the_median(self):
        sizes = [pages.size(number, 43) for number in range(1_000)]
        assert 35_000 < median(sizes) < 50_000
        assert min(sizes) < 10_000 < 300_000 < max(sizes)


class TestArchives:
    def test_an_archive_is_read_by_others(self, tmp_path):
        with archive(tmp_path, 4).open("rb") as stream:
            found = [(r.record_type, r.headers.get("WARC-Target-URI"), r.record_id) for r in ArchiveIterator(stream)]
        assert [kind for kind, _, _ in found] == [
            WarcRecordType.warcinfo,
            *[WarcRecordType.request, WarcRecordType.response] * 4,
        ]
        assert [url for kind, url, _ in found if kind == WarcRecordType.response] == [*map(pages.address, range(4))]
        assert len({name for _, _, name in found}) == 9

    def test_every_record_is_a_member_of_its_own(self, tmp_path):
        body = archive(tmp_path, 2).read_bytes()
        members = [part for part in body.split(b"\x1f\x8b\x08\x00\x00\x00\x00\x00") if part]
        assert len(members) == 5
        assert len(gzip.decompress(body)) == archives.unpacked(archive(tmp_path / "b", 2))

    def test_the_same_captures_give_the_same_bytes(self, tmp_path):
        assert archive(tmp_path / "a").read_bytes() == archive(tmp_path / "b").read_bytes()

    def test_pages_are_shared_out(self, tmp_path):
        paths = archives.write_many(tmp_path / "many", archives.alike(1_000), 10, 4)
        urls = [[r.headers["WARC-Target-URI"] for r in responses(path)] for path in paths]
        assert [len(found) for found in urls] == [2, 3, 2, 3]
        assert [url for found in urls for url in found] == [*map(pages.address, range(10))]

    def test_real_archives_are_repeated(self, tmp_path):
        captures = archives.repeated([archive(tmp_path / "a", 2), archive(tmp_path / "b", 1, 3_000)])
        first, second, third, *again = islice(captures, 6)
        assert again == [first, second, third]
        assert first.response.startswith(b"HTTP/1.1 200 OK\r\n")
        written = archives.write_many(tmp_path / "c", iter([first, second, third] * 2), 6)[0]
        assert len({record.record_id for record in responses(written)}) == 6

    def test_captures_without_an_address_are_passed_over(self, tmp_path):
        nameless = archives.capture(1, b"<p>x")._replace(url="urn:x")
        path = archives.write_many(tmp_path / "a", iter([nameless]), 1)[0]
        with pytest.raises(ValueError, match="No response in"):
            next(archives.repeated([path]))


def responses(path: Path) -> Iterator[Any]:
    with path.open("rb") as stream:
        yield from ArchiveIterator(stream, record_types=WarcRecordType.response)


class TestProcesses:
    def test_children_are_counted(self, tmp_path):
        done = run(
            program(
                tmp_path,
                "family",
                """
                import os, time
                if os.fork() == 0:
                    kept = bytearray(60_000_000)
                    end = time.process_time() + 0.3
                    while time.process_time() < end: pass
                    time.sleep(0.5)
                    os._exit(0)
                os.wait()
                print("done", *sorted(os.sched_getaffinity(0)))
                """,
            ),
            processors()[-1:],
            every=0.05,
            tracing=True,
        )
        assert done.printed.split() == ["done", str(processors()[-1])]
        assert done.cpu >= 0.3
        assert done.wall >= 0.8
        assert 57 < done.process < 120
        assert 57 < done.memory < 120
        assert max(len(resident) for _, resident in done.trace) == 2
        assert processors() == sorted(processors()), "pinning ends with the start"

    def test_a_failure_is_told(self, tmp_path):
        with pytest.raises(CommandFailed, match=r"^exit code 7: no such archive$"):
            run(
                program(tmp_path, "bad", "import sys; print('x\\nno such archive', file=sys.stderr); sys.exit(7)"),
                processors(),
            )

    def test_pages_that_failed_are_no_failure(self, tmp_path):
        assert run(program(tmp_path, "some", "raise SystemExit(3)"), processors()).cpu > 0


class TestContest:
    def test_the_floor_reads_every_page(self, tmp_path):
        command = [sys.executable, str(HERE / "floor.py"), str(archive(tmp_path, 5))]
        assert run(command, processors()).printed == "5\n"

    def test_extraction_reads_every_page(self, tmp_path):
        pytest.importorskip("trafilatura")
        command = [sys.executable, str(HERE / "extraction.py"), str(archive(tmp_path, 5)), str(tmp_path / "out")]
        assert run(command, processors()).printed == "5\n"
        assert len((tmp_path / "out").read_text("utf-8").splitlines()) == 5

    def test_the_user_s_script_scores_every_page(self, tmp_path, monkeypatch):
        pytest.importorskip("warcio")
        written = [page for page in fitting.written() if len(page.html) < 4_000][::5]
        monkeypatch.setattr(fitting, "written", lambda: written)
        fitted = fitting.fit(tmp_path / "fitted.joblib")
        captures = [archives.capture(number, page.html.encode()) for number, page in enumerate(written)]
        path = archives.write_many(tmp_path / "archive", iter(captures), len(captures))[0]
        script = next(one for one in contestants.contestants(None, fitted) if one.name == USER)
        assert run(script.command(path, tmp_path / "out"), processors()).printed == f"{len(written)}\n"
        rows = [json.loads(line) for line in (tmp_path / "out").read_text("utf-8").splitlines()]
        spam = [row["score"] for row, page in zip(rows, written, strict=True) if page.label == "spam"]
        ham = [row["score"] for row, page in zip(rows, written, strict=True) if page.label == "ham"]
        assert min(spam) > max(ham), "it was fitted on these very pages"

    def test_peers_that_cannot_run_are_skipped(self, tmp_path):
        slow = program(tmp_path, "slow", LABELS)
        cheat = program(tmp_path, "cheat", "print(1)")
        broken = program(tmp_path, "broken", "raise SystemExit('too old')")
        found = contest.hold(
            [
                Contestant(OURS, "ours", lambda archive, out: [*slow, str(archive), str(out)]),
                Contestant("twice", "twice", lambda archive, out: [*slow, str(archive), str(out), "2"]),
                Contestant("absent", "absent", lambda archive, out: [], lambda: "not installed"),
                Contestant("cheat", "reads one page only", lambda archive, out: cheat),
                Contestant("broken", "broken", lambda archive, out: broken),
            ],
            archive(tmp_path / "one", 1),
            archive(tmp_path / "all", 4),
            4,
            2,
        )
        ours, twice = found["contestants"]
        assert ours["times_ours"]["cpu"] == {"value": 1, "low": 1, "high": 1}
        assert twice["times_ours"]["cpu"]["value"] > 1.3
        assert ours["cpu_ms"] > 30
        assert found["skipped"] == {
            "absent": "not installed",
            "cheat": "1 of 4 pages were read",
            "broken": "exit code 1: too old",
        }

    def test_without_ours_there_is_no_contest(self, tmp_path):
        broken = program(tmp_path, "broken", "raise SystemExit('no model')")
        one = archive(tmp_path, 1)
        with pytest.raises(CommandFailed, match="no model"):
            contest.hold([Contestant(OURS, "ours", lambda archive, out: broken)], one, one, 1, 1)


LABELS = """
import gzip, sys, time
pages = gzip.open(sys.argv[1]).read().count(b"WARC-Type: response")
end = time.process_time() + 0.05 * pages * float((*sys.argv, "1")[3])
while time.process_time() < end: pass
open(sys.argv[2], "w").write("{}\\n" * pages)
"""
"""Takes 50 ms of a processor for each page, or several times as long."""


class TestOurs:
    def test_label_is_called_as_it_wants_to_be(self, tmp_path, toy_model):
        """One real run, so that a changed option of the command is noticed."""
        done = labelled([archive(tmp_path, 3)], 1, str(toy_model))
        assert done.process > 20
        assert [path.name for path in tmp_path.glob("archive*/*")] == ["part-00000.warc.gz"]

    def test_four_fields_are_asked_for(self, tmp_path, toy_model):
        few = contestants.contestants(str(toy_model), tmp_path)[1]
        run(few.command(archive(tmp_path, 1), tmp_path / "rows.jsonl"), processors())
        assert [*json.loads((tmp_path / "rows.jsonl").read_text("utf-8"))] == ["id", "url", "score", "band"]


class TestScaling:
    def test_the_factor_is_of_paired_runs(self, tmp_path, monkeypatch):
        walls = {(1, "single"): 1.0, (2, "single"): 1.0, (1, "big"): 9.0, (2, "big"): 5.0}

        def fake(paths, workers, model, every):
            return SimpleNamespace(wall=walls[workers, paths[0].name], memory=10.0 * workers, process=9.0)

        monkeypatch.setattr(cores, "labelled", fake)
        monkeypatch.setattr(cores, "processors", lambda: [0, 1])
        found = cores.scale({"one big": [Path("big")]}, Path("single"), 80, 2, None)
        two = found["layouts"]["one big"]["workers"]["2"]
        assert two["factor"] == {"value": 2.0, "low": 2.0, "high": 2.0}
        assert two["factor_with_start"] == 1.8
        assert two["pages_a_second"] == 20

    def test_growth_is_measured_in_logarithms(self, tmp_path, monkeypatch):
        def fake(paths, workers, model):
            size = paths[0].stat().st_size
            return SimpleNamespace(cpu=1 + archives.unpacked(paths[0]) / 1e6, memory=size, process=size)

        monkeypatch.setattr(growth, "labelled", fake)
        single = archive(tmp_path / "single", 1)
        assert 0.9 < growth.of_counts(tmp_path, single, (20, 200), None)["slope"] < 1.1
        monkeypatch.setattr(growth, "_MOST", 10)
        found = growth.of_sizes(tmp_path, single, (1_000, 10_000, 100_000), None)
        assert [row["pages"] for row in found["text"]["rows"]] == [10, 10, 10]
        assert all(kind["steepest"] >= kind["slope"] - 0.01 for kind in found.values())
        assert [path.name for path in tmp_path.iterdir()] == ["single"], "archives are removed at once"


class TestMemory:
    def test_processes_that_live_long_have_a_curve(self):
        trace = [
            (float(second), {7: 50.0, 8: 100.0 + second, **({9: 5.0} if second == 3 else {})}) for second in range(40)
        ]
        leader, worker = memory.curves(trace)
        assert (leader["name"], leader["peak_mb"], leader["growth_mb"]) == ("leader", 50, 0.0)
        assert (worker["name"], worker["peak_mb"], worker["growth_mb"]) == ("worker 1", 139, 20.0)

    def test_long_curves_are_thinned(self):
        (curve,) = memory.curves([(float(second), {1: 5.0}) for second in range(10_000)])
        assert 100 <= len(curve["points"]) <= memory._POINTS

    def test_the_plot_is_a_picture_with_a_line_for_each(self):
        curves = [
            {"name": name, "points": [(second, level + second % 3) for second in range(0, 600, 2)]}
            for name, level in (("leader", 90.0), ("worker 1", 150.0), ("worker <2>", 151.0))
        ]
        picture = ElementTree.fromstring(plot.memory(curves, "Memory & time"))
        space = "{http://www.w3.org/2000/svg}"
        assert len(picture.findall(f"{space}polyline")) == 3
        heights = {text.text: float(text.get("y", "")) for text in picture.findall(f"{space}text")}
        assert heights["leader"] - heights["worker 1"] > 20
        assert abs(heights["worker 1"] - heights["worker <2>"]) >= 12, "names lie over each other"
        for line in picture.findall(f"{space}polyline"):
            points = [[float(number) for number in point.split(",")] for point in line.get("points", "").split()]
            assert all(0 <= x <= 760 and 0 <= y <= 340 for x, y in points)


class TestOutputs:
    @pytest.fixture
    def good(self, tmp_path: Path) -> Path:
        return self.folder(tmp_path / "good", ["a", "b", "c"])

    def folder(self, path: Path, ids: list[str], note: str = "") -> Path:
        path.mkdir()
        (path / "labels.jsonl").write_text("".join(f'{{"id": "{name}", "n": "{note}"}}\n' for name in ids), "utf-8")
        (path / "labels.jsonl.report.json").write_text("{}", "utf-8")
        return path

    def test_the_same_is_the_same(self, good, tmp_path):
        found = compare(good, self.folder(tmp_path / "found", ["a", "b", "c"]))
        assert (found.lost, found.doubled, found.changed, found.files, found.left) == (0, 0, 0, [], [])

    def test_lost_and_doubled_rows_are_counted(self, good, tmp_path):
        found = compare(good, self.folder(tmp_path / "found", ["a", "a", "a", "c", "x"]))
        assert (found.lost, found.doubled, found.changed, found.files) == (1, 3, 0, ["labels.jsonl"])

    def test_changed_rows_are_counted(self, good, tmp_path):
        found = compare(good, self.folder(tmp_path / "found", ["a", "b", "c"], "other"))
        assert (found.lost, found.doubled, found.changed) == (0, 0, 3)

    def test_a_missing_output_is_all_lost_and_leavings_are_seen(self, good, tmp_path):
        other = self.folder(tmp_path / "found", [])
        (other / "labels.jsonl").unlink()
        (other / "labels.jsonl.job").mkdir()
        (other / "labels.jsonl.job" / "lock").touch()
        found = compare(good, other)
        assert (found.lost, found.left) == (3, ["labels.jsonl.job/lock"])

    def test_order_counts_as_well(self, good, tmp_path):
        assert compare(good, self.folder(tmp_path / "found", ["b", "a", "c"])).files == ["labels.jsonl"]

    def test_what_is_in_the_making_need_not_be_readable(self, good):
        (good / "labels.jsonl.job").mkdir()
        (good / "labels.jsonl.job" / "00.jsonl").write_bytes(b"{")
        (good / "labels.jsonl.77.tmp").write_bytes(b"{")
        assert unreadable(good) == []

    @pytest.mark.parametrize(
        ("name", "body"),
        [
            ("labels.jsonl", b'{"id": "a"}\n{"id": "b"}'),
            ("labels.jsonl", b'{"id": "a"}\n{"id\n'),
            ("labels.jsonl.gz", gzip.compress(b'{"id": "a"}\n')[:-4]),
            ("labels.parquet", b"PAR1...."),
            ("summary.json", b"{"),
        ],
    )
    def test_half_of_an_output_is_noticed(self, good, name, body):
        (good / name).write_bytes(body)
        (told,) = unreadable(good)
        assert told.startswith(f"{name}: ")

    def test_rows_of_tables_are_compared(self, tmp_path):
        parquet = pytest.importorskip("pyarrow.parquet")
        import pyarrow

        for name, ids in (("good", ["a", "b"]), ("found", ["b", "b"])):
            (tmp_path / name).mkdir()
            parquet.write_table(pyarrow.table({"id": ids}), tmp_path / name / "labels.parquet")
        found = compare(tmp_path / "good", tmp_path / "found")
        assert (found.lost, found.doubled) == (1, 1)


class TestKills:
    def test_a_careful_program_survives(self, tmp_path):
        attack, found = self.attack(tmp_path, CAREFUL)
        assert found.files == []
        assert attack.failures == []
        assert attack.unreadable == []
        assert attack.done.total() >= 6
        assert {ALL, LEADER, WORKER} <= attack.done.keys()
        assert attack.starts > 1

    def test_a_careless_program_is_found_out(self, tmp_path):
        """It writes straight into the output and begins anew behind what is there."""
        _, found = self.attack(tmp_path, CARELESS)
        assert found.doubled > 0

    def test_a_program_that_fails_is_given_up(self, tmp_path):
        (tmp_path / "run").mkdir()
        attack = Assault(random.Random(1), 5.0, 100)
        command = program(tmp_path, "bad", "raise SystemExit('This was begun with another model.')")
        assert not attack.finish(command, tmp_path / "run")
        assert attack.failures == ["exit code 1: This was begun with another model."] * 3
        assert attack.done.total() == 0

    def attack(self, folder: Path, source: str) -> tuple[Assault, Any]:
        command = program(folder, "label", source)
        for name in ("peace", "run"):
            (folder / name).mkdir()
        assert Assault(random.Random(1), 1.0, 0).finish(command, folder / "peace")
        attack = Assault(random.Random(1), 0.35, 6)
        assert attack.finish(command, folder / "run")
        return attack, compare(folder / "peace", folder / "run")

    def test_every_sort_of_kill_has_its_turn(self):
        assert {*TURNS[:4]} == {LEADER, ALL, WORKER, TURNS[3]}
        assert len({*TURNS}) == 6

    def test_label_survives(self, tmp_path, toy_model, monkeypatch):
        """A few kills of the real program; the benchmark runs them all."""
        monkeypatch.setattr(kills, "OUTPUTS", {"labels.jsonl": ()})
        options = Namespace(pages=200, kills=4, seed=3, size=3_000, workers=2, model=str(toy_model))
        found = kills.assault(tmp_path, options)
        assert kills.harmless(found), found
        assert sum(found["kills"].values()) >= 4

    def test_harm_is_harm(self):
        good = KILLS["found"]
        assert kills.harmless(good)
        for worse in ({"lost": 1}, {"rows": 9}, {"left": ["x.tmp"]}, {"failures": ["x"]}, {"unreadable": ["x"]}):
            assert not kills.harmless({**good, **worse})


CAREFUL = """
import os, signal, time
signal.signal(signal.SIGINT, signal.SIG_DFL)
leader = os.getpid()
for number in range(160):
    name = f"{number:03}.jsonl"
    while not os.path.exists(name):
        if os.fork() == 0:
            time.sleep(0.02)
            if os.getppid() == leader:
                open(f"{name}.tmp", "w").write('{"id": "' + name + '"}\\n')
                os.rename(f"{name}.tmp", name)
            os._exit(0)
        os.wait()
for left in os.listdir():
    if left.endswith(".tmp"): os.unlink(left)
"""
CARELESS = """
import os, signal, time
signal.signal(signal.SIGINT, signal.SIG_DFL)
with open("labels.jsonl", "a") as lines:
    for number in range(40):
        if os.fork() == 0:
            time.sleep(0.02)
            os._exit(0)
        os.wait()
        print('{"id": "%d"}' % number, file=lines, flush=True)
"""


def section(found: dict[str, Any]) -> dict[str, Any]:
    machine = {
        "processors": 2,
        "processor": "Fast",
        "memory_gb": 8,
        "system": "Linux",
        "python": "CPython 3.11",
        "libraries": {"numpy": "2.0"},
    }
    return {"command": "python -m benchmarks.throughput", "machine": machine, "load": 0.1, "found": found}


def contestant(name: str, times: float) -> dict[str, Any]:
    figure = {"value": times, "low": times - 0.1, "high": times + 0.1}
    figures = {"cpu_ms": 4.0 * times, "wall_ms": 4.5 * times, "pages_a_second": 220 / times, "start_s": 0.5}
    size = {"memory_mb": 120, "process_mb": 90}
    return {"name": name, "about": f"{name} itself", **figures, **size, "times_ours": {"cpu": figure, "wall": figure}}


ROW = {"cpu_ms": 4.0, "cpu_s": 4.0, "memory_mb": 150, "process_mb": 99}
CONTEST = section(
    {
        "origin": " of our own making",
        "pages": 100,
        "bytes": 80_000,
        "rounds": 3,
        "contestants": [contestant(OURS, 1.0), contestant(USER, 7.5), contestant(FLOOR, 0.2)],
        "skipped": {"trafilatura": "trafilatura not installed"},
    }
)
ONE = {"pages_a_second": 200.0, "factor": {"value": 1.0, "low": 1.0, "high": 1.0}, "factor_with_start": 1.0, **ROW}
TWO = {**ONE, "pages_a_second": 360.0, "factor": {"value": 1.8, "low": 1.7, "high": 1.9}}
CORES = section(
    {
        "origin": " of our own making",
        "pages": 100,
        "rounds": 3,
        "layouts": {"one big": {"archives": 1, "workers": {"1": ONE, "2": TWO}}},
    }
)
GROWTH = section(
    {
        "counts": {"bytes": 20_000, "rows": [{"pages": 1_000, **ROW}, {"pages": 10_000, **ROW}], "slope": 1.01},
        "sizes": {"text": {"rows": [{"bytes": 1_000, "pages": 9, **ROW}], "slope": 0.6, "steepest": 0.9}},
    }
)
CURVE = {"name": "leader", "peak_mb": 90, "growth_mb": 0.4, "points": [(0.0, 50.0), (60.0, 90.0)]}
MEMORY = section(
    {
        "origin": " of our own making",
        "pages": 50_000,
        "archives": 25,
        "bytes": 900_000_000,
        "workers": 2,
        "seconds": 120.0,
        "pages_a_second": 416.7,
        "memory_mb": 250,
        "process_mb": 140,
        "curves": [CURVE],
    }
)
KILLS = section(
    {
        "pages": 5_000,
        "rows": 5_000,
        "bytes": 12_000,
        "seconds": 9.5,
        "runs": 20,
        "starts": 190,
        "kills": {ALL: 120, WORKER: 80},
        "lost": 0,
        "doubled": 0,
        "changed": 0,
        "files": [],
        "left": [],
        "unreadable": [],
        "failures": [],
    }
)
STAGES = section({"pages": 10, "bytes": 84_000, "steps": {"parse": 3.1, "judge": 3.2}})
EVERY = {"contest": CONTEST, "cores": CORES, "stages": STAGES, "growth": GROWTH, "memory": MEMORY, "kills": KILLS}


class TestPage:
    def test_goals_are_judged(self):
        reached = {goal.what: goal.reached for goal in goals(EVERY)}
        assert reached == {
            f"{USER} / {OURS}, processor time a page": True,
            f"{OURS} / {FLOOR}, processor time a page": True,
            "pages a second on two processors / on one, one big": False,
            "MB of the largest process, on any input": True,
            "rows lost or doubled by kills": True,
        }
        assert goals({}) == []

    def test_every_section_is_told(self):
        page = table.page(EVERY)
        headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
        assert headings == ["What is owed", *(title for title, _ in table.SECTIONS.values())]
        assert page.count("Machine: ") == 1, "the same machine is told once"
        for row in (
            "| detector label / floor, processor time a page | 5 | at most 8 | 4 | yes |",
            "| pages a second on two processors / on one, one big | 1.8 | at least 1.85 |  | **no** |",
            "| user's script | 30.00 | 33.75 | 29 | 7.50 (7.40–7.60) | 7.50 (7.40–7.60) | 120 | 90 | 0.5 |",
            "| one big (1) | 2 | 360 | 1.80 (1.70–1.90) | 1.00 | 150 | 99 |",
            "| 1,000 | 4.0 | 4.00 | 150 | 99 |",
            "| leader | 90 | +0.4 |",
            "| rows lost | 0 |",
        ):
            assert row in page, row
        for line in page.splitlines():
            assert not line.startswith("|") or line.endswith("|")

    def test_a_section_replaces_its_own_only(self, tmp_path, capsys):
        results.publish({"contest": CONTEST, "memory": MEMORY}, tmp_path)
        results.publish({"kills": KILLS}, tmp_path)
        assert json.loads((tmp_path / "throughput.json").read_text("utf-8")).keys() == {"contest", "memory", "kills"}
        page = (tmp_path / "throughput.md").read_text("utf-8")
        assert "## Kills" in page
        assert "## Memory" in page
        assert "50,000 pages" in (tmp_path / "memory.svg").read_text("utf-8")
        assert "## Memory" not in capsys.readouterr().out.split("## Kills")[1]

    def test_the_command_names_no_path(self):
        options = Namespace(archives=[Path("/somewhere/a.warc.gz")], pages=10, rounds=1, full=False, memory=None)
        assert command._command("contest", options) == (
            "python -m benchmarks.throughput --only contest --pages 10 --rounds 1 --archives ARCHIVES"
        )

    def test_the_exit_code_tells_what_is_missed(self, monkeypatch, capsys):
        monkeypatch.setattr(command, "_measures", lambda folder, options: {"cores": lambda: CORES["found"]})
        monkeypatch.setattr(sys, "argv", ["throughput", "--only", "cores"])
        with pytest.raises(SystemExit) as ended:
            command.main()
        assert ended.value.code == 1
        assert "**no**" in capsys.readouterr().out


class TestStages:
    def test_every_step_is_timed_and_told(self, tmp_path):
        found = stages.timed(archive(tmp_path))
        assert found["pages"] == 3
        assert set(found["steps"]) == set(STEPS)
        assert all(spent > 0 for spent in found["steps"].values())
        told = "\n".join(table.SECTIONS["stages"][1](found))
        assert all(f"| {step} |" in told for step in STEPS)
