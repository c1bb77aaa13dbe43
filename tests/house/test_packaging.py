"""What is installed is what is here: the wheel is built without a network, installed elsewhere, and run."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from cases import ROOT
from command import everything_in, letters, plain_environment

from letters.documents.formats import FORMATS


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


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
    expected |= {"letters/docs/guide.en.md", "letters/docs/guide.zh.md"}
    rest = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert rest == expected


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
