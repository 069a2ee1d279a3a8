"""Page -> numbers: named dense features, hashed tokens by field, and the candidates among the ways out."""

from detector.features import (  # noqa: F401  each declares its features
    brands,
    builds,
    kinship,
    links,
    lures,
    markup,
    phrases,
    repetition,
    scripts,
    signs,
    site,
    subjects,
    targets,
    text,
    titles,
)
from detector.features.evidence import Evidence, examine
from detector.features.registry import Feature, declared

FEATURES = declared()

__all__ = ["FEATURES", "Evidence", "Feature", "examine"]
