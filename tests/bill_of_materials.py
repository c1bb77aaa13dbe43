"""Makes `sbom/negotiation-letters.cdx.json`, which the wheel carries (PEP 770): the packages that the program needs.

They are those of `dependencies` in pyproject.toml, with what is asked of their versions: which version is there decides
whoever installs. What an extra needs is not among them. The same pyproject.toml gives the same bytes. After a change of
the dependencies or the version:

    python tests/bill_of_materials.py
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
FILE = ROOT / "sbom" / "negotiation-letters.cdx.json"
SCHEMA = SchemaVersion.V1_6
ASKED = "negotiation-letters:requirement"
"""The property that holds what is asked of a package's version."""


def bill_of_materials() -> bytes:
    """Returns the file's content, as CycloneDX JSON."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    root = _component(project["name"], project["version"])
    root.type = ComponentType.APPLICATION
    root.licenses.add(DisjunctiveLicense(id=project["license"]))
    bom = Bom(serial_number=uuid5(NAMESPACE_URL, "\n".join([str(root.purl), *sorted(project["dependencies"])])))
    bom.metadata.component = root
    needed = [_needed(Requirement(text)) for text in project["dependencies"]]
    bom.components.update(needed)
    bom.register_dependency(root, needed)
    data: dict[str, Any] = json.loads(make_outputter(bom, OutputFormat.JSON, SCHEMA).output_as_string())
    del data["metadata"]["timestamp"]  # of the run, not of what is told
    return f"{json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()


def _component(name: str, version: str | None = None) -> Component:
    purl = PackageURL("pypi", None, canonicalize_name(name), version)
    return Component(name=name, version=version, purl=purl, bom_ref=str(purl))


def _needed(requirement: Requirement) -> Component:
    found = _component(requirement.name)
    found.scope = ComponentScope.REQUIRED
    found.properties.add(Property(name=ASKED, value=str(requirement.specifier)))
    return found


def main() -> None:
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(bill_of_materials())
    print(FILE.relative_to(ROOT))


if __name__ == "__main__":
    main()
