"""One page after another, each judged under the bounds of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from detector.errors import DetectorError, UsageError
from detector.examine.process import Bounds
from detector.examine.watchdog import ReaderFailed, Watchdog
from detector.model.judging import failed, judge_document
from detector.model.store import load
from detector.model.weights import Model
from detector.page import Document
from detector.verdict import Verdict

if TYPE_CHECKING:
    from detector.examine.resolving import Resolver

T = TypeVar("T")


@dataclass(frozen=True)
class Task(Generic[T]):
    """What a child process does with a document, and what it needs for every one of them."""

    function: Callable[..., T]
    """Takes the model, a document, the reader, and by name the settings and what else was found of the page."""
    model: Model
    reader: str = "lexbor"
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, document: Document, **found: Any) -> T:
        return self.function(self.model, document, self.reader, **self.settings, **found)

    def __reduce__(self) -> tuple[Callable[..., Task[T]], tuple[Any, ...]]:
        # To a process that shares no memory with this one, the model goes by its folder.
        return _task, (self.function, self.model.folder, dict(self.model.manifest), self.reader, dict(self.settings))


def _task(
    function: Callable[..., T], folder: Path, manifest: Mapping[str, Any], reader: str, settings: Mapping[str, Any]
) -> Task[T]:
    return Task(function, replace(load(folder), manifest=manifest), reader, settings)


class Examiner:
    """Judges documents, one at a time, in a process of its own; `settings` go to `judge` with each of them.

    With a resolver, links that a page should be suspected for are followed, and the page is judged by where they lead.
    """

    def __init__(
        self,
        model: Model,
        reader: str = "lexbor",
        limits: Bounds | None = None,
        judge: Callable[..., Verdict] = judge_document,
        resolver: Resolver | None = None,
        **settings: Any,
    ) -> None:
        self._model = model
        self._resolver = resolver
        self._watchdog = Watchdog(Task(judge, model, reader, settings), limits or Bounds())

    def __enter__(self) -> Self:
        self._watchdog.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watchdog.__exit__(kind, error, trace)

    def examine(self, document: Document, **found: Any) -> Verdict:
        """The verdict about a document, with what else was `found` of it; what goes wrong is told in its `error`."""
        verdict = self._judged(document, found)
        if self._resolver is None or not verdict.leads:
            return verdict
        # The child has no part in it: it reads what strangers wrote, and has no business on the network.
        followed = self._judged(document, {**found, "landings": self._resolver.landings(verdict.leads)})
        return verdict if followed.error else followed

    def _judged(self, document: Document, found: Mapping[str, Any]) -> Verdict:
        try:
            return self._watchdog.ask(document, **found)
        except (UsageError, ReaderFailed):
            raise
        except DetectorError as error:
            return failed(self._model, document.id, document.url, error)
