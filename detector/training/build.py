"""The labelled corpus, the written pages and their counterfactual copies -> `datasets/base/`: features, no text."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from detector import urls
from detector.errors import DatasetError, DetectorError
from detector.features.vector import Vector, read
from detector.page import Document
from detector.parsing import parse
from detector.parsing.decode import decode
from detector.training import augment
from detector.training.augment import BlockText
from detector.training.rows import UNKNOWN_TRUTH, Row, Rows, gather, save
from detector.training.split import group

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
_TWINS_A_SITE, _COPIES_A_CAMPAIGN = 6, 10


@dataclass(frozen=True)
class Source:
    """A labelled page before it is measured."""

    row: Row
    body: str
    url: str | None
    scam_hosts: frozenset[str] | None = None
    """Registrable domains of its scam links; None where they are not known."""
    scam_urls: frozenset[str] = frozenset()


def build(corpus: Path, authored: Path, output: Path, jobs: int = -1) -> Rows:
    """Measure all pages and write the dataset folder. Raises DatasetError for unreadable input."""
    found = [*_corpus(corpus), *read_authored(authored)]
    blocks = [block for path in sorted(authored.glob("blocks*.jsonl")) for block in augment.read_blocks(path)]
    sources = [*found, *_copies(found, blocks)]
    rows = _without_rare_tokens(_without_orphans(measure(sources, jobs)))
    counts = Counter(f"{row.split} {row.label}{' variant' if row.variant else ''}" for row in rows.rows)
    save(rows, output, {"counts": dict(sorted(counts.items()))})
    return rows


def measure(sources: Sequence[Source], jobs: int = -1) -> Rows:
    """Rows of these pages, measured on all cores."""
    batches = [sources[start : start + 64] for start in range(0, len(sources), 64)]
    done = Parallel(n_jobs=jobs, batch_size=1)(delayed(_measure)(batch) for batch in batches)
    measured = [entry for batch in done for entry in batch]
    kept = [(source.row, *entry) for source, entry in zip(sources, measured, strict=True) if entry is not None]
    return gather([row for row, _, _ in kept], [vector for _, vector, _ in kept], [truth for _, _, truth in kept])


def _measure(batch: Sequence[Source]) -> list[tuple[Vector, NDArray[np.int8]] | None]:
    return [_one(source) for source in batch]


def _one(source: Source) -> tuple[Vector, NDArray[np.int8]] | None:
    kind = "text/plain" if source.row.form == "text" else "text/html"
    try:
        page = parse(Document(source.body.encode("utf-8", "replace"), source.url, f"{kind}; charset=utf-8"))
    except DetectorError:
        return None  # an empty page teaches nothing
    reading = read(page)
    truth = [_truth(source, candidate.way) for candidate in reading.candidates]
    return reading.vector, np.array(truth, np.int8)


def _truth(source: Source, way: Any) -> int:
    if source.scam_hosts is None:
        return 0 if source.row.label == "ham" else UNKNOWN_TRUTH
    link = way.exit.link
    if link.url in source.scam_urls or (way.landing is not None and way.landing.domain in source.scam_hosts):
        return 1
    # A line that lost its link, or a button whose target cannot be read, may be the lure itself.
    return UNKNOWN_TRUTH if source.row.label != "ham" and way.landing is None and way.baits else 0


def _corpus(folder: Path) -> Iterator[Source]:
    for split in SPLITS:
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


def _copies(found: Sequence[Source], blocks: Sequence[BlockText]) -> Iterator[Source]:
    """Counterfactual copies of training pages."""
    taken: Counter[tuple[str, str]] = Counter()
    for source in found:
        row = source.row
        if row.split not in ("train", "authored") or row.label not in ("spam", "ham"):
            continue
        chance = random.Random(f"copies:{row.id}")
        place = group(row)
        taken[place, row.label] += 1
        number = taken[place, row.label]
        if row.label == "ham" and (row.split == "authored" or number <= _TWINS_A_SITE) and _worth(source, chance):
            yield from _twins(source, blocks, chance)
        if row.form == "html" and number <= _COPIES_A_CAMPAIGN:
            yield from _stripped(source, chance)


def _worth(source: Source, chance: random.Random) -> bool:
    # The big collections of short texts would drown the rest.
    return source.row.form == "html" or chance.random() < 0.25


def _twins(source: Source, blocks: Sequence[BlockText], chance: random.Random) -> Iterator[Source]:
    for variant, body, block, host in augment.twins(source.body, augment.choose(blocks, source.row.lang), chance):
        row = replace(
            source.row,
            id=f"{source.row.id}+{block.id}",
            label=block.label,
            kind=block.kind,
            variant=variant,
            parent=source.row.id,
            block=f"block:{block.id}",
        )
        text = source.row.form == "text"
        scam = frozenset([urls.address(f"https://{host}/").domain]) if block.label == "spam" else frozenset()
        yield Source(row, _block_text(source.body, body) if text else body, source.url, scam)


def _block_text(plain: str, grown: str) -> str:
    """A plain text with the words of an inserted block as lines at its end: links are lost there."""
    start = next((i for i, (a, b) in enumerate(zip(plain, grown, strict=False)) if a != b), len(plain))
    fragment = grown[start : start + len(grown) - len(plain)]
    page = parse(Document(("<body>" + fragment).encode(), None, "text/html; charset=utf-8"))
    words = [link.text for link in page.links if link.words_from in ("alt", "value")]
    return plain + "\n\n" + "\n".join([block.text for block in page.blocks] + words)


def _stripped(source: Source, chance: random.Random) -> Iterator[Source]:
    row = source.row
    if source.url and chance.random() < 0.3:
        yield _copy(source, "no address", source.body, None)
    if chance.random() < (0.25 if row.label == "ham" else 0.15):
        yield _copy(source, "no head", augment.beheaded(source.body), source.url)
    if row.split == "authored" or chance.random() < (0.5 if row.label == "spam" else 0.15):
        page = parse(Document(source.body.encode("utf-8", "replace"), source.url, "text/html; charset=utf-8"))
        copy = _copy(source, "text only", augment.text_only(page), None)
        yield replace(copy, row=replace(copy.row, form="text"), scam_hosts=frozenset() if row.label == "ham" else None)


def _copy(source: Source, variant: str, body: str, url: str | None) -> Source:
    row = replace(source.row, id=f"{source.row.id}+{variant}", variant=variant, parent=source.row.id)
    return replace(source, row=row, body=body, url=url)


def _without_orphans(data: Rows) -> Rows:
    """The rows without copies of pages that could not be read: nothing would tell which fold they belong to."""
    known = {row.id for row in data.rows}
    return data.select(i for i, row in enumerate(data.rows) if not row.parent or row.parent in known)


def _without_rare_tokens(data: Rows) -> Rows:
    """The rows without tokens that only one site or campaign of the training pages uses."""
    seen: dict[str, set[int]] = defaultdict(set)
    for row, tokens, ways in zip(data.rows, data.tokens, data.way_tokens, strict=True):
        if row.split in ("train", "authored") and not row.variant:
            for found in (*tokens.values(), *ways):
                seen[group(row)].update(found.tolist())
    counts = Counter(token for found in seen.values() for token in found)
    kept = np.zeros(1 << 20, bool)
    kept[[token for token, count in counts.items() if count > 1]] = True
    return data._replace(
        tokens=[{field: found[kept[found]] for field, found in tokens.items()} for tokens in data.tokens],
        way_tokens=[[found[kept[found]] for found in ways] for ways in data.way_tokens],
    )
