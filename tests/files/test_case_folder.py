"""A file that a case names lies below the folder of the case; nothing else of the machine is read for it."""

from __future__ import annotations

import json
from email import message_from_bytes
from pathlib import Path

import pytest
from cases import bundled
from command import letters

from letters.base.errors import InputError
from letters.files.case_folder import leaves_folder, path_below, read_beside

NAMES = ["../other/diag.pdf", "{absolute}", "link.pdf", "inner/../../other/diag.pdf", "a\0b", "//host/share/diag.pdf"]


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


def test_a_share_of_another_machine_is_not_even_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(path: Path, strict: bool = False) -> Path:
        raise AssertionError(path)

    monkeypatch.setattr(Path, "resolve", asked)
    for name in ("//host/share/diag.pdf", "\\\\host\\share\\diag.pdf"):
        with pytest.raises(InputError, match="no name of a file"):
            path_below(folder, name)


def test_a_name_that_leads_out_of_any_folder_is_known_without_one() -> None:
    out = ["../a", "a/../../b", "/a", "//host/a", "\\\\host\\a", "C:\\a", "c:a", "..", "a\\..\\..\\b"]
    inside = ["a", "a/b", "./a", "a/../b", "a/..", "病 历.jpg", "..a", "a..", "ab:c"]
    assert [name for name in out if not leaves_folder(name)] == []
    assert [name for name in inside if leaves_folder(name)] == []


def with_evidence(folder: Path, name: str) -> None:
    text = bundled("illness.yaml").replace(
        "{document: 诊断证明书,", f"{{document: 诊断证明书, file: {json.dumps(name)},"
    )
    assert name in text
    (folder / "my.yaml").write_text(text, "utf-8")


def test_another_root_can_be_named(folder: Path) -> None:
    with_evidence(folder, "diag.pdf")
    assert letters("check", "my.yaml", cwd=folder).code == 1
    done = letters("render", "my.yaml", "-k", "waiver-email", "-f", "eml", "--files-from", "../other", cwd=folder)
    assert done.code == 0
    parts = message_from_bytes((folder / "my" / "waiver-email.eml").read_bytes()).walk()
    assert b"SECRET" in [part.get_payload(decode=True) for part in parts]
