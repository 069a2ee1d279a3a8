"""A page as the numbers a model reads: one value, so that training and serving cannot differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.features import FEATURES
from detector.features.candidates import Candidate, candidates
from detector.features.evidence import Evidence, examine
from detector.features.measures import MEASURES, measured
from detector.features.tokens import BITS, Indices, indexed, terms, way_terms
from detector.page import Page

FIELDS = ("title", "heading", "body", "closing", "away", "known", "site", "hidden", "host")
TOKENS_VERSION = 1
CANDIDATES_VERSION = 3


class Vector(NamedTuple):
    """Everything a model reads of one page."""

    dense: NDArray[np.float32]
    """One value a feature, in the order of `FEATURES`."""
    absent: frozenset[str]
    """Feature groups that say nothing here, for want of an address, of mark-up or of a candidate."""
    tokens: Mapping[str, Indices]
    """Distinct token indices by field."""
    ways: NDArray[np.float32]
    """Candidates × measures."""
    way_tokens: Sequence[Indices]
    """Distinct token indices of each candidate."""


class Reading(NamedTuple):
    """A vector with the evidence it was measured on, for explanations."""

    page: Evidence
    candidates: Sequence[Candidate]
    vector: Vector
    terms: Mapping[str, Sequence[str]]
    """The tokens behind `vector.tokens`, aligned with them."""


def read(page: Page) -> Reading:
    """Measure a page."""
    evidence = examine(page)
    found = candidates(evidence)
    dense = np.array([feature.measure(evidence) for feature in FEATURES], np.float32)
    said = terms(evidence)
    fields = [*said.items(), *(("way", way_terms(candidate.way)) for candidate in found)]
    tokens = indexed(fields)
    vector = Vector(
        dense,
        absent(evidence, bool(found)),
        {field: indices for (field, _), indices in zip(fields[: len(FIELDS)], tokens, strict=False)},
        np.array(measured(found), np.float32).reshape(len(found), len(MEASURES)),
        tokens[len(FIELDS) :],
    )
    return Reading(evidence, found, vector, said)


def absent(page: Evidence, candidates: bool) -> frozenset[str]:
    """The groups that must not count: lack of an address, of mark-up or of any candidate is no evidence either way."""
    groups = set() if candidates else {"ways"}
    if page.own is None:
        groups.add("site")
    if page.page.form == "text":
        groups.add("markup")
        if not page.ways:
            groups.add("links")
    return frozenset(groups)


def schema() -> str:
    """Digest of everything that gives a vector its meaning: names, versions, fields and the token space."""
    parts = [f"{feature.name}={feature.version}" for feature in FEATURES]
    parts += [*MEASURES, *FIELDS, f"bits={BITS}", f"tokens={TOKENS_VERSION}", f"candidates={CANDIDATES_VERSION}"]
    return sha256("\n".join(parts).encode()).hexdigest()[:12]
