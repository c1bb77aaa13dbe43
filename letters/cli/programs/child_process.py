"""A program that runs in a session of its own, quietly, and is ended with all that it started if it takes too long."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence


def run(command: Sequence[str], environ: Mapping[str, str], *, told: bytes = b"", patience: float) -> int | None:
    """Runs a program that is `told` something on its standard input; returns how it ended, or None if it did not begin
    or did not end within `patience` seconds. What it prints is dropped.
    """
    try:
        child = subprocess.Popen(
            command,
            env=dict(environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,  # what it starts may live on with it: `letters copy | cat` would never end
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what it starts itself can be ended with it
        )
    except OSError:
        return None
    try:
        child.communicate(told, timeout=patience)
    except subprocess.TimeoutExpired:
        _end(child)
        return None
    except BaseException:  # Ctrl-C does not reach the child's own session
        _end(child)
        raise
    return child.returncode


def _end(child: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
