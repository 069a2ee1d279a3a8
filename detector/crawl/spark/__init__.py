"""Many machines: the same labelling under Spark, for jobs (`cluster`) and for tables that are there already (`score`)."""

from detector.crawl.spark.engine import cluster
from detector.crawl.spark.failures import ClusterFailed
from detector.crawl.spark.frames import FIELDS, score

__all__ = ["FIELDS", "ClusterFailed", "cluster", "score"]
