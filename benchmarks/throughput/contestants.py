"""Who takes part: a name, what it is, and the command that reads one archive from end to end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.quality.peer import needs_module
from benchmarks.throughput.processes import Run, detector, processors, run

HERE = Path(__file__).resolve().parent
OURS, USER, FLOOR = "detector label", "user's script", "floor"


@dataclass(frozen=True)
class Contestant:
    """One way to go through an archive, in one run on one processor."""

    name: str
    about: str
    command: Callable[[Path, Path], list[str]]
    """From an archive and a file to write."""
    missing: Callable[[], str] = str
    """Why it cannot run here; empty where it can."""


def contestants(model: str | None, fitted: Path) -> list[Contestant]:
    """All of them; `fitted` is what the user's script loads."""
    return [
        Contestant(
            OURS,
            "the shipped model, every field: verdict, links with their scores, reasons",
            lambda archive, out: label([archive], out, 1, model),
        ),
        Contestant(
            "detector label, four fields",
            "the same with `--fields id,url,score,band`",
            lambda archive, out: [*label([archive], out, 1, model), "--fields", "id,url,score,band"],
        ),
        Contestant(
            USER,
            "warcio, BeautifulSoup (html.parser), TF-IDF of words and pairs and logistic regression of scikit-learn, row by row",
            lambda archive, out: _script("user_script.py", fitted, "html.parser", archive, out),
            needs_module("warcio"),
        ),
        Contestant(
            "user's script, lxml",
            "the same with BeautifulSoup's faster parser, lxml",
            lambda archive, out: _script("user_script.py", fitted, "lxml", archive, out),
            lambda: needs_module("warcio")() or needs_module("lxml")(),
        ),
        Contestant(
            "trafilatura",
            "FastWARC and main-text extraction (`fast=True`) alone: no links, no score",
            lambda archive, out: _script("extraction.py", archive, out),
            needs_module("trafilatura"),
        ),
        Contestant(
            FLOOR,
            "FastWARC and lexbor alone: unpack, parse, look at nothing",
            lambda archive, out: _script("floor.py", archive),
        ),
    ]


def label(archives: Sequence[Path], out: Path, workers: int, model: str | None) -> list[str]:
    """`detector label` with every field."""
    chosen = ["--model", model] if model else []
    command = detector("label", *map(str, archives), "-o", str(out), "--workers", str(workers), *chosen)
    return [*command, "--exit-zero", "--quiet"]


def labelled(
    archives: Sequence[Path], workers: int, model: str | None, every: float = 0.2, tracing: bool = False
) -> Run:
    """What labelling these archives takes, with as many processors as workers: nobody has one of his own to hand out work."""
    with TemporaryDirectory(dir=archives[0].parent) as folder:
        command = label(archives, Path(folder, "rows.jsonl"), workers, model)
        # The last ones: the first processor has the most to do with the machine's own affairs.
        return run(command, processors()[-workers:], every, tracing)


def _script(name: str, *arguments: str | Path) -> list[str]:
    return [sys.executable, str(HERE / name), *map(str, arguments)]
