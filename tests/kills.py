"""Runs that are killed: an action is stopped at each of its system calls in turn, in a copy of this process."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

CALLS = ("open", "os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.listdir", "os.chmod")


def killed(step: int, action: Callable[[], object], below: Path | None = None) -> bool:
    """Run `action` in a copy of this process, killed at its `step`-th system call; a write is half done.

    Return False where it came to its end before. Only calls that name a path below the folder `below` count, if one
    is given.
    """
    pid = os.fork()
    if not pid:
        with suppress(BaseException):
            _kill_at(step, below)
            action()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def _kill_at(step: int, below: Path | None) -> None:
    steps, real = count(1), os.write

    def is_counted(path: object) -> bool:
        return below is None or (isinstance(path, str | Path) and Path.cwd().joinpath(path).is_relative_to(below))

    def kill(event: str, arguments: tuple[object, ...]) -> None:
        if event in CALLS and is_counted(arguments[0]) and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def half(descriptor: int, data: memoryview) -> int:
        if next(steps) == step:
            real(descriptor, data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return real(descriptor, data)

    sys.addaudithook(kill)
    os.write = half  # type: ignore[assignment]
