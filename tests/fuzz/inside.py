"""The fuzzing process itself: one target under atheris, until it is told to stop.

    python -m tests.fuzz.inside TARGET FINDINGS CORPUS... -max_total_time=N ...

An input that breaks a law is written to FINDINGS with its traceback, once for each place it breaks at, and fuzzing goes on.
"""

from __future__ import annotations

import sys
import traceback
from hashlib import blake2b
from pathlib import Path

from tests.fuzz.targets import Check, check_of


def main() -> None:
    """Fuzz; libFuzzer ends the process."""
    import atheris  # only here: tests that collect this file have no fuzzer

    target, findings, *options = sys.argv[1:]
    # Of the package alone: coverage of numpy and the parsers costs much and says nothing.
    with atheris.instrument_imports(include=["detector"], enable_loader_override=False):
        check = check_of(target)
    atheris.Setup([sys.argv[0], *options], _noting(check, Path(findings)))
    atheris.Fuzz()


def _noting(check: Check, findings: Path) -> Check:
    seen: set[str] = set()

    def noted(given: bytes) -> None:
        try:
            check(given)
        except Exception as error:
            place = _place(error)
            if place not in seen:
                seen.add(place)
                _write(findings / blake2b(place.encode(), digest_size=6).hexdigest(), given, error)

    return noted


def _place(error: Exception) -> str:
    """What tells one finding from another: the kind of error, and where it was raised."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {frame.filename}:{frame.lineno} {str(error).partition(chr(58))[0][:80]}"


def _write(path: Path, given: bytes, error: Exception) -> None:
    if not path.exists() or path.stat().st_size > len(given):
        path.write_bytes(given)
        path.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), "utf-8", "replace")


if __name__ == "__main__":
    main()
