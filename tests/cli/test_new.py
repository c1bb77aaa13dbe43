"""`letters new` writes a starter that becomes a case step by step, and never overwrites."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest
import yaml
from cases import HARDSHIPS, letters_of
from command import everything_in, letters
from jsonschema import Draft202012Validator  # type: ignore[import-untyped,unused-ignore]

from letters.base.errors import ScenarioError, dotted
from letters.reference_data.template_library import library


@pytest.mark.parametrize("language", library().languages())
@pytest.mark.parametrize("hardship", HARDSHIPS)
def test_new_writes_a_starter_and_its_schema_and_says_what_comes_next(
    tmp_path: Path, hardship: str, language: str
) -> None:
    done = letters("new", hardship, "--lang", language, cwd=tmp_path)
    assert (done.code, done.out) == (0, f"{hardship}.yaml\nscenario.schema.json\n")
    assert done.err == f"note: fill in {hardship}.yaml, then: letters check {hardship}.yaml\n"
    assert set(everything_in(tmp_path)) == {f"{hardship}.yaml", "scenario.schema.json"}
    text = (tmp_path / f"{hardship}.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    assert f"kind: {hardship}\n" in text
    assert "<" not in text.replace("<<", "")
    assert stat.S_IMODE((tmp_path / f"{hardship}.yaml").stat().st_mode) == 0o600


def test_new_is_about_illness_unless_told_otherwise(tmp_path: Path) -> None:
    assert letters("new", cwd=tmp_path).out == "illness.yaml\nscenario.schema.json\n"


def test_new_knows_what_people_call_a_hardship(tmp_path: Path) -> None:
    assert letters("new", "生病", cwd=tmp_path).out == "illness.yaml\nscenario.schema.json\n"


def test_new_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "illness.yaml").write_text("mine")
    done = letters("new", "illness", cwd=tmp_path)
    assert (done.code, done.out) == (3, "")
    assert done.err == "error: illness.yaml exists already; it is not overwritten\n"
    assert everything_in(tmp_path) == {"illness.yaml": b"mine"}


def test_a_schema_that_is_there_already_is_left_and_told_of_only_where_it_differs(tmp_path: Path) -> None:
    letters("new", "illness", cwd=tmp_path)
    done = letters("new", "job-loss", cwd=tmp_path)
    assert (done.code, done.out) == (0, "job-loss.yaml\n")
    assert "differs" not in done.err
    (tmp_path / "scenario.schema.json").write_text("{}")
    done = letters("new", "family-emergency", cwd=tmp_path)
    assert (done.code, done.out) == (0, "family-emergency.yaml\n")
    assert done.err.startswith(
        "note: scenario.schema.json is there already and differs from this version's; delete it to have a new one\n"
    )
    assert (tmp_path / "scenario.schema.json").read_text() == "{}"


@pytest.mark.parametrize(("name", "nearest"), [("jobloss", "; did you mean 'job-loss'?"), ("fire", ""), ("../x", "")])
def test_an_unknown_hardship_is_told_with_the_nearest_and_nothing_is_written(
    tmp_path: Path, name: str, nearest: str
) -> None:
    done = letters("new", name, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"error: no hardship is called '{name}'{nearest} ({', '.join(HARDSHIPS)})\n"
    assert everything_in(tmp_path) == {}


STEPS = [
    ("borrower.name", "王小明"),
    ("lender.profile", "huabei"),
    ("bills.due_date", "2025-12-10"),
    ("bills.amount", "3200.00"),
]
"""What must be filled in, in the order in which it stands."""
MORE = [
    ("as_of", "2026-03-20"),
    ("hardship.event", "急性阑尾炎住院手术"),
    ("hardship.started", "2025-11-28"),
    ("hardship.story", "治疗花去了积蓄。"),
    ("hardship.evidence", "[{document: 诊断证明书, date: 2025-11-28}]"),
    ("borrower.id_number", "330100199003072847"),
    ("borrower.phone", "13800005602"),
    ("borrower.email", "wang@example.com"),
    ("borrower.account", "6617"),
    ("lender.name", "某某公司"),
    ("lender.daily_rate", "0.05%"),
    ("bills.label", "2025年12月账单"),
    ("request.plan", "{instalments: 6, first: 2026-04-10}"),
]


def filled(text: str, key: str, value: str) -> str:
    """A starter with a value after a key, which may stand there as a comment; what is said of it stays behind it."""
    part, _, name = key.rpartition(".")
    line = re.compile(rf"^( *(?:- )?)(?:# )?{name}:[^#\n]*", re.MULTILINE)
    found = line.search(text, text.index(f"\n{part}:") if part else 0)
    assert found, key
    return f"{text[: found.start()]}{found[1]}{name}: {value}  {text[found.end() :]}"


@pytest.mark.parametrize("language", library().languages())
@pytest.mark.parametrize("hardship", HARDSHIPS)
def test_a_starter_becomes_a_case_step_by_step(tmp_path: Path, hardship: str, language: str) -> None:
    letters("new", hardship, "--lang", language, cwd=tmp_path)
    path = tmp_path / f"{hardship}.yaml"

    def check() -> tuple[list[str], list[str]]:
        """What is wrong, and what is blank: in this process, since it is asked for many times."""
        try:
            return [], list(letters_of(path.read_text("utf-8")).blanks)
        except ScenarioError as error:
            return [dotted(problem.path) for problem in error.problems], []

    def fill(step: tuple[str, str]) -> None:
        path.write_text(filled(path.read_text("utf-8"), *step), "utf-8")

    missing = ["borrower.name", "lender.daily_rate", "bills[0].due_date", "bills[0].amount"]
    assert check() == (missing[:2], [])  # what a bill lacks is told once nothing lacks that every case has
    for step in STEPS:
        fill(step)
        missing = missing[1:]
        problems, blanks = check()
        assert problems == missing
    assert {"borrower.phone", "lender.name", "borrower.id_number", "borrower.account"} <= set(blanks)
    for step in MORE:
        fill(step)
        problems, fewer = check()
        assert problems == []
        assert set(fewer) <= set(blanks)
        blanks = fewer
    assert blanks == []
    assert letters("render", path.name, "--strict", "--as-of", "2026-03-20", cwd=tmp_path).code == 0


def test_an_editor_finds_nothing_to_underline_in_a_starter_but_what_is_required(tmp_path: Path) -> None:
    letters("new", "illness", cwd=tmp_path)
    data = yaml.safe_load((tmp_path / "illness.yaml").read_text("utf-8"))
    schema = json.loads((tmp_path / "scenario.schema.json").read_text("utf-8"))
    assert sorted(error.json_path for error in Draft202012Validator(schema).iter_errors(data)) == [
        "$.borrower.name",
    ]
