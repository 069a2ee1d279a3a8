"""Verdicts as rows for programs: the same fields in JSON lines, in tables and over HTTP."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from detector.sinks.safety import json_line
from detector.verdict import Fingerprint, LinkVerdict, Reason, Verdict


def row(verdict: Verdict) -> Mapping[str, Any]:
    """The fields of a verdict as plain values; URLs as they are, not defanged; no score (None) for a failed page."""
    return {
        "id": verdict.id,
        "url": verdict.url,
        "score": None if math.isnan(verdict.score) else verdict.score,
        "band": verdict.band and str(verdict.band),
        "kind": verdict.kind,
        "kinds": [kind._asdict() for kind in verdict.kinds],
        "reasons": [reason_row(reason) for reason in verdict.reasons],
        "links": [link_row(link) for link in verdict.links],
        "model": verdict.model,
        "schema": verdict.schema,
        "truncated": verdict.truncated,
        "error": verdict.error,
        "fingerprint": fingerprint_row(verdict.fingerprint),
    }


def reason_row(reason: Reason) -> Mapping[str, Any]:
    """The fields of a reason."""
    return {"feature": reason.feature, "text": reason.text, "contribution": reason.contribution}


def link_row(link: LinkVerdict) -> Mapping[str, Any]:
    """The fields of a suspected link."""
    return {
        "url": link.url,
        "kind": link.kind,
        "text": link.text,
        "score": link.score,
        "reasons": [reason_row(reason) for reason in link.reasons],
        "block": link.block,
    }


def fingerprint_row(fingerprint: Fingerprint) -> Mapping[str, Any]:
    """The parts of a fingerprint; None where a page has none, so that no join takes two of them for equal."""
    return {name: part or None for name, part in fingerprint._asdict().items()}


def line(verdict: Verdict) -> str:
    """A verdict as one line of JSON."""
    return json_line(row(verdict))
