"""What is installed is what is here: the wheel is built without a network, installed elsewhere, and run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email.parser import BytesParser
from email.policy import compat32
from hashlib import sha256
from pathlib import Path

import pytest
from bill_of_materials import bill_of_materials
from cases import ROOT
from command import everything_in, letters, plain_environment
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from letters.documents.formats import FORMATS


def build(checkout: Path, folder: Path, **environ: str) -> Path:
    """Builds the wheel and the source distribution of a checkout into a folder."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder)]
    subprocess.run(command, cwd=checkout, env=os.environ | environ, check=True, capture_output=True)
    return folder


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a folder."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution."""
    return build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    [path] = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel installed into a folder of its own; its dependencies are those of these tests."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(folder), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def run(installed: Path, cwd: Path, *arguments: str) -> str:
    """What the installed command writes to stdout."""
    command = [sys.executable, str(installed / "bin" / "letters"), *arguments]
    environ = plain_environment() | {"PYTHONPATH": str(installed)}
    return subprocess.run(command, cwd=cwd, env=environ, check=True, capture_output=True, text=True).stdout


def shipped(folder: str) -> set[str]:
    """Every file of a folder of the checkout, without what running it leaves behind."""
    names = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
    return {name for name in names if not re.search(r"__pycache__|/\.(hypothesis|\w+_cache)/", name)}


def test_the_wheel_carries_every_template_scenario_fact_and_part_and_is_typed(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert shipped("letters") <= names
    assert {f"letters/{name}" for name in shipped("templates") | shipped("scenarios")} <= names
    assert {
        "letters/py.typed",
        "letters/documents/docx/parts/zh/word/styles.xml",
        "letters/templates/zh/_base.md.j2",
    } <= names
    assert any(name.startswith("letters/reference_data/law/") for name in names)


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    expected = shipped("letters") | {f"letters/{name}" for name in shipped("templates") | shipped("scenarios")}
    expected |= {f"letters/docs/{book}.{language}.md" for book in ("guide", "help") for language in ("en", "zh")}
    rest = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert rest == expected


def test_the_wheel_carries_a_bill_of_exactly_its_dependencies(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if ".dist-info/sboms/" in name)
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        bill, head = archive.read(name), BytesParser(policy=compat32).parsebytes(archive.read(metadata))
    assert name.endswith("/sboms/negotiation-letters.cdx.json")
    assert bill == bill_of_materials()  # else: python tests/bill_of_materials.py
    asked = [Requirement(text) for text in head.get_all("Requires-Dist", [])]
    needed = {canonicalize_name(one.name): str(one.specifier) for one in asked if "extra" not in str(one.marker)}
    told = json.loads(bill)
    found = {canonicalize_name(one["name"]): one for one in told["components"]}
    assert {name: one["properties"][0]["value"] for name, one in found.items()} == needed
    assert {one["purl"] for one in found.values()} == {f"pkg:pypi/{name}" for name in needed}
    own = told["metadata"]["component"]
    assert (own["name"], own["version"]) == (head["Name"], head["Version"])
    (edges,) = (one for one in told["dependencies"] if one["ref"] == own["bom-ref"])
    assert edges["dependsOn"] == sorted(one["bom-ref"] for one in found.values())


def test_the_bill_is_of_its_form_and_tells_of_no_machine_and_no_day() -> None:
    bill = bill_of_materials().decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    assert not re.search(rf"{re.escape(str(Path.home()))}|{re.escape(str(ROOT))}|file:|timestamp|20\d\d-", bill)


@pytest.mark.slow
def test_a_second_build_elsewhere_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """Another folder, other times of the files, other rights and another order of hashing."""
    left = shutil.ignore_patterns(".git", ".venv", ".hypothesis", ".*_cache", "__pycache__", "build")
    copy = shutil.copytree(ROOT, tmp_path / "elsewhere", ignore=left)
    for number, path in enumerate(sorted(copy.rglob("*"))):
        path.chmod(0o700 if path.is_dir() else 0o600)
        os.utime(path, (10**9 + number, 10**9 + number))
    again = build(copy, tmp_path / "dist", PYTHONHASHSEED="7", TZ="Asia/Shanghai")
    assert hashes(again) == hashes(built)
    assert len(hashes(built)) == 2


@pytest.mark.slow
def test_an_installed_wheel_writes_the_same_files_as_the_checkout(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "wheel").mkdir()
    (tmp_path / "checkout").mkdir()
    options = [option for form in FORMATS for option in ("-f", form)]
    printed = run(installed, tmp_path / "wheel", "render", "illness.yaml", "-k", "all", *options)
    done = letters("render", "illness.yaml", "-k", "all", *options, cwd=tmp_path / "checkout")
    assert printed == done.out
    assert len(everything_in(tmp_path / "wheel")) > len(FORMATS) * 4
    assert everything_in(tmp_path / "wheel") == everything_in(tmp_path / "checkout")


@pytest.mark.slow
def test_an_installed_wheel_is_the_one_that_ran(installed: Path, tmp_path: Path) -> None:
    code = "import letters, letters.base.resources as r; print(letters.__file__); print(r.bundled('templates'))"
    environ = plain_environment() | {"PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environ, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == [str(installed / "letters" / "__init__.py"), str(installed / "letters" / "templates")]


@pytest.mark.slow
@pytest.mark.parametrize("command", [("list",), ("schema",), ("figures", "job-loss"), ("--version",)])
def test_an_installed_wheel_answers_as_the_checkout_does(
    installed: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    assert run(installed, tmp_path, *command) == letters(*command, cwd=tmp_path).out


def test_the_source_distribution_carries_the_tests_and_their_golden_letters(built: Path) -> None:
    [path] = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert shipped("letters") | shipped("templates") | shipped("scenarios") <= names
    assert shipped("tests") <= names
    assert shipped("docs") <= names
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "pyproject.toml"} <= names
    assert ".pre-commit-hooks.yaml" in names
