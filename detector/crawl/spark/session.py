"""A Spark session, and the model carried to every machine."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from detector.errors import DetectorError, UsageError
from detector.model import load
from detector.model.weights import Model

_PLAIN_LOCAL = re.compile(r"local(?:\[(\d+|\*)\])?")
_TRIES = 4
"""Times that a task may fail, as on a cluster."""


class ClusterFailed(DetectorError):
    """Spark gave the job up, or could not begin it."""


def session(master: str | None) -> Any:
    """The running session, or a new one at `master`; None: at what spark-submit or the configuration says."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError("Spark needs the extra spark: in a checkout, run pip install '.[spark]'.") from error
    # The run tells of its own progress; Spark's bar would write over it.
    builder = SparkSession.builder.appName("detector label").config("spark.ui.showConsoleProgress", "false")
    if master is not None:
        if master.startswith("local"):
            # Spark would start whatever `python3` is on the path, which need not be the one that has this package.
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = builder.master(retrying(master))
    try:
        return builder.getOrCreate()
    except Exception as error:  # a Java error, or Spark's own
        raise ClusterFailed(
            f"Spark cannot be started: {first_line(error)}; give --master, and see that Java is installed."
        ) from error


def retrying(master: str) -> str:
    """A local master that tries failed tasks again: a plain one gives up the whole job with the first.

    >>> retrying("local[2]"), retrying("local"), retrying("spark://head:7077")
    ('local[2,4]', 'local[1,4]', 'spark://head:7077')
    """
    plain = _PLAIN_LOCAL.fullmatch(master)
    return f"local[{plain[1] or 1},{_TRIES}]" if plain else master


def first_line(error: BaseException) -> str:
    """What an error of Spark says, without the stack of two languages."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__).rstrip(".")[:300]


Packed = Mapping[str, bytes]


def packed(folder: str) -> Packed:
    """The files of a model, to be sent to every machine."""
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir()) if path.is_file()}


def unpacked(files: Packed, digest: str) -> str:
    """The files of a model in a folder of this machine, once for all that run here."""
    folder = Path(tempfile.gettempdir()) / f"detector-model-{os.getuid() if hasattr(os, 'getuid') else 0}-{digest[:16]}"
    if not folder.is_dir():
        fresh = Path(tempfile.mkdtemp(prefix="detector-model-"))
        for name, body in files.items():
            (fresh / name).write_bytes(body)
        try:
            fresh.rename(folder)
        except OSError:  # another worker was first
            shutil.rmtree(fresh, ignore_errors=True)
    return str(folder)


@cache
def loaded(folder: str) -> Model:
    """The model of a folder, loaded once a process; its digests are checked as always."""
    return load(folder)
