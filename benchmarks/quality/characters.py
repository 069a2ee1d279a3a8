"""The naive system's stronger variant: runs of three to five characters in place of words."""

from __future__ import annotations

from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.quality.linear import regression
from benchmarks.quality.peer import Peer
from benchmarks.quality.reading import visible_text
from detector.training.pages import Source

_HEAD, _TAIL = 2_000, 1_000
"""Characters of the beginning and of the end that are looked at; whole pages would take an hour."""


def ends(source: Source) -> str:
    """Both ends of the visible text, where the lures are."""
    text = visible_text(source)
    return text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]} {text[-_TAIL:]}"


PEER = Peer(
    name="characters",
    about=f"TF-IDF of 3 to 5 characters and logistic regression on the first {_HEAD:,} and last {_TAIL:,} characters",
    missing=str,
    read=ends,
    judge=regression(
        lambda: TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=5, max_features=200_000
        )
    ),
    settings=[{"C": 3}, {"C": 30}],
)
