"""Peers side by side: the same pages for all, nothing learned from what is scored, an honest table."""

from __future__ import annotations

import json
import sys
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks.quality import __main__ as command
from benchmarks.quality import naive, table
from benchmarks.quality.contest import Result, hold
from benchmarks.quality.peer import Judged, Peer, PeerFailed, needs_module, needs_program, numbers, run
from benchmarks.quality.reading import mail, visible_text
from benchmarks.quality.split import TESTED_A_SOURCE, Pages, capped, folds, read_pages
from detector.training import metrics
from detector.training.pages import Source
from detector.training.rows import Row
from detector.training.split import group
from tests.training import toy


class Every:
    """Holds any id."""

    def __contains__(self, name: object) -> bool:
        return True


EVERY = Every()


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "RESAMPLES", 40)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("corpus")
    return toy.write_corpus(home, list(toy.corpus()))


@pytest.fixture(scope="module")
def datasets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("datasets")
    toy.write_authored(home / "authored")
    return home


@pytest.fixture(scope="module")
def pages(corpus: Path, datasets: Path) -> Pages:
    return read_pages(corpus, datasets / "authored", EVERY)


def page(
    label: str = "ham", source: str = "s", name: str = "p", body: str = "<p>Text</p>", form: str = "html"
) -> Source:
    return Source(Row(name, label, source, "train", site=name, form=form), body, None)


def made(pages: Pages, name: str, scores: np.ndarray) -> Result:
    """A result with these scores of the held-out pages, and the labels as scores of the written ones."""
    rows = [source.row for source in pages.fitted]
    written = {row.id: float(row.label == "spam") for row in rows if row.split == "authored"}
    return Result(name, "made up", "none", scores, written, 1.0, 2.0, {})


def truth(sources: list[Source]) -> np.ndarray:
    return np.array([source.row.label == "spam" for source in sources], float)


def judging(*scores_of: object, **said: object) -> Peer[Source]:
    """A peer of which each setting scores by one of these functions of a page."""

    def judge(settings, lesson, asked):
        for setting in settings:
            measure = scores_of[setting["number"]]
            yield Judged(np.array([measure(source) for source in asked], float), len(lesson.rows), 0.1, 0.1)

    settings = [{"number": number} for number in range(len(scores_of))]
    return Peer(**{"name": "made", "about": "", "missing": str, "read": lambda source: source, "judge": judge,
                   "settings": settings, **said})  # fmt: skip


def is_spam(source: Source) -> float:
    return float(source.row.label == "spam")


class TestPages:
    def test_train_and_written_pages_are_learned_from_and_dev_is_scored(self, pages):
        counts = Counter((source.row.split, source.row.label) for source in (*pages.fitted, *pages.dev))
        assert counts == {
            ("train", "spam"): 30, ("train", "ham"): 30, ("authored", "spam"): 8, ("authored", "ham"): 8,
            ("dev", "spam"): 10, ("dev", "ham"): 10,
        }  # fmt: skip
        assert {source.row.split for source in pages.dev} == {"dev"}
        assert not any(source.row.variant for source in pages.fitted)

    def test_pages_that_the_rows_do_not_know_are_left_out(self, corpus, datasets, pages):
        known = {pages.fitted[0].row.id, pages.dev[0].row.id}
        fewer = read_pages(corpus, datasets / "authored", known)
        assert [source.row.id for source in (*fewer.fitted, *fewer.dev)] == [
            pages.fitted[0].row.id,
            pages.dev[0].row.id,
        ]

    def test_leaks_are_masked_as_for_our_own_fit(self, datasets, tmp_path):
        (split, said), *others = toy.corpus()
        changed = {**said, "html": "<p>Mitolyn works <!-- Mirrored from a.example by a copier --></p>"}
        lines = [(split, changed), *others]
        masked = read_pages(toy.write_corpus(tmp_path, lines), datasets / "authored", EVERY).fitted[0]
        assert masked.body == "<p>product works product</p>"

    def test_folds_test_all_written_pages_and_some_of_each_source(self):
        rows = [Row(f"{label}{i}", label, "big", "train", site=f"{i}") for label in ("spam", "ham") for i in range(50)]
        rows += [Row(f"w{i}", "ham", "own", "authored", campaign=f"t{i}") for i in range(50)]
        rows += [Row(f"x{i}", "spam", f"s{i}", "train", site=f"x{i}") for i in range(9)]
        tested: Counter[tuple[str, str]] = Counter()
        for fit, test in folds(rows):
            assert not {group(rows[i]) for i in fit} & {group(rows[i]) for i in test}
            tested.update((rows[i].label, rows[i].source) for i in test)
        assert tested["ham", "own"] == 50
        assert tested["ham", "big"] == tested["spam", "big"] == TESTED_A_SOURCE

    def test_no_source_brings_more_pages_than_the_cap(self):
        rows = [page(source="big", name=f"b{i}").row for i in range(30)] + [page(source="small").row]
        rows += [page("spam", "big", f"s{i}").row for i in range(30)]
        chosen = capped(rows, 4)
        assert len(set(chosen)) == len(chosen)
        assert Counter((rows[i].label, rows[i].source) for i in chosen) == {
            ("ham", "big"): 4, ("spam", "big"): 4, ("ham", "small"): 1,
        }  # fmt: skip
        assert [rows[i].label for i in chosen] != sorted(rows[i].label for i in chosen)
        assert {rows[i].id for i in chosen} == {rows[::-1][i].id for i in capped(rows[::-1], 4)}


class TestReading:
    def test_a_mail_holds_the_page_whole(self):
        body = "<p>Grüße</p>\nFrom here on\n.\n"
        found = message_from_bytes(mail(page(body=body)))
        assert found.get_payload(decode=True) == body.encode()
        assert found.get_content_type() == "text/html"
        assert found.get_content_charset() == "utf-8"
        assert message_from_bytes(mail(page(form="text"))).get_content_type() == "text/plain"
        assert mail(page(body="<p>a")) != mail(page(body="<p>b"))

    def test_visible_text_is_what_a_reader_sees(self):
        body = "<title>Dune</title><script>var a</script><p>A film.</p><p style='display:none'>Casino</p>"
        assert visible_text(page(body=body)).split() == ["Dune", "A", "film."]
        assert visible_text(page(body="")) == ""

    def test_the_naive_system_leaves_scripts_out_and_texts_alone(self):
        assert naive.text(page(body="<p>A <b>film</b></p><script>var a</script>")).split() == ["A", "film"]
        assert naive.text(page(body="a < b > c", form="text")) == "a < b > c"


class TestContest:
    def test_the_naive_system_learns(self, pages):
        result = hold(naive.PEER, pages)
        assert np.isfinite(result.dev).all()
        spam = truth(pages.dev) == 1
        assert result.dev[spam].mean() > result.dev[~spam].mean()
        assert result.written is not None
        assert result.written.keys() == {s.row.id for s in pages.fitted if s.row.split == "authored"}
        assert np.isfinite(list(result.written.values())).all()
        assert len(result.tried) == len(naive.PEER.settings)
        assert 0 < result.learning < 1_000
        assert 0 < result.scoring < 1_000

    def test_the_better_setting_is_chosen(self, pages):
        result = hold(judging(lambda source: 0.5, is_spam, lambda source: -is_spam(source)), pages)
        assert result.setting == "number 1"
        assert result.tried["number 1"] == 1
        assert result.dev.tolist() == truth(pages.dev).tolist()

    def test_a_slow_peer_is_spared_the_folds(self, pages):
        result = hold(judging(is_spam, folds=False), pages)
        assert result.written is None
        assert result.tried == {}
        assert result.setting == "number 0"

    def test_who_is_missing_or_broken_is_skipped_with_the_reason(self, pages, capsys):
        def breaks(settings, lesson, asked):
            raise PeerFailed("it ended with exit code 3: no disk")

        peers = [
            judging(is_spam, name="absent", missing=needs_program("no-such-program-here")),
            judging(is_spam, name="unimportable", missing=needs_module("no_such_module_here")),
            judging(is_spam, name="broken", judge=breaks),
            judging(is_spam, name="present"),
        ]
        held, skipped = command.compete(peers, pages)
        assert [result.name for result in held] == ["present"]
        assert skipped["absent"] == "no-such-program-here not installed"
        assert skipped["unimportable"].startswith("no_such_module_here not installed")
        assert skipped["broken"] == "it ended with exit code 3: no disk"
        assert "absent: skipped, no-such-program-here not installed" in capsys.readouterr().err

    @pytest.mark.parametrize("peer", command.PEERS, ids=lambda peer: peer.name)
    def test_every_installed_peer_tells_spam_from_ham(self, peer, pages):
        if why := peer.missing():
            pytest.skip(why)
        result = hold(peer, pages)
        spam = truth(pages.dev) == 1
        assert np.isfinite(result.dev).all()
        assert result.dev[spam].mean() > result.dev[~spam].mean()


class TestPrograms:
    def test_a_failing_program_is_told_in_one_line(self, tmp_path):
        script = "import sys; print('first', file=sys.stderr); print('second', file=sys.stderr); sys.exit(3)"
        with pytest.raises(PeerFailed, match=r"ended with exit code 3: first$"):
            run([sys.executable, "-c", script], b"", str(tmp_path))
        with pytest.raises(PeerFailed, match="no-such-program-here failed"):
            run(["no-such-program-here"], b"", str(tmp_path))

    def test_output_and_allowed_codes(self, tmp_path):
        script = "import sys; print(sys.stdin.read().upper()); sys.exit(2)"
        assert run([sys.executable, "-c", script], b"spam", str(tmp_path), good=(0, 2)) == b"SPAM\n"

    @pytest.mark.parametrize("printed", [b"0.1\n", b"0.1\n0.2\n0.3\n", b"0.1\nnan\n", b"0.1\nspam\n"])
    def test_a_missing_score_is_seen(self, printed):
        with pytest.raises(PeerFailed):
            numbers(printed, 2)


class TestTable:
    @pytest.fixture
    def said(self, pages):
        right = truth(pages.dev)
        ours = made(pages, "detector", right)
        peers = [
            made(pages, "alike", right),
            made(pages, "wrong", -right),
            made(pages, "slow", right)._replace(written=None),
        ]
        return table.results(ours, peers, {"absent": "not installed"}, pages)

    def test_overlapping_intervals_are_marked(self, said):
        systems = {system["name"]: system for system in said["systems"]}
        assert all(figure["overlaps"] for figure in systems["alike"]["dev"].values())
        assert not any(figure["overlaps"] for figure in systems["wrong"]["dev"].values())
        assert not any("overlaps" in figure for figure in systems["detector"]["dev"].values())
        text = table.markdown(said).split("## Written")[0]
        (alike,) = [line for line in text.splitlines() if line.startswith("| alike")]
        (wrong,) = [line for line in text.splitlines() if line.startswith("| wrong")]
        assert alike.count("≈") == 4
        assert "≈" not in wrong
        assert "0.000 (0.000–0.000)" in wrong

    def test_figures_lie_within_their_intervals_and_are_json_able(self, said):
        assert json.loads(json.dumps(said, allow_nan=False)) == said
        for system in said["systems"]:
            assert set(system["dev"]) == set(table.DEV)
            for figure in system["dev"].values():
                assert 0 <= figure["low"] <= figure["value"] <= figure["high"] <= 1
        assert said["pages"] == {
            "fitted": {"spam": 38, "ham": 38}, "dev": {"spam": 10, "ham": 10}, "written": {"spam": 8, "ham": 8},
        }  # fmt: skip

    def test_every_system_has_a_row_where_it_was_judged(self, said):
        held_out, _, rest = table.markdown(said).partition("## Written pages")
        written, _, settings = rest.partition("## Systems")
        for name in ("detector", "alike", "wrong", "slow"):
            assert f"| {name} |" in held_out
            assert f"- **{name}**" in settings
            assert (f"| {name} |" in written) == (name != "slow")
        assert "- absent: not installed" in settings
        assert "skipped absent: not installed" in table.text(said)
        widths = {line.count("|") for line in held_out.splitlines() if line.startswith("|")}
        assert len(widths) == 1

    def test_pages_written_after_the_model_are_left_out(self, pages):
        right = truth(pages.dev)
        ours = made(pages, "detector", right)
        newest = next(iter(ours.written))
        fewer = ours._replace(written={name: score for name, score in ours.written.items() if name != newest})
        assert sum(table.results(fewer, [], {}, pages)["pages"]["written"].values()) == 15


def test_the_command_prints_and_writes(corpus, datasets, tmp_path, pages, monkeypatch, capsys):
    rows = SimpleNamespace(rows=[source.row for source in (*pages.fitted, *pages.dev)])
    monkeypatch.setattr(command, "load_model", lambda name: None)
    monkeypatch.setattr(command, "load_rows", lambda folder: rows)
    monkeypatch.setattr(command, "ours", lambda *_: made(pages, "detector", truth(pages.dev)))
    arguments = ["--corpus", corpus, "--datasets", datasets, "--only", "naive", "--write", tmp_path / "docs"]
    monkeypatch.setattr(sys, "argv", ["quality", *map(str, arguments)])
    command.main()
    said = json.loads((tmp_path / "docs" / "peers.json").read_text("utf-8"))
    assert [system["name"] for system in said["systems"]] == ["detector", "naive"]
    assert (tmp_path / "docs" / "peers.md").read_text("utf-8") == table.markdown(said)
    assert "naive" in capsys.readouterr().out
