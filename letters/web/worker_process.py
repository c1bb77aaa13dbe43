"""A process that does the page's jobs, one after the other, and the pipe to it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from datetime import date
from multiprocessing.process import BaseProcess
from threading import Lock, Thread
from typing import Self

from letters.base.interrupts import deaf
from letters.reference_data.template_library import library
from letters.web.jobs import Job, JobResult, bring_in, do, example
from letters.web.words import Say

if sys.platform == "win32":
    from multiprocessing.connection import PipeConnection as Connection
else:
    from multiprocessing.connection import Connection

_SPAWN = multiprocessing.get_context("spawn")  # a forked process would inherit threads' locks


class WorkerError(Exception):
    """A job ended by a mistake of ours, or its process was ended from outside."""


class WorkerProcess:
    """One process, which ends with the page, or with the block that it is entered for."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._lock = Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._ended = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.end()

    def start(self) -> None:
        """Starts the process, unless it runs already. Raises WorkerError if it was ended."""
        with self._lock:
            if self._ended:
                raise WorkerError
            if self._process is None:
                self._pipe, other = _SPAWN.Pipe()
                self._process = _SPAWN.Process(target=_serve, args=(other, self._say), daemon=True)
                with deaf():  # Ctrl-C is for the page, which ends this process
                    self._process.start()
                other.close()  # so that the pipe ends with the process

    def ask(self, job: Job) -> JobResult | None:
        """Returns what the job gives; None if it ended by a mistake of ours. Raises WorkerError."""
        self.start()
        assert self._pipe
        try:
            self._pipe.send(job)
            outcome: JobResult | None = self._pipe.recv()
        except (EOFError, OSError):
            raise WorkerError from None
        return outcome

    def end(self) -> None:
        """Ends the process at once, or before it starts."""
        with self._lock:
            self._ended = True
            if self._process is not None:
                self._process.kill()
                self._process.join()


def _serve(pipe: Connection, say: Say) -> None:
    """What a process does: an example, so that it is warm, and then a job after the other until the page ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the page, which ends this process
    Thread(target=_end_with_page, daemon=True).start()
    bring_in()
    if not pipe.poll():  # nobody has asked for anything yet
        do(Job("preview", date(2026, 4, 1), "zh", library(), example()), say)
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        try:
            outcome = do(job, say)
        except Exception:  # what went wrong may hold what the user wrote: it is told to nobody
            outcome = None
        pipe.send(outcome)


def _end_with_page() -> None:
    page = multiprocessing.parent_process()
    if page is not None:
        page.join()
        os._exit(1)
