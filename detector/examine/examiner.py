"""One page after another, each judged under the bounds of a page."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from detector.model.judging import judge_document
from detector.model.weights import Model
from detector.page import Document
from detector.verdict import Verdict


class Examiner:
    """Judges documents, one at a time."""

    def __init__(self, model: Model, reader: str = "lexbor") -> None:
        self._model = model
        self._reader = reader

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def examine(self, document: Document) -> Verdict:
        """The verdict about a document; what goes wrong is told in its `error`."""
        return judge_document(self._model, document, self._reader)
