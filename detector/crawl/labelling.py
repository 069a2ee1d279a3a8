"""Record -> row: the one function that every engine runs, whatever carries records to it and rows away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from detector import urls
from detector.crawl.wanted import Wanted
from detector.errors import PageGivenUp, UnreadableInput
from detector.model.judging import failed
from detector.model.parts import Part
from detector.model.scorer import judge
from detector.model.weights import Model
from detector.page import Document
from detector.parsing import parse
from detector.reputation import Identified, as_identified
from detector.sinks.rows import label_row
from detector.sources.record import Record
from detector.verdict import Verdict

_SUMMARISED = frozenset((Part.KINDS, Part.LINKS, Part.FINGERPRINT))
"""What a summary counts."""


class Labelled(NamedTuple):
    """What became of one record."""

    verdict: Verdict | None
    """None where the record was left out or is no page."""
    left_out: str = ""
    """The filter that left it out."""


class Labelling:
    """How the records of one run are labelled."""

    def __init__(
        self,
        model: Model,
        wanted: Wanted,
        fields: Sequence[str],
        reader: str = "lexbor",
        summarised: bool = True,
        reputation: Sequence[Identified] = (),
    ) -> None:
        self.model = model
        self.wanted = wanted
        self.fields = fields
        self.summarised = summarised
        """Whether a summary is made of the verdicts, beside the rows."""
        self._reader = reader
        self._reputation = as_identified(reputation) if reputation else None
        asked = frozenset("kinds" if name == "kind" else name for name in fields)
        self._parts = frozenset(part for part in Part if part in asked) | (_SUMMARISED if summarised else frozenset())

    def label(self, record: Record, given_up: str = "") -> Labelled:
        """Filter, read and judge one record; `given_up` says why its page is not to be tried again."""
        left_out = self.wanted.before(record)
        document = record.document
        if left_out or document is None:
            return Labelled(None, left_out)
        if given_up or record.failure:
            error = PageGivenUp(given_up) if given_up else UnreadableInput(record.failure)
            return Labelled(self._failed(document, error))
        try:
            page = parse(document, self._reader)
            left_out = self.wanted.after(page)
            if left_out:
                return Labelled(None, left_out)
            return Labelled(judge(self.model, page, document.id, self._parts, self._reputation))
        except MemoryError:
            return Labelled(self._failed(document, PageGivenUp("The page took more memory than one page may.")))
        except Exception as error:
            return Labelled(self._failed(document, error))

    def row(self, verdict: Verdict, record: Record, name: str) -> Mapping[str, Any]:
        """The row of a record's verdict; `name` is its input's."""
        return label_row(verdict, name, record, self.fields)

    def _failed(self, document: Document, error: Exception) -> Verdict:
        url = urls.resolve(None, document.url) if document.url else None
        return replace(failed(self.model, document.id, url, error), hops=document.hops)
