"""The clipboard is asked in a way that cannot hang, lie or write where nobody looks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from base64 import b64decode
from io import StringIO
from pathlib import Path

import pytest
from cases import ROOT

from letters.cli import clipboard
from letters.cli.clipboard import put

TEXT = "您好,我想申请减免罚息137.50元。\n第二行\n"
SSH = {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22", "TERM": "xterm-256color"}
WORKS = 'if [ "$3" = -o ]; then cat "$STORE"; else cat > "$STORE"; fi'


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class Broken(Terminal):
    def write(self, _: str) -> int:
        raise OSError("gone")


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a desktop whose xclip is still to be made."""
    monkeypatch.setattr(sys, "platform", "linux")
    return {"DISPLAY": ":99", "PATH": f"{tmp_path}:/usr/bin:/bin", "STORE": str(tmp_path / "store")}


def xclip(environ: dict[str, str], script: str) -> Path:
    """Put a stand-in for xclip on the desktop; return where it keeps the clipboard."""
    store = Path(environ["STORE"])
    (store.parent / "xclip").write_text(f"#!/bin/sh\n{script}\n")
    (store.parent / "xclip").chmod(0o755)
    return store


# The desktop


def test_the_text_is_put_on_the_desktops_clipboard_whole(desktop: dict[str, str]) -> None:
    store = xclip(desktop, WORKS)
    terminal = Terminal()
    assert put(TEXT, environ=desktop, terminal=terminal) == "clipboard"
    assert store.read_text("utf-8") == TEXT
    assert terminal.getvalue() == ""


def test_a_helper_that_fails_without_a_word_is_noticed(desktop: dict[str, str]) -> None:
    xclip(desktop, "exit 1")
    assert put(TEXT, environ=desktop, terminal=None) is None


def test_a_helper_that_garbles_the_text_is_noticed(desktop: dict[str, str]) -> None:
    xclip(desktop, 'if [ "$3" = -o ]; then echo "???? 137.50"; fi')
    assert put(TEXT, environ=desktop, terminal=None) is None


def test_other_line_ends_on_the_clipboard_are_fine(desktop: dict[str, str]) -> None:
    xclip(desktop, 'if [ "$3" = -o ]; then sed "s/$/\\r/" "$STORE"; else cat > "$STORE"; fi')
    assert put(TEXT, environ=desktop, terminal=None) == "clipboard"


@pytest.mark.slow
def test_a_helper_that_hangs_is_ended(desktop: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    store = xclip(desktop, 'while :; do echo alive >> "$STORE"; sleep 0.02; done')
    monkeypatch.setattr(clipboard, "PATIENCE", 1.0)
    assert put(TEXT, environ=desktop, terminal=None) is None
    size = store.stat().st_size
    time.sleep(0.2)
    assert store.stat().st_size == size > 0


def test_a_helper_that_lives_on_does_not_hold_our_output_open(desktop: dict[str, str]) -> None:
    xclip(desktop, f"{WORKS}\n" + 'if [ "$3" != -o ]; then sleep 20 & fi')
    code = "import os; from letters.cli.clipboard import put; print(put('a', environ=os.environ, terminal=None))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=desktop, cwd=ROOT, capture_output=True, text=True, timeout=15, check=True)
    assert (done.stdout, done.stderr) == ("clipboard\n", "")


def test_a_desktop_without_a_helper_is_no_clipboard(desktop: dict[str, str], tmp_path: Path) -> None:
    desktop["PATH"] = str(tmp_path)
    assert put(TEXT, environ=desktop, terminal=Terminal()) is None


def test_without_a_display_no_helper_is_started(desktop: dict[str, str]) -> None:
    store = xclip(desktop, 'touch "$STORE"')
    for display in ({}, {"DISPLAY": ""}):
        environ = {name: value for name, value in desktop.items() if name != "DISPLAY"} | display
        assert put(TEXT, environ=environ, terminal=Terminal()) is None
    assert not store.exists()


def test_wsl_without_its_windows_programs_is_no_clipboard(desktop: dict[str, str], tmp_path: Path) -> None:
    environ = {"WSL_INTEROP": "/run/WSL/8_interop", "PATH": str(tmp_path)}
    assert put(TEXT, environ=environ, terminal=None) is None


def test_a_python_that_cannot_be_started_is_no_clipboard(
    desktop: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert put(TEXT, environ=desktop, terminal=None) is None


def test_a_lone_surrogate_does_no_harm(desktop: dict[str, str]) -> None:
    store = xclip(desktop, WORKS)
    assert put("a\udcffb", environ=desktop, terminal=None) == "clipboard"
    assert store.read_bytes() == b"a?b"


def test_the_environment_of_the_process_is_not_read(desktop: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    store = xclip(desktop, WORKS)
    for name, value in (desktop | SSH).items():
        monkeypatch.setenv(name, value)
    terminal = Terminal()
    assert put(TEXT, environ={"PATH": os.defpath}, terminal=terminal) is None
    assert terminal.getvalue() == ""
    assert not store.exists()


# The terminal, over SSH


@pytest.mark.parametrize("environ", [SSH, {"SSH_TTY": "/dev/pts/3"}])
def test_over_ssh_the_terminal_takes_the_text(environ: dict[str, str]) -> None:
    terminal = Terminal()
    assert put(TEXT, environ=environ, terminal=terminal) == "terminal"
    sequence = terminal.getvalue()
    assert sequence.startswith("\x1b]52;c;")
    assert sequence.endswith("\x07")
    assert b64decode(sequence[7:-1], validate=True).decode() == TEXT


def test_over_ssh_the_far_desktop_is_not_asked(desktop: dict[str, str]) -> None:
    store = xclip(desktop, WORKS)
    assert put(TEXT, environ=desktop | SSH, terminal=Terminal()) == "terminal"
    assert put(TEXT, environ=desktop | SSH, terminal=None) is None
    assert not store.exists()


def test_tmux_is_asked_to_hand_it_on_and_to_take_it_itself() -> None:
    terminal = Terminal()
    environ = {**SSH, "TMUX": "/tmp/tmux-1000/default,1,0", "TERM": "screen-256color"}
    assert put("a", environ=environ, terminal=terminal) == "terminal"
    assert terminal.getvalue() == "\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\" + "\x1b]52;c;YQ==\x07"


def test_screen_hands_it_on_in_small_pieces() -> None:
    terminal = Terminal()
    assert put(TEXT * 9, environ={**SSH, "TERM": "screen.xterm-256color"}, terminal=terminal) == "terminal"
    pieces = terminal.getvalue().removeprefix("\x1bP").removesuffix("\x1b\\").split("\x1b\\\x1bP")
    assert len(pieces) > 5
    assert max(map(len, pieces)) <= 76
    assert b64decode("".join(pieces)[7:-1], validate=True).decode() == TEXT * 9


def test_the_longest_text_is_sent_and_a_longer_one_is_not() -> None:
    longest = "a" * (clipboard.LONGEST // 4 * 3)
    assert put(longest, environ=SSH, terminal=Terminal()) == "terminal"
    terminal = Terminal()
    assert put(longest + "a", environ=SSH, terminal=terminal) is None
    assert terminal.getvalue() == ""


def test_what_is_not_a_terminal_gets_nothing() -> None:
    pipe = StringIO()
    assert put(TEXT, environ=SSH, terminal=pipe) is None
    assert pipe.getvalue() == ""


@pytest.mark.parametrize("name", ["dumb", "linux"])
def test_a_terminal_without_a_clipboard_gets_nothing(name: str) -> None:
    terminal = Terminal()
    assert put(TEXT, environ={**SSH, "TERM": name}, terminal=terminal) is None
    assert terminal.getvalue() == ""


def test_a_terminal_that_is_gone_is_no_clipboard() -> None:
    closed = Terminal()
    closed.close()
    for terminal in (Broken(), closed):
        assert put(TEXT, environ=SSH, terminal=terminal) is None
