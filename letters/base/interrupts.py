"""Ctrl-C, held back while a process is started."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def deaf() -> Iterator[None]:
    """Holds Ctrl-C back, so that a process started meanwhile never hears it, not even before it says so itself."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # which starts with the first process, and would end the silence
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
