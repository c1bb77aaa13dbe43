"""The processes that do the page's jobs. A job that nobody waits for any longer ends with its process: no thread can be
ended like that, and a case may be made to take long.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from letters.web.jobs import Job, JobResult
from letters.web.words import Say
from letters.web.worker_process import WorkerError, WorkerProcess

COUNT = 2
"""Jobs that are done at once; the others wait their turn."""


class Workers:
    """Up to `count` processes, started when a job needs one and kept for the next.

    `first` are those that run already.
    """

    def __init__(self, say: Say, *first: WorkerProcess, count: int = COUNT) -> None:
        self._say = say
        self._turns = asyncio.Semaphore(count)
        self._threads = ThreadPoolExecutor(count, "letters")
        self._idle = [*first]
        self._busy: set[WorkerProcess] = set()

    async def work(self, job: Job) -> JobResult:
        """Returns what a job gives. If the caller is cancelled, the job's process is ended. Raises WorkerError."""
        async with self._turns:
            worker = self._idle.pop() if self._idle else WorkerProcess(self._say)
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
