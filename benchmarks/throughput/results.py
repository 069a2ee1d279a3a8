"""Figures of several commands in one file: each replaces its own sections, and the page is written anew."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.throughput import plot, table
from benchmarks.throughput.machine import machine

Section = Mapping[str, Any]
"""`command`, `machine`, `load` (processes that wanted a processor just before) and `found`."""


def command(module: str, **options: object) -> str:
    """How a section is measured again; options that are None or False are left out.

    >>> command("benchmarks.throughput", pages=100, full=True, model=None)
    'python -m benchmarks.throughput --pages 100 --full'
    """
    words = ["python", "-m", module]
    for name, value in options.items():
        if value not in (None, False):
            words += [f"--{name}", *([] if value is True else [str(value)])]
    return shlex.join(words)


def measured(said: str, measure: Callable[[], Mapping[str, Any]]) -> Section:
    """Measure a section."""
    busy = round(os.getloadavg()[0], 2)
    return {"command": said, "machine": machine(), "load": busy, "found": measure()}


def publish(sections: Mapping[str, Section], folder: Path | None) -> None:
    """Print these sections; write them, beside those that are there already, into throughput.json, throughput.md and memory.svg."""
    print(table.markdown(sections))
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "throughput.json"
    every = {**(json.loads(path.read_text("utf-8")) if path.exists() else {}), **sections}
    path.write_text(json.dumps(every, indent=1, sort_keys=True) + "\n", "utf-8")
    (folder / "throughput.md").write_text(table.page(every), "utf-8")
    if "memory" in every:
        found = every["memory"]["found"]
        title = f"Memory of each process while {found['pages']:,} pages are labelled"
        (folder / "memory.svg").write_text(plot.memory(found["curves"], title), "utf-8")
