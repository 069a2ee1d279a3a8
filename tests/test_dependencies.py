"""What the documentation says of the dependencies is what the project asks for, and what these say of themselves."""

from __future__ import annotations

import re
import runpy
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PAGE = (ROOT / "docs" / "reference" / "dependencies.md").read_text("utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| ([^|]+?) \| ([^|]+?) \| (?:`(\w+)`)? ?\| ", PAGE, re.MULTILINE)
BILLS = runpy.run_path(str(ROOT / "docs" / "sbom.py"))
_ALLOWED = re.compile(r"(?:MIT|BSD(?:-[23]-Clause)?|Apache-2\.0|MPL-2\.0|PSF-2\.0)(?: and MIT)?")


def asked() -> list[tuple[str, str, str]]:
    """Name, versions and extra of each package that users may install."""
    extras = {"": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    wanted = [(extra, one) for extra in BILLS["extras"]() for one in extras[extra] if not one.startswith("detector[")]
    parts = [(extra, re.fullmatch(r"([\w.-]+(?:\[[\w,]+\])?)(.*)", one)) for extra, one in wanted]
    return [(found[1], found[2], extra) for extra, found in parts if found is not None]


def test_every_dependency_is_told_with_its_versions():
    assert [(name, versions, extra) for name, versions, _, extra in ROWS] == asked()


def test_tools_are_named_as_such():
    assert all(f"`{extra}`" in PAGE for extra in (*BILLS["TOOLS"], *BILLS["extras"]()) if extra)


@pytest.mark.parametrize(("name", "licence"), [(name, licence) for name, _, licence, _ in ROWS])
def test_a_licence_is_the_one_that_the_package_states_and_asks_nothing_of_us(name, licence):
    assert _ALLOWED.fullmatch(licence)
    try:
        said = metadata(name.partition("[")[0])
    except PackageNotFoundError:
        pytest.skip("not installed")
    stated = " ".join(filter(None, (said["License-Expression"], said["License"], *said.get_all("Classifier", []))))
    for word in licence.split(" and "):
        # Older packages state a family: BSD License, Mozilla Public License 2.0 (MPL 2.0).
        assert re.search(word.replace("-", "[- ]") + f"|{word.split('-')[0]}", stated), stated[:200]


def test_a_bill_has_digests_and_no_addresses():
    component = {
        "name": "Some_Package",
        "description": "see https://a.example/",
        "externalReferences": [{"url": "file:///x"}],
    }
    found = BILLS["finished"]({"components": [component]}, {"some-package": "0f"})
    assert found == {"components": [{"name": "Some_Package", "hashes": [{"alg": "SHA-256", "content": "0f"}]}]}


@pytest.mark.parametrize("left", ["https://index.example/simple", "file:///somewhere", "/root/env/lib", "at /opt/x"])
def test_a_bill_with_an_address_left_is_refused(left):
    with pytest.raises(ValueError, match="address"):
        BILLS["finished"]({"components": [], "metadata": {"said": left}}, {})


def test_a_component_without_a_digest_is_refused():
    with pytest.raises(ValueError, match="digest"):
        BILLS["finished"]({"components": [{"name": "a"}]}, {})
