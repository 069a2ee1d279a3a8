"""A user's own labelled pages: folders `spam/` and `ham/`, or JSON lines with a label."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from detector import urls
from detector.errors import DatasetError, UsageError
from detector.page import Document, Hop
from detector.parsing import parse
from detector.parsing.decode import decode
from detector.training.pages import Source
from detector.training.rows import OWN, Row

LABELS = ("spam", "ham", "unsure")


def read_additions(paths: Sequence[Path]) -> Sequence[Source]:
    """The labelled pages of these files and folders. Raises UsageError for a path that holds none."""
    found: list[Source] = []
    for path in paths:
        pages = list(_folder(path) if path.is_dir() else _lines(path))
        if not pages:
            raise UsageError(
                f"{path} holds no labelled pages: give a folder with spam/ and ham/ in it, or JSON lines with a label."
            )
        found += pages
    return list({source.row.id: source for source in found}.values())


def _folder(path: Path) -> Iterator[Source]:
    for label in LABELS:
        for file in sorted((path / label).rglob("*")):
            if file.is_file():
                yield _page(
                    decode(Document(file.read_bytes())).text, None, {"label": label, "form": _form(file)}, path.name
                )


def _form(file: Path) -> str:
    return "text" if file.suffix in (".txt", ".md") else "html"


def _lines(path: Path) -> Iterator[Source]:
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read: give a folder with spam/ and ham/ in it, or JSON lines with a label."
        ) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _line(line, f"{path}, line {number}", path.stem)


def _line(line: str, where: str, source: str) -> Source:
    try:
        said = json.loads(line)
        form = "html" if said.get("html") else "text"
        body = said.get("html") or said["text"]
        if said["label"] not in LABELS:
            raise DatasetError(f"{where}: the label is {said['label']!r}; it must be one of {', '.join(LABELS)}.")
        if not isinstance(said.get("url"), str | None):
            raise DatasetError(f"{where}: the url is {said['url']!r}; it must be a string, or left out.")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(f"{where}: every line must be a JSON object with a label and html or text.") from error
    return replace(_page(str(body), said.get("url"), {**said, "form": form}, source), hops=_hops(said, where))


def _hops(said: Mapping[str, Any], where: str) -> tuple[Hop, ...]:
    try:
        return tuple(Hop(str(hop["url"]), int(hop["status"])) for hop in said.get("hops") or ())
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(
            f"{where}: hops must be a list of objects with url and status, as `detector scan --json` writes it."
        ) from error


def _page(body: str, url: str | None, said: Mapping[str, Any], source: str) -> Source:
    place = urls.resolve(None, url or "") or _canonical(body)
    site = urls.address(place).domain if place else ""
    digest = sha256(body.encode("utf-8", "replace")).hexdigest()[:16]
    row = Row(
        id=OWN + digest,
        label=said["label"],
        kind=str(said.get("kind") or ("other" if said["label"] == "spam" else "page")),
        source=str(said.get("source") or f"own-{source}"),
        # Without an address or a campaign every page is a site of its own.
        site=str(said.get("site") or site or digest),
        campaign=str(said.get("campaign") or site or digest),
        split="train",
        lang=str(said.get("lang") or ""),
        form=said["form"],
        licence="own",
    )
    return Source(row, body, url)


def _canonical(body: str) -> str | None:
    return parse(Document(body.encode("utf-8", "replace"))).canonical if "canonical" in body else None
