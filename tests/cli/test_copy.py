"""`letters copy` puts a letter on the clipboard, or prints it and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import MINIMAL, changed
from command import letters, shell

NOTE = "note: no clipboard can be reached from here; this is the text:\n"
EXAMPLE = "note: illness: no such file here; using the bundled example illness.yaml\n"


def test_without_a_display_the_text_is_printed_and_that_is_said(tmp_path: Path) -> None:
    done = letters("copy", "illness", cwd=tmp_path)
    script = letters("render", "illness", "-k", "call-script", "-f", "txt", "-o", "-", cwd=tmp_path)
    assert (done.code, done.err) == (0, EXAMPLE + NOTE)
    assert done.out == script.out


def test_another_letter_can_be_copied_and_one_that_does_not_exist_is_told(tmp_path: Path) -> None:
    assert letters("copy", "illness", "petition", cwd=tmp_path).out.startswith("关于减免罚息并分期偿还本金的申请书\n")
    done = letters("copy", "illness", "petitions", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "no letter kind is called 'petitions'; did you mean 'petition'?" in done.err


@pytest.fixture
def desktop(tmp_path: Path) -> dict[str, str]:
    """A desktop whose clipboard is the file `store`."""
    script = '#!/bin/sh\nif [ "$3" = -o ]; then cat "$STORE"; else cat > "$STORE"; fi\n'
    (tmp_path / "xclip").write_text(script)
    (tmp_path / "xclip").chmod(0o755)
    return {"DISPLAY": ":99", "PATH": f"{tmp_path}:/usr/bin:/bin", "STORE": str(tmp_path / "store")}


def test_on_a_desktop_the_call_script_is_on_the_clipboard_and_stdout_stays_empty(
    tmp_path: Path, desktop: dict[str, str]
) -> None:
    done = letters("copy", "illness", cwd=tmp_path, **desktop)
    assert (done.code, done.out, done.err) == (0, "", EXAMPLE + "note: call-script: copied\n")
    assert (tmp_path / "store").read_text("utf-8").startswith("打给花呗：")


def test_blanks_in_what_was_copied_are_told(tmp_path: Path, desktop: dict[str, str]) -> None:
    done = letters("copy", "-", "ledger", cwd=tmp_path, stdin=MINIMAL, **desktop)
    assert (done.code, done.out) == (0, "")
    assert "stdin:4:1: borrower.account: blank in the letters, 【待填:账号或尾号】\n" in done.err


def test_a_bad_case_is_not_copied(tmp_path: Path, desktop: dict[str, str]) -> None:
    bad = changed(MINIMAL, ("kind: illness", "kind: ilness"))
    done = letters("copy", "-", cwd=tmp_path, stdin=bad, **desktop)
    assert (done.code, done.out) == (1, "")
    assert not (tmp_path / "store").exists()


@pytest.mark.slow
@pytest.mark.parametrize("command", ["copy illness", "figures illness --explain", "list"])
def test_a_pipe_of_a_chinese_windows_takes_every_character(tmp_path: Path, command: str) -> None:
    # ☐ and − are not in GBK, the encoding of a pipe there.
    done = shell(f"letters {command} > out 2> err", cwd=tmp_path, PYTHONIOENCODING="gbk")
    assert b"our mistake" not in (tmp_path / "err").read_bytes()
    assert done.code == 0
