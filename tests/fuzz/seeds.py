"""What a fuzzer begins with: committed small inputs, and written pages cut to size by recipe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_SMALL = 2_500
"""Bytes of a written page that is taken."""
_OPTIONS = (b"\0\0\0\0", b"\0\0\0\2", b"\0\0\0\x0b", b"\0\0\1\x3d")


def committed(target: str) -> Iterator[tuple[str, bytes]]:
    """The seeds and the found inputs of a target, by name."""
    for kind in ("seeds", "found"):
        for path in sorted((_HERE / kind / target).glob("*")):
            yield f"{kind}-{path.name}", path.read_bytes()


def written(target: str) -> Iterator[tuple[str, bytes]]:
    """Written pages as inputs."""
    if target != "pages":
        return
    small = [
        path
        for path in sorted((_ROOT / "datasets" / "authored").glob("*/pages/*"))
        if path.stat().st_size <= _SMALL and path.suffix in (".html", ".txt")
    ]
    for number, path in enumerate(small):
        options = b"\0\3\0\0" if path.suffix == ".txt" else _OPTIONS[number % len(_OPTIONS)]
        yield f"{path.parents[1].name}-{path.name}", options + path.read_bytes()


def write(target: str, folder: Path) -> None:
    """Put all of them into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in (*committed(target), *written(target)):
        (folder / name).write_bytes(body)
