"""What a loaded model holds: the linear decisions, and what its manifest says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detector.features import FEATURES
from detector.model.kinds import Kinds
from detector.model.linear import Linear

WAY_FOLD = 2
"""Way tokens share the page's indices, shifted right by so many bits."""
SUMMARY = ("ways.best", "ways.second", "ways.third_mean", "ways.count")
"""Dense values that follow the features: what the candidates' scores come to."""
GROUPS = (*(feature.group for feature in FEATURES), *("ways" for _ in SUMMARY))
"""Group of each of the page's dense values."""


@dataclass(frozen=True)
class Model:
    """A loaded model."""

    folder: Path
    manifest: Mapping[str, Any]
    page: Linear
    """Dense values are the features, then the summary of the candidates' scores."""
    ways: Linear
    kinds: Kinds
    """Its dense values are the page's."""

    @property
    def name(self) -> str:
        """Name and short digest, as verdicts carry it."""
        return f"{self.manifest['name']}-{self.manifest['digest'][:8]}"

    @property
    def thresholds(self) -> tuple[float, float, float]:
        """Scores from which a page is for review, a page is spam, a way out is named as the scam link."""
        chosen = self.manifest["thresholds"]
        return chosen["review"], chosen["spam"], chosen["way"]
