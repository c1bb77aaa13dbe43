"""The batch itself: what is done is skipped, the rest goes to all cores, and each outcome is noted as it comes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from hashlib import sha256
from multiprocessing.connection import wait as wait_for

from letters.base.errors import InputError, Message, OutputError
from letters.base.interrupts import deaf
from letters.batch.item import Item, read_file
from letters.batch.items import Cases
from letters.batch.journal import Journal, JournalEntry
from letters.batch.work import FAILED, FULL, Order, Outcome, digest_of, write_case, write_cases

SKIPPED = "skipped"
HERE, THERE = 16, 64
"""How many cases go to a worker at once, on this machine and in a cluster, where a parcel costs its client as much as
ten cases do: enough to hide the way there, few enough to be done again after a crash.
"""
Submit = Callable[[list[Item], Order], "Future[list[Outcome]]"]
AHEAD = 3
"""How many chunks for each worker wait or are at work; more would only fill the memory."""


def run(
    cases: Cases, order: Order, jobs: int, dask: str | None = None, say: Callable[[str], str] = str
) -> Iterator[Outcome]:
    """Yields every case's outcome as soon as it is there, and in the journal.

    The work is done by `jobs` processes here, or by the Dask cluster whose scheduler has the address `dask`. `say`
    turns a warning into the words that the journal notes.

    Raises OutputError at once if another run has the folder, and later if the disk is full or the cluster cannot be
    reached or used. However it ends, running it again does what is left.
    """
    return _outcomes(cases, order, jobs, dask, Journal(order.folder, say))


def _outcomes(cases: Cases, order: Order, jobs: int, dask: str | None, journal: Journal) -> Iterator[Outcome]:
    try:
        for item, problem in cases.clashes:
            outcome = Outcome(item, FAILED, problems=(problem,))
            journal.write(outcome)
            yield outcome
        done = iter(_sorted_out(cases.items, order, journal))
        for outcome in _work(done, order, jobs, dask):
            if outcome.state == FULL:
                raise OutputError(Message("{what}; what is done is skipped then", what=outcome.problems[0].message))
            if outcome.state != SKIPPED:
                journal.write(outcome)
            yield outcome
    finally:
        journal.close()


def _sorted_out(items: Iterable[Item], order: Order, journal: Journal) -> Iterator[Item | Outcome]:
    """Yields each item, or its outcome if it is done already."""
    for item in items:
        entry = journal.done.pop(item.output, None)
        yield Outcome(item, SKIPPED) if entry and _is_done(item, entry, order) else item


def _is_done(item: Item, entry: JournalEntry, order: Order) -> bool:
    if not entry.digest or entry.today not in {None, order.today.isoformat()}:
        return False
    try:
        same = digest_of(item.read(), order) == entry.digest and all(
            sha256(read_file(item.find_beside(name, order.files_from))).hexdigest() == digest
            for name, digest in entry.beside
        )
    except InputError:
        return False
    return same and all((order.folder / item.output / name).exists() for name in entry.files)


def _work(items: Iterator[Item | Outcome], order: Order, jobs: int, dask: str | None) -> Iterator[Outcome]:
    if dask:
        from letters.batch.cluster import connected, write_there

        with connected(dask) as (cluster, threads):
            yield from pooled(
                items,
                lambda chunk, order: cluster.submit(write_there, chunk, order),
                order,
                lambda: threads() * AHEAD,
                THERE,
            )
    elif jobs == 1:
        _collect_rarely()
        yield from (item if isinstance(item, Outcome) else write_case(item, order) for item in items)
    else:
        with _processes(jobs) as submit:
            yield from pooled(items, submit, order, lambda: jobs * AHEAD, HERE)


@contextmanager
def _processes(jobs: int) -> Iterator[Submit]:
    context = multiprocessing.get_context("spawn")  # a forked process would inherit threads' locks
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker)

    def submit(chunk: list[Item], order: Order) -> Future[list[Outcome]]:
        with deaf():  # this is when processes are started
            return pool.submit(write_cases, chunk, order)

    try:
        yield submit
    except BrokenProcessPool as error:
        message = Message("a process of the batch was ended from outside; run again, which goes on from here")
        raise OutputError(message) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def pooled(
    items: Iterator[Item | Outcome], submit: Submit, order: Order, most: Callable[[], int], size: int
) -> Iterator[Outcome]:
    """Yields the outcomes of work in other processes, here or elsewhere, with at most `most()` chunks of `size` items
    on their way.
    """
    busy: dict[Future[list[Outcome]], list[Item]] = {}
    chunk: list[Item] = []
    try:
        for item in items:
            if isinstance(item, Outcome):
                yield item
                continue
            chunk.append(item)
            if len(chunk) < size:
                continue
            busy[submit(chunk, order)] = chunk
            chunk = []
            if len(busy) >= most():
                yield from _finished(busy)
        if chunk:
            busy[submit(chunk, order)] = chunk
        while busy:
            yield from _finished(busy)
    finally:
        for future in busy:
            future.cancel()


def _finished(busy: dict[Future[list[Outcome]], list[Item]]) -> Iterator[Outcome]:
    finished, _ = wait(busy, return_when=FIRST_COMPLETED)
    for future in finished:
        items = busy.pop(future)
        yield from (made._replace(item=item) for item, made in zip(items, future.result(), strict=False))


def _start_worker() -> None:
    """Begins a worker: it leaves Ctrl-C to the process that started it, and ends with it even if that is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _collect_rarely()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _collect_rarely() -> None:
    """Has Python look for garbage once in a case or two, not ten times in each, and never in the program itself."""
    gc.freeze()
    gc.set_threshold(10_000)


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)
