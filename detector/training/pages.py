"""Labelled pages before they are measured: the corpus of found pages, and the pages written for this project."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detector import urls
from detector.errors import DatasetError
from detector.page import Document, Hop
from detector.parsing.decode import decode
from detector.training import augment
from detector.training.rows import Row

SPLITS = ("train", "dev", "grey")
# Collections rendered from server templates: their own hosts were lost and invented anew, so host names there mean nothing.
_RENAMED = re.compile(r"landers_|survey_prize_jayvi|phishing_|gambling_hacked_doorways|sports_stream_landers")
# Product names that run through every split, and what a site copier leaves behind.
_LEAKS = re.compile(
    r"mitolyn|prosta ?vive|pro ?dentim|prostavive|puravive|fitspresso|sugar ?defender|lean ?bliss|neuro ?thrive|glucotrust|java ?burn|"
    r"ikaria|nagano|sight ?care|cortexi|zencortex|quietum|alpha ?tonic|fluxactive|prodentis|denta ?defend|nerve ?calm|"
    r"<!-- (?:Mirrored|Added) [^>]{0,300}-->",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Source:
    """A labelled page before it is measured."""

    row: Row
    body: str
    url: str | None
    scam_hosts: frozenset[str] | None = None
    """Registrable domains of its scam links; None where they are not known."""
    scam_urls: frozenset[str] = frozenset()
    hops: tuple[Hop, ...] = ()
    """The redirects that led to the page, where it was labelled with them."""


def read_corpus(folder: Path, splits: Sequence[str] = SPLITS) -> Iterator[Source]:
    """The found pages of these splits, what a collection gives away masked. Raises DatasetError where the folder is none."""
    for split in splits:
        path = folder / f"{split}.jsonl.gz"
        try:
            # Not splitlines: JSON strings may hold Unicode line separators.
            lines = gzip.decompress(path.read_bytes()).decode().rstrip("\n").split("\n")
        except OSError as error:
            raise DatasetError(
                f"{path} cannot be read: give the folder of the labelled corpus with --corpus."
            ) from error
        for line in lines:
            yield _corpus_page(json.loads(line), split)


def _corpus_page(said: Mapping[str, Any], split: str) -> Source:
    row = Row(
        id=said["id"],
        label=said["label"],
        kind=said["kind"] or "",
        source=said["source"],
        site=said["site"] or "",
        campaign=said["campaign"] or "",
        split=split,
        lang=said["lang"] or "",
        form=said["form"],
        licence=said["licence"] or "",
    )
    body = _LEAKS.sub("product", said.get("html") or said.get("text") or "")
    if _RENAMED.search(row.source):
        body = augment.renamed(body, random.Random(row.id))
    # Markdown is read as the plain text it is.
    return Source(replace(row, form="html" if row.form == "html" else "text"), body, said["url"])


def read_authored(folder: Path) -> Iterator[Source]:
    """The written pages of every batch folder below `folder`."""
    batches = sorted(path.parent for path in folder.glob("*/labels.jsonl"))
    if not batches:
        raise DatasetError(f"{folder} holds no written pages: give the folder that holds */labels.jsonl.")
    for batch in batches:
        lines = [json.loads(line) for line in (batch / "labels.jsonl").read_text("utf-8").split("\n") if line]
        templates = {_pair(said): said["template"] for said in lines if not _is_text(said)}
        for said in lines:
            yield _authored_page(said, batch, templates.get(_pair(said), said["template"]))


def _is_text(said: Mapping[str, Any]) -> bool:
    return str(said["file"]).endswith(".txt")


def _pair(said: Mapping[str, Any]) -> str:
    # One folder names a pair by its partner, the others by a name that both sides share.
    partner = str(said.get("pair") or said["id"]).removeprefix("t")
    own = str(said["id"]).removeprefix("t")
    return min(partner, own) if partner[1:] == own[1:] else partner


def _authored_page(said: Mapping[str, Any], batch: Path, template: str) -> Source:
    row = Row(
        id=f"{batch.name}/{said['id']}",
        label=said["label"],
        kind=said["kind"],
        source=f"authored-{batch.name}",
        site="",
        # Both sides of a pair share a template; all pages of a template stay together.
        campaign=f"{batch.name}/{template}",
        split="authored",
        lang=said["lang"],
        form="text" if _is_text(said) else "html",
        licence="own",
        batch=batch.name,
        group=str(said.get("group") or ""),
        pair=f"{batch.name}/{_pair(said)}",
    )
    targets = [url for link in (*said["scam_links"], *_unwrapped(said)) if (url := urls.resolve(None, link))]
    hosts = {urls.address(urls.unwrap(url)).domain for url in targets}
    own = urls.resolve(None, said["url"] or "")
    hosts -= {urls.address(own).domain} if own else set()
    body = (batch / said["file"]).read_bytes()
    return Source(row, decode(Document(body)).text, said["url"], frozenset(hosts), frozenset(targets))


def _unwrapped(said: Mapping[str, Any]) -> Sequence[str]:
    found = said.get("unwrapped") or []
    return list(found.values()) if isinstance(found, dict) else [found] if isinstance(found, str) else found
