"""Page -> numbers: named dense features, hashed tokens by field, and the candidates among the ways out."""

from detector.features import builds, links, lures, markup, phrases, scripts, signs, site, targets, text, titles  # noqa: F401  each declares its features
from detector.features.evidence import Evidence, examine
from detector.features.registry import Feature, declared

FEATURES = declared()

__all__ = ["FEATURES", "Evidence", "Feature", "examine"]
