"""Lists in JSON: arrays of strings or objects, JSON lines, events of MISP (https://www.misp-project.org/) and its warninglists.

Only what is known to hold entries is read as such: the same documents hold allow lists, versions and addresses of reports.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from detector.reputation.found import Found

LONGEST = 1 << 16
"""Bytes of a JSON line; a longer one is no entry."""

_NAMES = ("url", "host", "domain", "hostname", "fqdn", "uri", "indicator", "ip")
"""Keys of an object that hold what it lists; the first that is there counts."""
_REASONS = ("reason", "threat", "threat_type", "category", "classification", "tags")
_COLLECTIONS = frozenset(
    "list data entries results records indicators urls url hosts host hostnames domains domain blacklist blocklist denylist block deny".split()
)
"""Keys of arrays of entries; a number is one, too."""
_MISP_TYPES = frozenset(("domain", "hostname", "url", "uri", "domain|ip"))
_UNLISTED = ("substring", "regex")
"""Types of warninglists that hold patterns."""
_REPORT = "attributes of other types, or not meant for detection"
_OTHER = "parts that hold no entries"


class NoJson(ValueError):
    """The bytes are no JSON; the message says why in a few words."""


def entries(document: Any) -> Iterator[Found]:
    """The entries of a JSON document, in order, numbered. Raises NoJson where it is nested too deep."""
    for number, found in enumerate(_document(document), 1):
        yield found._replace(number=number)


def line_entries(lines: Iterable[bytes]) -> Iterator[Found]:
    """The entries of JSON lines, numbered by line."""
    for number, raw in enumerate(lines, 1):
        if len(raw) > LONGEST:
            yield Found(number, "", wrong=f"the line is longer than {LONGEST} bytes")
        elif raw.strip():
            try:
                document = parsed(raw)
            except NoJson as error:
                yield Found(number, raw.decode("utf-8", "replace").strip(), wrong=str(error))
                continue
            try:
                for found in _document(document):
                    yield found._replace(number=number)
            except NoJson as error:
                yield Found(number, "", wrong=str(error))


def parsed(body: bytes) -> Any:
    """A JSON document. Raises NoJson."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NoJson("it is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise NoJson(f"it is no JSON: {error.msg if isinstance(error, json.JSONDecodeError) else error}") from error


def _document(document: Any) -> Iterator[Found]:
    try:
        yield from _whole(document)
    except RecursionError as error:
        raise NoJson("it is nested too deep") from error


def _whole(document: Any) -> Iterator[Found]:
    if isinstance(document, dict):
        yield from _object(document)
    elif isinstance(document, list):
        for one in document:
            yield from _element(one)
    else:
        yield from _element(document)


def _element(value: Any) -> Iterator[Found]:
    """One place of an array."""
    if isinstance(value, str):
        yield Found(0, value)
    elif isinstance(value, dict):
        yield from _object(value)
    elif isinstance(value, list):
        for one in value:
            yield from _element(one)
    else:
        yield Found(0, json.dumps(value), wrong="it is no text")


def _object(value: Mapping[str, Any]) -> Iterator[Found]:
    name = next((name for name in _NAMES if isinstance(value.get(name), str)), None)
    if name is not None:
        yield Found(0, value[name], _reason(value))
    elif isinstance(value.get("list"), list) and value.get("type") in _UNLISTED:
        yield from (Found(0, str(one), passed=f"patterns ({value['type']})") for one in value["list"])
    elif any(isinstance(value.get(key), list | dict) for key in ("Event", "response", "Attribute", "Object")):
        yield from _misp(value)
    else:
        yield from _members(value)


def _members(value: Mapping[str, Any]) -> Iterator[Found]:
    """Collections by name, and objects that say themselves what they list, under whatever key."""
    for key, one in value.items():
        if isinstance(one, list) and (key.lower() in _COLLECTIONS or key.isdecimal()):
            yield from _element(one)
        elif isinstance(one, dict) and (key.lower() in _COLLECTIONS or any(name in one for name in _NAMES)):
            yield from _object(one)
        elif isinstance(one, list | dict):
            yield Found(0, key, passed=_OTHER)


def _misp(value: Mapping[str, Any]) -> Iterator[Found]:
    for attribute in _attributes(value):
        kind, said = attribute.get("type"), attribute.get("value")
        known = isinstance(kind, str) and kind in _MISP_TYPES
        if not known or attribute.get("to_ids") is False or attribute.get("deleted") is True:
            yield Found(0, str(said), passed=_REPORT)
        elif isinstance(said, str):
            # What a domain resolved to is shared by many: the domain alone is listed.
            yield Found(0, said.partition("|")[0] if kind == "domain|ip" else said, _reason(attribute))
        else:
            yield Found(0, json.dumps(said), wrong="it is no text")


def _attributes(value: Any) -> Iterator[Mapping[str, Any]]:
    """Attributes of an event, of its objects, and of several events, in order."""
    if isinstance(value, list):
        for one in value:
            yield from _attributes(one)
    elif isinstance(value, dict):
        attributes = value.get("Attribute")
        for attribute in attributes if isinstance(attributes, list) else ():
            if isinstance(attribute, dict):
                yield attribute
        for key in ("response", "Event", "Object"):
            yield from _attributes(value.get(key))


def _reason(value: Mapping[str, Any]) -> str:
    for key in _REASONS:
        said = value.get(key)
        if isinstance(said, list) and said:
            said = said[0]
        if isinstance(said, str) and said.strip():
            return said
    return ""
