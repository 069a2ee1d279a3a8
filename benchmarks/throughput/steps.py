"""The steps of the way from a record to its row."""

from __future__ import annotations

STEPS = {
    "read": "record out of the archive: unpack, headers, HTTP decoding",
    "decode": "of parse: bytes to text",
    "cost": "of parse: is it affordable to parse?",
    "parse": "document to page: the two above, lexbor, walk over the tree, scripts, links",
    "examine": "of measure: words, phrases, where links lead",
    "candidates": "of measure: which links may be the scam link",
    "dense": "of measure: the dense features",
    "measure": "page to numbers: the three above, hashed tokens, measures of candidates",
    "score": "of judge: log-odds of the candidates and of the page",
    "fingerprint": "of judge: sketches of text and skeleton",
    "judge": "page to verdict: measure, score, reasons, links, kinds, fingerprint",
    "row": "verdict to the fields of a row",
    "encode": "rows to JSON lines",
}
