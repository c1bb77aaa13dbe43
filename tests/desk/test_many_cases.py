"""check, next, figures, calendar, update and verify of many files and folders: one JSON, the worst exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cases import MINIMAL, bundled
from command import letters

ON = ["--on", "2026-03-20"]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Two cases in folders as `letters import` leaves them, and a third with a mistake."""
    texts = {"a": MINIMAL, "b": bundled("illness.yaml"), "c": MINIMAL.replace("3200.00", "32OO")}
    for name, text in texts.items():
        (tmp_path / "desk" / name).mkdir(parents=True)
        (tmp_path / "desk" / name / "case.yaml").write_text(text, "utf-8")
        (tmp_path / "desk" / name / ".import.json").write_text('{"values": {}}')
    return tmp_path


def test_one_json_holds_what_each_would_have_and_the_worst_code_is_given(desk: Path) -> None:
    alone = json.loads(letters("check", "desk/a/case.yaml", "--json", cwd=desk).out)
    done = letters("check", "desk", "--json", cwd=desk)
    assert done.code == 1
    found = json.loads(done.out)
    assert [one["file"] for one in found["cases"]] == ["desk/a/case.yaml", "desk/b/case.yaml", "desk/c/case.yaml"]
    assert found["schema"] == 1
    assert found["cases"][0] == {"file": "desk/a/case.yaml", **alone}
    assert found["cases"][2]["problems"][0]["path"] == "bills[0].amount"
    two = letters("check", "desk/a/case.yaml", "desk/b/case.yaml", "--json", cwd=desk)
    assert (two.code, len(json.loads(two.out)["cases"])) == (0, 2)


def test_a_case_that_cannot_be_read_ends_nothing(desk: Path) -> None:
    for command in (["next", *ON], ["figures"]):
        done = letters(command[0], "desk", *command[1:], cwd=desk, LETTERS_LANG="en")
        assert done.code == 1
        assert "desk/a/case.yaml\n" in done.out
        assert "\ndesk/b/case.yaml\n" in done.out
        assert "error: desk/c/case.yaml:8:36: bills[0].amount" in done.err
        found = json.loads(letters(*command, "desk", "--json", cwd=desk).out)["cases"]
        assert found[2]["problems"][0]["line"] == 8
    assert letters("next", "desk", "desk/none.yaml", cwd=desk).code == 3


def test_a_figure_is_explained_of_several_cases_and_a_file_is_no_figure(desk: Path) -> None:
    files = ["desk/a/case.yaml", "desk/b/case.yaml"]
    done = letters("figures", *files, "total.penalty_outstanding", cwd=desk)
    assert (done.code, done.out.count("case.yaml\n")) == (0, 2)
    assert letters("figures", "desk/a/case.yaml", "total.penalty_outstanding", cwd=desk).code == 0
    assert letters("figures", "desk/a/case.yaml", "none.yaml", cwd=desk).code == 3
    assert letters("figures", *files, "--plot", "x.svg", cwd=desk).code == 2


def test_one_calendar_has_the_days_of_all_cases_with_their_names(desk: Path) -> None:
    (desk / "desk" / "c" / "case.yaml").unlink()
    done = letters("calendar", "desk", *ON, cwd=desk)
    assert (done.code, done.out) == (0, "desk.ics\n")
    text = (desk / "desk.ics").read_bytes().decode().replace("\r\n ", "")
    assert text.count("BEGIN:VCALENDAR") == 1
    assert {line.partition(" ·")[0] for line in text.splitlines() if line.startswith("SUMMARY")} == {"SUMMARY:林晓梅"}
    assert letters("calendar", "desk/a/case.yaml", *ON, cwd=desk).out == "desk/a/calendar/case.ics\n"


def test_letters_of_all_cases_are_updated_and_verified_beside_their_own_scenario(desk: Path) -> None:
    (desk / "desk" / "c" / "case.yaml").unlink()
    for name in "ab":
        made = ["-k", "waiver-email", "-f", "md", "--as-of", "2026-03-20"]
        assert letters("render", f"desk/{name}/case.yaml", *made, cwd=desk).code == 0
    done = letters("verify", "desk", "--as-of", "2026-03-20", cwd=desk, LETTERS_LANG="en")
    assert done.code == 0, done.err + done.out
    assert "desk/a/letters/waiver-email.md: " in done.out
    found = json.loads(letters("verify", "desk", "--as-of", "2026-03-20", "--json", cwd=desk).out)
    assert [one["file"] for one in found["cases"]] == ["desk/a/case.yaml", "desk/b/case.yaml"]
    path = desk / "desk" / "b" / "letters" / "waiver-email.md"
    path.write_text(path.read_text("utf-8").replace("3,200.00", "3,100.00"), "utf-8")
    assert letters("verify", "desk/b/letters", "--as-of", "2026-03-20", cwd=desk).code == 4
    updated = letters("update", "desk", "--as-of", "2026-03-21", "--json", cwd=desk)
    assert [len(one["files"]) for one in json.loads(updated.out)["cases"]] == [1, 1]
    lost = letters("verify", "desk/b/letters/waiver-email.md", "-s", "desk/b/case.yaml", "--json", cwd=desk)
    assert set(json.loads(lost.out)) == {"schema", "files"}
    (desk / "alone.md").write_text("x")
    assert letters("verify", "alone.md", cwd=desk).code == 2
