"""Model folders for people: a line in a list, and a summary with the card."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detector.errors import ModelError
from detector.model.folder import beginning
from detector.model.store import read_manifest
from detector.sinks.safety import plain

_LONGEST_CARD = 100_000
_SHORT_DIGEST = 8


def list_line(folder: Path) -> str:
    """A model in one line; a damaged one says so."""
    try:
        manifest = read_manifest(folder)
    except ModelError:
        return f"{'(damaged)':<24}  {'':<12}  {plain(str(folder))}"
    return f"{_name(manifest):<24}  {plain(str(manifest.get('schema', '')), 12):<12}  {plain(str(folder))}"


def summary(folder: Path) -> str:
    """The manifest in short, then the card as it was written. Raises ModelError where the manifest is damaged."""
    manifest = read_manifest(folder)
    said = {
        "name": _name(manifest),
        "digest": manifest["digest"],
        "folder": folder,
        "feature table": manifest.get("schema"),
        "lexicons": str(manifest.get("lexicons"))[:12],
        "thresholds": _pairs(manifest.get("thresholds")),
        "made with": f"Python {manifest.get('python')}, {_pairs(manifest.get('libraries'))}",
    }
    lines = [f"{name:<14} {plain(str(value))}" for name, value in said.items()]
    return "\n".join([*lines, "", *_card(folder)])


def _name(manifest: Mapping[str, Any]) -> str:
    return plain(f"{manifest.get('name')}-{manifest['digest'][:_SHORT_DIGEST]}", 80)


def _pairs(said: object) -> str:
    return ", ".join(f"{name} {value}" for name, value in said.items()) if isinstance(said, Mapping) else "unknown"


def _card(folder: Path) -> list[str]:
    try:
        card = beginning(folder / "card.md", _LONGEST_CARD).decode("utf-8", "replace")
        return [plain(line) for line in card.splitlines()]
    except (OSError, ValueError):
        return ["(no card)"]
