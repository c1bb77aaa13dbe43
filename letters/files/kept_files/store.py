"""What is made of bundled files, kept from one run to the next where Python keeps byte code: in `__pycache__/`.

As with byte code, what is kept of a file counts only while the file has the size and the times that it had then.
PYTHONDONTWRITEBYTECODE, which speaks of modules, does not matter here. Nothing of a user's is kept.
"""

from __future__ import annotations

import atexit
import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from importlib.util import cache_from_source
from pathlib import Path
from typing import Generic, TypeVar

Made = TypeVar("Made")
"""What `marshal` writes: texts, bytes, numbers, None, and lists and mappings of them."""
Stamp = tuple[int, int, int]
"""A file's size in bytes, and when it was written and changed, in nanoseconds: no program can set the last."""


_FORMAT = 1
"""Counts up when what stands in the file is put together otherwise."""


class Kept(Generic[Made]):
    """What was made of bundled files, by path, in one file beside the byte code of `module`.

    It counts only for the same `made_by`, which stands for what makes it.
    """

    def __init__(self, module: str, name: str, made_by: str) -> None:
        self.file = Path(cache_from_source(module)).with_name(f"{name}.{sys.implementation.cache_tag}.bin")
        self.made_by = f"{_FORMAT} {made_by}"
        self._new: dict[str, tuple[Stamp, Made]] = {}

    def of(self, path: Path, make: Callable[[], Made]) -> Made:
        """Returns what `make` makes of a file, or has made of it in an earlier run. Raises what `make` raises."""
        found = self._known.get(str(path))
        if found is not None and found[0] is None:
            return found[1]
        stamp = stamp_of(path)
        if found is None or found[0] != stamp:
            found = self._known[str(path)] = self._new[str(path)] = (stamp, make())
            _WITH_NEWS.add(self)
        return found[1]

    @cached_property
    def _known(self) -> dict[str, tuple[Stamp | None, Made]]:
        return self._read()

    def _read(self) -> dict[str, tuple[Stamp | None, Made]]:
        with suppress(OSError, ValueError, EOFError, TypeError, AttributeError):  # none, or no such file
            made_by, known = marshal.loads(self.file.read_bytes())
            if made_by in {None, self.made_by}:
                return {path: (stamp, made) for path, (stamp, made) in known.items()}
        return {}

    def write(self, *, for_good: bool = False) -> None:
        """Writes what is new to what other runs have kept meanwhile; whole, since they may read at the same time.

        With `for_good` it counts whatever times the files have and whoever asks: where nobody can change any of them.
        """
        found = self._read() | self._new
        content = (
            (None, {path: (None, made) for path, (_, made) in found.items()}) if for_good else (self.made_by, found)
        )
        unfinished = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(marshal.dumps(content))
            unfinished.replace(self.file)
        except OSError:  # installed where only an administrator writes, or the disk is full
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
        self._new.clear()


_WITH_NEWS: set[Kept] = set()  # type: ignore[type-arg]  # of any kind


def stamp_of(path: Path) -> Stamp:
    """Returns what changes when a file does. Raises OSError."""
    state = path.stat()
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns


@atexit.register
def write_news(*, for_good: bool = False) -> None:
    """Writes what was made anew since it was last asked for, as `Kept.write` does; a process that others end has to
    ask.
    """
    with suppress(KeyError):  # other threads may ask, too
        while True:
            _WITH_NEWS.pop().write(for_good=for_good)
