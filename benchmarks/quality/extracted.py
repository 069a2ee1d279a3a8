"""TF-IDF and logistic regression on the main text that trafilatura extracts."""

from __future__ import annotations

from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.quality.linear import regression
from benchmarks.quality.peer import Peer, needs_module
from detector.training.pages import Source


def main_text(source: Source) -> str:
    """The article; all of the text where trafilatura finds no article, as it does on many a spam page."""
    if source.row.form == "text":
        return source.body
    import trafilatura  # type: ignore[import-not-found, unused-ignore]

    article: str | None = trafilatura.extract(source.body, fast=True)
    return article or str(trafilatura.html2txt(source.body))


PEER = Peer(
    name="trafilatura",
    about="TF-IDF of words and pairs and logistic regression on the main text that trafilatura extracts",
    missing=needs_module("trafilatura"),
    read=main_text,
    judge=regression(lambda: TfidfVectorizer(sublinear_tf=True, min_df=3, ngram_range=(1, 2), max_features=300_000)),
    settings=[{"C": 1}, {"C": 10}, {"C": 100}],
)
