"""The `letters` command, run as a person or a program runs it.

A quick run of the tests runs it in their own process, which takes a tenth of the time; the slow tests run the installed
command (tests/conftest.py decides).
"""

from __future__ import annotations

import contextvars
import gc
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from letters.cli import main

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


class Runs:
    """How `letters` below runs the command."""

    in_this_process = False


OF_ITS_OWN = {"batch", "serve"}
"""Commands that start processes or threads, so always run in a process of their own."""


OF_ITS_AGE = re.compile(r"^.*(?: days ago: letters would show old figures|信里的数字和日期会是旧的).*\n", re.MULTILINE)


def letters(*arguments: str, cwd: Path, stdin: str | bytes = b"", **environ: str) -> Done:
    """Runs `letters` in a folder, without a terminal.

    What it says of the age of a file is left out: the bundled cases bear a day of 2026 and grow older.
    """
    done = _run(arguments, cwd, stdin, environ)
    return replace(done, err=OF_ITS_AGE.sub("", done.err))


def letters_with_age(*arguments: str, cwd: Path, **environ: str) -> Done:
    """Runs `letters` and keeps the warning that a file is old."""
    return _run(arguments, cwd, b"", environ)


def _run(arguments: tuple[str, ...], cwd: Path, stdin: str | bytes, environ: dict[str, str]) -> Done:
    typed = stdin.encode() if isinstance(stdin, str) else stdin
    python_differs = any(name.startswith("PYTHON") for name in environ)
    if Runs.in_this_process and not python_differs and not OF_ITS_OWN & set(arguments):
        return letters_in_this_process(*arguments, cwd=cwd, stdin=typed, environ=plain_environment() | environ)
    return installed_letters(*arguments, cwd=cwd, stdin=typed, **environ)


def installed_letters(*arguments: str, cwd: Path, stdin: bytes = b"", **environ: str) -> Done:
    """Runs the installed command in a process of its own."""
    done = subprocess.run(
        [LETTERS, *arguments],
        cwd=cwd,
        input=stdin,
        env=plain_environment() | environ,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def letters_in_this_process(*arguments: str, cwd: Path, environ: dict[str, str], stdin: bytes = b"") -> Done:
    """Runs what the installed command runs; its streams are files, as they are when a shell redirects them."""
    with tempfile.TemporaryFile() as typed, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        typed.write(stdin)
        typed.seek(0)
        streams = {
            "stdin": io.TextIOWrapper(typed, "utf-8"),
            "stdout": io.TextIOWrapper(out, "utf-8"),
            "stderr": io.TextIOWrapper(err, "utf-8", errors="backslashreplace"),
        }
        with pytest.MonkeyPatch.context() as process:
            process.chdir(cwd)
            for name in set(os.environ) - set(environ):
                process.delenv(name)
            for name, value in environ.items():
                process.setenv(name, value)
            process.setattr(sys, "argv", ["letters", *arguments])
            for name, stream in streams.items():
                process.setattr(sys, name, stream)
            try:
                code = contextvars.Context().run(_exit_code)
            finally:
                gc.unfreeze()
                gc.enable()
        for stream in (streams["stdout"], streams["stderr"]):
            stream.flush()
        out.seek(0)
        err.seek(0)
        return Done(code, out.read().decode(), err.read().decode())


def _exit_code() -> int:
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def shell(line: str, *, cwd: Path, **environ: str) -> Done:
    """Runs a line of bash in which `letters` is the installed command; any failure in a pipe is one of the line."""
    if Runs.in_this_process and line.startswith("letters ") and not set(line) & set("|<>&;$*?`\\\n"):
        return letters(*shlex.split(line)[1:], cwd=cwd, **environ)
    if shutil.which("bash") is None:
        pytest.skip("needs bash")
    path = f"{Path(LETTERS).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
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


ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/([\w-]{32,})/")


@contextmanager
def served(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address that the command prints, and its process."""
    command = [LETTERS, "serve", "--no-browser", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=plain_environment()
    ) as process:
        try:
            assert process.stdout
            address = process.stdout.readline().strip()
            assert ADDRESS.fullmatch(address), process.stderr and process.stderr.read()
            yield address, process
        finally:
            process.kill()
