"""Texts and paths of the command line are taken as they stand; whatever else a parameter asks for, typer answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from letters.cli.help.pages import Command

app = typer.Typer(rich_markup_mode=None)


@app.command(cls=Command)
def one(
    path: Annotated[Path, typer.Argument(metavar="PATH")],
    name: Annotated[list[str] | None, typer.Option("--name")] = None,
    day: Annotated[str | None, typer.Option("--day")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1)] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    print(repr((path, name, day, jobs, force)))


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        (["a b"], (Path("a b"), None, None, None, False)),
        (["a", "--name", "x", "--name", "", "--force"], (Path("a"), ["x", ""], None, None, True)),
        (["a", "--day", "2026-03-20", "--jobs", "2"], (Path("a"), None, "2026-03-20", 2, False)),
    ],
)
def test_what_is_given_is_what_the_command_gets(line: list[str], taken: tuple[object, ...]) -> None:
    assert CliRunner().invoke(app, line).stdout == f"{taken!r}\n"


@pytest.mark.parametrize(
    ("line", "said"), [([], "PATH"), (["a", "--jobs", "0"], "jobs"), (["a", "--jobs", "x"], "jobs")]
)
def test_what_is_missing_or_no_number_is_refused_as_before(line: list[str], said: str) -> None:
    found = CliRunner().invoke(app, line)
    assert found.exit_code == 2
    assert said.lower() in found.output.lower()
