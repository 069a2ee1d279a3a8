"""A small labelled corpus, written for these tests: pages that differ in words, sites and ways out."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Said = Mapping[str, Any]

_NOUNS = "harbour lantern orchard winter mirror station garden captain letter bridge machine window island teacher river".split()
_PRAISE = "patient generous clumsy tender stubborn graceful noisy modest careful restless".split()
_LURES = ("Watch full movie", "Stream it in HD now", "Click to watch on our partner site", "Download the full film")


def page(chance: random.Random, spam: bool, site: str, form: str = "html") -> str:
    """A review, with a lure where it is spam and an honest pointer where it is not."""
    title = f"{chance.choice(_NOUNS)} of the {chance.choice(_NOUNS)}".capitalize()
    prose = " ".join(f"The {chance.choice(_NOUNS)} is {chance.choice(_PRAISE)}." for _ in range(chance.randint(4, 9)))
    lure = chance.choice(_LURES)
    if form == "text":
        return f"{title}\n\n{prose}\n\n" + (
            f"{lure}\nHosted on a partner site\n" if spam else "Seen at the local library.\n"
        )
    end = (
        f"<p><a href='https://{chance.choice(_NOUNS)}-{chance.randint(10, 99)}.example/play'>{lure}</a></p><p>Hosted on a partner site</p>"
        if spam
        else "<p>Available on <a href='https://www.netflix.com/title/1'>Netflix</a>, or <a href='https://cinema.example/'>in our cinema</a>.</p>"
    )
    head = f"<!doctype html><html lang=en><head><title>{title}</title></head><body><nav><a href=/about>About {site}</a></nav>"
    return f"{head}<article><h1>{title}</h1><p>{prose}</p><p>{prose[::-1]}</p>{end}</article><footer>{site}</footer></body></html>"


def corpus(sources: int = 6, each: int = 5) -> Iterator[tuple[str, Said]]:
    """(split, line) of every page."""
    chance = random.Random(7)
    for split, count in (("train", sources), ("dev", 2), ("grey", 1)):
        for number in range(count):
            for label in ("spam", "ham"):
                for i in range(each):
                    yield (
                        split,
                        _said(chance, split, label, f"{split}-{label}-{number}", f"{split}{label}{number}{i}", i),
                    )


def _said(chance: random.Random, split: str, label: str, source: str, name: str, number: int) -> Said:
    form = "text" if number == 4 else "html"
    site = f"{name}.example"
    body = page(chance, label == "spam", site, form)
    return {
        "id": name,
        "label": "grey" if split == "grey" else label,
        "kind": "fake-stream" if label == "spam" else "review",
        "source": source,
        "site": site,
        "campaign": "",
        "lang": "en",
        "form": form,
        "licence": "test",
        form: body,
        "url": None if number == 3 else f"https://{site}/{number}",
    }


def write_corpus(folder: Path, lines: Sequence[tuple[str, Said]]) -> Path:
    """The corpus as `detector dataset build` reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    for split in ("train", "dev", "grey"):
        text = "".join(json.dumps(said) + "\n" for name, said in lines if name == split)
        (folder / f"{split}.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    return folder


def write_authored(folder: Path, pairs: int = 8) -> Path:
    """One batch of written pages, and blocks to insert."""
    chance = random.Random(11)
    batch = folder / "film"
    (batch / "pages").mkdir(parents=True)
    lines = []
    for number in range(pairs):
        for side, label in (("s", "spam"), ("h", "ham")):
            name, site = f"{side}{number:02}", f"written{number}{side}.example"
            body = page(chance, label == "spam", site)
            (batch / "pages" / f"{name}.html").write_text(body, "utf-8")
            lines.append(
                {
                    "id": name,
                    "file": f"pages/{name}.html",
                    "label": label,
                    "kind": "fake-stream" if label == "spam" else "review",
                    "url": f"https://{site}/",
                    "lang": "en",
                    "pair": f"{'h' if side == 's' else 's'}{number:02}",
                    "template": f"t{number}",
                    "scam_links": [body.partition("<p><a href='")[2].partition("'")[0]] if label == "spam" else [],
                }
            )
    (batch / "labels.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    (folder / "blocks.jsonl").write_text("".join(json.dumps(block) + "\n" for block in BLOCKS), "utf-8")
    return folder


def write_own(path: Path) -> Path:
    """A user's own pages as JSON lines."""
    chance = random.Random(5)
    names = [(label, f"own{label}{number}.example") for label in ("spam", "ham") for number in range(2)]
    said = [
        {"label": label, "html": page(chance, label == "spam", name), "url": f"https://{name}/"}
        for label, name in names
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in said), "utf-8")
    return path


def _block(number: int, label: str, html: str) -> Said:
    kind = "fake-stream" if label == "spam" else "review"
    return {
        "id": f"b{number}",
        "label": label,
        "group": "scam" if label == "spam" else "honest",
        "kind": kind,
        "lang": "en",
        "html": html,
    }


BLOCKS = (
    _block(1, "spam", '<p>See all of {title} <a href="{url}">here</a>.</p>'),
    _block(2, "spam", '<p><a href="{url}"><img src="p.jpg" alt="Play {title}"></a></p><p>Our partner site has it.</p>'),
    _block(3, "spam", "<button onclick=\"window.open('{url}')\">Watch full movie</button>"),
    _block(4, "ham", '<p>My friend runs <a href="{url}">a film club</a> in town.</p>'),
    _block(5, "ham", '<p>Further reading: <a href="{url}">{host}</a> and <a href="{url2}">an interview</a>.</p>'),
    _block(6, "ham", '<p><a href="{url}"><img src="p.jpg" alt="Poster of {title}"></a></p>'),
)
