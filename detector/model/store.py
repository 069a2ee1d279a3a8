"""A model folder: JSON and arrays, checked before use.

    manifest.json     names, versions, thresholds, and the SHA-256, shape and type of every array
    dense.npy         float64, 3 × features: mean, scale, weight
    tokens.npy        float16, one weight an index of the token space
    ways.npy          float64, 3 × measures of a candidate: mean, scale, weight
    way_tokens.npy    float16, one weight an index of the folded token space
    kinds.npy         float64, (2 + kinds) × features: mean, scale, the weights of each kind of spam
    kind_tokens.npy   float16, folded token space × kinds
    golden.jsonl      pages with the score each had when the model was made
    out_of_fold.json.gz  the log-odds of the pages it was fitted on, each by folds that had not seen it; for training alone
    card.md           what the model is, for people

Nothing is unpickled and arrays are memory-mapped, so that a folder from a stranger can run no code; `folder` reads the
files. What vouches for a folder lies in it, so a digest finds damage and changes, not a bad intent: whatever the
manifest says, loading gives a model whose scores are probabilities, or a ModelError.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from detector import lexicon
from detector.errors import ModelError
from detector.features import FEATURES
from detector.features.measures import MEASURES
from detector.features.tokens import SPACE
from detector.features.vector import FIELDS, schema
from detector.model import folder as files
from detector.model import golden
from detector.model.kinds import KIND_FOLD, KINDS, OTHER, Kinds, Rest
from detector.model.linear import Linear
from detector.model.weights import SUMMARY, WAY_FOLD, Model

FORMAT = 2
DEFAULT = "default"
OUT_OF_FOLD = "out_of_fold.json.gz"
LARGEST_PACKED, LARGEST_UNPACKED = 20_000_000, 200_000_000
"""Bytes of it."""
_LONGEST_NAME = 100
_LEAST_SCALE = 1e-6
"""Of a measure's deviation; training makes none smaller than 0.05."""

Shapes = Mapping[str, tuple[tuple[int, ...], str]]


def shapes() -> Shapes:
    """Shape and type every array must have for this code."""
    return {
        "dense.npy": ((3, len(FEATURES) + len(SUMMARY)), "float64"),
        "tokens.npy": ((SPACE,), "float16"),
        "ways.npy": ((3, len(MEASURES)), "float64"),
        "way_tokens.npy": ((SPACE >> WAY_FOLD,), "float16"),
        "kinds.npy": ((2 + len(KINDS), len(FEATURES) + len(SUMMARY)), "float64"),
        "kind_tokens.npy": ((SPACE >> KIND_FOLD, len(KINDS)), "float16"),
    }


def find(name: str | Path | None = None) -> Path:
    """The folder of a model given by path, by name under `models/`, or the shipped one. Raises ModelError if missing."""
    wanted = str(name or DEFAULT)
    # Without a name the shipped model is meant, wherever the command is run.
    homes = [home for home in _homes() if name is not None or home != Path("models")]
    places = [*([Path(name)] if name is not None else []), *(home / wanted for home in homes)]
    with suppress(OSError):  # no file has so long a name
        for place in places:
            if (place / "manifest.json").is_file():
                return place
    raise ModelError(
        f"There is no model at {wanted!r}: give a model folder, or list the models there are with `detector models list`."
    )


def load(name: str | Path | None = None) -> Model:
    """Load and check a model. Raises ModelError where it is damaged, made for other code, or scores its pages otherwise."""
    folder = find(name)
    manifest = read_manifest(folder)
    _agree(folder, manifest)
    arrays = {file: _array(folder, file, manifest) for file in shapes()}
    try:
        page = _linear(manifest["page"], arrays["dense.npy"], arrays["tokens.npy"])
        ways = _linear(manifest["ways"], arrays["ways.npy"], arrays["way_tokens.npy"])
        kinds = kinds_of(manifest["kinds"], arrays["kinds.npy"], arrays["kind_tokens.npy"])
        model = Model(folder, manifest, page, ways, kinds)
        _complete(model)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(
            f"{folder / 'manifest.json'} lacks what a model needs; retrain it with `detector train`."
        ) from error
    golden.check(model, most=1)
    return model


def out_of_fold(folder: Path, manifest: Mapping[str, Any]) -> Mapping[str, float]:
    """Page id -> log-odds, of the pages that the model was fitted on; empty where it keeps none. Raises ModelError if damaged."""
    path = folder / OUT_OF_FOLD
    if not path.exists():
        return {}
    try:
        packed = files.read(path, LARGEST_PACKED)
        if sha256(packed).hexdigest() != manifest["files"][OUT_OF_FOLD]:
            raise ValueError("another digest")
        body = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, LARGEST_UNPACKED)
        return {str(id): files.number(said) for id, said in json.loads(body).items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, zlib.error) as error:
        raise ModelError(
            f"{path} is damaged or was changed after training; restore the model folder from where you got it."
        ) from error


def folders() -> Sequence[Path]:
    """Every model folder under `models/` and beside the package, by place and name."""
    places = dict.fromkeys(home.resolve() for home in _homes())
    return [path.parent for home in places for path in sorted(home.glob("*/manifest.json"))]


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """A model folder's manifest, its own digest checked."""
    path = folder / "manifest.json"
    try:
        manifest = json.loads(files.read(path, files.LARGEST_MANIFEST).decode("utf-8"), parse_constant=_refuse)
        if manifest["format"] != FORMAT:
            raise ModelError(
                f"{folder} has model format {manifest['format']}, this version reads {FORMAT}: retrain it with `detector train`."
            )
        if manifest["digest"] != manifest_digest(manifest):
            raise ModelError(f"{path} was changed after training; restore the model folder from where you got it.")
    except (OSError, ValueError, KeyError, TypeError, RecursionError, MemoryError) as error:
        raise ModelError(
            f"{path} is not a readable manifest; restore the model folder from where you got it."
        ) from error
    return dict(manifest)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def manifest_digest(manifest: Mapping[str, Any]) -> str:
    """SHA-256 over the manifest without its own digest; it covers the arrays through theirs."""
    rest = {key: value for key, value in manifest.items() if key != "digest"}
    return sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _homes() -> Sequence[Path]:
    package = Path(__file__).resolve().parent.parent
    return Path("models"), package / "models", package.parent / "models"


def _complete(model: Model) -> None:
    """Touch what scoring will need, so that a manifest which lacks it is refused now and not at the first page."""
    thresholds = dict(zip(("review", "spam", "way"), map(files.number, model.thresholds), strict=True))
    for name, threshold in {**thresholds, **model.kinds.thresholds}.items():
        if not 0 <= threshold <= 1:
            raise ValueError(f"threshold {name} is {threshold}")
    missing = {*FIELDS, "way"} - {*model.page.fields, *model.ways.fields}
    if missing:
        raise KeyError(", ".join(sorted(missing)))
    name = model.manifest["name"]
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise ValueError("the name is none")


def _agree(folder: Path, manifest: Mapping[str, Any]) -> None:
    if manifest.get("schema") != schema():
        raise ModelError(
            f"{folder} was trained on feature table {manifest.get('schema')}, this version measures {schema()}: retrain it with `detector train`."
        )
    if manifest.get("lexicons") != lexicon.digest():
        raise ModelError(
            f"{folder} was trained with other lexicons than this version has: retrain it with `detector train`."
        )


def _array(folder: Path, file: str, manifest: Mapping[str, Any]) -> NDArray[Any]:
    try:
        return files.array(folder / file, *shapes()[file], manifest["files"][file])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{folder / file} is damaged or was changed after training; restore the model folder from where you got it."
        ) from error


def _linear(said: Mapping[str, Any], dense: NDArray[Any], tokens: NDArray[Any]) -> Linear:
    mean, scale, weight = np.array(dense)
    fields = {field: files.number(value) for field, value in said["fields"].items()}
    return Linear(files.number(said["intercept"]), mean, _sound(scale), weight, tokens, fields)


def _sound(scale: NDArray[Any]) -> NDArray[Any]:
    """Raises ValueError where a deviation is too small to divide by."""
    if not (scale >= _LEAST_SCALE).all():
        raise ValueError("a scale is not above 0")
    return scale


def kinds_of(said: Mapping[str, Any], dense: NDArray[Any], tokens: NDArray[Any]) -> Kinds:
    """What a manifest and its arrays say of kinds. Raises KeyError, TypeError or ValueError where they lack something."""
    mean, scale, *weights = np.array(dense)
    return Kinds(
        intercepts=np.array([files.number(said["intercepts"][kind]) for kind in KINDS]),
        mean=mean,
        scale=_sound(scale),
        weights=np.array(weights),
        tokens=tokens,
        fields={field: files.number(said["fields"][field]) for field in FIELDS},
        rest=Rest(files.number(said["rest"]["slope"]), files.number(said["rest"]["offset"])),
        thresholds={kind: files.number(said["thresholds"][kind]) for kind in (*KINDS, OTHER)},
    )
