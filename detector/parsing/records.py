"""What a page says of itself in machine-readable form: JSON-LD records flattened to dotted names.

https://schema.org/docs/gs.html, https://www.w3.org/TR/json-ld11/. Only the shape is read: no context is resolved.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from detector import bounds


def from_json(source: str) -> list[dict[str, str]]:
    """The records of one JSON-LD script; none where it is no JSON.

    >>> from_json('{"@graph": [{"@type": "Movie", "name": "A", "author": {"name": ["B", "C"]}}]}')
    [{'type': 'Movie', 'name': 'A', 'author.name': 'B, C'}]
    """
    try:
        found = json.loads(source.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        return [record for each in _records(found, 0) if (record := _flat(each))]
    except (ValueError, RecursionError):
        return []


def _records(value: Any, level: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, list) and level < bounds.RECORD_LEVELS:
        for each in value[: bounds.RECORDS]:
            yield from _records(each, level + 1)
    elif isinstance(value, dict):
        graph = value.get("@graph")
        if isinstance(graph, list):
            yield from _records(graph, level + 1)
        else:
            yield value


def _flat(record: dict[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, text in _fields(record, "", 0):
        if len(flat) >= bounds.RECORD_FIELDS:
            break
        flat.setdefault(name, text)
    return flat


def _fields(record: dict[str, Any], prefix: str, level: int) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        if key == "@context":
            continue
        name = prefix + field(key.removeprefix("@")[:100])
        if isinstance(value, dict):
            if level < bounds.RECORD_LEVELS:
                yield from _fields(value, name + ".", level + 1)
        elif isinstance(value, list):
            yield from _listed(value, name, level)
        elif value is not None:
            yield name, field(value)


def _listed(values: list[Any], name: str, level: int) -> Iterator[tuple[str, str]]:
    first = values[: bounds.RECORD_LIST]
    plain = [field(value) for value in first if not isinstance(value, dict | list) and value is not None]
    if plain:
        yield name, ", ".join(plain)[: bounds.FIELD]
    joined: dict[str, list[str]] = {}
    for value in first:
        if isinstance(value, dict) and level < bounds.RECORD_LEVELS:
            for key, text in _fields(value, name + ".", level + 1):
                joined.setdefault(key, []).append(text)
    for key, texts in joined.items():
        yield key, ", ".join(texts)[: bounds.FIELD]


def field(value: object) -> str:
    """One value as bounded text without lone surrogates, which JSON's escapes can spell."""
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    text = text[: 4 * bounds.FIELD]
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    return " ".join(text.split())[: bounds.FIELD]
