"""What binds a process that reads strangers' pages: so much time and memory a page, and no longer life than its parent's."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from dataclasses import dataclass

from detector import bounds

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Bounds:
    """What one page may take; past it the page is given up, and its verdict or row holds an error."""

    seconds: float = bounds.SECONDS
    megabytes: int = bounds.MEGABYTES


def end_with_parent() -> None:
    """Have the system end this process when its parent is killed, even within a page (Linux; elsewhere after the page).

    The parent is the thread that started this process (prctl(2)).
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def bound_memory(megabytes: int) -> None:
    """Let memory requests beyond the bound fail, where the system can (not on Windows; macOS takes no notice)."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * 1_000_000 + _in_use()
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def _in_use() -> int:
    """Bytes of data memory that this process has before it reads any page."""
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:
            return int(stream.read().split()[5]) * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError, IndexError):
        return 0
