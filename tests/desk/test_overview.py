"""`letters desk`: every case of a folder with what is owed, the step and the next day; statistics without names."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from cases import MINIMAL
from command import LETTERS, letters, plain_environment
from desk_table import desk_table

from letters.base.errors import InputError
from letters.cli.commands.desk import STEPS
from letters.desk.case_files import case_files
from letters.reference_data.escalation import read_escalation

if sys.platform != "win32":
    import resource

ON = ["--on", "2026-03-20"]
CALL = "contacts:\n  - {date: 2026-03-02, channel: 电话, reply_by: 2026-03-09}\n"
AGREED = "contacts:\n  - {date: 2026-03-02}\n  - {date: 2026-03-12, outcome: accepted, waived: 100.00}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four cases: nothing asked, a promise broken, agreed, and one with a mistake; and files that are none."""
    texts = {"a": MINIMAL, "b": MINIMAL + CALL, "c": MINIMAL + AGREED, "d": MINIMAL.replace("3200.00", "32OO")}
    for name, text in texts.items():
        for inner in ("letters", "sent"):
            (tmp_path / "desk" / name / inner).mkdir(parents=True)
        (tmp_path / "desk" / name / "case.yaml").write_text(text.replace("林晓梅", f"林{name}"), "utf-8")
        (tmp_path / "desk" / name / "sent" / "case.yaml").write_text("no case", "utf-8")
    (tmp_path / "desk" / "clients.map.yaml").write_text("称呼: borrower.name\n", "utf-8")
    return tmp_path


def test_cases_stand_with_the_overdue_first_and_mistakes_are_told(folder: Path) -> None:
    done = letters("desk", "desk", *ON, cwd=folder, LETTERS_LANG="en")
    assert done.code == 1
    lines = [line.split() for line in done.out.splitlines()]
    assert [line[0] for line in lines] == ["client", "林b", "林c", "林a", "d"]
    assert "2026-03-20, 11 days over" in done.out
    assert "error: desk/d/case.yaml: cannot be shown: '32OO' is not an amount of money" in done.err


def test_json_and_csv_say_the_same_as_the_table(folder: Path) -> None:
    found = json.loads(letters("desk", "desk", *ON, "--json", cwd=folder, LETTERS_LANG="en").out)
    assert (found["schema"], found["on"]) == (1, "2026-03-20")
    assert found["cases"][0] == {
        "file": "desk/b/case.yaml",
        "client": "林b",
        "lender": "loan",
        "owed": "3360.00",
        "step": "remind",
        "next_day": "2026-03-20",
        "days_over": 11,
        "problem": None,
    }
    assert [one["step"] for one in found["cases"]] == ["remind", "confirm", "request", "error"]
    done = letters("desk", "desk", *ON, "--csv", cwd=folder)
    rows = list(csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff"))))
    assert [(row["client"], row["owed"], row["step"]) for row in rows][:2] == [
        ("林b", "3360.00", "remind"),
        ("林c", "3360.00", "confirm"),
    ]


def test_what_is_due_by_a_day_is_shown_alone_and_exits_with_six(folder: Path) -> None:
    (folder / "desk" / "d" / "case.yaml").unlink()
    done = letters("desk", "desk", *ON, "--due", "1d", cwd=folder)
    assert done.code == 6
    assert "林b" in done.out
    assert "林a" not in done.out
    assert letters("desk", "desk", *ON, "--due", "2026-03-30", cwd=folder).code == 6
    for name in "bc":
        (folder / "desk" / name / "case.yaml").unlink()
    quiet = letters("desk", "desk", *ON, "--due", "1d", cwd=folder, LETTERS_LANG="en")
    assert (quiet.code, quiet.out) == (0, "nothing is due\n")
    assert letters("desk", "desk", "--due", "soon", cwd=folder).code == 2


def test_statistics_count_by_lender_and_hardship_and_name_nobody(folder: Path) -> None:
    found = json.loads(letters("desk", "desk", *ON, "--json", cwd=folder).out)["statistics"]
    assert {key: found[key] for key in ("cases", "asked", "accepted", "waived", "days_to_answer")} == {
        "cases": 3,
        "asked": 2,
        "accepted": 1,
        "waived": "100.00",
        "days_to_answer": 10,
    }
    assert [one["name"] for one in found["by_hardship"]] == ["illness"]
    shown = letters("desk", "desk", *ON, "--statistics", cwd=folder, LETTERS_LANG="en").out
    assert "林" not in shown + json.dumps(found, ensure_ascii=False)
    assert "illness" in shown


def test_every_step_has_a_word_and_no_line_is_wider_than_a_terminal(folder: Path) -> None:
    assert {*STEPS} == {*(step.name for step in read_escalation().steps), "error"}
    path = folder / "desk" / "a" / "case.yaml"
    path.write_text(path.read_text("utf-8").replace("林a", "很长的名字" * 20), "utf-8")
    for language in ("zh", "en"):
        out = letters("desk", "desk", *ON, cwd=folder, LETTERS_LANG=language).out
        assert all(len(line) + sum(ord(one) > 0x2E80 for one in line) <= 80 for line in out.splitlines())


def test_cases_of_a_folder_are_found_and_nothing_else(folder: Path) -> None:
    (folder / "desk" / "a" / "~$case.yaml").write_text("", "utf-8")
    (folder / "desk" / "a" / "loop").symlink_to(folder / "desk")
    found = case_files([str(folder / "desk"), str(folder / "desk" / "a" / "case.yaml")])
    assert [Path(one).parent.name for one in found] == ["a", "b", "c", "d"]
    (folder / "empty").mkdir()
    with pytest.raises(InputError, match="has no scenario in it"):
        case_files([str(folder / "empty")])


@pytest.mark.slow
def test_five_hundred_cases_are_shown_in_two_seconds(tmp_path: Path) -> None:
    (tmp_path / "clients.csv").write_bytes(desk_table(505))
    letters("import", "clients.csv", "desk", cwd=tmp_path)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([LETTERS, "desk", "desk"], cwd=tmp_path, env=plain_environment(), capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
