"""A model folder: JSON and arrays, checked before use.

    manifest.json     names, versions, thresholds, and the SHA-256, shape and type of every array
    dense.npy         float64, 3 × features: mean, scale, weight
    tokens.npy        float16, one weight an index of the token space
    ways.npy          float64, 3 × measures of a candidate: mean, scale, weight
    way_tokens.npy    float16, one weight an index of the folded token space
    kinds.npy         float64, (2 + kinds) × features: mean, scale, the weights of each kind of spam
    kind_tokens.npy   float16, folded token space × kinds
    golden.jsonl      pages with the score each had when the model was made
    card.md           what the model is, for people

Nothing is unpickled and arrays are memory-mapped, so that a folder from a stranger can run no code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector import lexicon
from detector.errors import ModelError
from detector.features import FEATURES
from detector.features.measures import MEASURES
from detector.features.tokens import SPACE
from detector.features.vector import FIELDS, schema
from detector.model import golden
from detector.model.kinds import KIND_FOLD, KINDS, OTHER, Kinds, Rest
from detector.model.linear import Linear
from detector.model.weights import SUMMARY, WAY_FOLD, Model

FORMAT = 2
DEFAULT = "default"
_LARGEST_MANIFEST = 1_000_000

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
    if name is not None and (Path(name) / "manifest.json").is_file():
        return Path(name)
    wanted = str(name or DEFAULT)
    for home in _homes():
        if name is None and home == Path("models"):
            continue  # without a name the shipped model is meant, wherever the command is run
        if (home / wanted / "manifest.json").is_file():
            return home / wanted
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
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"{folder / 'manifest.json'} lacks what a model needs; retrain it with `detector train`."
        ) from error
    golden.check(model, most=1)
    return model


def folders() -> Sequence[Path]:
    """Every model folder under `models/` and beside the package, by place and name."""
    places = dict.fromkeys(home.resolve() for home in _homes())
    return [path.parent for home in places for path in sorted(home.glob("*/manifest.json"))]


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """A model folder's manifest, its own digest checked."""
    path = folder / "manifest.json"
    try:
        if path.stat().st_size > _LARGEST_MANIFEST:
            raise ModelError(f"{path} is too large for a manifest; restore the model folder from where you got it.")
        manifest = json.loads(path.read_text("utf-8"))
        if manifest["format"] != FORMAT:
            raise ModelError(
                f"{folder} has model format {manifest['format']}, this version reads {FORMAT}: retrain it with `detector train`."
            )
        if manifest["digest"] != manifest_digest(manifest):
            raise ModelError(f"{path} was changed after training; restore the model folder from where you got it.")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError(
            f"{path} is not a readable manifest; restore the model folder from where you got it."
        ) from error
    return dict(manifest)


def manifest_digest(manifest: Mapping[str, Any]) -> str:
    """SHA-256 over the manifest without its own digest; it covers the arrays through theirs."""
    rest = {key: value for key, value in manifest.items() if key != "digest"}
    return sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def _homes() -> Sequence[Path]:
    package = Path(__file__).resolve().parent.parent
    return Path("models"), package / "models", package.parent / "models"


def _complete(model: Model) -> None:
    """Touch what scoring will need, so that a manifest which lacks it is refused now and not at the first page."""
    thresholds = dict(zip(("review", "spam", "way"), model.thresholds, strict=True))
    for name, threshold in {**thresholds, **model.kinds.thresholds}.items():
        if not 0 <= float(threshold) <= 1:
            raise ValueError(f"threshold {name} is {threshold}")
    found = {*map(str, model.page.fields), *map(str, model.ways.fields), model.name}
    missing = {*FIELDS, "way"} - found
    if missing:
        raise KeyError(", ".join(sorted(missing)))


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
    shape, kind = shapes()[file]
    path = folder / file
    damaged = f"{path} is damaged or was changed after training; restore the model folder from where you got it."
    try:
        # Sizes before bytes: a file made to exhaust memory is never read.
        if path.stat().st_size > np.prod(shape) * np.dtype(kind).itemsize + 1_024:
            raise ModelError(damaged)
        if file_digest(path) != manifest["files"][file]:
            raise ModelError(damaged)
        # Not np.load, which opens whatever the bytes say they are: this reads plain arrays only, and no objects.
        array: NDArray[Any] = np.lib.format.open_memmap(path, mode="r")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(damaged) from error
    if array.shape != shape or array.dtype != kind:
        raise ModelError(damaged)
    # The same mapping as a plain array: a memmap makes a new one of itself at every look.
    return np.asarray(array)


def _linear(said: Mapping[str, Any], dense: NDArray[Any], tokens: NDArray[Any]) -> Linear:
    mean, scale, weight = np.array(dense)
    return Linear(float(said["intercept"]), mean, scale, weight, tokens, said["fields"])


def kinds_of(said: Mapping[str, Any], dense: NDArray[Any], tokens: NDArray[Any]) -> Kinds:
    """What a manifest and its arrays say of kinds. Raises KeyError, TypeError or ValueError where they lack something."""
    mean, scale, *weights = np.array(dense)
    return Kinds(
        intercepts=np.array([float(said["intercepts"][kind]) for kind in KINDS]),
        mean=mean,
        scale=scale,
        weights=np.array(weights),
        tokens=tokens,
        fields={field: float(said["fields"][field]) for field in FIELDS},
        rest=Rest(float(said["rest"]["slope"]), float(said["rest"]["offset"])),
        thresholds={kind: float(said["thresholds"][kind]) for kind in (*KINDS, OTHER)},
    )
