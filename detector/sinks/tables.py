"""Verdicts as rows for programs: the same fields in JSON lines, in tables and over HTTP."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from detector.page import Hop
from detector.sinks.safety import json_line
from detector.verdict import Fingerprint, LinkVerdict, Reason, Verdict


def reason_rows(reasons: Iterable[Reason]) -> list[Mapping[str, Any]]:
    """The fields of reasons."""
    return [{"feature": reason.feature, "text": reason.text, "contribution": reason.contribution} for reason in reasons]


def hop_rows(hops: Iterable[Hop]) -> list[Mapping[str, Any]]:
    """The fields of redirects."""
    return [{"url": hop.url, "status": hop.status} for hop in hops]


def link_row(link: LinkVerdict) -> Mapping[str, Any]:
    """The fields of a suspected link."""
    return {
        "url": link.url,
        "landing": link.landing,
        "hops": hop_rows(link.hops),
        "error": link.error,
        "kind": link.kind,
        "text": link.text,
        "score": link.score,
        "reasons": reason_rows(link.reasons),
        "block": link.block,
    }


def fingerprint_row(fingerprint: Fingerprint) -> Mapping[str, Any]:
    """The parts of a fingerprint; None where a page has none, so that no join takes two of them for equal."""
    text, template, exits, lure = fingerprint
    return {"text": text or None, "template": template or None, "exits": exits or None, "lure": lure or None}


PARTS: Mapping[str, Callable[[Verdict], Any]] = MappingProxyType(
    {
        "id": lambda verdict: verdict.id,
        "url": lambda verdict: verdict.url,
        "hops": lambda verdict: hop_rows(verdict.hops),
        "score": lambda verdict: None if math.isnan(verdict.score) else verdict.score,
        "band": lambda verdict: verdict.band and str(verdict.band),
        "kind": lambda verdict: verdict.kind,
        "kinds": lambda verdict: [{"kind": kind, "score": score} for kind, score in verdict.kinds],
        "reasons": lambda verdict: reason_rows(verdict.reasons),
        "links": lambda verdict: [link_row(link) for link in verdict.links],
        "model": lambda verdict: verdict.model,
        "schema": lambda verdict: verdict.schema,
        "truncated": lambda verdict: verdict.truncated,
        "error": lambda verdict: verdict.error,
        "fingerprint": lambda verdict: fingerprint_row(verdict.fingerprint),
    }
)
"""Each field of a row and how it is read from a verdict."""


def row(verdict: Verdict) -> Mapping[str, Any]:
    """The fields of a verdict as plain values; URLs as they are, not defanged; no score (None) for a failed page."""
    return {name: part(verdict) for name, part in PARTS.items()}


def line(verdict: Verdict) -> str:
    """A verdict as one line of JSON."""
    return json_line(row(verdict))
