"""What a page says of itself beside its text: title, language, `<meta>`, canonical address, microdata."""

from __future__ import annotations

import re
from collections.abc import Mapping

from detector import bounds
from detector.parsing import records
from detector.parsing.drafts import Attributes

_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})(?![A-Za-z])")
_NAMES = ("name", "property", "itemprop", "http-equiv")
_ADDRESSES = {
    "a": "href",
    "area": "href",
    "link": "href",
    "img": "src",
    "audio": "src",
    "video": "src",
    "iframe": "src",
    "embed": "src",
    "source": "src",
    "object": "data",
    "time": "datetime",
    "data": "value",
    "meter": "value",
}


class Metadata:
    """Collects, first one wins."""

    def __init__(self) -> None:
        self.title = ""
        self.base = ""
        """The `href` of the first `<base>`, as written."""
        self.canonical = ""
        self.meta: dict[str, str] = {}
        self.records: list[dict[str, str]] = []
        self._language = ""
        self._scopes: list[tuple[dict[str, str], str]] = []

    @property
    def lang(self) -> str:
        """Primary language subtag, from the first of the declarations that holds one."""
        for declared in (self._language, self.meta.get("og:locale", ""), self.meta.get("content-language", "")):
            found = _LANGUAGE.match(declared)
            if found:
                return found[1].lower()
        return ""

    def see_html(self, attributes: Attributes) -> None:
        self._language = self._language or attributes.get("lang", "") or attributes.get("xml:lang", "")

    def see_title(self, text: str) -> None:
        self.title = self.title or " ".join(text[: bounds.ATTRIBUTE].split())

    def see_base(self, attributes: Attributes) -> None:
        self.base = self.base or attributes.get("href", "").strip()[: bounds.ATTRIBUTE]

    def see_link(self, attributes: Attributes) -> None:
        if not self.canonical and "canonical" in attributes.get("rel", "").lower().split():
            self.canonical = attributes.get("href", "").strip()[: bounds.ATTRIBUTE]

    def see_meta(self, attributes: Attributes) -> None:
        content = attributes.get("content")
        if content is None:
            return
        for kind in _NAMES:
            if kind in attributes:
                name = attributes[kind].strip().lower()[: bounds.FIELD]
                if name and len(self.meta) < bounds.FIELDS:
                    self.meta.setdefault(name, content[: bounds.ATTRIBUTE].strip())
                return

    def see_json(self, source: str) -> None:
        room = bounds.RECORDS - len(self.records)
        self.records += records.from_json(source)[:room]

    def open_scope(self, attributes: Attributes) -> None:
        """An element with `itemscope`: a record, or a part of the one around it."""
        kind = attributes.get("itemtype", "").strip().rstrip("/").rpartition("/")[2][: bounds.FIELD]
        name = attributes.get("itemprop", "").strip()[:100]
        if self._scopes and name:
            record, prefix = self._scopes[-1]
            prefix = f"{prefix}{name}."
        else:
            record, prefix = {}, ""
            if len(self.records) < bounds.RECORDS:
                self.records.append(record)
        self._scopes.append((record, prefix))
        if kind:
            self._set("type", kind)

    def close_scope(self) -> None:
        self._scopes.pop()

    @property
    def in_scope(self) -> bool:
        """A record is open."""
        return bool(self._scopes)

    def see_property(self, tag: str, attributes: Attributes, text: str) -> None:
        """A microdata value: what the element declares, else its text."""
        value = declared(tag, attributes)
        for name in attributes["itemprop"][: bounds.FIELD].split():
            self._set(name[:100], text if value is None else value)

    def _set(self, name: str, value: str) -> None:
        record, prefix = self._scopes[-1]
        if len(record) < bounds.RECORD_FIELDS and len(prefix) < bounds.FIELD:
            value = records.field(value)
            if value:
                record.setdefault(prefix + name, value)


def declared(tag: str, attributes: Mapping[str, str]) -> str | None:
    """The machine-readable value of a microdata property, or None where its text is meant."""
    value = attributes.get("content")
    return attributes.get(_ADDRESSES[tag]) if value is None and tag in _ADDRESSES else value
