"""The installed `letters` command, run as a person or a program runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

LETTERS = str(Path(sys.executable).with_name("letters"))
SETTINGS = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLUMNS", "TERMINAL_WIDTH", "PYTHONIOENCODING"}
SETTINGS |= {"DISPLAY", "WAYLAND_DISPLAY", "WSL_INTEROP", "SSH_CONNECTION", "SSH_TTY"}


def plain_environment() -> dict[str, str]:
    """The environment without what would change the output or find a clipboard; messages are in English."""
    return {name: value for name, value in os.environ.items() if name not in SETTINGS} | {"LETTERS_LANG": "en"}


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


def letters(*arguments: str, cwd: Path, stdin: str | bytes = b"", **environ: str) -> Done:
    """Runs `letters` in a folder, without a terminal."""
    done = subprocess.run(
        [LETTERS, *arguments],
        cwd=cwd,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        env=plain_environment() | environ,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def shell(line: str, *, cwd: Path, **environ: str) -> Done:
    """Runs a line of bash in which `letters` is the installed command."""
    path = f"{Path(LETTERS).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=cwd,
        env=plain_environment() | {"PATH": path} | environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def everything_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
