"""Evasions of the detector: the same page with and without a trick, and what the trick changes."""

from benchmarks.evasion import (  # noqa: F401  each declares its evasions
    tricks_encoding,
    tricks_hosts,
    tricks_links,
    tricks_markup,
    tricks_padding,
    tricks_scripts,
    tricks_words,
)
from benchmarks.evasion.registry import TRICKS, Trick

__all__ = ["TRICKS", "Trick"]
