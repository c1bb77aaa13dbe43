"""Nothing leaves the machine: no command asks another for anything, nor does what is written once it is opened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from asked_of_others import ITSELF, asked
from case_commands import COMMANDS
from cases import bundled
from command import everything_in, letters_in_this_process, plain_environment

from letters.documents.formats import FORMATS
from letters.files.safe_zip import open_word

OTHERS = [
    "list",
    "law",
    "guide all",
    "schema",
    "schema --figures",
    "new job-loss",
    "templates list",
    "templates eject petition",
    "render my.yaml -k all " + " ".join(f"-f {name}" for name in FORMATS),
    "batch . -o out --jobs 1",
]
"""Commands without a case, and those that write most."""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "my.yaml").write_text(bundled("illness.yaml"), "utf-8")
    run("render my.yaml", tmp_path)
    return tmp_path


def run(command: str, folder: Path) -> None:
    letters_in_this_process(*command.split(), cwd=folder, environ=plain_environment())


@pytest.mark.slow
def test_no_command_asks_another_machine_for_anything(here: Path) -> None:
    assert asked(here, [*COMMANDS, *OTHERS]) == []


def test_a_question_to_another_machine_would_be_heard(here: Path) -> None:
    assert asked(here, [ITSELF])


FETCHES = {
    ".docx": rb'TargetMode="External"|INCLUDE(PICTURE|TEXT)|\bDDE(AUTO)?\b',
    ".md": rb"!\[|<[a-z]",
    ".txt": rb"\bhttps?:",
    ".pdf": rb"/URI\b|/Launch\b|/JavaScript\b|/GoToR\b",
}
"""What a program that opens such a file might fetch. A draft e-mail is plain text, with Word files among its parts."""


def test_no_file_that_is_written_asks_for_another_when_it_is_opened(here: Path) -> None:
    run("render my.yaml -k all " + " ".join(f"-f {name}" for name in FORMATS), here)
    written = everything_in(here / "my")
    assert {Path(name).suffix for name in written} >= {f".{name}" for name in FORMATS}
    offenders = []
    for name, content in written.items():
        if fetches := FETCHES.get(Path(name).suffix):
            parts = open_word(content, name) if name.endswith(".docx") else {name: content}
            offenders += [f"{name}: {part}" for part, inside in parts.items() if re.search(fetches, inside)]
    assert offenders == []
