"""docs/reference.md leaves out no key, option, exit code or label, and the pre-commit hook is what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import yaml
from cases import ROOT
from reference_page import COMMANDS, KEYS, REFERENCE, keys

from letters.cli import error_messages
from letters.cli.commands import batch, desk
from letters.reference_data.languages import read_language
from letters.reference_data.template_library import library
from letters.scenario.model.scenario_file import Scenario


def test_every_key_of_a_scenario_is_in_the_reference_in_the_order_of_the_model() -> None:
    assert list(KEYS) == [key for key, _ in keys(Scenario)]


def test_the_reference_says_which_keys_are_required() -> None:
    assert {key for key, (bold, _) in KEYS.items() if bold} == {key for key, needed in keys(Scenario) if needed}


def test_the_reference_calls_a_blank_what_letters_call_it() -> None:
    labels = read_language(library(), "zh").labels
    assert {key: KEYS[key][1] for key in labels} == labels


@pytest.mark.parametrize(
    "command", [name for name, one in COMMANDS.items() if not one.hidden and not hasattr(one, "commands")]
)
def test_every_command_is_in_the_reference(command: str) -> None:
    assert re.search(rf"^\| `{command}[ `]", REFERENCE, re.MULTILINE)


def options() -> Iterator[tuple[str, str]]:
    """Command and option, for all of them."""
    for name, one in COMMANDS.items():
        for parameter in one.params:
            if parameter.hidden:
                continue
            for option in (*parameter.opts, *parameter.secondary_opts):
                if option.startswith("-"):
                    yield name, option


def test_every_option_is_in_the_reference() -> None:
    assert [one for one in options() if f"`{one[1]}" not in REFERENCE] == []


@pytest.mark.parametrize("page", ["docs/reference.md", "README.md", "README.zh.md"])
def test_every_exit_code_is_told(page: str) -> None:
    own = {
        error_messages.CASE,
        error_messages.USAGE,
        error_messages.FILES,
        error_messages.DIFFERENT,
        error_messages.BUG,
        error_messages.INTERRUPTED,
    }
    codes = {0, batch.PARTIAL, desk.DUE} | own
    text = (ROOT / page).read_text("utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == codes


def test_the_pre_commit_hook_checks_each_yaml_file() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] == "letters-check"
    assert f"id: {hook['id']}" in REFERENCE
    assert hook["language"] == "python"
    assert hook["types"] == ["yaml"]
    assert 'letters check "$file"' in hook["entry"]
