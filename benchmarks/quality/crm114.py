"""CRM114 on the beginning of the visible text, trained on its errors and near-errors, as its authors advise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.quality.peer import Judged, Lesson, Peer, Setting, needs_program, numbers, run, seconds
from benchmarks.quality.reading import visible_text
from benchmarks.quality.split import capped
from detector.training.pages import Source

_LENGTH = 16_000
"""Bytes that are looked at: the `decision_length` of its own mail filter."""
_OTHER = {"spam": "ham", "ham": "spam"}
# One page a line: its class, the other class, its file. A page is learned unless its class wins by the margin. One statement
# a line, or the language takes them for one.
_LEARN = r"""{
  window
  isolate (:page:) //
  isolate (:stats:) //
  input <byline> (:line:)
  match [:line:] (:: :own: :other: :file:) /([a-z]+) ([a-z]+) ([^ \n]+)/
  input (:page:) [:*:file:]
  {
    classify <FLAGS> (:*:own:.css | :*:other:.css) (:stats:) [:page:] /[[:graph:]]+/
  }
  match [:stats:] (:: :margin:) /pR: *([-+0-9.e]+)/
  {
    eval /:@: :*:margin: < MARGIN :/
    learn <FLAGS> (:*:own:.css) [:page:] /[[:graph:]]+/
  }
  liaf
}
"""
_SCORE = r"""{
  window
  isolate (:page:) //
  isolate (:stats:) //
  input <byline> (:line:)
  match [:line:] (:: :file:) /([^ \n]+)/
  input (:page:) [:*:file:]
  {
    classify <FLAGS> (spam.css | ham.css) (:stats:) [:page:] /[[:graph:]]+/
  }
  match [:stats:] (:: :margin:) /pR: *([-+0-9.e]+)/
  output /:*:margin:\n/
  liaf
}
"""


def head(source: Source) -> bytes:
    """The beginning of the visible text; never empty, since nothing can be learned of nothing."""
    return visible_text(source).encode("utf-8", "replace")[:_LENGTH] or b"-"


def judge(settings: Sequence[Setting], lesson: Lesson[bytes], asked: Sequence[bytes]) -> Iterable[Judged]:
    """It takes no weights, so `most` caps the pages of a source; `margin` is in its own unit, pR."""
    for setting in settings:
        chosen = capped(lesson.rows, int(setting["most"]))
        with TemporaryDirectory() as name:
            folder = Path(name)
            start = seconds()
            _learn(folder, setting, [(lesson.rows[i].label, lesson.pages[i]) for i in chosen])
            learning, start = seconds() - start, seconds()
            scores = numbers(_program(folder, _SCORE, setting, _written(folder, asked)), len(asked))
            yield Judged(scores, len(chosen), learning, seconds() - start)


def _learn(folder: Path, setting: Setting, pages: Sequence[tuple[str, bytes]]) -> None:
    for label in _OTHER:
        # Either class needs a page before the two can be compared.
        first = next(page for own, page in pages if own == label)
        run(["crm", f"-{{ learn <{setting['flags']}> ({label}.css) /[[:graph:]]+/ }}"], first, str(folder))
    files = _written(folder, [page for _, page in pages])
    lines = (f"{label} {_OTHER[label]} {file}" for (label, _), file in zip(pages, files, strict=True))
    _program(folder, _LEARN, setting, lines)


def _written(folder: Path, pages: Sequence[bytes]) -> Iterator[str]:
    for number, page in enumerate(pages):
        (folder / f"{number}.txt").write_bytes(page)
        yield f"{number}.txt"


def _program(folder: Path, program: str, setting: Setting, lines: Iterable[str]) -> bytes:
    text = program.replace("FLAGS", str(setting["flags"])).replace("MARGIN", str(setting["margin"]))
    (folder / "program.crm").write_text(text)
    given = "".join(f"{line}\n" for line in lines).encode()
    return run(["crm", "program.crm"], given, str(folder))


PEER = Peer(
    name="CRM114",
    about=f"CRM114 on the first {_LENGTH:,} bytes of the visible text",
    missing=needs_program("crm"),
    read=head,
    judge=judge,
    settings=[
        {"flags": "osb unigram unique microgroom", "most": 40, "margin": 1},
        {"flags": "osb unigram unique microgroom", "most": 40, "margin": 3},
        {"flags": "osb unigram unique microgroom", "most": 40, "margin": 10},
        {"flags": "osb unique microgroom", "most": 40, "margin": 3},
        {"flags": "osb unique microgroom", "most": 40, "margin": 10},
    ],
)
