"""What the string expressions of a script come to, as far as that can be told without running it.

An address that is cut into pieces is still written down: `'ht' + 'tps://' + host`, `['a', 'b'].join('.')`, a template,
character codes, base64, a reversed string, a variable that was given one of these. All else is unknown. The number of
terms read in a script and the length of every value are bounded, so that no code can make the work grow.
"""

from __future__ import annotations

import base64
import binascii
import re
from bisect import bisect
from collections.abc import Callable, Mapping
from functools import cached_property
from urllib.parse import unquote

from detector import bounds

Value = str | list[str] | None
"""A string, an array of strings, or unknown."""

# Linear: possessive and bounded.
_STRING = re.compile(
    r"'((?:[^'\\\n]|\\.){0,4096}+)'|\"((?:[^\"\\\n]|\\.){0,4096}+)\"|`((?:[^`\\]|\\.){0,4096}+)`", re.DOTALL
)
_NAME = re.compile(r"[A-Za-z_$][\w$]{0,60}+")
_NUMBER = re.compile(r"0[xX][0-9A-Fa-f]{1,6}|[0-9]{1,7}")
_SPACE = re.compile(r"\s{0,100}+")
_BACKSLASH = re.compile(r"\\(.)", re.DOTALL)
_PLACE = re.compile(r"\$\{\s{0,9}([A-Za-z_$][\w$]{0,60}+)\s{0,9}\}")
# Strings are taken whole, to the end of the line if they are never closed: `'?a=1'` assigns nothing.
_ASSIGNMENT = re.compile(
    r"'(?:[^'\\\n]|\\.)*+'?|\"(?:[^\"\\\n]|\\.)*+\"?|`(?:[^`\\]|\\.)*+`?"
    r"|(?<![\w$.])([A-Za-z_$][\w$]{0,60}+)\s{0,9}(\+?=)(?![=>])",
    re.DOTALL,
)
_DECODED = frozenset(("decodeURIComponent", "decodeURI", "unescape"))
_UNCHANGED = frozenset(("String", "encodeURI"))


class Constants:
    """The expressions of one script."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._place = 0
        """Where the expression that is being read goes on."""
        self._known: dict[int, Value] = {}
        """What was assigned at a place."""
        self._terms = bounds.TERMS
        self._level = 0

    def at(self, place: int) -> str:
        """What the expression at `place` comes to, up to its first unknown part; empty where that is the first.

        >>> code = "var h = ['e', 'example']; location = 'https://' + h.join('.') + path"
        >>> Constants(code).at(code.index("'https"))
        'https://e.example'
        """
        value = self._aside(place)
        return value if isinstance(value, str) else ""

    def _aside(self, place: int) -> Value:
        """The value of an expression elsewhere in the code."""
        outer, self._place = self._place, place
        value = self._sum()
        self._place = outer
        return value

    def _next(self, mark: str) -> bool:
        """Whether this comes next, white space aside; if so, it is read."""
        found = _SPACE.match(self._code, self._place)
        place = found.end() if found else self._place
        if not self._code.startswith(mark, place):
            return False
        self._place = place + len(mark)
        return True

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What matches here; it is read."""
        found = pattern.match(self._code, self._place)
        if found:
            self._place = found.end()
        return found

    def _sum(self) -> Value:
        """A term and the terms added to it, up to the first unknown one."""
        value = self._term()
        while isinstance(value, str):
            before = self._place
            added = self._term() if self._next("+") else None
            if not isinstance(added, str):
                self._place = before
                break
            value = (value + added)[: bounds.ATTRIBUTE]
        return value

    def _term(self) -> Value:
        self._terms -= 1
        if self._terms < 0 or self._level >= bounds.TERM_LEVELS:
            return None
        self._level += 1
        value = self._called(self._start())
        self._level -= 1
        return value

    def _start(self) -> Value:
        """A literal, an array, an expression in brackets, or the name of a variable or function."""
        self._next("")
        if found := self._match(_STRING):
            return self._filled(found)
        if found := self._match(_NUMBER):
            return str(int(found[0], 0 if found[0][:2] in ("0x", "0X") else 10))
        if self._next("["):
            return self._list("]")
        if self._next("("):
            values = self._list(")")
            return values[0] if values and len(values) == 1 else None
        found = self._match(_NAME)
        if not found:
            return None
        return self._function(found[0]) if self._next("(") else self._variable(found[0])

    def _filled(self, literal: re.Match[str]) -> Value:
        """What a literal says; a template with an unknown place in it says what stands before."""
        if literal[3] is None:
            return _BACKSLASH.sub(r"\1", literal[1] or literal[2] or "")
        filled, last = "", 0
        for place in _PLACE.finditer(literal[3]):
            value = self._variable(place[1])
            if not isinstance(value, str):
                return filled + literal[3][last : place.start()]
            filled, last = filled + literal[3][last : place.start()] + value, place.end()
        return (filled + literal[3][last:].partition("${")[0])[: bounds.ATTRIBUTE]

    def _list(self, closing: str) -> list[str] | None:
        """Strings between commas, up to the closing bracket; None where one of them is unknown."""
        values: list[str] = []
        while not self._next(closing):
            value = self._sum()
            if not isinstance(value, str):
                return None
            values.append(value)
            if not self._next(","):
                return values if self._next(closing) else None
        return values

    def _called(self, value: Value) -> Value:
        """What the methods and indices behind a term make of it."""
        while True:
            if isinstance(value, list) and self._next("["):
                index = self._list("]")
                value = value[int(index[0])] if index and index[0].isdecimal() and int(index[0]) < len(value) else None
            elif self._next("."):
                name = self._match(_NAME)
                if name is None or not self._next("("):
                    return None
                arguments = self._list(")")
                value = None if arguments is None else _method(value, name[0], arguments)
            else:
                return value

    def _function(self, name: str) -> Value:
        arguments = self._list(")")
        return _method(None, name, arguments) if arguments else None

    def _variable(self, name: str) -> Value:
        """What a variable was given last before this place, or first behind it, and what was added to that since."""
        given = self._assignments["="].get(name)
        if not given:
            return None
        place = given[max(bisect(given, self._place) - 1, 0)]
        if place not in self._known:
            self._known[place] = None  # as long as it is being found out: it may be made of itself
            self._known[place] = self._grown(name, place, self._place)
        return self._known[place]

    def _grown(self, name: str, place: int, until: int) -> Value:
        value = self._aside(place)
        for more in self._assignments["+="].get(name, ()):
            if isinstance(value, str) and place < more < until:
                added = self._aside(more)
                value = (value + added)[: bounds.ATTRIBUTE] if isinstance(added, str) else value
        return value

    @cached_property
    def _assignments(self) -> Mapping[str, Mapping[str, list[int]]]:
        """Where each variable is given a value (`=`) and where it grows (`+=`), in order."""
        found: dict[str, dict[str, list[int]]] = {"=": {}, "+=": {}}
        for match in _ASSIGNMENT.finditer(self._code):
            if match[1]:
                found[match[2]].setdefault(match[1], []).append(match.end())
        return found


def from_base64(text: str) -> str:
    """The text that a base64 literal (standard or URL-safe) hides, or empty.

    >>> from_base64("aHR0cHM6Ly9lLmV4YW1wbGU")
    'https://e.example'
    """
    standard = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(standard + "=" * (-len(standard) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def character(point: int) -> str:
    """The character of a code point; half of a surrogate pair or what lies beyond Unicode is none, nor part of an address."""
    return chr(point) if point < 0xD800 or 0xE000 <= point < 0x110000 else "\ufffd"


def _method(value: Value, name: str, arguments: list[str]) -> Value:
    """What a function makes of strings, or a method of what it is called on; None where that is unknown."""
    first = arguments[0] if arguments else ""
    if isinstance(value, list):
        if name == "join":
            between = first if arguments else ","
            return between.join(value[: bounds.ATTRIBUTE // max(len(between), 1) + 1])[: bounds.ATTRIBUTE]
        return value[::-1] if name == "reverse" else None
    if isinstance(value, str) and name in _OF_STRINGS:
        return _OF_STRINGS[name](value, arguments)
    if name == "fromCharCode" and all(map(str.isdecimal, arguments)):
        return "".join(character(int(code)) for code in arguments)
    if name == "atob" and arguments:
        return from_base64(first) or None
    if name in _DECODED and arguments:
        return unquote(first)
    return first if name in _UNCHANGED and arguments else None


def _split(text: str, arguments: list[str]) -> Value:
    if not arguments:
        return [text]
    return text.split(arguments[0]) if arguments[0] else list(text)


_OF_STRINGS: Mapping[str, Callable[[str, list[str]], Value]] = {
    "split": _split,
    "concat": lambda text, added: "".join((text, *added))[: bounds.ATTRIBUTE],
    "replace": lambda text, pair: text.replace(pair[0], pair[1], 1)[: bounds.ATTRIBUTE] if len(pair) == 2 else None,
    "toLowerCase": lambda text, nothing: text.lower(),
    "toString": lambda text, nothing: text,
    "trim": lambda text, nothing: text.strip(),
}
