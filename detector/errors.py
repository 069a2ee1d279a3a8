"""What can go wrong, said in one sentence that tells what to do next."""

from __future__ import annotations


class DetectorError(Exception):
    """Base of every error this package raises on purpose; the message is one sentence for the user."""

    exit_code = 2


class UsageError(DetectorError):
    """The request cannot be carried out as asked: a bad path, option or value."""


class UnreadableInput(DetectorError):
    """A page or a data file cannot be read: missing, empty, binary or too large."""


class PageGivenUp(DetectorError):
    """One page took more time or memory than a page may."""


class UnwritableOutput(DetectorError):
    """Results cannot be written: no room, no permission, or something else stands in their place."""


class SomePagesFailed(DetectorError):
    """The run went on to its end, but some pages gave an error instead of a verdict."""

    exit_code = 3


class ModelError(DetectorError):
    """A model folder is damaged, or it was trained with other features or lexicons than this code has."""

    exit_code = 4


class DatasetError(DetectorError):
    """Labelled pages break a rule of the dataset: a digest, a duplicate, a label or a leak across splits."""
