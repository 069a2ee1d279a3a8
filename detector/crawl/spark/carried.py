"""The model, carried to every machine of a cluster."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from detector.model import load
from detector.model.weights import Model

Packed = Mapping[str, bytes]


def packed(folder: str) -> Packed:
    """The files of a model, to be sent to every machine."""
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir()) if path.is_file()}


def unpacked(files: Packed, digest: str) -> str:
    """The folder of a model on this machine, made once for all that Spark runs of it here; it goes when Spark goes.

    It lies where only this run of Spark writes: in the common folder for temporary files somebody else could have put
    another model under its name.
    """
    home = os.path.abspath(os.environ["SPARK_LOCAL_DIRS"].split(",")[0])
    folder = Path(home) / f"detector-model-{digest[:16]}"
    if not folder.is_dir():
        fresh = Path(tempfile.mkdtemp(dir=home))
        for name, body in files.items():
            (fresh / name).write_bytes(body)
        try:
            fresh.rename(folder)
        except OSError:  # another worker was first
            shutil.rmtree(fresh, ignore_errors=True)
    return str(folder)


@lru_cache(maxsize=1)
def loaded(folder: str) -> Model:
    """The model of a folder, loaded once a process: Spark keeps its workers from one task to the next."""
    return load(folder)
