"""What figures were measured on."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.throughput.processes import detector, processors

_LIBRARIES = ("selectolax", "numpy", "fastwarc", "warcio", "beautifulsoup4", "scikit-learn", "lxml", "trafilatura")


def machine() -> dict[str, object]:
    """Processors, memory, Python and libraries."""
    return {
        "processors": len(processors()),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PAGESIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "program": subprocess.run(detector("--version"), capture_output=True, text=True, check=False).stdout.strip(),
        "libraries": {name: found for name in _LIBRARIES if (found := _version(name))},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "unknown")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
