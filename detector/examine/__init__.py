"""Document -> verdict for commands that look at single pages: guarded against what a page may do to its reader."""

from __future__ import annotations

from detector.examine.examiner import Examiner, Task
from detector.examine.process import Bounds
from detector.examine.watchdog import Watchdog

__all__ = ["Bounds", "Examiner", "Task", "Watchdog"]
