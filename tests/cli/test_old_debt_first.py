"""Where limitation may be near or over, each command says so, with the dates, before all else."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import bundled
from command import Done, letters_with_age, shell

pytestmark = pytest.mark.slow

PASSED = "limitation (3 years from 2021-01-08) may have passed on 2024-01-08"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "many").mkdir()
    for path in (tmp_path / "old.yaml", tmp_path / "many" / "old.yaml"):
        path.write_text(bundled("old-debt.yaml"), "utf-8")
    return tmp_path


def together(here: Path, line: str) -> Done:
    """Runs a line with both streams in one, as they stand on a screen."""
    return shell(f"{line} 2>&1 | cat", cwd=here)


@pytest.mark.parametrize("command", ["render", "copy", "next", "check", "bundle"])
def test_a_command_says_first_that_a_debt_is_old(here: Path, command: str) -> None:
    done = together(here, f"letters {command} old.yaml")
    assert PASSED in done.out.splitlines()[0]


def test_a_batch_says_first_that_some_debts_are_old(here: Path) -> None:
    done = together(here, "letters batch many -o out")
    assert "in 1 case limitation may be near or over" in done.out.splitlines()[0]
    assert PASSED in (here / "out" / "notes.csv").read_text("utf-8-sig")


def test_json_has_it_first_among_the_warnings(here: Path) -> None:
    done = letters_with_age("render", "old.yaml", "--json", cwd=here)
    assert done.out.index(PASSED) < done.out.index("days ago")
    assert done.err == ""
