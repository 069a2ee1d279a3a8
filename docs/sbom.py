"""Write a software bill of materials for each way to install the package: `python docs/sbom.py --output FOLDER`.

    FOLDER/detector.cdx.json          what `pip install .` brings
    FOLDER/detector-NAME.cdx.json     what it brings with the extra NAME

Each is what pip puts into an environment of its own, told by cyclonedx-py (CycloneDX, https://cyclonedx.org/): names,
versions and licences, and beside them the SHA-256 of every file that pip installed from. Needs the extra `release` and a
package index. Addresses are left out, so that nothing is said of the machine or of the index that it was made with.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ("dev", "release", "peers", "fuzz")
"""Extras for work on the project itself; no release asks anybody to install them."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://|[\"' ]/[a-z]{2,20}/", re.IGNORECASE)


def main() -> None:
    """Write a bill for the bare package and for each extra, or for those that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--only", nargs="*", metavar="EXTRA", help="these extras; '' is the bare package")
    asked = parser.parse_args()
    asked.output.mkdir(parents=True, exist_ok=True)
    for extra in extras() if asked.only is None else asked.only:
        path = asked.output / (f"detector-{extra}.cdx.json" if extra else "detector.cdx.json")
        path.write_text(json.dumps(bill(extra), indent=2) + "\n", "utf-8")
        print(path)


def extras() -> Sequence[str]:
    """The bare package, as '', and the extras that users install."""
    known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    return ["", *(name for name in known if name not in TOOLS)]


def bill(extra: str) -> Mapping[str, Any]:
    """The bill of materials of an environment that holds the package with an extra, and nothing else."""
    wanted = f"{ROOT}[{extra}]" if extra else str(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        _run(sys.executable, "-m", "venv", "--without-pip", str(room / "env"))
        python = next(path for path in (room / "env").glob("*/python*") if path.stem == "python")
        report, out = room / "report.json", room / "bill.json"
        _run(
            sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--report", str(report), wanted
        )
        _run(
            *(sys.executable, "-m", "cyclonedx_py", "environment", "--pyproject", str(ROOT / "pyproject.toml")),
            *("--output-reproducible", "--short-PURLs", "--output-file", str(out), str(python)),
        )
        return finished(json.loads(out.read_text("utf-8")), digests(json.loads(report.read_text("utf-8"))))


def digests(report: Mapping[str, Any]) -> Mapping[str, str]:
    """By normalised name, the SHA-256 of the files in pip's installation report; a folder has none."""
    found: dict[str, str] = {}
    for each in report["install"]:
        digest = each["download_info"].get("archive_info", {}).get("hashes", {}).get("sha256")
        if digest:
            found[normal(each["metadata"]["name"])] = digest
    return found


def normal(name: str) -> str:
    """A package's name in the one spelling that all of its spellings come to (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def finished(found: Mapping[str, Any], known: Mapping[str, str]) -> Mapping[str, Any]:
    """A bill with digests and without addresses. Raises ValueError where a component has no digest or an address is left.

    >>> finished({"components": [{"name": "a_b", "externalReferences": []}]}, {"a-b": "0f"})["components"]
    [{'name': 'a_b', 'hashes': [{'alg': 'SHA-256', 'content': '0f'}]}]
    """
    bare: dict[str, Any] = _without_references(found)
    for component in bare["components"]:
        if normal(component["name"]) not in known:
            raise ValueError(f"pip gave no digest of {component['name']}")
        component["hashes"] = [{"alg": "SHA-256", "content": known[normal(component["name"])]}]
    said = json.dumps({key: value for key, value in bare.items() if key != "$schema"})
    if left := _ADDRESS.search(said):
        raise ValueError(f"an address is left in the bill: {said[max(left.start() - 60, 0) : left.end() + 60]}")
    return bare


def _without_references(value: Any) -> Any:
    """All of a tree but the addresses that say where something is to be found, and descriptions, which are the makers' own."""
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if key not in ("externalReferences", "description")}
        return {key: _without_references(each) for key, each in kept.items()}
    return [_without_references(each) for each in value] if isinstance(value, list) else value


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
