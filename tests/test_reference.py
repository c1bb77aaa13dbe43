"""docs/reference.md leaves out no key, option, exit code or label, and the pre-commit hook is what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import typer.main
import yaml
from pydantic import BaseModel

from letters.case.language import language
from letters.case.library import library
from letters.case.scenario import Scenario
from letters.cli import edited, many, trouble
from letters.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = (ROOT / "docs" / "reference.md").read_text("utf-8")
ROW = re.compile(r"^\| (\*\*)?`([a-z_.\[\]]+)`(?:\*\*)? \| [^|]* \| ([^|]+) \| [^|]*\|$", re.MULTILINE)
KEYS = {key: (bool(bold), label.strip()) for bold, key, label in ROW.findall(REFERENCE)}


def keys(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, bool]]:
    """Every key of a scenario, as `bills[].payments[].date`, and whether it must stand where its parent stands."""
    for own_name, field in model.model_fields.items():
        name = field.alias or own_name
        yield f"{above}{name}", field.is_required()
        for inner, in_list in parts(field.annotation):
            yield from keys(inner, f"{above}{name}{'[]' if in_list else ''}.")


def parts(annotation: Any, in_list: bool = False) -> Iterator[tuple[type[BaseModel], bool]]:
    """The model inside `Plan | None` or `tuple[Bill, ...]`, and whether it stands in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, in_list
    for part in get_args(annotation):
        yield from parts(part, in_list or getattr(annotation, "__origin__", None) is tuple)


def test_every_key_of_a_scenario_is_in_the_reference_in_the_order_of_the_model() -> None:
    assert list(KEYS) == [key for key, _ in keys(Scenario)]


def test_the_reference_says_which_keys_are_required() -> None:
    assert {key for key, (bold, _) in KEYS.items() if bold} == {key for key, needed in keys(Scenario) if needed}


def test_the_reference_calls_a_blank_what_letters_call_it() -> None:
    labels = language(library(), "zh").labels
    assert {key: KEYS[key][1] for key in labels} == labels


def commands(group: Any, above: str = "letters") -> Iterator[tuple[str, Any]]:
    """The program, its commands, and those of its groups: `letters templates eject`."""
    yield above, group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, f"{above} {name}")


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize(
    "command", [name for name, one in COMMANDS.items() if not one.hidden and not hasattr(one, "commands")]
)
def test_every_command_is_in_the_reference(command: str) -> None:
    assert re.search(rf"^\| `{command}[ `]", REFERENCE, re.MULTILINE)


def options() -> Iterator[Any]:
    for name, one in COMMANDS.items():
        for parameter in one.params:
            for option in (*parameter.opts, *parameter.secondary_opts):
                if option.startswith("-"):
                    yield pytest.param(f"`{option}", id=f"{name} {option}")


@pytest.mark.parametrize("option", list(options()))
def test_every_option_is_in_the_reference(option: str) -> None:
    assert option in REFERENCE


@pytest.mark.parametrize("page", ["docs/reference.md", "README.md", "README.zh.md"])
def test_every_exit_code_is_told(page: str) -> None:
    own = {trouble.CASE, trouble.USAGE, trouble.FILES, trouble.BUG, trouble.INTERRUPTED}
    codes = {0, edited.DIFFERENT, many.PARTIAL} | own
    text = (ROOT / page).read_text("utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == codes


def test_the_pre_commit_hook_checks_each_yaml_file() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] == "letters-check"
    assert f"id: {hook['id']}" in REFERENCE
    assert hook["language"] == "python"
    assert hook["types"] == ["yaml"]
    assert 'letters check "$file"' in hook["entry"]
