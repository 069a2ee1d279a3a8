"""Fits the pipeline of the user's own script on the written pages, before anything is timed."""

from __future__ import annotations

from pathlib import Path

import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from benchmarks.evasion.pages import written
from benchmarks.throughput.user_script import words


def fit(path: Path) -> Path:
    """Fit and store; returns the path."""
    pages = [page for page in written() if page.label in ("spam", "ham")]
    pipeline = make_pipeline(
        TfidfVectorizer(sublinear_tf=True, min_df=2, ngram_range=(1, 2)), LogisticRegression(C=10, max_iter=1_000)
    )
    pipeline.fit([words(page.html, None, "html.parser") for page in pages], [page.label == "spam" for page in pages])
    joblib.dump(pipeline, path)
    return path
