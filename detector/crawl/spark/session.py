"""A Spark session: the one that runs, or one of our own that ends with the job."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from detector.crawl.spark.failures import told
from detector.errors import UsageError

_PLAIN_LOCAL = re.compile(r"local(?:\[(\d+|\*)\])?")
_TRIES = 4
"""Times that a task may fail, as on a cluster."""
_QUIET = Path(__file__).with_name("quiet.properties")
_LIGHT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java starts in little more than half the time so; where all work is done in Python nothing is lost by it."""


@contextmanager
def running(master: str | None) -> Iterator[Any]:
    """The context of the running session, or of a new one at `master`, which is stopped at the end.

    `master` None: what spark-submit or the configuration says. Raises UsageError without Spark, ClusterFailed where it
    cannot be started; a master that does not answer is given up by Spark within about a minute.
    """
    try:
        from pyspark import SparkContext
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError("Spark needs the extra spark: in a checkout, run pip install '.[spark]'.") from error
    if "SPARK_REMOTE" in os.environ or (master or "").startswith("sc://"):
        raise UsageError(
            "Spark Connect cannot carry this job: name the cluster's own master, such as spark://host:7077."
        )
    if SparkContext._active_spark_context is not None:
        yield SparkContext._active_spark_context
        return
    # The run tells of its own progress; Spark's bar would write over it.
    builder = SparkSession.builder.appName("detector label").config("spark.ui.showConsoleProgress", "false")
    if master is not None:
        builder = builder.master(retrying(master))
    here = (master or "").startswith("local")
    if here:
        _keep_to_this_machine()
        builder = builder.config("spark.ui.enabled", "false")
    _set_java_up(_LIGHT if here else "")
    with told("Spark cannot be started"):
        session = builder.getOrCreate()
    try:
        yield session.sparkContext
    finally:
        session.stop()


def retrying(master: str) -> str:
    """A local master that tries failed tasks again: a plain one gives up the whole job with the first.

    >>> retrying("local[2]"), retrying("local"), retrying("spark://head:7077")
    ('local[2,4]', 'local[1,4]', 'spark://head:7077')
    """
    plain = _PLAIN_LOCAL.fullmatch(master)
    return f"local[{plain[1] or 1},{_TRIES}]" if plain else master


def _keep_to_this_machine() -> None:
    """Run this Python, which has this package, not whatever `python3` is on the path; open no port to the network."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")


def _set_java_up(options: str) -> None:
    """Options of the Java that Spark is about to start, where nobody has given it others.

    Its log gets a shape that leaves the run's own lines readable, unless Spark's configuration has one for it. Under
    spark-submit Java runs already, and all of this is as it was set there.
    """
    folders = [os.environ.get("SPARK_CONF_DIR"), os.path.join(os.environ.get("SPARK_HOME", ""), "conf")]
    if not any(folder and Path(folder, "log4j2.properties").is_file() for folder in folders):
        options = f"{options} -Dlog4j2.configurationFile={_QUIET.as_uri()}"
    os.environ.setdefault("SPARK_SUBMIT_OPTS", options.strip())
