"""The naive system, some twenty lines in anybody's first attempt: words of the page, TF-IDF, logistic regression."""

from __future__ import annotations

import warnings

from bs4 import BeautifulSoup
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.quality.linear import regression
from benchmarks.quality.peer import Peer
from detector.training.pages import Source


def text(source: Source) -> str:
    """The text of a page."""
    if source.row.form == "text":
        return source.body
    with warnings.catch_warnings():
        # It guesses that some pages are XML, and says so.
        warnings.simplefilter("ignore")
        return BeautifulSoup(source.body, "html.parser").get_text(" ")


PEER = Peer(
    name="naive",
    about="TF-IDF of words and logistic regression on BeautifulSoup's get_text",
    missing=str,
    read=text,
    judge=regression(lambda: TfidfVectorizer(sublinear_tf=True, min_df=2)),
    settings=[{"C": 1}, {"C": 10}, {"C": 100}],
)
