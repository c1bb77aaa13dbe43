"""The work of a batch on a Dask cluster: the only `import distributed`, which the extra `dask` brings."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from letters.base.errors import LettersError, Message, OutputError, borrowed
from letters.batch.item import Item
from letters.batch.journal import NAME as JOURNAL
from letters.batch.work import Order, Outcome, edition, program, write_cases
from letters.reference_data.template_library import Library, library

EXTRA = "pip install 'negotiation-letters[dask]'"
_PATIENCE = "10s"
_LOADED = program()
"""The program of this process. What is on the disk may be another by the time a worker compares it."""


@contextmanager
def connected(address: str) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Yields an executor of the cluster, and a function that gives the number of threads its workers have now, at least
    1.

    Dask gives the work of a worker that died to another. Raises OutputError if there is no cluster, or it cannot do the
    work.
    """
    distributed = _distributed()
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters of it is raised, too
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise OutputError(Message("no Dask scheduler answers at {address}", address=address)) from error
    try:
        if not client.nthreads():
            raise OutputError(
                Message("the Dask cluster at {address} has no worker; start `dask worker {address}`", address=address)
            )
        yield client.get_executor(pure=False), lambda: max(sum(client.nthreads().values()), 1)
    except LettersError:
        raise
    except distributed.KilledWorker as error:
        what = Message("the Dask workers die of this work; see their logs, they may lack memory")
        raise OutputError(what) from error
    except (OSError, CancelledError) as error:
        what = Message("the Dask cluster at {address} was lost; run again, which goes on from here", address=address)
        raise OutputError(what) from error
    except (ImportError, AttributeError) as error:
        what = Message(
            "a Dask worker lacks this version of letters: {reason}; install the same everywhere",
            reason=borrowed(str(error)),
        )
        raise OutputError(what) from error
    finally:
        client.close()


def _distributed() -> Any:
    try:
        import distributed
    except ModuleNotFoundError as error:
        raise OutputError(
            Message(
                "a Dask cluster needs the extra 'dask': {command} (in a checkout: pip install '.[dask]')", command=EXTRA
            )
        ) from error
    return distributed


def write_there(items: list[Item], order: Order) -> list[Outcome]:
    """Runs `write_cases` in a worker, with the templates that are there.

    Raises OutputError if the worker is not fit for it.
    """
    return write_cases(items, order._replace(shelf=_shelf(order.shelf.roots[:-1], order.folder, order.edition)))


@cache
def _shelf(own: tuple[Path, ...], folder: Path, wanted: str) -> Library:
    """Returns the templates as this machine has them: the bundled ones may lie elsewhere here, but must be the same."""
    if not (folder / JOURNAL).exists():
        raise OutputError(
            Message("a Dask worker does not see {folder}; it must be a folder that all machines share", folder=folder)
        )
    shelf = library(*own)
    if edition(shelf, _LOADED) != wanted:
        raise OutputError(
            Message(
                "a Dask worker has another version of letters or of the templates;"
                " install the same everywhere, and start the workers anew"
            )
        )
    return shelf._replace(edition=wanted)  # nothing that was kept of another state is taken for this one's
