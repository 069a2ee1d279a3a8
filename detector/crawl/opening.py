"""Beginning a job, going on with one, or refusing to mix two."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from detector.crawl import durable
from detector.crawl.job import Job
from detector.errors import UsageError

_TERMS = "job.json"
_LOCK = "lock"


def finished(job: Job) -> Mapping[str, Any] | None:
    """The report of a run that has already done this job. Raises UsageError where the output is another job's."""
    report: Mapping[str, Any] | None = durable.read_json(job.report)
    if report is not None and job.output.exists():
        _agree(job, report.get("terms", {}), job.output)
        if _is_whole(job, report):
            shutil.rmtree(job.folder, ignore_errors=True)
            return report
        return None
    if job.output.exists() and not (job.folder / _TERMS).exists() and not _is_empty_folder(job.output):
        raise UsageError(
            f"{job.output} exists and is not from this command: choose another output, or give --overwrite to replace it."
        )
    return None


def begin(job: Job) -> None:
    """Make the job's folder, or find that it is this job's. Raises UsageError where it is another's."""
    terms = durable.read_json(job.folder / _TERMS)
    if terms is not None:
        _agree(job, terms, job.folder)
        return
    durable.folder(job.folder)
    if job.side_cars:
        durable.folder(job.output)
    durable.write_json(job.folder / _TERMS, job.terms())


def discard(job: Job) -> None:
    """Remove what an earlier run has left, output and all."""
    shutil.rmtree(job.folder, ignore_errors=True)
    job.report.unlink(missing_ok=True)
    if job.output.is_dir():
        if not job.side_cars:
            raise UsageError(
                f"{job.output} is a folder: choose the name of a file, or give --side-cars for a file an input."
            )
    else:
        job.output.unlink(missing_ok=True)


class Lock:
    """Keeps a second run away from a job; the system lets go of it when the process ends, however it ends."""

    def __init__(self, job: Job) -> None:
        self._path = job.folder / _LOCK
        self._stream: IO[bytes] | None = None

    def __enter__(self) -> None:
        try:
            import fcntl
        except ImportError:
            return
        self._stream = self._path.open("ab")
        try:
            # A record lock: forked workers that outlive a killed run do not hold it.
            fcntl.lockf(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EAGAIN):
                return  # a file system without locks
            self._stream.close()
            raise UsageError(
                f"Another run is at work on {self._path.parent}: wait for it, or end it, then run this again."
            ) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()


def _agree(job: Job, there: Mapping[str, Any], place: Path) -> None:
    """Raise UsageError with the first thing that differs, and what to do."""
    wanted = job.terms()
    found = _difference(there, wanted)
    if found:
        raise UsageError(
            f"{place} was begun with {found}: run the command as it was then, choose another output, or give --overwrite to start anew."
        )


def _difference(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    if there.get("format") != wanted["format"] or there.get("records") != wanted["records"]:
        return "another version of this program"
    if there.get("model") != wanted["model"]:
        return "another model"
    theirs, ours = dict(there.get("inputs", [])), dict(wanted["inputs"])
    if [name for name, _ in there["inputs"]] != [name for name, _ in wanted["inputs"]]:
        other = next(iter(theirs.keys() ^ ours.keys()), "their order")
        return f"other inputs ({other} differs)"
    changed = next((name for name, identity in ours.items() if theirs[name] != identity), None)
    if changed is not None:
        return f"another state of {changed}, which has changed since"
    options = {name for name, value in wanted["options"].items() if there["options"].get(name) != _plain(value)}
    return f"other options ({', '.join(sorted(options))})" if options else ""


def _plain(value: Any) -> Any:
    """A value as JSON gives it back."""
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _is_whole(job: Job, report: Mapping[str, Any]) -> bool:
    return all(_size(job.output.parent / name) == size for name, size in report.get("files", {}).items())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not os.listdir(path)
