"""Texts that nearly match a regular expression, again and again: made from the expression itself.

What makes a backtracking matcher slow (Davis et al., "The Impact of Regular Expression Denial of Service", 2018): a part
that can be read in more than one way, then something that fails; or a beginning that is found everywhere and leads far.
So expressions are taken apart, and examples of what they match are repeated: whole, broken off, and with one of their
parts made long, over an alphabet that has one character for each way in which the expression tells characters apart.
"""

from __future__ import annotations

import random
import re
import re._constants as sre
import re._parser as parser
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

_OTHERS = "é映\u0301\u200b\u00a0\u3000Жα҃ｗ①👍ſ\u212a٣ÃÂâ\x80\x90\x9b\x9c\u2060\U0001d400\udc80"
_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}
_EXAMPLES = 40
_LETTERS = 8
"""Characters whose pairs are tried."""


class Pump(NamedTuple):
    """A text as long as one likes."""

    before: str
    unit: str
    after: str

    def text(self, size: int) -> str:
        """So many characters, about."""
        return self.before + self.unit * max(size // len(self.unit), 1) + self.after


def pumps(pattern: re.Pattern[Any]) -> list[Pump]:
    """Texts on which this expression could be slow; the same ones each time."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    chance = random.Random(0)
    letters = _alphabet(list(_singles(tree)), isinstance(pattern.pattern, bytes))
    few = letters if len(letters) <= _LETTERS else chance.sample(letters, _LETTERS)
    found = {Pump("", letter, "") for letter in letters}
    found |= {Pump("", one + other, "") for one, other in product(few, few) if one != other}
    for _ in range(_EXAMPLES):
        example = _example(tree, letters, chance, {})
        if not example:
            continue
        start = chance.randrange(len(example))
        end = min(start + chance.randint(1, 3), len(example))
        wrong = chance.choice(letters)
        found |= {
            Pump("", example, ""),
            Pump("", example[: start + 1], ""),
            Pump("", example + wrong, ""),
            Pump("", example[:-1] + wrong, wrong),
            Pump(example[:start], example[start:end], ""),
            Pump(example[:start], example[start:end], wrong),
            Pump("", example[: start + 1] + example[start:end] * 50, wrong),
        }
    return sorted(found)


def _singles(tree: Any) -> Iterator[tuple[Any, Any]]:
    """The parts that take one character."""
    for kind, value in tree:
        if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            yield kind, value
        else:
            for inner in _parts(kind, value):
                yield from _singles(inner)


def _parts(kind: Any, value: Any) -> Sequence[Any]:
    """The expressions within a part of an expression."""
    if kind is sre.BRANCH:
        return list(value[1])
    if kind is sre.ATOMIC_GROUP:
        return [value]
    if kind is sre.SUBPATTERN:
        return [value[3]]
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [value[2]]
    if kind in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    return []


def _alphabet(singles: Sequence[tuple[Any, Any]], of_bytes: bool) -> list[str]:
    """One character for each way in which these parts tell characters apart."""
    named = [chr(point) for kind, value in singles for point in _points(kind, value)]
    pool = [chr(point) for point in range(256)] if of_bytes else [*map(chr, range(128)), *_OTHERS, *named]
    distinct = list({str(single): single for single in singles}.values())
    kinds: dict[tuple[bool, ...], str] = {}
    for character in pool:
        told = [_takes(kind, value, character) for kind, value in distinct]
        kinds.setdefault((*told, character.isspace(), character.isalnum()), character)
    return list(kinds.values())


def _points(kind: Any, value: Any) -> Iterator[int]:
    """Code points that a part names."""
    if kind in (sre.LITERAL, sre.NOT_LITERAL):
        yield value
    elif kind is sre.RANGE:
        yield from value
    elif kind is sre.IN:
        for inner in value:
            yield from _points(*inner)


def _takes(kind: Any, value: Any, character: str) -> bool:
    """Does a part take this character? Letters of the other case are passed over."""
    if kind is sre.LITERAL:
        return ord(character) == value
    if kind is sre.NOT_LITERAL:
        return ord(character) != value
    if kind is sre.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    if kind is sre.CATEGORY:
        return _compiled(_CATEGORIES[value]).match(character) is not None
    if kind is sre.ANY:
        return character != "\n"
    negated = value[0][0] is sre.NEGATE
    return negated is not any(_takes(*inner, character) for inner in value[negated:])


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _example(tree: Any, letters: Sequence[str], chance: random.Random, groups: dict[int, str]) -> str:
    """A text that an expression matches, what it looks around for aside."""
    said: list[str] = []
    for kind, value in tree:
        if kind is sre.LITERAL:
            said.append(chr(value))
        elif kind in (sre.NOT_LITERAL, sre.ANY, sre.IN):
            taken = [letter for letter in letters if _takes(kind, value, letter)]
            said.append(chance.choice(taken) if taken else "")
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            least, most, inner = value
            count = min(int(most), int(least) + chance.choice((0, 0, 1, 2, 40)))
            if chance.random() < 0.5:
                said.append(_example(inner, letters, chance, groups) * count)
            else:
                said += [_example(inner, letters, chance, groups) for _ in range(count)]
        elif kind is sre.GROUPREF:
            said.append(groups.get(value, ""))
        elif kind is sre.ASSERT:
            # What is looked ahead for stands there, sometimes; what must stand before, always.
            said.append(_example(value[1], letters, chance, groups) if value[0] < 0 or chance.random() < 0.3 else "")
        elif kind in (sre.SUBPATTERN, sre.ATOMIC_GROUP, sre.BRANCH):
            inner = _example(chance.choice(_parts(kind, value)), letters, chance, groups)
            if kind is sre.SUBPATTERN and value[0] is not None:
                groups[value[0]] = inner
            said.append(inner)
    return "".join(said)
