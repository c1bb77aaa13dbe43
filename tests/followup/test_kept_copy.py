"""`letters sent` goes on after a kill and after a backup: one copy of each letter that was sent, one row in the log."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from cases import bundled, changed
from command import Done, everything_in, letters, letters_in_this_process, plain_environment
from kills import killed

from letters.files.yaml_reader import read

SENT = ("sent", "case.yaml", "waiver-email", "--on", "2026-03-20")
COPY = "case/sent/2026-03-20-waiver-email"
ROW = {"date": "2026-03-20", "asked_by": "2026-04-07", "letter": "waiver-email"}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(bundled("illness.yaml"), "utf-8")
    return tmp_path


def sent(folder: Path, code: int = 0) -> Done:
    done = letters(*SENT, cwd=folder)
    assert done.code == code, done.err
    return done


def rows(folder: Path) -> list[dict[str, str]]:
    """The rows of the log that tell of a letter, without their words."""
    data = read((folder / "case.yaml").read_bytes(), "case.yaml").data
    assert isinstance(data, dict)
    contacts = data["contacts"]
    assert isinstance(contacts, list)
    found = [dict(row) for row in contacts if isinstance(row, dict) and "letter" in row]
    return [{key: str(row[key]) for key in row if key in ROW} for row in found]


def copied(folder: Path) -> dict[str, bytes]:
    return everything_in(folder / COPY)


def test_a_scenario_brought_back_from_a_backup_gets_its_row_and_the_copy_stays(case: Path) -> None:
    backup = (case / "case.yaml").read_bytes()
    said, whole = sent(case).out, copied(case)
    logged = (case / "case.yaml").read_bytes()
    (case / "case.yaml").write_bytes(backup)
    (case / COPY / "receipt of the post.jpg").write_bytes(b"scan")  # the user may keep more beside it
    assert sorted(sent(case).out.splitlines()) == sorted(said.splitlines())
    assert (case / "case.yaml").read_bytes() == logged
    assert copied(case) == {**whole, "receipt of the post.jpg": b"scan"}
    assert "exists already" in sent(case, code=3).err


def test_the_row_tells_what_the_copy_says_and_not_what_a_letter_of_today_would(case: Path) -> None:
    backup = (case / "case.yaml").read_text("utf-8")
    sent(case)
    later = changed(backup, ("reply_within_days: 18", "reply_within_days: 25"))
    (case / "case.yaml").write_text(later, "utf-8")
    sent(case)
    assert rows(case) == [ROW]


def test_a_row_without_its_copy_gets_the_copy_and_no_second_row(case: Path) -> None:
    sent(case)
    logged, whole = (case / "case.yaml").read_bytes(), copied(case)
    for name in whole:
        (case / COPY / name).unlink()
    (case / COPY).rmdir()
    sent(case)
    assert (case / "case.yaml").read_bytes() == logged
    again = copied(case)
    assert {name: again[name] for name in whole if name != "manifest.json"} == {
        name: content for name, content in whole.items() if name != "manifest.json"
    }
    assert json.loads(again["manifest.json"])["asked_by"] == ROW["asked_by"]


def edit(folder: Path) -> None:
    (folder / COPY / "waiver-email.md").write_bytes(b"other words")


def lose_a_file(folder: Path) -> None:
    (folder / COPY / "waiver-email.docx").unlink()


def lose_the_manifest(folder: Path) -> None:
    (folder / COPY / "manifest.json").unlink()


def of_another_letter(folder: Path) -> None:
    path = folder / COPY / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"kind": "waiver-email"', '"kind": "petition"'), "utf-8")


def no_json(folder: Path) -> None:
    (folder / COPY / "manifest.json").write_bytes(b"[1, 2")


def no_digest(folder: Path) -> None:
    (folder / COPY / "manifest.json").write_text('{"files": {"waiver-email.md": 7}}', "utf-8")


def a_pipe(folder: Path) -> None:
    lose_a_file(folder)
    os.mkfifo(folder / COPY / "waiver-email.docx")


def a_file_elsewhere(folder: Path) -> None:
    path = folder / COPY / "manifest.json"
    data = json.loads(path.read_bytes())
    data["files"]["../../../case.yaml"] = {"sha256": "0" * 64}
    path.write_text(json.dumps(data), "utf-8")


@pytest.mark.parametrize(
    "damage",
    [edit, lose_a_file, lose_the_manifest, of_another_letter, no_json, no_digest, a_pipe, a_file_elsewhere],
    ids=lambda damage: damage.__name__,
)
@pytest.mark.parametrize("in_log", [True, False], ids=["logged", "not logged"])
def test_a_copy_that_is_not_what_its_manifest_says_is_told_and_nothing_changes(
    case: Path, damage: Callable[[Path], None], in_log: bool
) -> None:
    backup = (case / "case.yaml").read_bytes()
    sent(case)
    damage(case)
    if not in_log:
        (case / "case.yaml").write_bytes(backup)
    before = {path: path.stat().st_mtime_ns for path in case.rglob("*")}
    said = sent(case, code=3).err
    assert f"{COPY} is no whole copy of what was sent" in said
    assert "put its files back as they were, or move that folder away" in said
    assert {path: path.stat().st_mtime_ns for path in case.rglob("*")} == before
    (case / COPY).rename(case / "away")
    sent(case)
    assert rows(case) == [ROW]


@pytest.mark.slow
def test_a_kill_at_any_call_leaves_what_the_next_run_completes_to_one_copy_and_one_row() -> None:
    def run(folder: Path) -> Done:
        return letters_in_this_process(*SENT, cwd=folder, environ=plain_environment())

    left = set()
    for step in count(1):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name).resolve()
            (folder / "case.yaml").write_text(bundled("illness.yaml"), "utf-8")
            if not killed(step, partial(run, folder), folder):
                break
            left.add(((folder / COPY).exists(), bool(rows(folder))))
            done = run(folder)
            assert done.code == 0 or "exists already" in done.err, (step, done.err)
            assert rows(folder) == [ROW], step
            assert {*copied(folder)} == {"waiver-email.md", "waiver-email.docx", "manifest.json"}, step
            assert [path.name for path in (folder / "case/sent").iterdir()] == ["2026-03-20-waiver-email"], step
            assert not list(folder.glob(".*")), step
    assert step > 20
    assert left == {(False, False), (True, False), (True, True)}
