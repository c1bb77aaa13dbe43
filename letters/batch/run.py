"""The batch itself: what is done is skipped, the rest goes to all cores, and each outcome is noted as it comes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for

from letters.base.errors import InputError, Message, OutputError
from letters.batch.items import Cases, Item
from letters.batch.journal import Entry, Journal
from letters.batch.work import FAILED, FULL, Order, Outcome, digest_of, do

SKIPPED = "skipped"
CHUNK = 16
"""Cases that go to a worker at once: enough to hide the way there, few enough to be done again after a crash."""
AHEAD = 3
"""Chunks for each worker that wait or are at work: more would only fill the memory."""


def run(cases: Cases, order: Order, jobs: int) -> Iterator[Outcome]:
    """Every case's outcome, as each is there; the journal has it by then. Raises OutputError where the disk is full.

    However it ends, running it again does what is left.
    """
    journal = Journal(order.folder)
    try:
        for item, problem in cases.clashes:
            outcome = Outcome(item, FAILED, problems=(problem,))
            journal.write(outcome)
            yield outcome
        done = iter(_sorted_out(cases.items, order, journal))
        for outcome in _work(done, order, jobs):
            if outcome.state == FULL:
                raise OutputError(Message("{what}; what is done is skipped then", what=outcome.problems[0].message))
            if outcome.state != SKIPPED:
                journal.write(outcome)
            yield outcome
    finally:
        journal.close()


def _sorted_out(items: Iterable[Item], order: Order, journal: Journal) -> Iterator[Item | Outcome]:
    """Each item, or its outcome where it is done already."""
    for item in items:
        entry = journal.done.pop(item.output, None)
        yield Outcome(item, SKIPPED) if entry and _is_done(item, entry, order) else item


def _is_done(item: Item, entry: Entry, order: Order) -> bool:
    if not entry.digest or entry.today not in {None, order.today.isoformat()}:
        return False
    try:
        same = digest_of(item.read(), order) == entry.digest
    except InputError:
        return False
    return same and all((order.folder / item.output / name).exists() for name in entry.files)


def _work(items: Iterator[Item | Outcome], order: Order, jobs: int) -> Iterator[Outcome]:
    if jobs == 1:
        yield from (item if isinstance(item, Outcome) else do(item, order) for item in items)
        return
    context = multiprocessing.get_context("spawn")  # a forked process would inherit threads' locks
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker)
    try:
        yield from pooled(items, order, pool, jobs * AHEAD)
    except BrokenProcessPool as error:
        message = Message("a process of the batch was ended from outside; run again, which goes on from here")
        raise OutputError(message) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def pooled(items: Iterator[Item | Outcome], order: Order, pool: Executor, most: int) -> Iterator[Outcome]:
    """The outcomes of an executor's work, of this machine or of others, with at most so many chunks on their way."""
    busy: set[Future[list[Outcome]]] = set()
    chunk: list[Item] = []
    for item in items:
        if isinstance(item, Outcome):
            yield item
            continue
        chunk.append(item)
        if len(chunk) < CHUNK:
            continue
        busy.add(pool.submit(do_all, chunk, order))
        chunk = []
        if len(busy) >= most:
            yield from _finished(busy)
    if chunk:
        busy.add(pool.submit(do_all, chunk, order))
    while busy:
        yield from _finished(busy)


def _finished(busy: set[Future[list[Outcome]]]) -> Iterator[Outcome]:
    finished, _ = wait(busy, return_when=FIRST_COMPLETED)
    for future in finished:
        busy.discard(future)
        yield from future.result()


def do_all(items: list[Item], order: Order) -> list[Outcome]:
    """A chunk of work; stops where the disk is full."""
    outcomes = []
    for item in items:
        outcomes.append(do(item, order))
        if outcomes[-1].state == FULL:
            break
    return outcomes


def _start_worker() -> None:
    """A worker leaves Ctrl-C to the process that started it, and ends with it, even where that is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # the program itself needs no looking through
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)
