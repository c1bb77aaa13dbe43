"""Processes that do the page's jobs. A job that nobody waits for any longer ends with its process: no thread can be
ended like that, and a case may be made to take long.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from multiprocessing.process import BaseProcess
from threading import Lock, Thread

from letters.reference_data.template_library import library
from letters.web.jobs import Job, JobResult, do, example
from letters.web.words import Say

if sys.platform == "win32":
    from multiprocessing.connection import PipeConnection as Connection
else:
    from multiprocessing.connection import Connection

COUNT = 2
"""Jobs that are done at once; the others wait their turn."""
_SPAWN = multiprocessing.get_context("spawn")  # a forked process would inherit threads' locks


class WorkerError(Exception):
    """A job ended by a mistake of ours, or its process was ended from outside."""


class Workers:
    """Up to `count` processes, started when a job needs one and kept for the next."""

    def __init__(self, say: Say, count: int = COUNT) -> None:
        self._say = say
        self._turns = asyncio.Semaphore(count)
        self._threads = ThreadPoolExecutor(count, "letters")
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()

    def start(self) -> None:
        """Starts a first process, so that it is ready once somebody asks."""
        worker = _Worker(self._say)
        worker.start()
        self._idle.append(worker)

    async def work(self, job: Job) -> JobResult:
        """Returns what a job gives. If the caller is cancelled, the job's process is ended. Raises WorkerError."""
        async with self._turns:
            worker = self._idle.pop() if self._idle else _Worker(self._say)
            self._busy.add(worker)
            try:
                outcome = await asyncio.get_running_loop().run_in_executor(self._threads, worker.ask, job)
            except BaseException:
                worker.end()
                raise
            finally:
                self._busy.discard(worker)
            self._idle.append(worker)
        if outcome is None:
            raise WorkerError
        return outcome

    def close(self) -> None:
        """Ends all processes, whatever they are doing."""
        for worker in (*self._idle, *self._busy):
            worker.end()
        self._idle.clear()


class _Worker:
    """One process, and the pipe to it."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._lock = Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._ended = False

    def start(self) -> None:
        """Starts the process, unless it runs already. Raises WorkerError if it was ended."""
        with self._lock:
            if self._ended:
                raise WorkerError
            if self._process is None:
                self._pipe, other = _SPAWN.Pipe()
                self._process = _SPAWN.Process(target=_serve, args=(other, self._say), daemon=True)
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
