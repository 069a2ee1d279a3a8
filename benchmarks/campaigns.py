"""How well fingerprints tell which pages belong to one campaign, what they cost, and how long grouping takes.

    python benchmarks/campaigns.py --corpus DIR [--model NAME]

DIR holds `train.jsonl.gz` and `dev.jsonl.gz` of a labelled corpus. All pairs of pages of a split are compared. `found` is the
share of a campaign's pairs that are told to belong together, as the mean over campaigns; `all` counts every pair alike;
`sites` is the mean over pairs of different sites. Wrong are pairs of spam from different sources, of spam and an honest
page, and of honest pages from different sites; copies of one page in two collections are among them. The bounds were chosen
on train. Times are best of several runs, of one process.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.features.campaigns import alike, columns_of, equal_places, group
from detector.features.fingerprint import FEWEST_WORDS, fingerprint, shingles
from detector.features.tokens import index
from detector.features.vector import read
from detector.model import Model, judge, load
from detector.page import Document, Page
from detector.parsing import parse
from detector.verdict import Fingerprint

_SPLITS = ("train", "dev")
_MANY = 100_000
_TIMED = 12
"""Of so many pages one is timed."""
_MOST_SHARED = 4
SHIPPED = "all together, as shipped"

Bits = NDArray[np.uint64]
Mask = NDArray[np.bool_]


class Row(NamedTuple):
    """A labelled page."""

    spam: bool
    source: str
    site: str
    campaign: str
    fingerprint: Fingerprint
    bits: Bits
    """A SimHash of the same shingles, 128 bits; all zero for few words."""


class Beside(NamedTuple):
    """How one page compares with others, a value each."""

    text: NDArray[np.intp]
    template: NDArray[np.intp]
    exits: Mask
    lure: Mask
    shipped: Mask
    """What `detector.features.campaigns` says."""
    half: NDArray[np.intp]
    """Differing bits of a 64-bit SimHash; 64 where one is missing."""
    whole: NDArray[np.intp]


Rule = Callable[[Beside], Mask]


def simhash(part: Literal["half", "whole"], most: int) -> Rule:
    """At most so many bits of a SimHash differ."""
    return lambda beside: getattr(beside, part) <= most


def near(text: int = 0, template: int = 0) -> Rule:
    """At least so many places of both sketches are equal."""
    return lambda beside: (beside.text >= text) & (beside.template >= template)


def led(template: int = 0) -> Rule:
    """The same exits, and at least so many equal places of the template."""
    return lambda beside: beside.exits & (beside.template >= template)


RULES: Mapping[str, Rule] = {
    **{f"SimHash, 64 bits, {n} differ": simhash("half", n) for n in (3, 7, 9, 11, 13)},
    **{f"SimHash, 128 bits, {n} differ": simhash("whole", n) for n in (20, 28, 32, 36)},
    **{f"text, {n} places": near(n) for n in (3, 4, 5, 6, 8, 12)},
    **{f"text, {n} places, and template, {m}": near(n, m) for n, m in ((2, 8), (3, 4), (3, 6), (3, 8))},
    **{f"exits, and template, {m} places": led(m) for m in (0, 4, 6, 8)},
    "lure": lambda beside: beside.lure,
    SHIPPED: lambda beside: beside.shipped,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--model", help="model that names the scam links; the shipped one if left out")
    options = parser.parse_args()
    model = load(options.model)
    for split in _SPLITS:
        rows = [_row(model, said) for said in _labelled(options.corpus / f"{split}.jsonl.gz")]
        print(f"{split}: {len(rows)} pages, {sum(row.spam for row in rows)} spam")
        _compare(rows, RULES if split == "train" else {SHIPPED: RULES[SHIPPED]})
        _report_groups(rows)
    _time_pages(model, options.corpus / "train.jsonl.gz")
    _time_grouping()


def _labelled(path: Path) -> Iterator[Mapping[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            if said["label"] in ("spam", "ham"):
                yield said


def _page(said: Mapping[str, Any]) -> Page:
    kind = "text/html" if said.get("html") else "text/plain"
    body = (said.get("html") or said["text"]).encode("utf-8", "replace")
    return parse(Document(body, said["url"], f"{kind}; charset=utf-8"))


def _row(model: Model, said: Mapping[str, Any]) -> Row:
    page = _page(said)
    words = [word for word in read(page).page.words[:4_000] if not word.isdecimal()]
    bits = _simhash(shingles(index("body", words), 3)) if len(words) >= FEWEST_WORDS else np.zeros(2, np.uint64)
    verdict = judge(model, page)
    return Row(said["label"] == "spam", said["source"], str(said["site"]), said["campaign"], verdict.fingerprint, bits)


def _simhash(hashed: Bits) -> Bits:
    """128 bits: the sign of each bit's sum over the distinct shingles (Charikar 2002), twice 64."""
    distinct = np.unique(hashed)
    found = []
    for half in (distinct, distinct * np.uint64(0xD6E8FEB86659FD93) ^ (distinct >> np.uint64(32))):
        votes = np.unpackbits(half.view(np.uint8).reshape(-1, 8), axis=1).sum(axis=0, dtype=np.int64)
        found.append(np.packbits(votes * 2 > len(distinct)))
    return np.concatenate(found).view(np.uint64)


def _compare(rows: Sequence[Row], rules: Mapping[str, Rule]) -> None:
    """Every rule over every pair."""
    spam = np.array([row.spam for row in rows])
    source, site, campaign = (_numbered([row[place] for row in rows]) for place in (1, 2, 3))
    wrong: dict[str, Counter[str]] = {name: Counter() for name in rules}
    hits: dict[str, Counter[tuple[int, bool]]] = {name: Counter() for name in rules}
    pairs: Counter[tuple[int, bool]] = Counter()
    for first, beside in _besides([row.fingerprint for row in rows], np.array([row.bits for row in rows])):
        rest = slice(first + 1, None)
        same = spam[rest] & spam[first] & (campaign[rest] == campaign[first])
        far = site[rest] != site[first]
        classes = {
            "spam-spam": spam[rest] & spam[first] & (source[rest] != source[first]) & ~same,
            "spam-honest": spam[rest] != spam[first],
            "honest-honest": ~spam[rest] & ~spam[first] & far,
        }
        for across in (False, True):
            pairs[int(campaign[first]), across] += int((same & (far == across)).sum())
        for name, rule in rules.items():
            told = rule(beside)
            wrong[name].update({kind: int((told & mask).sum()) for kind, mask in classes.items()})
            for across in (False, True):
                hits[name][int(campaign[first]), across] += int((told & same & (far == across)).sum())
    print(f"  {'':36}{'found':>7}{'all':>7}{'sites':>7}   wrong: spam-spam  spam-honest  honest-honest")
    for name in rules:
        shares = _shares(hits[name], pairs)
        told_wrong = "".join(f"{wrong[name][kind]:>14}" for kind in ("spam-spam", "spam-honest", "honest-honest"))
        print(f"  {name:36}{''.join(f'{share:7.2f}' for share in shares)}  {told_wrong}")


def _shares(hits: Counter[tuple[int, bool]], pairs: Counter[tuple[int, bool]]) -> tuple[float, float, float]:
    """Mean over campaigns, share of all pairs, mean over campaigns of their pairs across sites."""
    campaigns = sorted({number for number, _ in +pairs})
    means = [sum(hits[n, a] for a in (False, True)) / sum(pairs[n, a] for a in (False, True)) for n in campaigns]
    across = [hits[n, True] / pairs[n, True] for n in campaigns if pairs[n, True]]
    return float(np.mean(means)), hits.total() / pairs.total(), float(np.mean(across))


def _besides(found: Sequence[Fingerprint], bits: Bits) -> Iterator[tuple[int, Beside]]:
    """Each page's place, and how it compares with those behind it."""
    columns = columns_of(found)
    known = bits[:, 0] != 0
    for first in range(len(found) - 1):
        rest = np.arange(first + 1, len(found))
        alone = np.array([first])
        differ = np.bitwise_count(bits[first] ^ bits[rest]).astype(np.intp)
        differ[~(known[rest] & known[first])] = 64
        yield (
            first,
            Beside(
                equal_places(columns.text[alone], columns.text[rest]),
                equal_places(columns.template[alone], columns.template[rest]),
                (columns.exits[rest] == columns.exits[first]) & (columns.exits[first] != 0),
                (columns.lure[rest] == columns.lure[first]) & (columns.lure[first] != 0),
                alike(columns, alone, rest),
                differ[:, 0],
                differ.sum(axis=1),
            ),
        )


def _numbered(values: Sequence[object]) -> NDArray[np.intp]:
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values])


def _report_groups(rows: Sequence[Row]) -> None:
    """What the campaigns of a whole split look like, pairs and chains."""
    members: dict[int, list[Row]] = {}
    for number, row in zip(group([row.fingerprint for row in rows]), rows, strict=True):
        members.setdefault(number, []).append(row)
    shared = [found for found in members.values() if len(found) > 1]
    mixed = sum(len({row.spam for row in found}) > 1 for found in shared)
    spam = [found for found in shared if all(row.spam for row in found)]
    sources = sum(len({row.source for row in found}) > 1 for found in spam)
    honest = [found for found in shared if not any(row.spam for row in found)]
    sites = sum(len({row.site for row in found}) > 1 for found in honest)
    print(f"  {len(spam)} groups of spam ({sources} from several sources), {len(honest)} of honest pages")
    print(f"  ({sites} from several sites), {mixed} of both; the largest {max(map(len, shared))} pages")


def _time_pages(model: Model, path: Path) -> None:
    chosen = [said for number, said in enumerate(_labelled(path)) if number % _TIMED == 0]
    seen = [read(_page(said)).page for said in chosen]
    alone = best(lambda: [fingerprint(page) for page in seen]) / len(chosen)
    whole = best(lambda: [judge(model, _page(said)) for said in chosen]) / len(chosen)
    print(f"time: {alone * 1e6:.0f} µs of {whole * 1e6:.0f} µs to read and judge a page, {alone / whole:.3f}")


def _time_grouping() -> None:
    chance = random.Random(0)

    def drawn(digits: int) -> str:
        return f"{chance.getrandbits(4 * digits):0{digits}x}"

    common = [drawn(4) for _ in range(16)]

    def flooded() -> Fingerprint:
        places = [drawn(4) for _ in range(16)]
        for place in chance.sample(range(16), _MOST_SHARED):
            places[place] = common[place]
        return Fingerprint("".join(places), drawn(64), drawn(16), "")

    different = [Fingerprint(drawn(64), drawn(64), drawn(16), drawn(16)) for _ in range(_MANY)]
    print(f"grouping {_MANY:,} different fingerprints: {best(lambda: group(different), 3):.1f} s")
    crowded = [flooded() for _ in range(_MANY)]
    print(f"grouping {_MANY:,} made to share keys and little else: {best(lambda: group(crowded), 3):.1f} s")


def best(work: Callable[[], object], runs: int = 5) -> float:
    """Seconds of the fastest of several runs."""
    times = []
    for _ in range(runs):
        begun = process_time()
        work()
        times.append(process_time() - begun)
    return min(times)


if __name__ == "__main__":
    main()
