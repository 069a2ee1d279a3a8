"""Document -> verdict, whatever the document is: one bad page is one verdict with an error, never the end of a run."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from detector.errors import DetectorError, PageGivenUp, UsageError
from detector.model.landings import NOT_FOLLOWED, Landings, followed, landed
from detector.model.onward import onward
from detector.model.parts import EVERYTHING, Part
from detector.model.scorer import judge
from detector.model.weights import Model
from detector.page import Document
from detector.parsing import parse
from detector.verdict import Verdict

if TYPE_CHECKING:
    from detector.reputation import Reputation


def judge_document(
    model: Model,
    document: Document,
    reader: str = "lexbor",
    parts: frozenset[Part] = EVERYTHING,
    landings: Landings = NOT_FOLLOWED,
    reputation: Reputation | None = None,
) -> Verdict:
    """Read and judge a document, its verdict with these parts; what goes wrong is told in the verdict's `error`.

    `landings` is what following links of the page came to (`Verdict.leads` of an earlier verdict names which to follow),
    `reputation` the user's own lists.
    """
    try:
        page = landed(parse(document, reader), landings)
        verdict = judge(model, page, document.id, parts, reputation)
        return replace(followed(verdict, landings), onward=onward(page))
    except UsageError:
        raise
    except MemoryError:
        return failed(model, document.id, document.url, PageGivenUp("The page took more memory than one page may."))
    except Exception as error:
        return failed(model, document.id, document.url, error)


def failed(model: Model, id: str | None, url: str | None, error: Exception) -> Verdict:
    """The verdict about a page that could not be read or scored."""
    known = isinstance(error, DetectorError)
    said = (
        str(error)
        if known
        else f"The page could not be scored, a fault of this program: {type(error).__name__}: {error}"
    )
    return Verdict(
        id=id,
        url=url,
        score=math.nan,
        band=None,
        kind=None,
        reasons=(),
        links=(),
        model=model.name,
        schema=model.manifest["schema"],
        error=said,
    )


def with_spam_threshold(model: Model, threshold: float) -> Model:
    """The same model, calling pages spam from another score on; the review threshold never lies above it."""
    chosen = model.manifest["thresholds"]
    changed = {**chosen, "spam": threshold, "review": min(chosen["review"], threshold)}
    return replace(model, manifest={**model.manifest, "thresholds": changed})
