"""The whole corpus goes through the commands as they are: a row a page, and outputs that do nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from detector.sinks.schema import NAMES
from tests.conftest import write_model
from tests.fuzz import inert
from tests.nasty import archives
from tests.nasty.corpus import SMALL
from tests.nasty.recipe import Recipe
from tests.nasty.strings import PATHS
from tests.sources.archiving import answer, gz, made

_EACH = 300_000
"""Bytes of a page that goes through everything."""


def chosen() -> list[Recipe]:
    return [recipe for recipe in SMALL if len(recipe.make()) <= _EACH]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The corpus as an archive, as lines, and the nasty records."""
    folder = tmp_path_factory.mktemp("nasty")
    responses = [made(answer(recipe.make()), name=str(number)) for number, recipe in enumerate(chosen())]
    (folder / "pages.warc.gz").write_bytes(b"".join(map(gz, responses)))
    with (folder / "pages.jsonl").open("w", encoding="ascii") as lines:
        for recipe in chosen():
            text = recipe.make().decode("utf-8", "surrogateescape")
            lines.write(json.dumps({"id": recipe.id or recipe.name, "url": recipe.url, "html": text}) + "\n")
    strange = [archives.named(name) for name in archives.HOSTILE]
    (folder / "=1+1 names.warc").write_bytes(b"".join(strange))
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def suspicious(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that calls most pages spam and names most links."""
    folder = write_model(tmp_path_factory.mktemp("models") / "toy")
    from tests.conftest import reseal

    reseal(folder, thresholds={"review": 0.001, "spam": 0.002, "way": 0.001})
    return folder


@pytest.fixture(scope="module")
def count() -> int:
    return 2 * len(chosen()) + len(archives.HOSTILE)


def label(run, model: Path, inputs: list[Path], out: Path) -> None:
    summary = out.with_name(out.name + ".md")
    told = run(
        "label",
        "--model",
        model,
        "--workers",
        1,
        "--status",
        "any",
        "--type",
        "any",
        "-o",
        out,
        "--summary",
        summary,
        *inputs,
    )
    assert told.exit_code == 3, told.stderr  # pages that are none are rows with an error
    assert "a fault of this program" not in told.stderr
    inert.on_terminal(told.stderr)
    inert.as_markdown(summary.read_text("utf-8"))


def test_labels_as_lines(run, suspicious, inputs, count, tmp_path):
    label(run, suspicious, inputs, tmp_path / "out.jsonl")
    text = (tmp_path / "out.jsonl").read_bytes().decode()
    rows = [json.loads(line) for line in text.split("\n")[:-1]]
    inert.as_json_lines(text, rows)
    assert len(rows) == count
    assert {row["band"] for row in rows} >= {"spam", None}
    errors = {row["error"] for row in rows if row["error"]}
    assert errors
    assert not any("a fault of this program" in error for error in errors)
    assert all((row["score"] is None) == (row["error"] is not None) for row in rows)


def test_labels_as_cells(run, suspicious, inputs, count, tmp_path):
    label(run, suspicious, inputs, tmp_path / "out.csv")
    csv.field_size_limit(10_000_000)
    inert.as_cells((tmp_path / "out.csv").read_bytes().decode(), NAMES, count + 1)


def test_labels_as_a_table(run, suspicious, inputs, count, tmp_path):
    label(run, suspicious, inputs, tmp_path / "out.parquet")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.num_rows == count
    assert table.column_names == list(NAMES)


def test_pages_under_nasty_names_are_shown_and_nothing_else_is_touched(run, suspicious, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in (*PATHS, "\x1b]0;owned\x07", "=1+1", "a\u202eb", "`|x", "-rf", "\udcff"):
        flat = name.replace("/", "_").replace("\0", "_")[:200] or "empty"
        try:
            (folder / f"{flat}.html").write_bytes(b"<p>Watch full movie <a href=https://evil.example/q>here</a>")
        except (OSError, UnicodeError):
            continue  # no file of this system can be called that
    before = sorted(path.name for path in tmp_path.rglob("*"))
    for options in ((), ("-v", "--color")):
        told = run("scan", "--model", suspicious, *options, folder)
        assert told.exit_code == 1
        inert.on_terminal(told.stdout)
        inert.on_terminal(told.stderr)
    rows = run("scan", "--model", suspicious, "--json", folder).stdout
    assert len(rows.split("\n")) - 1 == len(list(folder.iterdir()))
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
