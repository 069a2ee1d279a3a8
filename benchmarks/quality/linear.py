"""TF-IDF and logistic regression: what three of the peers have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.quality.peer import Judged, Lesson, Setting, is_spam, seconds
from detector.training.weights import page_weights

Judge = Callable[[Sequence[Setting], Lesson[str], Sequence[str]], Iterable[Judged]]


def regression(vectorizer: Callable[[], TfidfVectorizer]) -> Judge:
    """A judge for settings of `C`, the inverse penalty.

    Pages weigh as in the detector's own fit, where either class weighs one half: what `class_weight="balanced"` would do.
    """

    def judge(settings: Sequence[Setting], lesson: Lesson[str], asked: Sequence[str]) -> Iterable[Judged]:
        start, words = seconds(), vectorizer()
        matrix = words.fit_transform(lesson.pages)
        reading, start = seconds() - start, seconds()
        tested = words.transform(asked)
        applying = seconds() - start
        for setting in settings:
            start = seconds()
            fitted = LogisticRegression(C=setting["C"], solver="liblinear", random_state=0)
            fitted.fit(matrix, is_spam(lesson.rows), sample_weight=page_weights(lesson.rows))
            learning, start = seconds() - start, seconds()
            scores = fitted.decision_function(tested)
            yield Judged(scores, len(lesson.rows), reading + learning, applying + seconds() - start)

    return judge
