"""Labelled pages as rows: what is known of each, and its vector. No text is kept.

A dataset folder holds

    rows.jsonl.gz     one JSON object a row: label, kind, source, site, campaign, language, split, parent, ...
    vectors.npz       the arrays of all rows, in the same order
    manifest.json     feature table, lexicon digest, counts, and the SHA-256 of both files

A variant (an augmented copy) stores only the tokens in which it differs from its parent.
"""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector import lexicon
from detector.errors import DatasetError
from detector.features import FEATURES
from detector.features.measures import MEASURES
from detector.features.tokens import Indices
from detector.features.vector import FIELDS, Vector, schema

GROUPS = ("links", "markup", "site", "ways")
"""Feature groups that can be absent."""
FILES = ("rows.jsonl.gz", "vectors.npz")
"""What a dataset folder's manifest vouches for."""
UNKNOWN_TRUTH = -1
OWN = "own-"
"""Ids of a user's own pages begin so."""


@dataclass(frozen=True)
class Row:
    """What is known of a labelled page besides its numbers."""

    id: str
    label: str
    """`spam`, `ham`, `unsure` or `grey`."""
    source: str
    split: str
    """`train`, `dev`, `grey`, or `authored`."""
    kind: str = ""
    site: str = ""
    campaign: str = ""
    """Pages of one campaign never part; for written pages the template, which both sides of a pair share."""
    lang: str = ""
    form: str = "html"
    licence: str = ""
    variant: str = ""
    """How an augmented copy was made from its parent, empty for a page as it was found."""
    parent: str = ""
    block: str = ""
    """The inserted block's own group: a variant may be used only where both its campaign and its block may."""
    batch: str = ""
    """The folder a written page came from."""
    group: str = ""
    """What makes an honest page hard, of a written page: `festival`, `scam-warning`, ..."""
    pair: str = ""
    """Shared by a written spam page, its honest twin and their texts."""

    @property
    def own(self) -> bool:
        """Added by the user, not shipped."""
        return self.id.startswith(OWN)


class Rows(NamedTuple):
    """A dataset in memory."""

    rows: Sequence[Row]
    dense: NDArray[np.float32]
    """Rows × features."""
    absent: NDArray[np.bool_]
    """Rows × `GROUPS`."""
    tokens: Sequence[Mapping[str, Indices]]
    """Kept token indices by field."""
    lengths: NDArray[np.int32]
    """Rows × fields: tokens before rare ones were dropped, for the unit length."""
    ways: Sequence[NDArray[np.float32]]
    """Candidates × measures of each row."""
    way_tokens: Sequence[Sequence[Indices]]
    way_lengths: Sequence[NDArray[np.int32]]
    truth: Sequence[NDArray[np.int8]]
    """Of each candidate: 1 scam link, 0 not, -1 unknown."""

    def select(self, keep: Iterable[int]) -> Rows:
        """The rows of these positions."""
        chosen = list(keep)
        return Rows(
            [self.rows[i] for i in chosen],
            self.dense[chosen],
            self.absent[chosen],
            [self.tokens[i] for i in chosen],
            self.lengths[chosen],
            [self.ways[i] for i in chosen],
            [self.way_tokens[i] for i in chosen],
            [self.way_lengths[i] for i in chosen],
            [self.truth[i] for i in chosen],
        )


def gather(rows: Sequence[Row], vectors: Sequence[Vector], truth: Sequence[NDArray[np.int8]]) -> Rows:
    """Rows with their freshly measured vectors."""
    return Rows(
        rows,
        # Half precision everywhere, so that a model does not depend on whether its rows were stored in between.
        np.array([vector.dense for vector in vectors], np.float16).astype(np.float32).reshape(len(rows), len(FEATURES)),
        np.array([[group in vector.absent for group in GROUPS] for vector in vectors], bool).reshape(
            len(rows), len(GROUPS)
        ),
        [{field: np.unique(found) for field, found in vector.tokens.items()} for vector in vectors],
        np.array([[len(vector.tokens[field]) for field in FIELDS] for vector in vectors], np.int32).reshape(
            len(rows), len(FIELDS)
        ),
        [vector.ways.astype(np.float16).astype(np.float32) for vector in vectors],
        [[np.unique(found) for found in vector.way_tokens] for vector in vectors],
        [np.array([len(found) for found in vector.way_tokens], np.int32) for vector in vectors],
        truth,
    )


def join(first: Rows, second: Rows) -> Rows:
    """Both datasets, one after the other."""
    return Rows(*(_joined(left, right) for left, right in zip(first, second, strict=True)))


def _joined(left: Any, right: Any) -> Any:
    return np.concatenate((left, right)) if isinstance(left, np.ndarray) else [*left, *right]


def save(data: Rows, folder: Path, about: Mapping[str, Any]) -> None:
    """Write a dataset folder."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(
        json.dumps({k: v for k, v in asdict(row).items() if v != ""}, ensure_ascii=False) + "\n" for row in data.rows
    )
    # No time stamp inside, so that the same rows give the same bytes.
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
    _write_arrays(folder / "vectors.npz", _packed(data))
    files = {name: sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    manifest = {"schema": schema(), "lexicons": lexicon.digest(), "rows": len(data.rows), **about, "files": files}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf-8")


def load(folder: Path) -> Rows:
    """Read a dataset folder. Raises DatasetError where it is damaged or was measured with other features."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        measured = manifest["schema"], manifest["lexicons"]
        digests = {name: manifest["files"][name] for name in FILES}
        files = {name: sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{folder} is no dataset folder: build one with `detector dataset build`.") from error
    if measured != (schema(), lexicon.digest()):
        raise DatasetError(
            f"{folder} was measured with other features or lexicons: rebuild it with `detector dataset build`."
        )
    for name, digest in digests.items():
        if files[name] != digest:
            raise DatasetError(
                f"{folder / name} was changed after it was built: restore it or rebuild it with `detector dataset build`."
            )
    lines = gzip.decompress((folder / "rows.jsonl.gz").read_bytes()).decode().rstrip("\n").split("\n")
    with np.load(folder / "vectors.npz", allow_pickle=False) as arrays:
        return _unpacked([Row(**json.loads(line)) for line in lines], dict(arrays))


def _write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    # What numpy reads as .npz, with LZMA: copies of a page lie too far apart for the usual compression to see.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as file:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_LZMA
            with file.open(entry, "w", force_zip64=True) as out:
                np.lib.format.write_array(out, array, allow_pickle=False)


def _packed(data: Rows) -> dict[str, NDArray[Any]]:
    number = {row.id: position for position, row in enumerate(data.rows)}
    kept, counts = [], np.zeros((len(data.rows), len(FIELDS)), np.int32)
    differs = np.array([_differs(data, position, number) for position in range(len(data.rows))], bool)
    for position, row in enumerate(data.rows):
        parent = data.tokens[number[row.parent]] if differs[position] else None
        for column, field in enumerate(FIELDS):
            own = data.tokens[position][field]
            stored = own if parent is None else np.setxor1d(own, parent[field], assume_unique=True)
            counts[position, column] = len(stored)
            kept.append(_steps(stored))
    way_tokens = [found for group in data.way_tokens for found in group]
    return {
        "dense": data.dense.astype(np.float16),
        "absent": data.absent,
        "differs": differs,
        "tokens": _flat(kept, np.uint32),
        "token_counts": counts,
        "lengths": data.lengths,
        "ways": np.concatenate([*data.ways, np.zeros((0, len(MEASURES)), np.float32)]).astype(np.float16),
        "way_counts": np.array([len(group) for group in data.ways], np.int32),
        "way_tokens": _flat([_steps(found) for found in way_tokens], np.uint32),
        "way_token_counts": np.array([len(found) for found in way_tokens], np.int32),
        "way_lengths": _flat(data.way_lengths, np.int32),
        "truth": _flat(data.truth, np.int8),
    }


def _differs(data: Rows, position: int, number: Mapping[str, int]) -> bool:
    """Is the row a copy that shares most of its tokens with its parent?"""
    parent = number.get(data.rows[position].parent)
    if parent is None:
        return False
    own, other = ([found for _, found in sorted(data.tokens[i].items())] for i in (position, parent))
    apart = sum(len(np.setxor1d(a, b, assume_unique=True)) for a, b in zip(own, other, strict=True))
    return apart < sum(map(len, own))


def _unpacked(rows: Sequence[Row], arrays: Mapping[str, NDArray[Any]]) -> Rows:
    number = {row.id: position for position, row in enumerate(rows)}
    pieces = iter(_split(arrays["tokens"], arrays["token_counts"].ravel()))
    stored = [{field: _sums(next(pieces)) for field in FIELDS} for _ in rows]
    tokens = []
    for row, own, differs in zip(rows, stored, arrays["differs"], strict=True):
        base = stored[number[row.parent]] if differs else None
        tokens.append(own if base is None else {f: np.setxor1d(own[f], base[f], assume_unique=True) for f in FIELDS})
    counts = arrays["way_counts"]
    found = [_sums(piece) for piece in _split(arrays["way_tokens"], arrays["way_token_counts"])]
    ends = np.cumsum(counts)
    return Rows(
        rows,
        arrays["dense"].astype(np.float32),
        arrays["absent"],
        tokens,
        arrays["lengths"],
        _split(arrays["ways"].astype(np.float32), counts),
        [found[end - count : end] for end, count in zip(ends, counts, strict=True)],
        _split(arrays["way_lengths"], counts),
        _split(arrays["truth"], counts),
    )


def _flat(parts: Sequence[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, kind), *parts]).astype(kind)


def _split(array: NDArray[Any], counts: NDArray[Any]) -> list[NDArray[Any]]:
    return np.split(array, np.cumsum(counts)[:-1]) if len(counts) else []


def _steps(found: Indices) -> Indices:
    # Sorted indices compress well as steps from one to the next.
    return np.diff(found, prepend=np.uint32(0)).astype(np.uint32)


def _sums(steps: Indices) -> Indices:
    return np.cumsum(steps, dtype=np.uint32)
