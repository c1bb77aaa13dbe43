"""A file whose own day is long past warns first; an example leaves no stranger's phone in one's letter."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from cases import HARDSHIPS, MINIMAL, bundled, changed
from command import letters, letters_with_age

from letters.scenario.load import load
from letters.situation.cautions import stale_caution

TODAY = date(2026, 11, 30)
OLD = "letters would show old figures and an old date"


def warned(text: str) -> list[str]:
    case = load(text.encode(), "case.yaml", today=TODAY)
    return [".".join(map(str, problem.path)) for problem in stale_caution(case, TODAY)]


@pytest.mark.parametrize(("days", "stale"), [(6, False), (7, False), (8, True), (-3, False)])
def test_a_day_more_than_a_week_ago_is_old(days: int, stale: bool) -> None:
    day = TODAY - timedelta(days=days)
    bill = MINIMAL.replace("2026-03-20", day.isoformat())
    assert warned(bill) == (["as_of"] if stale else [])
    assert warned(bill.replace("as_of:", "date:")) == (["date"] if stale else [])


def test_a_file_without_a_day_is_never_old() -> None:
    assert warned(MINIMAL.replace("as_of: 2026-03-20\n", "")) == []


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "my.yaml").write_text(bundled("illness.yaml"), "utf-8")
    return tmp_path


@pytest.mark.parametrize("command", [("render", "-k", "ledger"), ("copy", "-k", "ledger"), ("figures",)])
def test_an_old_file_warns_before_all_else(here: Path, command: tuple[str, ...]) -> None:
    name, *more = command
    done = letters_with_age(name, "my.yaml", *more, cwd=here)
    assert done.code == 0, done.err
    first = next(line for line in done.err.splitlines() if "my.yaml" in line)
    assert OLD in first


def test_check_tells_first_that_a_file_is_old(here: Path) -> None:
    assert OLD in letters("check", "my.yaml", cwd=here).out.splitlines()[0]
    told = json.loads(letters("check", "my.yaml", "--json", cwd=here).out)["warnings"]
    assert OLD in told[0]["message"]


def test_an_old_debt_is_told_before_an_old_file(here: Path) -> None:
    (here / "my.yaml").write_text(bundled("old-debt.yaml"), "utf-8")
    lines = [line for line in letters_with_age("render", "my.yaml", cwd=here).err.splitlines() if "my.yaml:" in line]
    assert "limitation" in lines[0]
    assert OLD in lines[1]


def test_strict_refuses_an_old_file_and_writes_nothing(here: Path) -> None:
    done = letters_with_age("render", "my.yaml", "--strict", "-o", "out", cwd=here)
    assert (done.code, done.out) == (1, "")
    assert "its day is long past, and --strict refuses that" in done.err
    assert not (here / "out").exists()


def test_a_day_of_the_command_line_and_a_bundled_case_are_not_old(here: Path) -> None:
    given = letters_with_age("render", "my.yaml", "-k", "ledger", "--as-of", "2026-03-20", cwd=here)
    example = letters_with_age("render", "illness", "-k", "ledger", cwd=here)
    assert [OLD in done.err for done in (given, example)] == [False, False]


def test_figures_as_json_never_depend_on_the_day_of_the_run(here: Path) -> None:
    assert OLD not in letters_with_age("figures", "my.yaml", "--json", cwd=here).out


# Examples


@pytest.mark.parametrize("hardship", HARDSHIPS)
def test_an_example_leaves_no_day_phone_email_or_account_of_a_stranger(tmp_path: Path, hardship: str) -> None:
    assert letters("new", hardship, "--example", cwd=tmp_path).code == 0
    case = load((tmp_path / f"{hardship}.yaml").read_bytes(), "my.yaml", today=TODAY)
    scenario, person = case.scenario, case.scenario.borrower
    assert (scenario.as_of, scenario.date, person.phone, person.email, person.account) == (None,) * 5
    theirs = load(bundled(f"{hardship}.yaml").encode(), "example.yaml", today=TODAY).scenario
    text = (tmp_path / f"{hardship}.yaml").read_text("utf-8")
    assert f"  phone:  # for example {theirs.borrower.phone}\n" in text
    assert f"as_of:  # for example {theirs.as_of}\n" in text


def left(folder: Path, text: str) -> str:
    (folder / "my.yaml").write_text(text, "utf-8")
    return next(
        (line for line in letters("check", "my.yaml", cwd=folder).out.splitlines() if "still the exa" in line), ""
    )


def test_check_names_every_value_that_is_still_the_example_s(tmp_path: Path) -> None:
    letters("new", "--example", cwd=tmp_path)
    text = (tmp_path / "illness.yaml").read_text("utf-8")
    line = left(tmp_path, text)
    assert line.startswith("my.yaml:8:10: hardship.event: these are still the example's")
    for title in ("What happened, in one phrase (8)", "Name (25)", "ID number (26)", "Principal of the bill (32)"):
        assert title in line
    own = changed(text, ("林晓梅", "周敏"), ("330100199003072847", "330100199003072855"))
    assert "Name (25)" not in left(tmp_path, own)
    assert "Your own account (13)" in left(tmp_path, own)


def test_amounts_that_are_alike_by_chance_are_nobody_else_s(tmp_path: Path) -> None:
    alike = MINIMAL + "income: {before: 8500}\nexpenses: [{label: 房租, amount: 1800}]\n"
    assert left(tmp_path, alike) == ""
    told = alike.replace("kind: illness", "kind: illness\n  event: 急性胰腺炎住院手术")
    assert "Monthly income before" in left(tmp_path, told)
