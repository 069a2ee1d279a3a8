"""What the documentation says is what the program does."""

from __future__ import annotations

import doctest
import json
import re
import runpy
import shlex
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import click
import pytest

from detector import bounds
from detector.cli import main as program
from detector.features import registry
from detector.features.evidence import Evidence
from detector.model import judge, load
from detector.page import Document
from detector.parsing import parse
from detector.sinks import reference
from detector.sinks.schema import fields_of
from detector.sinks.tables import row

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted(DOCS.rglob("*.md")),
    *sorted((ROOT / "datasets").glob("*.md")),
]
BUILD = runpy.run_path(str(DOCS / "build.py"))
WRITTEN = BUILD["pages"]()

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,4} (.+)$", re.MULTILINE)
_SPLITTERS = {"|", "&&", "||", ";", ">", ">>", "<"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def fenced(path: str, language: str) -> list[str]:
    return [body for found, body in _FENCE.findall(text(path)) if found == language]


def quoted_commands(page: str) -> Iterator[tuple[str, bool]]:
    """Lines that call the program: of fenced blocks, to be run as they stand, and code spans, which may only name a command."""
    for _, body in _FENCE.findall(page):
        for line in body.splitlines():
            if re.search(r"\bdetector [a-z]", line):
                yield line.strip().removeprefix("$ "), True
    for span in re.findall(r"`(detector [a-z][^`\n]*)`", _FENCE.sub("", page)):
        yield span, False


def calls(line: str) -> Iterator[list[str]]:
    """The arguments of each call of the program in a line of shell.

    `curl URL | detector scan -` gives `["scan", "-"]`.
    """
    words = shlex.shlex(line, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    words.commenters = ""
    part: list[str] = []
    for word in (*words, ";"):
        if word not in _SPLITTERS:
            part.append(word)
        else:
            if part[:1] == ["detector"]:
                yield part[1:]
            part = []


def resolve(command: click.Command, arguments: Sequence[str]) -> None:
    """Parse as a run would, without running. Raises click.UsageError for a word or option that does not exist."""
    if isinstance(command, click.Group):
        _, found, rest = command.resolve_command(click.Context(command), list(arguments))
        assert found is not None
        if rest or not isinstance(found, click.Group):
            resolve(found, rest)
        return
    with suppress(click.exceptions.Exit):  # --help
        command.make_context(command.name, list(arguments))


QUOTED = sorted(
    {
        (name(page), " ".join(call), tuple(call), whole)
        for page in PAGES
        for line, whole in quoted_commands(page.read_text("utf-8"))
        for call in calls(line)
    }
)


class TestGenerated:
    def test_the_reference_of_features_is_fresh(self):
        written = (DOCS / "features.md").read_text("utf-8")
        assert written == reference.markdown(), "write it anew: python docs/build.py"

    def test_every_feature_has_a_row(self):
        rows = [line for line in (DOCS / "features.md").read_text("utf-8").splitlines() if line.startswith("| `")]
        assert len(rows) == len(reference.entries())
        assert all(line.count(" | ") == 2 and line.endswith(" |") for line in rows)

    @pytest.mark.parametrize("page", WRITTEN, ids=name)
    def test_what_the_program_writes_is_fresh(self, page):
        assert page.read_text("utf-8") == WRITTEN[page], "write it anew: python docs/build.py"

    def test_terminal_sessions_are_what_the_program_prints(self):
        for page, fresh in BUILD["console_pages"]().items():
            assert page.read_text("utf-8") == fresh, f"{name(page)} is stale: python docs/build.py"


class TestCommands:
    @pytest.mark.parametrize("names", [*BUILD["command_names"](program)], ids=" ".join)
    def test_every_command_is_told_of_in_prose(self, names):
        written_by_hand = [page for page in PAGES if page.name not in ("commands.md", "CHANGELOG.md")]
        assert any(f"detector {' '.join(names)}" in page.read_text("utf-8") for page in written_by_hand)

    @pytest.mark.parametrize(
        ("page", "line", "call", "whole"), QUOTED, ids=lambda value: value if isinstance(value, str) else ""
    )
    def test_quoted_commands_exist(self, page, line, call, whole):
        with nullcontext() if whole else suppress(click.MissingParameter):
            resolve(program, call)

    def test_many_commands_are_quoted(self):
        assert len(QUOTED) > 40

    @pytest.mark.parametrize("line", ["scan --colour x", "train", "scna page.html", "models show", "dataset forget"])
    def test_a_wrong_command_would_be_seen(self, line):
        with pytest.raises(click.UsageError):
            resolve(program, line.split())

    def test_a_pipe_and_an_inner_call_are_told_apart(self):
        line = "curl -s https://a.example | detector scan - > out.txt && detector models list"
        assert list(calls(line)) == [["scan", "-"], ["models", "list"]]

    def test_the_readme_has_two_set_up_commands(self):
        found = [line for line in text("README.md").splitlines() if line.startswith("python -m pip install ")]
        assert len(found) == 2, "the continuous integration runs both as they stand"


class TestLinks:
    @pytest.mark.parametrize("page", PAGES, ids=name)
    def test_links_between_pages_resolve(self, page):
        for target in _LINK.findall(_FENCE.sub("", page.read_text("utf-8"))):
            if not target.startswith(("https://", "http://")):
                file, _, anchor = target.partition("#")
                found = (page.parent / file).resolve() if file else page
                assert found.exists(), f"{target} leads nowhere"
                assert not anchor or anchor in anchors(found), f"{target}: no such heading"

    @pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=name)
    def test_every_page_is_reached_from_the_index(self, page):
        reached = {(DOCS / target.partition("#")[0]).resolve() for target in _LINK.findall(text("docs/index.md"))}
        assert page.resolve() in reached or page.name == "index.md"

    @pytest.mark.parametrize("page", PAGES, ids=name)
    def test_no_path_of_a_machine_is_named(self, page):
        assert not re.search(r"(?<![\w.])/(?:home|root|tmp|work|opt|Users)/", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """Names of a page's headings, as hosts of repositories make them."""
    headings = _HEADING.findall(_FENCE.sub("", page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


class TestReference:
    def test_limits_are_the_code_s(self):
        rows = re.findall(r"^\| `([\w.]+)\.([A-Z_]+)` \| ([\d,]+) \|", text("docs/limits.md"), re.MULTILINE)
        told = [constant for module, constant, _ in rows if module == "bounds"]
        assert sorted(told) == sorted(constant for constant in vars(bounds) if constant.isupper())
        for module, constant, value in rows:
            assert getattr(import_module(f"detector.{module}"), constant) == int(value.replace(",", "")), constant

    def test_the_verdict_s_fields_are_told(self, toy_model):
        page = parse(Document(b"<p>Watch the full movie: <a href='https://reel.example/a'>click to watch</a></p>"))
        told = re.findall(r"^\| `([\w.\[\]]+)` \|", text("docs/reference/input-output.md"), re.MULTILINE)
        fresh = row(judge(load(toy_model), page))
        names = {*fresh, *(f"reasons[].{key}" for key in fresh["reasons"][0])}
        names |= {f"links[].{key}" for key in fresh["links"][0]}
        names |= {f"hops[].{field.name}" for field in fields_of(["hops"])[0].parts}
        names |= {f"kinds[].{key}" for key in fresh["kinds"][0]}
        names |= {f"fingerprint.{key}" for key in fresh["fingerprint"]}
        of_documents = {"body", "content_type"}
        files = {word for word in told if re.search(r"\.(?:npy|jsonl?|gz|md)$", word)}
        assert names == set(told) - of_documents - files

    def test_the_python_example_runs(self, toy_model, monkeypatch, capsys):
        (source,) = fenced("docs/reference/input-output.md", "python")
        monkeypatch.setattr("detector.model.load", lambda: load(toy_model))
        exec(source, {})
        assert "reel.example" in capsys.readouterr().out

    def test_exit_codes_are_told(self):
        from detector import errors

        codes = {kind.exit_code for kind in vars(errors).values() if isinstance(kind, type)} | {0, 1}
        assert codes == set(map(int, re.findall(r"^\| (\d) \|", text("docs/reference/input-output.md"), re.MULTILINE)))

    def test_what_the_bands_were_chosen_for_is_told(self):
        from detector.training.calibrate import PREVALENCE, REVIEW_RATE, SPAM_RATE

        told = text("docs/explanation/how-it-decides.md")
        assert f"{SPAM_RATE * 100:g} % for *spam*, {REVIEW_RATE * 100:g} % for *review*" in told
        assert f"about 1 honest page in {1 / SPAM_RATE:.0f}," in text("docs/how-to/moderate.md")
        assert PREVALENCE == 0.1
        assert "one page in ten is spam" in told


class TestDatasets:
    def test_the_row_s_fields_are_told(self):
        from detector.training.rows import Row

        part = text("datasets/README.md").partition("A row:")[2].partition("Empty fields")[0]
        assert {field.name for field in fields(Row)} == set(re.findall(r"`(\w+)`(?=[^|\n]* \|)", _first_cells(part)))

    def test_every_kind_of_spam_stands_in_the_rubric(self):
        rubric = text("datasets/rubric.md")
        part = rubric.partition("## Kinds of spam")[2].partition("\n## ")[0]
        known = set(re.findall(r"^### ([\w-]+)$", part, re.MULTILINE)) | set(re.findall(r"`([\w-]+)`", part))
        used = set()
        for path in (ROOT / "datasets" / "authored").glob("*/labels.jsonl"):
            rows = (json.loads(line) for line in path.read_text("utf-8").split("\n") if line)
            used |= {row["kind"] for row in rows if row["label"] == "spam"}
        assert used
        assert used <= known

    def test_the_tutorial_s_labels_can_be_read(self, tmp_path):
        from detector.training.additions import read_additions

        (lines,) = re.findall(r"<<'END'\n(.*?)^END$", text("docs/tutorial.md"), re.MULTILINE | re.DOTALL)
        (tmp_path / "labels.jsonl").write_text(lines, "utf-8")
        found = read_additions([tmp_path / "labels.jsonl"])
        assert sorted(source.row.label for source in found) == ["ham", "spam"]
        assert all(source.row.site.endswith(".example") for source in found)


def _first_cells(table: str) -> str:
    return "\n".join(line.split("|")[1] + " |" for line in table.splitlines() if line.startswith("| `"))


class TestContributing:
    def test_the_worked_example_is_a_feature(self, monkeypatch, doctest_namespace):
        """The new feature's own doctest passes, and it is no feature yet."""
        source = next(block for block in fenced("CONTRIBUTING.md", "python") if block.startswith("@feature"))
        assert "text.colon_endings" not in registry._DECLARED
        monkeypatch.setattr(registry, "_DECLARED", {})
        names = {**doctest_namespace, "feature": registry.feature, "share": registry.share, "Evidence": Evidence}
        exec(source, names)
        (declared,) = registry.declared()
        assert declared.name == "text.colon_endings"
        assert declared.description == "Share of the short lines that end in a colon"
        (test,) = doctest.DocTestFinder().find(declared.measure, globs=names)
        assert test.examples
        assert doctest.DocTestRunner().run(test).failed == 0

    def test_the_question_to_the_written_pages_runs(self, monkeypatch, capsys):
        (source,) = (block for block in fenced("CONTRIBUTING.md", "python") if "read_authored" in block)
        monkeypatch.chdir(ROOT)
        exec(source, {})
        assert re.search(r"^spam +\d\.\d{3} over \d+ pages$", capsys.readouterr().out, re.MULTILINE)
