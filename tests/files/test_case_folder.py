"""A file that a case names lies below the folder of the case; nothing else of the machine is read for it."""

from __future__ import annotations

import json
from email import message_from_bytes
from pathlib import Path

import pytest
from cases import bundled
from command import letters

from letters.base.errors import InputError
from letters.files.case_folder import path_below, read_beside

NAMES = ["../other/diag.pdf", "{absolute}", "link.pdf", "inner/../../other/diag.pdf", "a\0b"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case's folder beside another person's, with a link into it."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "diag.pdf").write_bytes(b"SECRET")
    mine = tmp_path / "mine"
    (mine / "inner").mkdir(parents=True)
    (mine / "inner" / "own.pdf").write_bytes(b"own")
    (mine / "link.pdf").symlink_to(tmp_path / "other" / "diag.pdf")
    return mine


@pytest.mark.parametrize("name", NAMES)
def test_a_file_outside_the_folder_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(InputError):
        read_beside(folder, name.format(absolute=folder.parent / "other" / "diag.pdf"))


def test_a_file_inside_is_read_whatever_way_it_is_named(folder: Path) -> None:
    for name in ("inner/own.pdf", "./inner/own.pdf", "../mine/inner/own.pdf", str(folder / "inner" / "own.pdf")):
        assert read_beside(folder, name) == b"own"
    assert path_below(folder, "not-there.pdf") == folder.resolve() / "not-there.pdf"


def with_evidence(folder: Path, name: str) -> None:
    text = bundled("illness.yaml").replace(
        "{document: 诊断证明书,", f"{{document: 诊断证明书, file: {json.dumps(name)},"
    )
    assert name in text
    (folder / "my.yaml").write_text(text, "utf-8")


@pytest.mark.parametrize("name", NAMES[:4])
@pytest.mark.parametrize(
    "command",
    [
        ["render", "my.yaml", "-f", "eml"],
        ["check", "my.yaml"],
        ["figures", "my.yaml"],
        ["copy", "my.yaml"],
        ["bundle", "my.yaml"],
        ["next", "my.yaml"],
        ["calendar", "my.yaml"],
        ["update", "my.yaml"],
        ["sent", "my.yaml", "waiver-email"],
        ["log", "my.yaml"],
    ],
    ids=lambda command: command[0],
)
def test_every_command_refuses_it_and_names_the_key(folder: Path, command: list[str], name: str) -> None:
    letters("render", "my.yaml", cwd=folder)
    with_evidence(folder, name.format(absolute=folder.parent / "other" / "diag.pdf"))
    (folder / "my").mkdir(exist_ok=True)
    (folder / "my" / ".letters.json").unlink(missing_ok=True)
    done = letters(*command, cwd=folder)
    said = done.out + done.err
    if command[0] == "update":  # nothing was written there, so it has nothing to read the case for
        assert done.code == 3
    else:
        assert done.code == 1
        assert "hardship.evidence[0].file" in said
        assert "outside the folder of the case" in said
    assert not any(
        b"SECRET" in path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    )


def test_another_root_can_be_named(folder: Path) -> None:
    with_evidence(folder, "diag.pdf")
    assert letters("check", "my.yaml", cwd=folder).code == 1
    done = letters("render", "my.yaml", "-k", "waiver-email", "-f", "eml", "--files-from", "../other", cwd=folder)
    assert done.code == 0
    parts = message_from_bytes((folder / "my" / "waiver-email.eml").read_bytes()).walk()
    assert b"SECRET" in [part.get_payload(decode=True) for part in parts]
