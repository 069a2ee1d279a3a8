"""All nasty pages, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.nasty import code, encodings, markup, packed, strings
from tests.nasty.recipe import Recipe


def _gathered() -> Mapping[str, Recipe]:
    found: dict[str, Recipe] = {}
    for room in (markup, encodings, code, strings, packed):
        for recipe in room.RECIPES:
            assert recipe.name not in found, recipe.name
            found[recipe.name] = recipe
    return MappingProxyType(found)


CORPUS = _gathered()
"""Every recipe."""
SMALL = tuple(recipe for recipe in CORPUS.values() if not recipe.big)
"""Those that are read again and again."""
BIG = tuple(recipe for recipe in CORPUS.values() if recipe.big)
"""Those that are read once."""
