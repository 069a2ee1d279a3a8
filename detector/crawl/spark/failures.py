"""What Spark's errors come to, in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from detector.errors import DetectorError

_OURS = re.compile(r"^detector\.[\w.]+: (.+)$", re.MULTILINE)
"""An error of this package that was raised on another machine."""
_MISSING = re.compile(r"\bModuleNotFoundError: No module named '([\w.]+)'")
_JAVA_CLASS = re.compile(r"^:? ?(?:[a-z]\w*\.)+(?=[A-Z]\w*(?:Exception|Error)\b)")
_CALLING = "An error occurred while calling"


class ClusterFailed(DetectorError):
    """Spark gave the job up, or could not begin it."""


@contextmanager
def told(what: str, then: str = "") -> Iterator[None]:
    """Let what Spark raises be a ClusterFailed that says what went wrong, why, and what to do then."""
    try:
        yield
    except DetectorError:
        raise
    except Exception as error:  # Spark raises its own, Java's by way of py4j, and bare ones
        raise ClusterFailed(f"{what}: {sentence(str(error) or type(error).__name__)} {then}".rstrip()) from error


def sentence(text: str) -> str:
    """The cause in an error's text, which may hold the stacks of two languages.

    >>> sentence("Traceback:\\n  File x\\ndetector.errors.UnwritableOutput: There is no room left.\\n\\tat org.apache.X")
    'There is no room left.'
    >>> sentence("An error occurred while calling z:a.b.\\n: org.apache.spark.SparkException: Job aborted\\n\\tat org")
    'SparkException: Job aborted.'
    """
    ours = _OURS.search(text)
    if ours is not None:
        return ours[1]
    missing = _MISSING.search(text)
    if missing is not None:
        return f"The machines of the cluster have no module {missing[1]}: install this package with its extra spark on all of them."
    if "JAVA_GATEWAY_EXITED" in text or "JAVA_HOME" in text:
        return "Java could not be run; install Java 17 or later, and let JAVA_HOME name its folder."
    if "stopped SparkContext" in text:
        return "The master does not answer; see that it runs, and that its address is right."
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith(_CALLING)]
    return _JAVA_CLASS.sub("", lines[0] if lines else text)[:300].rstrip(".") + "."
