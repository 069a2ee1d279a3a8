"""Builds the wheel: the hot modules are compiled by mypyc where that is possible, and run as they are where it is not.

The same sources are in every wheel. A compiled module lies beside its source and is imported in its place; results are
equal to the last bit, only slower without. `DETECTOR_PURE=1` leaves compiling out. An editable install is never
compiled: an edited source behind a compiled module would have no effect.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILED = (
    "detector/parsing/assemble.py",
    "detector/parsing/closing.py",
    "detector/parsing/drafts.py",
    "detector/parsing/elements.py",
    "detector/parsing/exits.py",
    "detector/parsing/lexbor.py",
    "detector/parsing/metadata.py",
    "detector/parsing/openings.py",
    "detector/parsing/outline.py",
    "detector/parsing/reading.py",
    "detector/parsing/regions.py",
    "detector/parsing/visibility.py",
)
"""What is compiled: modules that were measured to gain by it, and that hold nothing which mypyc reads otherwise."""
PACKAGE = "detector"
REQUIREMENTS = ("mypy[mypyc]>=1.15",)
_LONGEST = 900.0
"""Seconds that compiling may take."""


class Unable(Exception):
    """Why nothing was compiled, in a few words."""


class CompiledModules(BuildHookInterface[Any]):
    """Adds the compiled modules to a wheel; whatever stands in the way of that, the wheel is built without them."""

    def dependencies(self) -> list[str]:
        """What compiling needs, where it will be tried."""
        return [] if reason_against(os.environ) else list(REQUIREMENTS)

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the wheel is put together."""
        if version == "editable":
            return
        self.room = tempfile.TemporaryDirectory(prefix="detector-compiled-")
        try:
            built = compiled(Path(self.root), Path(self.room.name))
        except Unable as reason:
            self.app.display_info(f"The wheel is built without compiled modules: {reason}.")
            return
        build_data["force_include"].update(built)
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        self.app.display_info(f"Compiled {len(COMPILED)} modules.")

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """The wheel holds what was compiled."""
        if version != "editable":
            self.room.cleanup()


def reason_against(environment: Mapping[str, str]) -> str:
    """Why compiling is not even tried; empty where it is."""
    if environment.get("DETECTOR_PURE", "0") not in ("", "0"):
        return "DETECTOR_PURE is set"
    compiler = shlex.split(environment.get("CC") or sysconfig.get_config_var("CC") or "")
    if os.name == "posix" and not (compiler and shutil.which(compiler[0])):
        return "there is no C compiler"
    return ""


def compiled(root: Path, room: Path) -> dict[str, str]:
    """Compile in an empty folder; each file built -> its place in the wheel. Raises Unable."""
    reason = reason_against(os.environ)
    if reason:
        raise Unable(reason)
    try:
        shutil.copytree(root / PACKAGE, room / PACKAGE, ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__"))
        # A process of its own: mypyc works in the current folder, prints what it likes, and ends the program on errors.
        subprocess.run(
            [*_command(), *COMPILED],
            cwd=room,
            timeout=_LONGEST,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except subprocess.CalledProcessError as error:
        raise Unable(f"the compiler failed, {_last_line(error.output)}") from error
    except (OSError, subprocess.SubprocessError) as error:
        raise Unable(f"the compiler failed, {type(error).__name__}") from error
    return {str(room / place): place for place in _built(room)}


def _command() -> list[str]:
    return [sys.executable, str(Path(__file__).resolve())]


def _built(room: Path) -> Sequence[str]:
    """The files that Python imports in place of the sources, and the one library behind them."""
    ending = sysconfig.get_config_var("EXT_SUFFIX")
    built = [
        path.relative_to(room).as_posix() for path in (*room.glob(f"*{ending}"), *room.glob(f"{PACKAGE}/**/*{ending}"))
    ]
    missing = {source.removesuffix(".py") + ending for source in COMPILED} - set(built)
    if missing:
        raise Unable(f"the compiler left out {min(missing)}")
    return sorted(built)


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "without a word"


def _compile(sources: Sequence[str]) -> None:
    """Compile sources of the current folder, beside themselves."""
    from mypyc.build import mypycify
    from setuptools.dist import Distribution

    # Types of dependencies are not known here, and need not be; those of the project are checked by its own tests.
    modules = mypycify(
        ["--ignore-missing-imports", "--config-file=", *sources],
        opt_level="2",
        debug_level="0",
        group_name=PACKAGE,
    )
    command = Distribution({"name": PACKAGE, "packages": [], "ext_modules": modules}).get_command_obj("build_ext")
    command.inplace = True
    command.ensure_finalized()
    command.run()


if __name__ == "__main__":
    _compile(sys.argv[1:])
