"""How far a long piece of work is, and how long it still takes: a line on stderr where that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from letters.base.errors import Message
from letters.cli.speech import told

SILENT, BETWEEN = 1.0, 0.2
"""Seconds for which nothing is shown, so that what ends within two shows little or nothing; and between two looks."""
_shown: ContextVar[int] = ContextVar("_shown", default=0)
"""How many characters of such a line stand there now."""


def clear_progress() -> None:
    """Takes the line away, if there is one, before anything else is printed."""
    if length := _shown.get():
        print("\r" + " " * length + "\r", end="", file=sys.stderr, flush=True)
        _shown.set(0)


@contextmanager
def progress(
    total: int, *, shown: bool = True, silent: float = SILENT, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[], None]]:
    """Yields what is called after each of `total` pieces of work. Where stderr is no terminal, or `shown` is false,
    nothing is printed; elsewhere, nothing for `silent` seconds.
    """
    if not shown or total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    began = looked = clock()
    done = 0

    def advance() -> None:
        nonlocal done, looked
        done += 1
        now = clock()
        if now - began < silent or (now - looked < BETWEEN and done < total):
            return
        looked = now
        clear_progress()
        line = told(
            Message("{done}/{total}, about {left} left", done=done, total=total, left=_span(now - began, done, total))
        )
        print(f"\r{line}", end="", file=sys.stderr, flush=True)
        _shown.set(2 * len(line))  # 汉字 take two columns

    try:
        yield advance
    finally:
        clear_progress()


def _span(took: float, done: int, total: int) -> str:
    """Returns how long the rest takes at the same pace, as 0:07 or 1:02:30."""
    seconds = round(took / done * (total - done))
    minutes, hours = seconds // 60 % 60, seconds // 3600
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
